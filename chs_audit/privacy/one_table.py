"""Whether a sheet, or a page, shows one table that can be read cell by cell, or more than that."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence

from chs_audit.privacy.published_cell import count_in, is_figure, is_hidden, is_number, is_year

_LINES_ALIKE = 3


def is_one_table(header: Iterable[str], body: Sequence[Mapping[int, str]], first: int) -> bool:
    """Whether nothing shows that a sheet holds more than one table, or one without a header.

    Args:
        header: its first row, without the cell of the labels.
        body: the rows below, by the number of their columns.
        first: the number of the column that holds labels.
    """
    numbers = [count for text in header if (count := count_in(text)) is not None]
    # 1, 2, 3 may number columns; any other numbers but years are no heads of them.
    counted_up = len(numbers) > 1 and numbers in (
        list(range(len(numbers))),
        list(range(1, len(numbers) + 1)),
    )
    if not counted_up and not all(is_year(count) for count in numbers):
        return False
    counted = [row for row in body if any(is_figure(row[one]) for one in row if one != first)]
    if not counted:
        return True
    last = max(body.index(row) for row in counted)
    for row in body[:last]:
        cells = [text for column, text in row.items() if column != first]
        if cells and first in row and _is_header(cells):
            return False
    filled = sorted({column for row in body for column in row} - {first})
    kinds = [_mostly_words([row[one] for row in body if one in row]) for one in filled]
    # Words between counts are the labels of another table, to the right of the first.
    return not any(
        words and not all(kinds[:place]) and not all(kinds[place + 1 :])
        for place, words in enumerate(kinds)
    )


def _is_header(cells: Sequence[str]) -> bool:
    """Whether these are words, or years side by side, and none of them a figure."""
    if any(is_hidden(text) for text in cells):
        return False
    counts = [count_in(text) for text in cells]
    if all(count is not None and is_year(count) for count in counts):
        return len(cells) > 1
    return not any(map(is_number, cells)) and not any(map(is_figure, cells))


def _mostly_words(texts: Sequence[str]) -> bool:
    figures = sum(is_figure(text) or is_number(text) for text in texts)
    return figures * 2 < len(texts)


def looks_like_a_table(text: str) -> bool:
    """Whether running text seems to hold a table that nobody can read cell by cell.

    Three lines in a row end in as many figures each, after some words; or three lines hold
    nothing but figures.
    """
    alike, before, alone = 0, 0, 0
    for line in text.replace("|", " ").splitlines():
        words = line.split()
        figures = len(list(itertools.takewhile(is_figure, reversed(words))))
        alone += bool(words) and figures == len(words)
        alike = (alike + 1 if figures == before else 1) if 0 < figures < len(words) else 0
        before = figures
        if alike == _LINES_ALIKE or alone == _LINES_ALIKE:
            return True
    return False
