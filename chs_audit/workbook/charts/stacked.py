"""Stacked bars of whole numbers by area of policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from chs_audit.workbook.charts.house import STYLE, WIDTH, legend

Parts = Mapping[str, tuple[str, Mapping[str, Any]]]


def promises_chart(frame: pd.DataFrame, parts: Parts) -> Figure:
    """Promises by area, as stacked bars with their counts in them.

    Args:
        frame: area, and a count per part.
        parts: column -> its name in the legend, and how it is filled; without any it is left out.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 0.9 + 0.25 * len(frame)), layout="constrained")
        promise_bars(figure.subplots(), frame, parts)
        return figure


def promise_bars(axes: Axes, frame: pd.DataFrame, parts: Parts) -> None:
    """The same into axes that are there."""
    used = {name: part for name, part in parts.items() if frame[name].any()}
    whole = frame[list(parts)].sum(axis=1)
    places = range(len(frame))
    start = pd.Series(0, index=frame.index)
    for name, (words, fill) in used.items():
        axes.barh(places, frame[name], left=start, height=0.7, label=words, **fill)
        for place, count, left in zip(places, frame[name], start, strict=True):
            if count:
                axes.text(left + count / 2, place, f"{count:,}", **_LABEL)
        start = start + frame[name]
    axes.set_yticks(list(places), frame["area"].tolist())
    axes.invert_yaxis()
    axes.set_xlim(0, max(int(whole.max()), 1) * 1.02)
    axes.set_xlabel("promises")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    legend(axes, ncols=max(len(used), 1), loc="lower left", bbox_to_anchor=(0, 1))


# On white, so that a number is read on any filling.
_LABEL: dict[str, Any] = {
    "ha": "center",
    "va": "center",
    "fontsize": 8,
    "bbox": {"facecolor": "white", "edgecolor": "none", "pad": 1.0},
}
