"""Charts of the access log: the hours of the week, and what explains the accesses of each month."""

from __future__ import annotations

from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from chs_audit.controls.answer import BROKEN, CANNOT_TELL
from chs_audit.figures.access_log import NOTHING, UNCLEAR
from chs_audit.workbook.charts.house import (
    FILLS,
    INK,
    STRENGTHS,
    STYLE,
    WIDTH,
    legend,
    month_name,
)

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
# Light enough that what is written on the darkest of them reads well.
SHADES = mpl.colors.LinearSegmentedColormap.from_list("shades", ["#ffffff", "#7fb2dc"])


def hours_chart(frame: pd.DataFrame) -> Figure:
    """Accesses by weekday and hour as shades, the unexplained ones as numbers in the cells.

    Args:
        frame: weekday, hour, accesses, broken, cannot_tell; one row per cell that has any.
    """
    whole, broken = (_grid(frame, name) for name in ("accesses", "broken"))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 3.1))
        figure.subplots_adjust(left=0.05, right=0.955, top=0.9, bottom=0.1)
        axes = figure.subplots()
        # By the square root, so that a few accesses at night are seen beside busy mornings.
        shades = mpl.colors.PowerNorm(0.5, vmin=0, vmax=max(int(whole.to_numpy().max()), 1))
        drawn = axes.pcolormesh(
            whole, cmap=SHADES, norm=shades, edgecolors="#bfbfbf", linewidth=0.4
        )
        for weekday, hour in zip(*broken.to_numpy().nonzero(), strict=True):
            axes.text(
                hour + 0.5,
                weekday + 0.5,
                f"{broken.iloc[weekday, hour]:,}",
                ha="center",
                va="center",
                fontsize=9,
                fontweight="bold",
                bbox={"boxstyle": "square,pad=0.18", "fc": "white", "ec": INK, "lw": 0.9},
            )
        axes.set_yticks([day + 0.5 for day in range(7)], list(DAYS))
        axes.set_xticks(list(range(0, 25, 2)), [f"{hour:02}:00" for hour in range(0, 25, 2)])
        axes.tick_params(axis="x", labelsize=8.5)
        axes.invert_yaxis()
        axes.set_title(
            "Shade: all accesses of that hour. Number in a box: those that nothing explains"
        )
        bar = figure.colorbar(drawn, ax=axes, pad=0.02, fraction=0.03, aspect=18)
        bar.ax.tick_params(labelsize=8)
        bar.ax.yaxis.set_major_locator(mpl.ticker.MaxNLocator(nbins=4, integer=True))
        bar.ax.yaxis.set_major_formatter(lambda number, _: f"{number:,.0f}")
        bar.outline.set_visible(False)
        return figure


def _grid(frame: pd.DataFrame, column: str) -> pd.DataFrame:
    counted = frame.groupby(["weekday", "hour"])[column].sum().unstack(fill_value=0)
    return counted.reindex(index=range(7), columns=range(24), fill_value=0).astype("int64")


def explanations_chart(counts: pd.DataFrame) -> Figure:
    """What explains the accesses of each month, as shares; how many nothing does, as numbers.

    Args:
        counts: month (the index) -> accesses, one column for each kind of explanation by its
            name, the strongest first, no more than STRENGTHS; then UNCLEAR and NOTHING.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 3.7))
        figure.subplots_adjust(left=0.065, right=0.99, top=0.78, bottom=0.13)
        axes = figure.subplots()
        places = range(len(counts))
        shares = counts.div(counts.sum(axis=1).replace(0, 1), axis=0)
        looks = dict(zip(counts.columns.drop([UNCLEAR, NOTHING]), STRENGTHS, strict=False))
        looks |= {UNCLEAR: FILLS[CANNOT_TELL], NOTHING: FILLS[BROKEN]}
        start = pd.Series(0.0, index=shares.index)
        for name, look in looks.items():
            if not counts[name].any():
                continue
            words = WORDS.get(name, name)
            style: dict[str, Any] = {"edgecolor": INK, **look}
            axes.bar(places, shares[name], bottom=start, label=words, width=0.8, **style)
            start = start + shares[name]
        step = max(1, -(-len(counts) // 13))
        for place, (count, top) in enumerate(zip(counts[NOTHING], start, strict=True)):
            if count and step == 1:
                axes.annotate(
                    f"{count:,} without",
                    (place, top),
                    xytext=(0, 2),
                    textcoords="offset points",
                    ha="center",
                    fontsize=8,
                )
        axes.set_ylim(0, 1.07)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.yaxis.set_major_formatter(lambda part, _: f"{part:.0%}")
        legend(axes, ncols=4, loc="lower left", bbox_to_anchor=(0, 1.0), columnspacing=1.1)
        axes.set_xticks(list(places)[::step], [month_name(month) for month in counts.index][::step])
        return figure


# How the two that are no explanation are called.
WORDS = {NOTHING: "nothing on record", UNCLEAR: "cannot tell"}
