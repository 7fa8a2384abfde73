"""What one cell of a published table says: a count, that one is hidden, or something else."""

from __future__ import annotations

import re
import unicodedata

_COUNT = re.compile(r"(\d{1,3}(?:[,   ]\d{3})+|\d+)(?:\.0+)?(?:\s*(?:[(\[].*[)\]]|\*+|†|‡))?")
_NUMBER = re.compile(r"[-+]?[\d,]*\.?\d+\s*%?")
_HIDDEN = re.compile(
    r"\*+|\[?[cx]\]?|-+|\.{2,3}|suppressed|\[suppressed\]"
    r"|(?:<|(?:fewer|less) than|under)\s*\d+",
)


def count_in(text: str) -> int | None:
    """The whole number that a cell holds, with or without separators and a note behind it."""
    found = _COUNT.fullmatch(text)
    return int(re.sub(r"\D", "", found.group(1))) if found else None


def is_hidden(text: str) -> bool:
    """Whether a cell says that its count is hidden."""
    return _HIDDEN.fullmatch(plain(text)) is not None


def is_number(text: str) -> bool:
    """Whether a cell holds a number of any kind, such as a rate."""
    return _NUMBER.fullmatch(text) is not None


def is_figure(text: str) -> bool:
    """Whether a cell holds a count, or hides one; a year tells of when, as a header does."""
    count = count_in(text)
    return is_hidden(text) or (count is not None and not is_year(count))


def is_year(count: int) -> bool:
    """Whether a number may tell of a year."""
    return 1900 <= count <= 2100


def plain(text: str) -> str:
    """A label or a mark as it is compared: case, kinds of dashes and dots say nothing."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"[‐-―−]", "-", folded).strip()
