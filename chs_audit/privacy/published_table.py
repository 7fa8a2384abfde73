"""A published sheet as a table of counts: labels, counts, hidden cells and totals."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from chs_audit.privacy.one_table import is_one_table
from chs_audit.privacy.published_cell import count_in, is_hidden, is_number, plain

Spot = tuple[int, int]

_TOTAL = re.compile(r"total\b.*|.*\btotals?|all\b.*|overall\b.*|sum|sum of .*")
_RATE = re.compile(
    r"%|\bper ?cent|\brates?\b|\bratios?\b|\bproportion|\baverage\b|\bmean\b|\bmedian\b"
)
_LONGEST_LABEL = 60
# Fewer cells than it takes to reach this come to be multiples once in so many tables.
_HARDLY_BY_CHANCE = 1000


@dataclass(frozen=True)
class PublishedTable:
    """One table as anybody who holds the publication sees it.

    Args:
        rows: the labels of its rows.
        columns: the labels of its columns, the one of labels left out.
        counts: row and column number -> published count.
        hidden: row and column numbers of hidden cells.
        total_rows: numbers of the rows that are labelled as totals.
        total_columns: numbers of the columns that are labelled as totals.
        rounded_to: what every count is a multiple of, or 1 if they are exact.
        is_one: whether all that the sheet shows is this one table; if not, some of its
            numbers may not be among the counts.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[Spot, int]
    hidden: tuple[Spot, ...]
    total_rows: tuple[int, ...]
    total_columns: tuple[int, ...]
    rounded_to: int
    is_one: bool = True

    @property
    def has_counts(self) -> bool:
        """Whether any cell is a count."""
        return bool(self.counts)

    @property
    def one_total_each_way(self) -> bool:
        """Whether it is plain which cells its totals sum: not so with subtotals."""
        return len(self.total_rows) < 2 and len(self.total_columns) < 2

    @cached_property
    def by_label(self) -> dict[tuple[str, str], Spot]:
        """Cells by the labels of their row and column, as labels are compared; cells whose
        labels come twice are left out."""
        names: dict[tuple[str, str], list[Spot]] = {}
        for spot in (*self.counts, *self.hidden):
            row, column = self.rows[spot[0]], self.columns[spot[1]]
            names.setdefault((plain(row), plain(column)), []).append(spot)
        return {name: spots[0] for name, spots in names.items() if len(spots) == 1}

    def bounds(self, spot: Spot) -> tuple[float, float]:
        """The least and the most that a cell can be, going by itself alone.

        A count c that was rounded to r was between c - r // 2 and c + r // 2, and never
        below 0. Nothing is known of a hidden cell, though "<10" may say more: that is what
        the charity chose to tell.
        """
        count = self.counts.get(spot)
        if count is None:
            return 0.0, float("inf")
        half = self.rounded_to // 2
        return float(max(0, count - half)), float(count + half)

    def sums(self) -> list[tuple[Spot, list[Spot]]]:
        """Each total with the cells that it is the sum of."""
        there = {*self.counts, *self.hidden}
        sums = []
        for total in self.total_rows:
            for column in range(len(self.columns)):
                parts = [(row, column) for row in self._parts(self.rows, self.total_rows)]
                sums.append(((total, column), parts))
        for total in self.total_columns:
            for row in range(len(self.rows)):
                parts = [(row, column) for column in self._parts(self.columns, self.total_columns)]
                sums.append(((row, total), parts))
        kept = ((total, [part for part in parts if part in there]) for total, parts in sums)
        return [(total, parts) for total, parts in kept if total in there and parts]

    @staticmethod
    def _parts(labels: tuple[str, ...], totals: tuple[int, ...]) -> list[int]:
        return [number for number in range(len(labels)) if number not in totals]

    def label(self, spot: Spot) -> str:
        """The cell's place in words that a person can find it by."""
        return f"{self.rows[spot[0]]} / {self.columns[spot[1]]}"


