"""Charts of counts: by month, by purpose, by reason."""

from __future__ import annotations

from collections.abc import Sequence

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT
from chs_audit.papers.pack.model import Month
from chs_audit.workbook.charts.house import FILLS, STYLE, WIDTH, legend, month_name, whole_numbers
from chs_audit.workbook.words import reason_name, share


def accesses_chart(frame: pd.DataFrame) -> Figure:
    """Accesses that nothing explains, by month, above all accesses (see accesses_by_month)."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 4.6), layout="constrained")
        top, bottom = figure.subplots(2, 1, sharex=True, height_ratios=(3, 1.4))
        places = range(len(frame))
        top.bar(places, frame["broken"], label="nothing on record explains it", **FILLS[BROKEN])
        if frame["cannot_tell"].any():
            top.bar(
                places,
                frame["cannot_tell"],
                bottom=frame["broken"],
                label="cannot tell",
                **FILLS[CANNOT_TELL],
            )
        heights = frame["broken"] + frame["cannot_tell"]
        step = max(1, -(-len(frame) // 13))
        for place, height, row in zip(places, heights, frame.to_dict("records"), strict=True):
            # On a long period only every few bars have room for their share.
            if row["broken"] and step == 1:
                part = share(row["broken"], row["accesses"])
                top.annotate(
                    f"{row['broken']}\n{part}",
                    (place, height),
                    xytext=(0, 2),
                    textcoords="offset points",
                    ha="center",
                    va="bottom",
                    fontsize=8,
                )
        top.set_title("Accesses without an explanation: number, and share of the month's accesses")
        top.margins(y=0.22)
        if frame["cannot_tell"].any():
            legend(top, loc="upper left", bbox_to_anchor=(0, 1.02))
        bottom.bar(places, frame["accesses"], **FILLS["all"])
        bottom.set_title("All accesses")
        bottom.set_xticks(
            list(places)[::step], [month_name(month) for month in frame["month"]][::step]
        )
        for axes in (top, bottom):
            whole_numbers(axes)
        return figure


def coverage_chart(frame: pd.DataFrame) -> Figure:
    """Decisions on consent by purpose, as stacked bars (see coverage_by_purpose)."""
    parts = (
        (KEPT, "kept", "on record"),
        (BROKEN, "broken", "none on record"),
        (CANNOT_TELL, "cannot_tell", "cannot tell"),
    )
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 1.2 + 0.66 * len(frame)), layout="constrained")
        axes = figure.subplots()
        places = range(len(frame))
        start = pd.Series(0, index=frame.index)
        most = max(int(frame["people"].max()), 1) if len(frame) else 1
        for kind, column, words in parts:
            axes.barh(places, frame[column], left=start, height=0.55, label=words, **FILLS[kind])
            start = start + frame[column]
        for place, row in zip(places, frame.to_dict("records"), strict=True):
            counts = [
                f"{row[column]:,} {words}"
                for _, column, words in parts
                if row[column] or column == "kept"
            ]
            axes.annotate(
                "\n".join(counts),
                (row["people"], place),
                xytext=(6, 0),
                textcoords="offset points",
                va="center",
                fontsize=9,
            )
        axes.set_yticks(list(places), [str(purpose) for purpose in frame["purpose"]])
        axes.invert_yaxis()
        axes.set_xlabel("people whose case is open")
        axes.set_xlim(0, most * 1.01)
        axes.spines["left"].set_visible(False)
        axes.tick_params(axis="y", length=0)
        legend(axes, ncols=3, loc="lower left", bbox_to_anchor=(0, 1))
        return figure


def reasons_chart(frames: dict[str, pd.DataFrame], kept: dict[str, str]) -> Figure:
    """Rows by reason, one group of bars per control (see reasons_of).

    Args:
        frames: heading -> rows by reason.
        kept: heading -> what a kept row is called ("signed in time").
    """
    lines = [len(frame) for frame in frames.values()]
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 0.9 * len(frames) + 0.3 * sum(lines)), layout="constrained")
        grid = figure.subplots(len(frames), 1, squeeze=False, height_ratios=lines)
        for axes, (heading, frame) in zip(grid[:, 0], frames.items(), strict=True):
            places = range(len(frame))
            for place, row in zip(places, frame.to_dict("records"), strict=True):
                axes.barh(place, row["rows"], height=0.66, **FILLS[row["kind"]])
                axes.annotate(
                    f"{row['rows']:,}",
                    (row["rows"], place),
                    xytext=(4, 0),
                    textcoords="offset points",
                    va="center",
                )
            names = [
                reason_name(row["reason"], row["kind"], kept[heading])
                for row in frame.to_dict("records")
            ]
            axes.set_yticks(list(places), names)
            axes.invert_yaxis()
            axes.set_title(heading)
            axes.margins(x=0.1)
            axes.xaxis.set_visible(False)
            axes.spines["bottom"].set_visible(False)
            axes.tick_params(axis="y", length=0)
        return figure


def protected_chart(months: Sequence[Month], threshold: int) -> Figure:
    """Unexplained accesses by month as far as they may be shown (see MeetingPack.months).

    A hidden number is drawn as a hatched bar up to the threshold: it lies somewhere in it.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDTH, 3.2), layout="constrained")
        axes = figure.subplots()
        counts = [one.unexplained for one in months]
        places = range(len(months))
        shown = [count if isinstance(count, int) else 0 for count in counts]
        unseen = [0 if isinstance(count, int) else threshold - 1 for count in counts]
        axes.bar(places, shown, label="nothing on record explains it", **FILLS[BROKEN])
        if any(unseen):
            axes.bar(places, unseen, label=f"1 to {threshold - 1}, hidden", **FILLS[CANNOT_TELL])
        for place, count in enumerate(shown):
            if count:
                axes.annotate(
                    f"{count:,}",
                    (place, count),
                    xytext=(0, 2),
                    textcoords="offset points",
                    ha="center",
                )
        axes.set_title("Accesses without an explanation, by month")
        axes.margins(y=0.2)
        step = max(1, -(-len(months) // 13))
        labels = [one.month.split()[0][:3] + "\n" + one.month.split()[-1] for one in months]
        axes.set_xticks(list(places)[::step], labels[::step])
        legend(axes, loc="upper left", bbox_to_anchor=(0, 1.02))
        whole_numbers(axes)
        return figure
