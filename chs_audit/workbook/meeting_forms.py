"""Visitors' forms against the start of their meetings: chart, groups, table, the volunteer question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.figures.visits import (
    LATE,
    MISSING,
    SAME_MINUTE,
    STATES,
    asked_to_sign,
    readings,
    visits_of,
)
from chs_audit.workbook import reception_page, session, visitor_pages
from chs_audit.workbook.chooser import WRAPPING
from chs_audit.workbook.row_table import RowTable
from chs_audit.workbook.words import FORM_WORDS, escape, many

if TYPE_CHECKING:
    from chs_audit.audit import Audit

ALL = ""
BLANK = "\0blank"
BY_START = "start"
NOT_IN_TIME = "not in time"
CHOOSE = (
    "<p>Choose a row to see its meeting: click on it, or move to it with Tab and the arrow keys "
    "and press Enter.</p>"
)


class MeetingForms:
    """Every third party's form against the start.

    `volunteers` is the question T7 as a switch, `way` how the bars are grouped; `kind`,
    `organisation` and `form` filter the table.
    """

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self._visits = self._shown = pd.DataFrame()
        self._drawn: dict[tuple[str, bool], str] = {}
        # Told when the reading of the volunteer question changes: other parts follow it.
        self.followed_by: list[Callable[[bool], None]] = []
        # A box to tick: JupyterLab takes the arrow keys, with which radio buttons are chosen.
        self.volunteers = widgets.Checkbox(
            value=False,
            description=visitor_pages.THIRD_PARTIES,
            indent=False,
            layout={"width": "auto"},
        )
        self.way = widgets.Dropdown(
            options=[(words, way) for way, words in visitor_pages.WAYS.items()],
            description="Group by",
        )
        self.kind = widgets.Dropdown(options=[("All", ALL)], description="Kind")
        self.organisation = widgets.Dropdown(
            options=[("All", ALL)],
            description="Organisation",
            style={"description_width": "7em"},
            layout={"width": "25em", "max_width": "100%"},
        )
        self.form = widgets.Dropdown(
            options=[
                ("All", ALL),
                ("not signed before the start", NOT_IN_TIME),
                *((FORM_WORDS[state], state) for state in STATES),
            ],
            description="Form",
            layout={"width": "22em", "max_width": "100%"},
        )
        self.question = widgets.HTML("")
        self.chart, self.groups = widgets.HTML(""), widgets.HTML("")
        self.count, self.detail = widgets.HTML(""), widgets.HTML("")
        self.untested = widgets.HTML("")
        self.table = RowTable("Visitors at meetings", self._choose, together=(0, 1, 2, 6, 7))
        self.volunteers.observe(self._read_anew, "value")
        self.way.observe(self._draw_groups, "value")
        for filter in (self.kind, self.organisation, self.form):
            filter.observe(self._filter, "value")
        self._tested = widgets.VBox(
            [
                self.chart,
                widgets.HTML("<h2>Do volunteers sign? A question for the board</h2>"),
                self.volunteers,
                self.question,
                widgets.HTML("<h2>Where the gaps are</h2>"),
                self.way,
                self.groups,
                widgets.HTML("<h2>Meeting by meeting</h2>"),
                widgets.HBox([self.form, self.kind, self.organisation], layout=WRAPPING),
                self.count,
                self.table.box,
                self.detail,
            ]
        )
        self.box = widgets.VBox(
            [widgets.HTML("<h2>Each form against the start</h2>"), self.untested, self._tested],
            layout={"display": "none"},
        )

    def show(self, audit: Audit) -> None:
        """Show this audit, under the reading that its settings have."""
        self._audit = audit
        self._drawn.clear()
        self.box.layout.display = ""
        why = visitor_pages.not_tested(audit)
        self.untested.value = f"<p>{escape(why)}</p>" if why else ""
        self._tested.layout.display = "none" if why else ""
        self._visits = pd.DataFrame() if why else visits_of(audit)
        sign = audit.settings.visitor_forms.volunteers_sign
        if why:
            self.table.put(pd.DataFrame())
            self._follow(sign)
            return
        self.question.value = visitor_pages.volunteers_page(audit, readings(audit, self._visits))
        self.kind.options = _options(self._visits["kind"], reception_page.kind_words)
        self.organisation.options = _options(self._visits["organisation"], str)
        if self.volunteers.value == sign:
            self._read_anew()
        else:
            self.volunteers.value = sign
        # Drawn beforehand, so that a switch answers at once.
        for volunteers in (False, True):
            for what in (BY_START, *visitor_pages.WAYS):
                self._draw(audit, what, volunteers)

    def clear(self) -> None:
        """Nothing is left to see of an audit that was closed."""
        self._audit, self._visits = None, pd.DataFrame()
        self._drawn.clear()
        self.box.layout.display = "none"
        self.detail.value = self.question.value = self.chart.value = self.groups.value = ""
        self.table.put(pd.DataFrame())

    @property
    def shown(self) -> pd.DataFrame:
        """The rows that pass the filters, in the table's own order."""
        return self._shown

    def _read_anew(self, _: object = None) -> None:
        if self._audit is None:
            return
        self.chart.value = self._draw(self._audit, BY_START, self.volunteers.value)
        self._draw_groups()
        self._filter()
        self._follow(bool(self.volunteers.value))

    def _follow(self, volunteers: bool) -> None:
        for follow in self.followed_by:
            follow(volunteers)

    def _draw(self, audit: Audit, what: str, volunteers: bool) -> str:
        """The chart by start, or by a way of grouping, as HTML; each is drawn only once."""
        key = (what, volunteers)
        if key not in self._drawn:
            mine = asked_to_sign(self._visits, volunteers)
            self._drawn[key] = (
                visitor_pages.starts_picture(audit, mine)
                if what == BY_START
                else visitor_pages.group_picture(mine, what)
            ).with_numbers()
        return self._drawn[key]

    def _draw_groups(self, _: object = None) -> None:
        if self._audit is not None:
            self.groups.value = self._draw(self._audit, self.way.value, self.volunteers.value)

    def _filter(self, _: object = None) -> None:
        if self._audit is None or self._visits.empty:
            return
        kept = asked_to_sign(self._visits, bool(self.volunteers.value))
        for column, filter in (("kind", self.kind), ("organisation", self.organisation)):
            if filter.value == BLANK:
                kept = kept[kept[column].isna()]
            elif filter.value:
                kept = kept[kept[column] == filter.value]
        if self.form.value == NOT_IN_TIME:
            kept = kept[kept["state"].isin([MISSING, LATE, SAME_MINUTE])]
        elif self.form.value:
            kept = kept[kept["state"] == self.form.value]
        # The latest meeting first; one without its start stands before all.
        kept = kept.sort_values("starts_at", ascending=False, na_position="first", kind="stable")
        self._shown = kept.reset_index(drop=True)
        words = (
            many(len(kept), "visitor at a meeting", "visitors at meetings")
            if len(kept)
            else "Nobody passes these filters. Set Form, Kind and Organisation back to all."
        )
        self.count.value = f'<p role="status">{escape(words)}</p>'
        self.table.put(visitor_pages.visit_rows(self._audit, self._shown))
        self.detail.value = CHOOSE if len(kept) else ""

    def _choose(self, places: list[int]) -> None:
        if not places or self._audit is None:
            self.detail.value = CHOOSE
            return
        audit, visit = self._audit, self._shown.iloc[places[0]]
        told = session.guarded(
            lambda: visitor_pages.meeting_page(
                audit, self._visits, str(visit["meeting_id"]), str(visit["visitor_id"])
            )
        )
        self.detail.value = (
            told.html()
            if isinstance(told, session.Trouble)
            else f'<section aria-label="The chosen meeting" aria-live="polite">{told}</section>'
        )


def _options(column: pd.Series, words: Callable[[object], str]) -> list[tuple[str, str]]:
    there = [(words(one), str(one)) for one in sorted(column.dropna().unique())]
    blank = [("none on record", BLANK)] if column.isna().any() else []
    return [("All", ALL), *there, *blank]
