"""How each person on record can be named in a text: every spelling, and whose it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from string import ascii_lowercase

import pandas as pd

from chs_audit.privacy.folding import fold
from chs_audit.privacy.word_names import WORDS

NAME, BORN, POSTCODE, NUMBER = "name", "date of birth", "postcode", "number"

_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "master"})
_PARTICLES = frozenset(
    {"al", "bin", "da", "de", "del", "della", "der", "di", "dos", "du", "el", "ibn", "la", "le"}
    | {"mac", "mc", "o", "san", "st", "ten", "van", "von"}
)
_SHORT = 4


@dataclass(frozen=True)
class Name:
    """A name in its folded parts.

    Args:
        given: the first name and what stands between it and the surname; empty if the
            name is one word.
        surname: the last word, with any particles before it ("de la rue").
    """

    given: tuple[str, ...]
    surname: str

    @property
    def is_words(self) -> bool:
        """Whether it could stand in a text without meaning anybody."""
        parts = {*self.given, *self.surname.split()}
        return not self.given or parts <= WORDS

    @property
    def initials_are_words(self) -> bool:
        """Whether an initial and the surname could stand there without meaning anybody."""
        return set(self.surname.split()) <= WORDS or len(self.surname) < 3

    def in_full(self) -> Iterator[str]:
        """Its spellings with the first name; a middle name may be there, or an initial for one."""
        if not self.given:
            yield self.surname
            return
        for given in {self.given[0], " ".join(self.given)}:
            yield f"{given} {self.surname}"
            yield f"{self.surname} {given}"
            yield f"{self.surname}, {given}"
        for letter in ascii_lowercase:
            yield f"{self.given[0]} {letter} {self.surname}"

    def with_initials(self) -> Iterator[str]:
        """Its spellings with initials for all names but the surname."""
        if not self.given:
            return
        letters = [given[0] for given in self.given]
        for initials in {letters[0], "".join(letters), " ".join(letters)}:
            yield f"{initials} {self.surname}"
            yield f"{self.surname}, {initials}"
            # "a" and "i" are words that may follow a surname.
            if initials not in ("a", "i"):
                yield f"{self.surname} {initials}"


def name_of(text: str) -> Name | None:
    """A name as it is on record, "Posy Mae Thimblewick" or "Thimblewick, Posy Mae"."""
    folded = fold(re.sub(r"\([^)]*\)", " ", text))
    last, comma, first = folded.partition(",")
    parts = [part for part in f"{first} {last}".split() if part not in _TITLES]
    if not parts:
        return None
    begins = len(parts) - 1
    if comma:
        begins = max(0, len(parts) - len(last.split()))
    while not comma and begins > 1 and parts[begins - 1] in _PARTICLES:
        begins -= 1
    return Name(tuple(parts[:begins]), " ".join(parts[begins:]))


@dataclass
class Spellings:
    """Every way in which people can be told from a text.

    Args:
        exact: spelling -> what it is, whom it means, and whether it does so by itself.
        born: date of birth -> whom.
        surnames: person -> folded surname.
    """

    exact: dict[str, tuple[str, set[str], bool]] = field(default_factory=dict)
    born: dict[dt.date, set[str]] = field(default_factory=dict)
    surnames: dict[str, str] = field(default_factory=dict)

    def add(self, spelling: str, kind: str, person: str, by_itself: bool) -> None:
        """One more spelling; one that means several people is as telling as for the most
        telling of them."""
        known = self.exact.get(spelling)
        if known and known[0] != kind:
            kind, by_itself = known[0], known[2] or by_itself
        people = known[1] if known else set()
        people.add(person)
        self.exact[spelling] = (kind, people, by_itself or bool(known and known[2]))


def spellings(service_users: pd.DataFrame, staff: pd.DataFrame) -> Spellings:
    """The spellings of all service users.

    Some count only beside something else about the same person or family: a name whose
    parts are all words, an initial with such a surname, a name that a member of staff has,
    too, and a number that is short or digits alone.

    Args:
        service_users: person_id, name, date_of_birth, postcode.
        staff: name; may be empty.
    """
    found = Spellings()
    shared = set(_of_staff(staff["name"]))
    for row in service_users.to_dict("records"):
        person = str(row["person_id"])
        _add_name(found, person, row["name"], shared)
        born = row["date_of_birth"]
        if isinstance(born, dt.date) and not pd.isna(born):
            found.born.setdefault(dt.date(born.year, born.month, born.day), set()).add(person)
        if isinstance(row["postcode"], str):
            for spelling in _postcode(row["postcode"]):
                found.add(spelling, POSTCODE, person, by_itself=True)
        number = fold(person)
        if number:
            plain = len(number) < _SHORT or number.isdigit()
            found.add(number, NUMBER, person, by_itself=not plain)
    return found


def _of_staff(names: Iterable[object]) -> Iterator[str]:
    for text in names:
        if isinstance(text, str) and (name := name_of(text)):
            for spelling in (*name.in_full(), *name.with_initials()):
                yield from _hyphened(spelling)


def _add_name(found: Spellings, person: str, text: object, shared: set[str]) -> None:
    name = name_of(text) if isinstance(text, str) else None
    if name is None:
        return
    found.surnames[person] = name.surname
    ways = [(name.in_full(), name.is_words), (name.with_initials(), name.initials_are_words)]
    for written, words in ways:
        for spelling in written:
            for way in _hyphened(spelling):
                found.add(way, NAME, person, by_itself=not words and way not in shared)


def _hyphened(spelling: str) -> set[str]:
    """With its hyphens and apostrophes, and as people write it without them."""
    return {
        spelling,
        spelling.replace("-", " "),
        spelling.replace("-", ""),
        spelling.replace("'", ""),
    }


def _postcode(text: str) -> set[str]:
    together = fold(text).replace(" ", "")
    if len(together) < 5:
        return set()
    return {fold(text), together, f"{together[:-3]} {together[-3:]}"}
