"""Staff and volunteers: who knows the policy, who is trained, and who to remind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.figures.awareness import BROKEN, KEPT, UNCLEAR, people_of, reminders
from chs_audit.workbook import awareness_pages, session
from chs_audit.workbook.chooser import WRAPPING
from chs_audit.workbook.row_table import RowTable
from chs_audit.workbook.take_away import written
from chs_audit.workbook.words import escape, many, verdict

if TYPE_CHECKING:
    from chs_audit.audit import Audit

ALL = ""
CHOOSE = (
    "<p>Choose a row to read what was found: click on it, or move to it with Tab and the arrow "
    "keys and press Enter.</p>"
)


class StaffAwareness:
    """Acknowledgement and training: `way` groups the bars; `team`, `kind` and `standing` filter
    the table and the reminders; `days` says how far ahead to remind, `write` writes the list."""

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self._people = self._shown = pd.DataFrame()
        self._drawn: dict[str, str] = {}
        self.way = widgets.Dropdown(
            options=[(words, way) for way, words in awareness_pages.WAYS.items()],
            description="Group by",
        )
        self.team = widgets.Dropdown(options=[("All", ALL)], description="Team")
        self.kind = widgets.Dropdown(options=[("All", ALL)], description="Kind")
        self.standing = widgets.Dropdown(
            options=[("All", ALL), *((verdict(kind), kind) for kind in (BROKEN, UNCLEAR, KEPT))],
            description="Verdict",
        )
        self.days = widgets.BoundedIntText(
            awareness_pages.AHEAD,
            min=1,
            max=awareness_pages.FURTHEST,
            description="Days ahead",
            style={"description_width": "6em"},
            layout={"width": "11em"},
        )
        self.write = widgets.Button(
            description="Write the list of reminders",
            tooltip="Write it into the audit folder, for a spreadsheet and for the printer",
            layout={"width": "auto"},
        )
        self.groups, self.count, self.detail = (widgets.HTML("") for _ in range(3))
        self.list, self.written = widgets.HTML(""), widgets.HTML("")
        self.table = RowTable("Staff and volunteers", self._choose, together=(0, 5, 6, 7))
        self.way.observe(self._draw, "value")
        for filter in (self.team, self.kind, self.standing):
            filter.observe(self._filter, "value")
        self.days.observe(self._remind, "value")
        self.write.on_click(self._write)
        self.box = widgets.VBox(
            [
                widgets.HTML("<h2>Where people are behind</h2>"),
                self.way,
                self.groups,
                widgets.HTML("<h2>Person by person</h2>"),
                widgets.HBox([self.team, self.kind, self.standing], layout=WRAPPING),
                self.count,
                self.table.box,
                self.detail,
                widgets.HTML("<h2>Who to remind</h2>"),
                widgets.HBox([self.days, self.write], layout=WRAPPING),
                self.written,
                self.list,
            ],
            layout={"display": "none"},
        )

    def show(self, audit: Audit) -> None:
        """Show this audit."""
        self._audit, self._people = audit, people_of(audit)
        self._drawn = {
            way: awareness_pages.group_picture(self._people, way).with_numbers()
            for way in awareness_pages.WAYS
        }
        for filter, column in ((self.team, "team"), (self.kind, "kind")):
            there = sorted(self._people[column].dropna().unique())
            filter.options = [("All", ALL), *((str(one), str(one)) for one in there)]
        self.box.layout.display = ""
        self._draw()
        self._filter()

    def clear(self) -> None:
        """Nothing is left to see of an audit that was closed."""
        self._audit, self._people = None, pd.DataFrame()
        self._drawn = {}
        self.groups.value = self.detail.value = self.list.value = self.written.value = ""
        self.box.layout.display = "none"
        self.table.put(pd.DataFrame())

    @property
    def shown(self) -> pd.DataFrame:
        """The people that pass the filters, in the table's own order."""
        return self._shown

    def _draw(self, _: object = None) -> None:
        self.groups.value = self._drawn.get(self.way.value, "")

    def _chosen_people(self) -> pd.DataFrame:
        kept = self._people
        for column, filter in (("team", self.team), ("kind", self.kind)):
            if filter.value:
                kept = kept[kept[column] == filter.value]
        return kept

    def _filter(self, _: object = None) -> None:
        if self._audit is None:
            return
        kept = self._chosen_people()
        wanted = self.standing.value
        if wanted == KEPT:
            kept = kept[(kept["acknowledged"] == KEPT) & (kept["trained"] == KEPT)]
        elif wanted:
            kept = kept[(kept["acknowledged"] == wanted) | (kept["trained"] == wanted)]
        rank = {BROKEN: 0, UNCLEAR: 1}
        worst = kept[["acknowledged", "trained"]].apply(
            lambda row: min(rank.get(one, 2) for one in row), axis="columns", result_type="reduce"
        )
        order = kept.assign(worst=worst if len(kept) else 0)
        self._shown = order.sort_values(["worst", "staff_id"]).reset_index(drop=True)
        words = (
            many(len(kept), "person", "people")
            if len(kept)
            else "Nobody passes these filters. Set Team, Kind and Verdict back to all."
        )
        self.count.value = f'<p role="status">{escape(words)}</p>'
        self.table.put(awareness_pages.people_rows(self._audit, self._shown))
        self.detail.value = CHOOSE if len(kept) else ""
        self._remind()

    def _choose(self, places: list[int]) -> None:
        if not places or self._audit is None:
            self.detail.value = CHOOSE
            return
        audit, staff_id = self._audit, str(self._shown["staff_id"].iloc[places[0]])
        told = session.guarded(lambda: awareness_pages.person_page(audit, staff_id))
        self.detail.value = (
            told.html()
            if isinstance(told, session.Trouble)
            else f'<section aria-label="The chosen person" aria-live="polite">{told}</section>'
        )

    def _remind(self, _: object = None) -> None:
        if self._audit is None:
            return
        self.written.value = ""
        rows = reminders(self._chosen_people(), self._audit.as_at, self.days.value)
        self.write.disabled = rows.empty
        self.list.value = awareness_pages.reminder_page(self._audit, rows, self.days.value)

    def _write(self, _: object = None) -> None:
        if self._audit is not None:
            rows = reminders(self._chosen_people(), self._audit.as_at, self.days.value)
            paper = awareness_pages.reminder_list(self._audit, rows, self.days.value)
            self.written.value = written(paper, self._audit.folder)
