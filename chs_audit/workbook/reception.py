"""Who must sign at the next meetings: a list for reception, written when somebody asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.figures.visits import expected
from chs_audit.workbook import reception_page
from chs_audit.workbook.chooser import WRAPPING
from chs_audit.workbook.reception_page import AHEAD, FURTHEST
from chs_audit.workbook.take_away import written

if TYPE_CHECKING:
    from chs_audit.audit import Audit


class Reception:
    """The list for reception: `days` says how far ahead, `write` puts it into the audit folder."""

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self._expected = pd.DataFrame()
        self._volunteers = False
        self.days = widgets.BoundedIntText(
            AHEAD,
            min=1,
            max=FURTHEST,
            description="Days ahead",
            style={"description_width": "6em"},
            layout={"width": "11em"},
        )
        self.write = widgets.Button(
            description="Write the list for reception",
            tooltip="Write it into the audit folder, for a spreadsheet and for the printer",
            layout={"width": "auto"},
        )
        self.list, self.written = widgets.HTML(""), widgets.HTML("")
        self.days.observe(self._list, "value")
        self.write.on_click(self._write)
        self.box = widgets.VBox(
            [
                widgets.HTML("<h2>Who must sign at the next meetings</h2>"),
                widgets.HBox([self.days, self.write], layout=WRAPPING),
                self.written,
                self.list,
            ],
            layout={"display": "none"},
        )

    def show(self, audit: Audit) -> None:
        """List who is expected after the audit date of this audit."""
        self._audit, self._expected = audit, expected(audit, FURTHEST)
        self._volunteers = audit.settings.visitor_forms.volunteers_sign
        self.box.layout.display = ""
        self._list()

    def clear(self) -> None:
        """Nothing is left to see of an audit that was closed."""
        self._audit, self._expected = None, pd.DataFrame()
        self.list.value = self.written.value = ""
        self.box.layout.display = "none"

    def count_volunteers(self, volunteers: bool) -> None:
        """List under this reading of whether volunteers sign."""
        self._volunteers = volunteers
        self._list()

    def _list(self, _: object = None) -> None:
        if self._audit is None:
            return
        self.written.value = ""
        mine = self._mine(self._audit)
        self.write.disabled = mine.empty or bool(mine["signed"].all())
        self.list.value = reception_page.page(self._audit, mine, self.days.value, self._volunteers)

    def _mine(self, audit: Audit) -> pd.DataFrame:
        return reception_page.expected_now(self._expected, audit, self.days.value, self._volunteers)

    def _write(self, _: object = None) -> None:
        if self._audit is not None:
            paper = reception_page.list_of(self._audit, self._mine(self._audit), self.days.value)
            self.written.value = written(paper, self._audit.folder)
