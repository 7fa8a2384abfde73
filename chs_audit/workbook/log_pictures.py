"""The access log in two pictures: the hours of the week, and what explains each month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.figures.access_log import (
    NOTHING,
    UNCLEAR,
    accesses_by_explanation,
    accesses_by_hour,
    explanations_in_order,
)
from chs_audit.need_to_know.needed import BREAK_GLASS
from chs_audit.workbook import charts
from chs_audit.workbook.charts.house import STRENGTHS
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.screens import not_tested
from chs_audit.workbook.words import between, many, share

if TYPE_CHECKING:
    from chs_audit.audit import Audit
    from chs_audit.workbook.choices import Choices

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OTHERS = "other reasons"
# Explanations in so few words that a legend holds several.
NAMES = {
    "own-case": "a case of their own",
    "cover": "cover for a colleague",
    "line-management": "a case they manage",
    "session": "a session",
    "same-family": "the same family",
    "safeguarding": "an open concern",
    "request": "a request",
    "handover": "a handover",
    "group": "a group they ran",
    "same-team": "the same team",
    BREAK_GLASS: "an emergency",
}
NO_ACCESS = "No access to a record fits what is chosen. Choose All again, or a longer period."


def hours_picture(audit: Audit, frame: pd.DataFrame, of: str = "") -> Picture:
    """When records are opened (see accesses_by_hour); `of` says whose accesses they are."""
    cells = frame.groupby(["weekday", "hour"], as_index=False)[
        ["accesses", "broken", "cannot_tell"]
    ].sum()
    whole, broken = int(cells["accesses"].sum()), int(cells["broken"].sum())
    why = not_tested(audit, "NK-01")
    if not whole:
        return Picture(f"Not tested: {why}." if why else NO_ACCESS)
    if why:
        title = f"When records are opened{of}: which of it was needed was not tested ({why})"
    elif not broken:
        title = f"When records are opened{of}: nothing is unexplained at any hour"
    else:
        worst = cells.sort_values("broken", kind="stable").iloc[-1]
        late = cells[(cells["hour"] < 7) | (cells["hour"] >= 20) | (cells["weekday"] >= 5)]
        title = (
            f"{int(late['broken'].sum()):,} of {many(broken, 'unexplained access', 'unexplained accesses')}{of} "
            f"fall in nights or weekends; most, {worst['broken']:,}, on {WEEKDAYS[worst['weekday']]}s "
            f"from {worst['hour']:02}:00"
        )
    numbers = pd.DataFrame(
        {
            "Hour": [f"{hour:02}:00 to {hour:02}:59" for hour in range(24)],
            **_columns(cells),
        }
    )
    alt = (
        f"Heat map of weekdays by hours, {between(audit.period.first, audit.period.last)}, by the "
        f"charity's clock. {title}. Nights here are from 20:00 to 06:59."
    )
    return Picture(title, alt, numbers, charts.hours_chart(cells))


def _columns(cells: pd.DataFrame) -> dict[str, list[str]]:
    """Weekday -> what stands in the table for each hour of it."""
    counts = cells.set_index(["weekday", "hour"])[["accesses", "broken"]].to_dict("index")
    nothing = {"accesses": 0, "broken": 0}
    columns = {}
    for place, day in enumerate(WEEKDAYS):
        hours = [counts.get((place, hour), nothing) for hour in range(24)]
        columns[day] = [
            f"{one['accesses']:,}" + (f" ({one['broken']:,} unexplained)" if one["broken"] else "")
            for one in hours
        ]
    return columns


def explanations_picture(audit: Audit, frame: pd.DataFrame, of: str = "") -> Picture:
    """What explains accesses by month (see accesses_by_explanation)."""
    why = not_tested(audit, "NK-01")
    if why:
        return Picture(f"What explains the accesses was not tested: {why}.")
    if frame.empty:
        return Picture(NO_ACCESS)
    months = pd.period_range(audit.period.first, audit.period.last, freq="M")
    counts = frame.groupby(["month", "explanation"])["accesses"].sum().unstack(fill_value=0)
    counts = counts.reindex(months, fill_value=0)
    codes = [one for one in explanations_in_order(frame) if one not in (NOTHING, UNCLEAR)]
    # A look of its own for the commonest; the many rare ones share one.
    kept = set(counts[codes].sum().nlargest(len(STRENGTHS) - 1).index)
    kept = set(codes) if len(codes) <= len(STRENGTHS) else kept
    drawn = pd.DataFrame({NAMES[one]: counts[one] for one in codes if one in kept}, index=months)
    if len(kept) < len(codes):
        drawn[OTHERS] = counts[[one for one in codes if one not in kept]].sum(axis=1)
    for name in (UNCLEAR, NOTHING):
        drawn[name] = counts.get(name, 0)
    whole, none = int(frame["accesses"].sum()), int(drawn[NOTHING].sum())
    explained = whole - none - int(drawn[UNCLEAR].sum())
    first = NAMES[codes[0]] if codes else "nothing"
    title = (
        f"{explained:,} of {many(whole, 'access', 'accesses')}{of} are explained "
        f"({share(explained, whole)}), "
        f"{share(int(counts[codes[0]].sum()), whole)} by {first}"
        if codes
        else f"None of {many(whole, 'access', 'accesses')}{of} is explained"
    )
    numbers = pd.DataFrame(
        {
            "Month": [f"{month:%B %Y}" for month in months],
            **{NAMES[code].capitalize(): counts[code].tolist() for code in codes},
            "Cannot tell": drawn[UNCLEAR].tolist(),
            "Nothing on record": drawn[NOTHING].tolist(),
        },
        dtype="object",
    )
    told = "; ".join(f"{name}: {int(count):,}" for name, count in drawn.sum().items())
    alt = (
        f"Stacked bars by month, {between(audit.period.first, audit.period.last)}, each access "
        f"under the strongest of its explanations. {title}. In all, {told}."
    )
    return Picture(title, alt, numbers, charts.explanations_chart(drawn))


class LogPictures:
    """Both pictures, each counted once for an audit and narrowed by what is chosen."""

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self._hours = self._explanations = pd.DataFrame()
        # What was drawn for a choice is not drawn again.
        self._drawn: dict[tuple[widgets.HTML, str], str] = {}
        self.hours = widgets.HTML("")
        self.explanations = widgets.HTML("")
        self.box = widgets.VBox([self.hours, self.explanations])

    def show(self, audit: Audit, choices: Choices) -> None:
        """Count, and draw what is chosen."""
        self._audit, self._drawn = audit, {}
        self._hours = accesses_by_hour(audit)
        self._explanations = accesses_by_explanation(audit)
        self.narrow(choices)

    def narrow(self, choices: Choices) -> None:
        """Draw what is chosen now, each picture as soon as it is ready."""
        audit, of = self._audit, choices.words_of("team", "staff_kind")
        if audit is None:
            return
        for place, picture, counted, numbers in (
            (self.hours, hours_picture, self._hours, "The hours in numbers"),
            (self.explanations, explanations_picture, self._explanations, "The months in numbers"),
        ):
            if (place, of) not in self._drawn:
                drawn = picture(audit, choices.narrow(counted), of)
                self._drawn[place, of] = shown(drawn, numbers)
            place.value = self._drawn[place, of]

    def clear(self) -> None:
        """Show nothing any more."""
        self._audit = None
        self.hours.value = self.explanations.value = ""


def shown(picture: Picture, numbers: str, level: int = 2) -> str:
    """A picture under its finding, and its numbers for whoever opens them."""
    behind = picture.behind()
    folded = f"<details><summary>{numbers}</summary>{behind}</details>" if behind else ""
    return picture.heading(level) + picture.image() + folded
