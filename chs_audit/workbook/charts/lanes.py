"""Lanes of time: what lasted as bars, what happened as marks, several lanes on one axis of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from chs_audit.workbook.charts.house import INK, SOFT, STYLE, WIDTH
from chs_audit.workbook.charts.lane import Lane

# What a mark says is its shape; colour only repeats it.
MARKS: dict[str, dict[str, Any]] = {
    "good": {"marker": "o", "markerfacecolor": "#56b4e9", "markersize": 7},
    "bad": {"marker": "X", "markerfacecolor": "#b34700", "markersize": 9},
    "unclear": {"marker": "d", "markerfacecolor": "#ffffff", "markersize": 8},
    "event": {"marker": "|", "markersize": 11, "markeredgewidth": 1.8},
    "plain": {"marker": "s", "markerfacecolor": "#d9d9d9", "markersize": 6},
}
BARS: dict[str, dict[str, Any]] = {
    "held": {"facecolor": "#56b4e9"},
    "renewed": {"facecolor": "#56b4e9", "hatch": "...."},
    "open": {"facecolor": "#d9d9d9"},
    "asked": {"facecolor": "#ffffff", "hatch": "////"},
    "over": {"facecolor": "#ffffff"},
    "refused": {"facecolor": "#b34700"},
}


def lanes_chart(
    lanes: Sequence[Lane],
    first: dt.date,
    last: dt.date,
    means: Sequence[tuple[str, str]],
    chosen: dt.date | None = None,
) -> Figure:
    """The lanes from the first day to the last.

    Args:
        lanes: from the top to the bottom.
        first: where the axis begins; what lies before it is cut off.
        last: where it ends.
        means: what each mark in use means: name of MARKS, words.
        chosen: a day that is pointed out by a line.
    """
    begin, end = (float(date2num(day)) for day in (first, last + dt.timedelta(days=1)))
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.15 + 0.42 * len(lanes)), layout="constrained")
        axes = figure.subplots()
        axes.set_xlim(begin, end)
        axes.set_ylim(len(lanes) - 0.4, -0.6)
        for place, lane in enumerate(lanes):
            axes.axhline(place + 0.5, color="#d0d0d0", linewidth=0.6)
            _lane(axes, lane, place, begin, end)
        if chosen is not None:
            axes.axvline(
                float(date2num(chosen)) + 0.5,
                color=INK,
                linewidth=1.1,
                linestyle=(0, (4, 3)),
                zorder=1,
            )
        axes.set_yticks(range(len(lanes)), [lane.name for lane in lanes])
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
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
        handles = [
            Line2D(
                [], [], linestyle="none", color=INK, markeredgecolor=INK, label=words, **MARKS[name]
            )
            for name, words in means
        ]
        if handles:
            axes.legend(
                handles=handles,
                ncols=len(handles),
                loc="lower left",
                bbox_to_anchor=(0, 1),
                borderaxespad=0.3,
                fontsize=9,
                handletextpad=0.2,
                columnspacing=1.4,
            )
        return figure


def _lane(axes: Any, lane: Lane, place: int, begin: float, end: float) -> None:
    seen = False
    for since, until, kind, word in lane.bars:
        left = max(float(date2num(since)), begin)
        right = min(float(date2num(until)) + 1 if until else end, end)
        if right <= begin or left >= end or right <= left:
            continue
        seen = True
        axes.barh(
            place, right - left, left=left, height=0.56, edgecolor=INK, zorder=2, **BARS[kind]
        )
        # About the width of a letter in days.
        if word and (right - left) > len(word) * (end - begin) / 105:
            axes.text(
                (left + right) / 2,
                place,
                word,
                ha="center",
                va="center",
                fontsize=8,
                zorder=4,
                bbox={"boxstyle": "round,pad=0.15", "fc": "white", "ec": "none", "alpha": 0.9},
            )
    for name in dict.fromkeys(kind for _, kind in lane.marks):
        days = [float(date2num(day)) for day, kind in lane.marks if kind == name]
        days = [day for day in days if begin <= day <= end]
        seen = seen or bool(days)
        axes.plot(
            days,
            [place] * len(days),
            linestyle="none",
            color=INK,
            markeredgecolor=INK,
            zorder=5,
            clip_on=False,
            **({"markeredgewidth": 0.8} | MARKS[name]),
        )
    if not seen:
        axes.text(
            begin + (end - begin) * 0.01,
            place,
            lane.empty,
            va="center",
            fontsize=9,
            color=SOFT,
            bbox={"fc": "white", "ec": "none", "pad": 1},
        )
