"""The chart of the scorecard: what became of the promises, by area of policy, and how often."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT, NOT_TESTED, TO_LOOK_AT
from chs_audit.workbook.charts.house import FILLS, INK, STYLE, WIDTH
from chs_audit.workbook.charts.stacked import promise_bars

PARTS = {
    KEPT: (KEPT, FILLS[KEPT]),
    BROKEN: (BROKEN, FILLS[BROKEN]),
    CANNOT_TELL: (CANNOT_TELL, FILLS[CANNOT_TELL]),
    TO_LOOK_AT: (TO_LOOK_AT, {"facecolor": "#f0e442", "edgecolor": INK, "hatch": ".."}),
    NOT_TESTED: (NOT_TESTED, FILLS["all"]),
}


def scorecard_chart(frame: pd.DataFrame) -> Figure:
    """Promises by area and verdict, and beside them how many rows were broken of every 1,000.

    A promise that one row broke and one that every row broke count alike on the left.

    Args:
        frame: as promises_by_area has it.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 0.9 + 0.25 * len(frame)), layout="constrained")
        left, right = figure.subplots(1, 2, sharey=True, width_ratios=(3, 2))
        promise_bars(left, frame, PARTS)
        _rates(right, frame)
        return figure


def _rates(axes: Axes, frame: pd.DataFrame) -> None:
    rates = 1000 * frame["broken_rows"] / frame["rows"].where(frame["rows"] > 0)
    axes.barh(range(len(frame)), rates.fillna(0), height=0.7, **FILLS[BROKEN])
    for place, (rate, row) in enumerate(zip(rates, frame.to_dict("records"), strict=True)):
        told = f"{row['broken_rows']:,} of {row['rows']:,}" if row["rows"] else "not examined"
        axes.annotate(
            told,
            (0 if pd.isna(rate) else rate, place),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
        )
    # Room for the words behind the longest bar.
    axes.set_xlim(0, max(rates.max(), 1) * 1.45 if rates.notna().any() else 1)
    axes.set_xlabel("rows broken, of every 1,000 examined")
    axes.xaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