def read_table(cells: Iterable[tuple[int, int, str]], rounding: int) -> PublishedTable:
    """The table in a sheet.

    The header is the first row of at least two filled cells; below it, the first column
    holds labels. A cell is a count if it is a whole number, with or without thousands
    separators and a note in brackets behind it. It is hidden if it says so: *, c, [c], x,
    -, .., <10, fewer than 10, suppressed. Columns and rows of rates are left out: those
    that are labelled as such, or whose numbers are mostly not whole.

    Args:
        cells: (row, column, text) of each filled cell, numbered from 1.
        rounding: what counts are rounded to, if they are rounded at all.
    """
    grid: dict[int, dict[int, str]] = {}
    for row, column, text in cells:
        grid.setdefault(row, {})[column] = " ".join(text.split())
    numbers = sorted(grid)
    header = next((row for row in numbers if len(grid[row]) > 1), None)
    if header is None:
        return PublishedTable((), (), {}, (), (), (), 1)
    body = [row for row in numbers if row > header]
    first = min(column for row in (header, *body) for column in grid[row])
    across = sorted({column for row in (header, *body) for column in grid[row]} - {first})
    is_one = is_one_table(
        [grid[header][column] for column in sorted(grid[header]) if column != first],
        [grid[row] for row in body],
        first,
    )
    texts = {
        (down, over): grid[row][column]
        for down, row in enumerate(body)
        for over, column in enumerate(across)
        if column in grid[row]
    }
    rows = tuple(_label(grid[row].get(first, ""), f"row {row}") for row in body)
    columns = tuple(_label(grid[header].get(column, ""), f"column {column}") for column in across)
    for labels, side in ((columns, 1), (rows, 0)):
        rates = _rates(texts, labels, side)
        texts = {spot: text for spot, text in texts.items() if spot[side] not in rates}
    counts = {spot: count for spot, text in texts.items() if (count := count_in(text)) is not None}
    hidden = tuple(spot for spot, text in texts.items() if is_hidden(text))
    exact = PublishedTable(
        rows,
        columns,
        counts,
        hidden,
        _totals(rows, {row for row, _ in (*counts, *hidden)}),
        _totals(columns, {column for _, column in (*counts, *hidden)}),
        1,
        is_one,
    )
    return replace(exact, rounded_to=rounding) if _is_rounded(exact, rounding) else exact


def _is_rounded(table: PublishedTable, rounding: int) -> bool:
    """Whether enough cells say that the table is rounded.

    A few exact counts can all be multiples by chance. To take them as rounded would make
    hidden cells look safer than they are; so it takes as many cells as would hardly be, or
    a total that is not the sum of its cells to the last digit.
    """
    counts = table.counts
    if rounding < 2 or any(count % rounding for count in counts.values()):
        return False
    telling = [
        spot
        for spot, count in counts.items()
        # A total of multiples is one, and so is nought: neither says anything.
        if count and spot[0] not in table.total_rows and spot[1] not in table.total_columns
    ]
    return rounding ** len(telling) >= _HARDLY_BY_CHANCE or any(
        total in counts
        and all(part in counts for part in parts)
        and counts[total] != sum(counts[part] for part in parts)
        for total, parts in table.sums()
    )


def _rates(texts: dict[Spot, str], labels: tuple[str, ...], side: int) -> set[int]:
    def share(number: int, wanted: Callable[[str], bool]) -> int:
        return sum(wanted(text) for spot, text in texts.items() if spot[side] == number)

    return {
        number
        for number, label in enumerate(labels)
        if _RATE.search(plain(label))
        or share(number, lambda text: count_in(text) is None and is_number(text))
        > share(number, lambda text: count_in(text) is not None)
    }


def _totals(labels: tuple[str, ...], filled: set[int]) -> tuple[int, ...]:
    return tuple(
        number
        for number, label in enumerate(labels)
        if number in filled and _TOTAL.fullmatch(plain(label))
    )


def _label(text: str, otherwise: str) -> str:
    """A label that is safe to show: on one line, without control characters, not too long."""
    shown = "".join(sign for sign in text if sign.isprintable())
    if len(shown) > _LONGEST_LABEL:
        shown = shown[: _LONGEST_LABEL - 1] + "…"
    return shown or otherwise
