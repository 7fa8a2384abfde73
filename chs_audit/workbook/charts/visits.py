"""Charts of visitors' forms: each against the start of its meeting, and by group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import dates
from matplotlib.figure import Figure

from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT
from chs_audit.figures.visits import EARLY, LATE, MISSING, SAME_MINUTE, STATES, UNCLEAR
from chs_audit.workbook.charts.house import FILLS, INK, SOFT, STYLE, WIDTH, legend
from chs_audit.workbook.words import FORM_WORDS

# The same where a bar's own name says what it is about.
SHORT = {SAME_MINUTE: "in the minute", LATE: "after the start", MISSING: "no form"}
# A shape of its own for each, so that none is told by colour alone.
MARKS: dict[str, dict[str, Any]] = {
    EARLY: {"marker": "o", "s": 26, "facecolor": "#56b4e9", "edgecolor": INK},
    SAME_MINUTE: {"marker": "D", "s": 40, "facecolor": "#ffffff", "edgecolor": "#b34700"},
    LATE: {"marker": "^", "s": 60, "facecolor": "#b34700", "edgecolor": INK},
    MISSING: {"marker": "X", "s": 60, "facecolor": "#b34700", "edgecolor": INK},
    UNCLEAR: {"marker": "$?$", "s": 60, "facecolor": INK, "edgecolor": INK},
}
GROUP_FILLS: dict[str, dict[str, Any]] = {
    MISSING: FILLS[BROKEN],
    LATE: {"facecolor": "#e69f00", "edgecolor": INK, "hatch": "...."},
    SAME_MINUTE: {"facecolor": "#f5deb3", "edgecolor": INK, "hatch": "xxxx"},
    UNCLEAR: FILLS[CANNOT_TELL],
    EARLY: FILLS[KEPT],
}
# Beyond this many minutes it does not matter how many more.
FAR = 60


def forms_chart(frame: pd.DataFrame) -> Figure:
    """Every third party's form against the start of the meeting (see visits_of)."""
    there = frame[frame["starts_at"].notna()]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 4.6), layout="constrained")
        lanes, axes = figure.subplots(2, 1, sharex=True, height_ratios=(1, 4))
        apart = there["minutes"].clip(-FAR, FAR)
        for state in (EARLY, SAME_MINUTE, LATE):
            mine = there["state"] == state
            axes.scatter(
                there.loc[mine, "starts_at"],
                apart[mine],
                label=f"{FORM_WORDS[state]}: {int(mine.sum()):,}",
                linewidths=0.8 if state != SAME_MINUTE else 1.6,
                zorder=2 if state == EARLY else 3,
                **MARKS[state],
            )
        axes.axhline(0, color=INK, linewidth=1.4)
        axes.annotate(
            "the meeting starts",
            (1, 0),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
            ha="right",
            fontsize=9,
        )
        low = min(apart.min(), -20) if apart.notna().any() else -20
        high = max(apart.max(), 10) if apart.notna().any() else 10
        axes.set_ylim(low - 4, high + 4)
        axes.yaxis.set_major_formatter(lambda minutes, _: _minutes(minutes))
        axes.set_title("When the form was signed, in minutes before or after the start")
        axes.grid(axis="y", color="#dddddd", linewidth=0.6)
        axes.set_axisbelow(True)
        for place, state in enumerate((UNCLEAR, MISSING)):
            mine = there["state"] == state
            starts = there.loc[mine, "starts_at"]
            lanes.scatter(starts, [place] * len(starts), linewidths=0.6, **MARKS[state])
        lanes.set_ylim(-0.7, 1.7)
        counts = [int((there["state"] == state).sum()) for state in (UNCLEAR, MISSING)]
        lanes.set_yticks([0, 1], [f"cannot tell: {counts[0]:,}", f"no form: {counts[1]:,}"])
        lanes.tick_params(axis="both", length=0)
        lanes.spines["bottom"].set_color("#bbbbbb")
        unplaced = len(frame) - len(there)
        if unplaced:
            lanes.set_title(f"Not shown: {unplaced:,}, since no start of the meeting is on record")
        locator = dates.AutoDateLocator(minticks=3, maxticks=12)
        axes.xaxis.set_major_locator(locator)
        axes.xaxis.set_major_formatter(
            dates.DateFormatter("%-d %b\n%Y" if _short(there) else "%b\n%Y")
        )
        legend(axes, ncols=3, loc="upper left", bbox_to_anchor=(0, -0.16))
        return figure


def _minutes(minutes: float) -> str:
    if not minutes:
        return "start"
    sign = "after" if minutes > 0 else "before"
    more = " or more" if abs(minutes) >= FAR else ""
    return f"{abs(minutes):.0f}{more} {sign}"


def _short(frame: pd.DataFrame) -> bool:
    """Whether the meetings lie so close that their days must be told."""
    starts = frame["starts_at"]
    return bool(len(starts)) and (starts.max() - starts.min()).days < 100


def groups_chart(names: Sequence[str], counted: pd.DataFrame) -> Figure:
    """Forms by group as stacked bars, the worst first.

    Args:
        names: what each row is called.
        counted: as by_group has it.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.1 + 0.42 * len(counted)), layout="constrained")
        axes = figure.subplots()
        places = list(range(len(counted)))
        start = pd.Series(0, index=counted.index)
        for state in STATES:
            if counted[state].any():
                axes.barh(
                    places,
                    counted[state],
                    left=start,
                    height=0.62,
                    label=FORM_WORDS[state],
                    **GROUP_FILLS[state],
                )
            start = start + counted[state]
        for place, row in zip(places, counted.to_dict("records"), strict=True):
            gaps = [
                f"{row[state]:,} {SHORT.get(state, FORM_WORDS[state])}"
                for state in STATES[:-1]
                if row[state]
            ]
            told = axes.annotate(
                ", ".join(gaps) or "all in time",
                (row["visits"], place),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=8.5,
                color=INK if gaps else SOFT,
            )
            # There is room for it: the axis is longer than the longest bar.
            told.set_in_layout(False)
        # Names come from records: whatever they hold is text, and no formula to be set.
        axes.set_yticks(places, [_fitting(name) for name in names], parse_math=False)
        axes.invert_yaxis()
        most = max(int(counted["visits"].max()), 1) if len(counted) else 1
        axes.set_xlim(0, most * 2.2)
        axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(nbins=5, integer=True))
        axes.set_xlabel("third parties at meetings")
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        legend(axes, ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
        return figure


def _fitting(name: str) -> str:
    text = " ".join(name.split())
    return text if len(text) <= 34 else f"{text[:33]}…"
