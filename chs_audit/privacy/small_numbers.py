"""Small numbers in tables of our own: what may be shown of a count, and what must be hidden.

A count above 0 and below the threshold is hidden, all others are rounded. Where totals would
still show a hidden cell to within less than the threshold, further cells are hidden, until
the same attack as on anybody's publication (PU-01) finds nothing. Hiding a second cell is
known as complementary suppression (Hundepool and others 2012, Statistical Disclosure
Control, chapter 4).
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from chs_audit.policy.parameters import Publications
from chs_audit.privacy.published_table import PublishedTable, Spot
from chs_audit.privacy.ranges import Ranges

FEWER: Literal["fewer"] = "fewer"
HIDDEN: Literal["hidden"] = "hidden"
Figure = int | Literal["fewer", "hidden"]

TOTAL = "Total"


def figure(count: int, settings: Publications) -> Figure:
    """What is shown of a single count: 0, "fewer" below the threshold, else rounded."""
    if 0 < count < settings.threshold:
        return FEWER
    return rounded(count, settings.rounding)


def rounded(count: int, to: int) -> int:
    """A count rounded to the nearest multiple, halves upwards."""
    return (count + to // 2) // to * to


def protected(counts: pd.DataFrame, settings: Publications) -> pd.DataFrame:
    """A table of counts as it may be shown, with a row of totals.

    Args:
        counts: one row and column per label, whole numbers of at least 0.
        settings: threshold and rounding.

    Returns:
        The same rows and then "Total"; each cell a :data:`Figure`.
    """
    exact = counts.astype(int).copy()
    exact.loc[TOTAL] = exact.sum()
    shown = exact.map(lambda count: figure(int(count), settings)).astype(object)
    while derivable := _derivable(shown, settings):
        spot = _next_to_hide(exact, shown, derivable[0])
        if spot is None:
            shown.loc[:, shown.columns[derivable[0][1]]] = HIDDEN
        else:
            shown.iat[spot] = HIDDEN
    return shown


def _derivable(shown: pd.DataFrame, settings: Publications) -> list[Spot]:
    """Hidden cells that the table as it stands shows to within less than the threshold."""
    cells = {
        (row, column): shown.iat[row, column]
        for row in range(len(shown))
        for column in range(shown.shape[1])
    }
    # A 0 is exact, since 1 would be hidden: it adds nothing to any sum, and is left out.
    counts = {spot: cell for spot, cell in cells.items() if isinstance(cell, int) and cell}
    hidden = [spot for spot, cell in cells.items() if not isinstance(cell, int)]
    # The reader is told that every number is rounded, so the attack may use it.
    table = PublishedTable(
        tuple(map(str, shown.index)),
        tuple(map(str, shown.columns)),
        counts,
        tuple(hidden),
        (len(shown) - 1,),
        (),
        settings.rounding,
    )
    narrow = Ranges([table]).narrow([(0, spot) for spot in hidden], settings.threshold)
    return sorted(spot for _, spot in narrow)


def _next_to_hide(exact: pd.DataFrame, shown: pd.DataFrame, beside: Spot) -> Spot | None:
    """The smallest cell that still shows in the column of one that is given away.

    Zeros are no help: to hide one is to suggest that somebody is there.
    """
    column = beside[1]
    candidates = [
        (count, row)
        for row, count in enumerate(exact.iloc[:-1, column].tolist())
        if count and isinstance(shown.iat[row, column], int)
    ]
    if candidates:
        return min(candidates)[1], column
    total = len(exact) - 1
    return (total, column) if isinstance(shown.iat[total, column], int) else None
