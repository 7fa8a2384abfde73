"""Charts of consent over time: how many stood how on every day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure

from chs_audit.workbook.charts.house import INK, STYLE, WIDTH, legend


def curve_chart(
    counts: pd.DataFrame, lines: Sequence[tuple[str, str]], chosen: dt.date, others: str
) -> Figure:
    """Two shares of all people and purposes over time, and the chosen day.

    Args:
        counts: day (the index) -> columns `all` and those of the lines, by week at the finest.
        lines: column, and what it is called; the first is drawn thick, the second dashed.
        chosen: a day that is pointed out.
        others: what is counted, for the axis.
    """
    looks: tuple[dict[str, Any], ...] = (
        {"color": "#0b4f7d", "linewidth": 2.4},
        {"color": "#b34700", "linewidth": 1.8, "linestyle": (0, (5, 2))},
    )
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 2.9))
        figure.subplots_adjust(left=0.095, right=0.985, top=0.86, bottom=0.11)
        axes = figure.subplots()
        whole = counts["all"].where(counts["all"] > 0)
        days = date2num(counts.index.to_numpy())
        at = counts.loc[: pd.Timestamp(chosen)].iloc[-1] if len(counts) else None
        for (column, words), look in zip(lines, looks, strict=False):
            axes.plot(days, (counts[column] / whole).to_numpy(), label=words, **look)
            if at is not None and at["all"]:
                part = float(at[column] / at["all"])
                axes.plot(
                    [float(date2num(chosen))],
                    [part],
                    marker="o",
                    markersize=7,
                    markerfacecolor="white",
                    markeredgecolor=INK,
                    zorder=5,
                )
        axes.axvline(float(date2num(chosen)), color=INK, linewidth=1, linestyle=(0, (2, 2)))
        axes.set_ylim(0, 1.03)
        if len(days):
            axes.set_xlim(days[0], days[-1] + 0.01 * (days[-1] - days[0]) + 1)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1])
        axes.yaxis.set_major_formatter(lambda part, _: f"{part:.0%}")
        axes.grid(axis="y", color="#d9d9d9", linewidth=0.6)
        axes.set_ylabel(others, fontsize=9)
        locator = AutoDateLocator(minticks=4, maxticks=9)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(
            ConciseDateFormatter(
                locator,
                formats=["%Y", "%b %Y", "%d %b", "%H:%M", "%H:%M", "%S"],
                zero_formats=["", "%b %Y", "%d %b", "%d %b", "%H:%M", "%H:%M"],
                offset_formats=[""] * 6,
            )
        )
        legend(axes, ncols=2, loc="lower left", bbox_to_anchor=(0, 1))
        return figure
