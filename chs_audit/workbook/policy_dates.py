"""Policies: which version was in force when, which review is late, what is missing; protocols."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from chs_audit.workbook import policy_pages
from chs_audit.workbook.chooser import WRAPPING
from chs_audit.workbook.policy_pages import ALL, NAMED, Library

if TYPE_CHECKING:
    from chs_audit.audit import Audit


class PolicyDates:
    """Policies over time: `which` documents, and the `day` whose versions are shown."""

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self._library: Library | None = None
        self._drawn: dict[str, str] = {}
        self.which = widgets.Dropdown(
            options=[("Those that the policy names", NAMED), ("All policies", ALL)],
            description="Documents",
            style={"description_width": "6em"},
            layout={"width": "24em", "max_width": "100%"},
        )
        self.day = widgets.DatePicker(description="In force on", style={"description_width": "7em"})
        self.chart, self.table, self.protocols = (widgets.HTML("") for _ in range(3))
        self.which.observe(self._draw, "value")
        self.day.observe(self._list, "value")
        self.box = widgets.VBox(
            [
                widgets.HTML("<h2>Policies over time</h2>"),
                widgets.HBox([self.which, self.day], layout=WRAPPING),
                self.chart,
                self.table,
                widgets.HTML("<h2>Joint working</h2>"),
                self.protocols,
            ],
            layout={"display": "none"},
        )

    def show(self, audit: Audit) -> None:
        """Show this audit, with the versions in force on its audit date."""
        self._audit, self._library = audit, policy_pages.library_of(audit)
        self._drawn = {
            which: policy_pages.time_picture(audit, self._library, which).with_numbers()
            for which in (NAMED, ALL)
        }
        self.protocols.value = policy_pages.protocol_page(self._library)
        self.box.layout.display = ""
        self.day.value = audit.as_at
        self._draw()

    def clear(self) -> None:
        """Nothing is left to see of an audit that was closed."""
        self._audit = self._library = None
        self._drawn = {}
        self.chart.value = self.table.value = self.protocols.value = ""
        self.box.layout.display = "none"

    def _draw(self, _: object = None) -> None:
        self.chart.value = self._drawn.get(self.which.value, "")
        self._list()

    def _list(self, _: object = None) -> None:
        if self._audit is not None and self._library is not None:
            # A day that was wiped out is the audit date again.
            day = self.day.value or self._audit.as_at
            self.table.value = policy_pages.policy_table(
                self._audit, self._library, self.which.value, day
            )
