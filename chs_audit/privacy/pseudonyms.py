"""Pseudonyms: what a person is called in every view, unless somebody reveals them.

A pseudonym is a keyed hash of the person's number (HMAC, RFC 2104, with SHA-256), cut short and
written in letters that nobody mixes up. Without the key it says nothing; with the same key the
same person is called the same from run to run.
"""

from __future__ import annotations

import base64
import hmac
import string
from collections import Counter
from collections.abc import Iterable, Mapping

from chs_audit.errors import NotFoundError

# In the order of base32's own letters; without 0 and O, 1 and I.
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_TO_LETTERS = str.maketrans(f"{string.ascii_uppercase}234567", LETTERS)
# One in a billion for two given people; whoever should clash all the same gets more letters.
SHORTEST = 6


class Pseudonyms:
    """The pseudonyms of everybody in one audit folder.

    Args:
        key: the folder's secret.
        people: kind ("staff", "person", "visitor") -> the numbers of all of that kind. Among
            them no two share a pseudonym.
    """

    def __init__(self, key: bytes, people: Mapping[str, Iterable[str]]) -> None:
        self._key = key
        self._names: dict[tuple[str, str], str] = {}
        for kind, numbers in people.items():
            self._name(kind, set(numbers))
        self._people = {name: who for who, name in self._names.items()}

    def of(self, kind: str, number: str) -> str:
        """What that person is called: "staff-M4TXQ7"."""
        known = self._names.get((kind, number))
        return known or f"{kind}-{self._code(kind, number)[:SHORTEST]}"

    def knows(self, kind: str, number: str) -> bool:
        """Whether that person is on record."""
        return (kind, number) in self._names

    def person(self, pseudonym: str) -> tuple[str, str]:
        """Kind and number of the person who is called so, however the letters are written.

        Raises:
            NotFoundError: if nobody on record is.
        """
        kind, _, code = pseudonym.strip().rpartition("-")
        found = self._people.get(f"{kind.lower()}-{code.upper()}")
        if found is None:
            raise NotFoundError(
                "nobody on record has that pseudonym; pseudonyms differ from folder to folder, "
                "and from computer to computer"
            )
        return found

    def _name(self, kind: str, numbers: set[str]) -> None:
        codes = {number: self._code(kind, number) for number in numbers}
        length = SHORTEST
        while codes:
            counts = Counter(code[:length] for code in codes.values())
            for number, code in list(codes.items()):
                if counts[code[:length]] == 1:
                    self._names[kind, number] = f"{kind}-{code[:length]}"
                    del codes[number]
            length += 2

    def _code(self, kind: str, number: str) -> str:
        digest = hmac.digest(self._key, f"{kind}|{number}".encode(), "sha256")
        return base64.b32encode(digest).decode().rstrip("=").translate(_TO_LETTERS)
