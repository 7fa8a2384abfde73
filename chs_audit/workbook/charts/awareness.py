"""Charts of who knows the policy, by group, and of policies' versions and reviews over time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import dates
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT
from chs_audit.workbook.charts.house import FILLS, INK, STYLE, WIDTH, legend

PARTS = ((KEPT, "kept"), (BROKEN, "broken"), (CANNOT_TELL, "cannot_tell"))
# How many years of versions are drawn: older ones are in the table.
YEARS = 4


def shares_chart(frames: Mapping[str, tuple[Sequence[str], pd.DataFrame]]) -> Figure:
    """Kept, broken and cannot tell as shares of each row, one group of bars per heading.

    Args:
        frames: heading -> the rows' names, and a frame with kept, broken and cannot_tell.
    """
    lines = [max(len(names), 1) for names, _ in frames.values()]
    with mpl.rc_context(STYLE):
        figure = Figure(
            figsize=(WIDTH, 0.9 * len(frames) + 0.36 * sum(lines)), layout="constrained"
        )
        grid = figure.subplots(len(frames), 1, squeeze=False, height_ratios=lines, sharex=True)
        for axes, (heading, (names, frame)) in zip(grid[:, 0], frames.items(), strict=True):
            _shares(axes, names, frame)
            axes.set_title(heading)
        first = grid[0, 0]
        first.legend(
            handles=[
                mpl.patches.Patch(label=words, **FILLS[kind])
                for kind, words in (
                    (KEPT, "kept"),
                    (BROKEN, "broken"),
                    (CANNOT_TELL, "cannot tell"),
                )
            ],
            ncols=3,
            fontsize=9,
            loc="lower right",
            bbox_to_anchor=(1, 1),
            borderaxespad=0.2,
        )
        return figure


def _shares(axes: Axes, names: Sequence[str], frame: pd.DataFrame) -> None:
    places = list(range(len(frame)))
    whole = frame[[name for _, name in PARTS]].sum(axis="columns").clip(lower=1)
    start = pd.Series(0.0, index=frame.index)
    for kind, name in PARTS:
        widths = 100 * frame[name] / whole
        axes.barh(places, widths, left=start, height=0.62, **FILLS[kind])
        start = start + widths
    for place, row in zip(places, frame.to_dict("records"), strict=True):
        words = {"kept": "kept", "broken": "broken", "cannot_tell": "cannot tell"}
        told = ", ".join(f"{row[name]:,} {words[name]}" for _, name in PARTS if row[name])
        note = axes.annotate(
            told,
            (100, place),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
        )
        note.set_in_layout(False)
    axes.set_yticks(places, [_fitting(name, 44) for name in names], parse_math=False)
    axes.invert_yaxis()
    axes.set_xlim(0, 165)
    axes.xaxis.set_visible(False)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(axis="y", length=0)


def policies_chart(
    names: Mapping[str, str],
    versions: pd.DataFrame,
    reviews: pd.DataFrame,
    due: Mapping[str, dt.date],
    as_at: dt.date,
) -> Figure:
    """Versions as bars, reviews as diamonds, the next review as a triangle, on one line a policy.

    Args:
        names: policy_id -> what its line is called, from the top down.
        versions: as versions_of has them.
        reviews: as reviews_of has them.
        due: policy_id -> the day by which its next review is due, where that is known.
        as_at: the audit date.
    """
    first = as_at - dt.timedelta(days=365 * YEARS)
    last = as_at + dt.timedelta(days=400)
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.4 + 0.42 * max(len(names), 1)), layout="constrained")
        axes = figure.subplots()
        for place, id in enumerate(names):
            _policy_line(axes, place, versions[versions["policy_id"] == id], first, as_at)
            if not (versions["policy_id"] == id).any():
                axes.annotate(
                    "no version on record",
                    (dates.date2num(first), place),
                    xytext=(8, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=8.5,
                )
            held = reviews[reviews["policy_id"] == id]
            days = [dates.date2num(day) for day in held["reviewed_on"] if first <= day <= as_at]
            axes.plot(days, [place] * len(days), "D", color=INK, markersize=5, zorder=4)
            if id in due and due[id] >= first:
                late = due[id] < as_at
                axes.plot(
                    [dates.date2num(min(due[id], last))],
                    [place],
                    ">" if not late else "X",
                    markersize=9,
                    markerfacecolor="#b34700" if late else "#ffffff",
                    markeredgecolor=INK,
                    zorder=5,
                )
        axes.axvline(dates.date2num(as_at), color=INK, linewidth=1.2, linestyle="--")
        axes.set_xlim(dates.date2num(first), dates.date2num(last))
        axes.set_yticks(
            range(len(names)), [_fitting(one, 34) for one in names.values()], parse_math=False
        )
        axes.set_ylim(len(names) - 0.4, -0.6)
        axes.xaxis.set_major_locator(dates.YearLocator())
        axes.xaxis.set_minor_locator(dates.MonthLocator((4, 7, 10)))
        axes.xaxis.set_major_formatter(dates.DateFormatter("January\n%Y"))
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        legend(axes, handles=_key(as_at), ncols=3, loc="lower left", bbox_to_anchor=(-0.2, 1.01))
        return figure


def _policy_line(
    axes: Axes, place: int, versions: pd.DataFrame, first: dt.date, as_at: dt.date
) -> None:
    for number, row in enumerate(versions.to_dict("records")):
        begins = max(row["issued_on"], first)
        ends = as_at if pd.isna(row["until_on"]) else min(row["until_on"], as_at)
        if begins > ends:
            continue
        days = (ends - begins).days + 1
        axes.barh(
            place,
            days,
            left=dates.date2num(begins),
            height=0.56,
            # Two tones in turn, so that one version ends where the next begins.
            facecolor="#56b4e9" if number % 2 else "#bfe3f7",
            edgecolor=INK,
            linewidth=0.6,
            zorder=2,
        )
        if days > 120:
            axes.annotate(
                _fitting(str(row["version"]), 8),
                (dates.date2num(begins), place),
                xytext=(8, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                zorder=6,
                parse_math=False,
            )


def _key(as_at: dt.date) -> list[Any]:
    line = mpl.lines.Line2D
    return [
        mpl.patches.Patch(facecolor="#56b4e9", edgecolor=INK, label="version in force"),
        line([], [], marker="D", color=INK, linestyle="", markersize=5, label="reviewed"),
        line([], [], color=INK, linestyle="--", label=f"audit date, {as_at.day} {as_at:%B %Y}"),
        line(
            [], [], marker=">", linestyle="", markersize=9, markerfacecolor="#ffffff",
            markeredgecolor=INK, label="next review due",
        ),
        line(
            [], [], marker="X", linestyle="", markersize=9, markerfacecolor="#b34700",
            markeredgecolor=INK, label="review was due, and is late",
        ),
    ]  # fmt: skip


def _fitting(name: str, most: int) -> str:
    text = " ".join(name.split())
    return text if len(text) <= most else f"{text[: most - 1]}…"
