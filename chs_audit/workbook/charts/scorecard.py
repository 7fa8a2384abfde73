"""The chart of the scorecard: what became of the promises, by area of policy."""

from __future__ import annotations

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from chs_audit.controls.answers import BROKEN, CANNOT_TELL, KEPT, NOT_TESTED, TO_LOOK_AT
from chs_audit.workbook.charts.house import FILLS, INK, STYLE, WIDTH, legend

PARTS = (
    (KEPT, FILLS[KEPT]),
    (BROKEN, FILLS[BROKEN]),
    (CANNOT_TELL, FILLS[CANNOT_TELL]),
    (TO_LOOK_AT, {"facecolor": "#f0e442", "edgecolor": INK, "hatch": ".."}),
    (NOT_TESTED, FILLS["all"]),
)


def scorecard_chart(frame: pd.DataFrame) -> Figure:
    """Promises by area and verdict, as stacked bars (see promises_by_area)."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.1 + 0.34 * len(frame)), layout="constrained")
        axes = figure.subplots()
        places = range(len(frame))
        start = pd.Series(0, index=frame.index)
        for kind, fill in PARTS:
            if not frame[kind].any():
                continue
            axes.barh(places, frame[kind], left=start, height=0.66, label=kind, **fill)
            for place, count, left in zip(places, frame[kind], start, strict=True):
                if count:
                    box = {"facecolor": "white", "edgecolor": "none", "pad": 1.2}
                    axes.text(
                        left + count / 2,
                        place,
                        str(count),
                        ha="center",
                        va="center",
                        fontsize=8,
                        bbox=box,
                    )
            start = start + frame[kind]
        axes.set_yticks(list(places), frame["area"].tolist())
        axes.invert_yaxis()
        axes.set_xlabel("promises")
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        legend(axes, ncols=len(PARTS), loc="lower left", bbox_to_anchor=(0, 1))
        return figure
