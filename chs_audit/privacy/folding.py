"""Text as it is searched: without accents, case, line breaks, and kinds of dashes."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

_APOSTROPHES = dict.fromkeys(map(ord, "‘’‚‛ʼʻʹ′´`＇"), "'")
# U+FFFE and U+0002 are how PDF readers report a hyphen that only breaks a line.
_HYPHENS_OF_LINES = re.compile(r"[­￾\x02]\s*|(?<=[^\W\d_])-[^\S\n]*\n\s*(?=[^\W\d_])")
_DASHES = re.compile(r"[‐-―−﹣－]")
_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])\.\s*")
_SPACE = re.compile(r"\s+")


def fold(text: str) -> str:
    """The text in the form in which two texts are compared.

    Letters lose accents and case, apostrophes and dashes are of one kind each, white space
    is one space, a hyphen at the end of a line is gone, and so is the dot after an initial.
    """
    plain = text.translate(_APOSTROPHES)
    plain = unicodedata.normalize("NFKD", plain).casefold()
    plain = _DASHES.sub("-", plain)
    plain = _HYPHENS_OF_LINES.sub("", plain)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf"))
    return _SPACE.sub(" ", _INITIAL.sub(r"\1 ", plain)).strip()


@dataclass(frozen=True)
class FoldedText:
    """A whole publication as one folded text, of which each part knows its place.

    Args:
        text: the folded text.
        starts: where each part begins.
        places: what each part's place is called.
    """

    text: str
    starts: tuple[int, ...]
    places: tuple[str, ...]

    def place(self, at: int) -> str:
        """The place of the letter at this position."""
        return self.places[bisect_right(self.starts, at) - 1]


def joined(parts: Iterable[tuple[str, str]]) -> FoldedText:
    """(place, text) of all parts, joined so that what runs over from one to the next is found."""
    pieces, starts, places = [], [], []
    at = 0
    for place, text in parts:
        piece = fold(text)
        if not piece:
            continue
        starts.append(at)
        places.append(place)
        broken = len(piece) > 1 and piece[-1] == "-" and piece[-2].isalpha()
        piece = piece[:-1] if broken else f"{piece} "
        pieces.append(piece)
        at += len(piece)
    return FoldedText("".join(pieces), tuple(starts), tuple(places))
