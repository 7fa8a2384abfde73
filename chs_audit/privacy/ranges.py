"""How closely hidden cells of published tables can be worked out.

What everybody can see is written as linear constraints over the cells of one or more
tables: a total is the sum of its cells; tables that count the same for the same period hold
the same; of two periods, one within the other, the longer cannot hold less. The least and
the most that a cell can then be is a linear programme, solved with HiGHS through SciPy.

That people come in whole numbers is left out. A range found here is therefore at least as
wide as the true one: no cell is reported that is not that narrow, and some that are could be
missed. In one table with one total each way nothing is missed, nor where tables with the
same rows and columns are held equal: such constraints have whole-numbered corners
(Hoffman and Kruskal 1956, totally unimodular matrices). Across nested periods they need not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from chs_audit.privacy.published_table import PublishedTable, Spot

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# Which table, and which of its cells.
Cell = tuple[int, Spot]

_TOLERANCE = 1e-6


class DoesNotAddUpError(Exception):
    """No set of cells fits what was published: totals are not the sums of their cells."""


@dataclass(frozen=True)
class Link:
    """What is known of a pair of cells: they are equal, or the first is at least the second."""

    more: Cell
    less: Cell
    equal: bool


class Ranges:
    """The least and the most that cells of some tables can be, given all that they show.

    Args:
        tables: the tables.
        links: what is known of cells of different tables.

    Raises:
        DoesNotAddUpError: if no set of cells fits.
    """

    def __init__(self, tables: Sequence[PublishedTable], links: Iterable[Link] = ()) -> None:
        self._number: dict[Cell, int] = {}
        low: list[float] = []
        high: list[float] = []
        for place, table in enumerate(tables):
            for spot in (*table.counts, *table.hidden):
                self._number[place, spot] = len(low)
                least, most = table.bounds(spot)
                low.append(least)
                high.append(most)
        known = sum(most for most in high if np.isfinite(most))
        # Without a ceiling nothing bounds what no total bounds, and solvers then give no
        # point. One far above all that was published narrows no range that matters.
        self._ceiling = 10 * (known + 1000)
        self._low = np.array(low)
        self._high = np.minimum(np.array(high), self._ceiling)
        equal: list[dict[int, float]] = []
        at_most: list[dict[int, float]] = []
        for place, table in enumerate(tables):
            for total, parts in table.sums():
                row = {self._number[place, part]: 1.0 for part in parts}
                row[self._number[place, total]] = -1.0
                equal.append(row)
        for link in links:
            row = {self._number[link.less]: 1.0, self._number[link.more]: -1.0}
            (equal if link.equal else at_most).append(row)
        # linprog's hints know neither sparse matrices nor arrays of bounds, though it takes both.
        self._programme: dict[str, Any] = {
            "bounds": np.column_stack([self._low, self._high]),
            "A_eq": _matrix(equal, len(low)),
            "b_eq": np.zeros(len(equal)) if equal else None,
            "A_ub": _matrix(at_most, len(low)),
            "b_ub": np.zeros(len(at_most)) if at_most else None,
        }
        # Every solution found is a possible state of affairs; the span of all of them shows
        # at once that most cells have a wide range.
        start = self._solve(np.zeros(len(low)))
        self._least, self._most = start.copy(), start.copy()

    def range(self, cell: Cell) -> tuple[float, float]:
        """The least and the most that this cell can be; infinite where nothing bounds it."""
        aim = np.zeros(len(self._low))
        aim[self._number[cell]] = 1.0
        number = self._number[cell]
        least, most = self._look(aim)[number], self._look(-aim)[number]
        return float(least), float("inf") if most > self._ceiling / 2 else float(most)

    def narrow(self, cells: Sequence[Cell], width: int) -> list[Cell]:
        """Those of these cells whose range is narrower than `width`."""
        if cells:
            every = np.zeros(len(self._low))
            every[[self._number[cell] for cell in cells]] = 1.0
            self._look(every)
            self._look(-every)
        return [cell for cell in cells if self._is_narrow(cell, width)]

    def _is_narrow(self, cell: Cell, width: int) -> bool:
        number = self._number[cell]
        if self._most[number] - self._least[number] >= width - _TOLERANCE:
            return False
        least, most = self.range(cell)
        return most - least < width - _TOLERANCE

    def _look(self, aim: np.ndarray) -> np.ndarray:
        point = self._solve(aim)
        self._least = np.minimum(self._least, point)
        self._most = np.maximum(self._most, point)
        return point

    def _solve(self, aim: np.ndarray) -> np.ndarray:
        if not len(aim):
            return aim
        from scipy.optimize import linprog  # slow to load

        solved = linprog(aim, **self._programme, method="highs")
        if solved.x is None:
            raise DoesNotAddUpError
        return np.asarray(solved.x)


def _matrix(rows: list[dict[int, float]], width: int) -> csr_array | None:
    if not rows:
        return None
    from scipy.sparse import csr_array  # slow to load

    entries = [
        (line, column, value) for line, row in enumerate(rows) for column, value in row.items()
    ]
    lines, columns, values = zip(*entries, strict=True)
    return csr_array((values, (lines, columns)), shape=(len(rows), width))
