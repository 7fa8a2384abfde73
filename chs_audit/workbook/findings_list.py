"""The list of findings under a screen's chart: filters, a table, and the row that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

from chs_audit.controls import BY_ID
from chs_audit.workbook import session
from chs_audit.workbook.tables import explanation, finding_rows
from chs_audit.workbook.words import FOUND, escape, many, verdict

if TYPE_CHECKING:
    from chs_audit.audit import Audit

ALL = ""
# A browser draws this many rows at once without keeping anybody waiting; the worst come first.
MOST_ROWS = 2000
CHOOSE = "<p>Choose a row to read what was found: click on it, or move to it with Tab and the arrow keys and press Enter.</p>"
# JupyterLab moves between cells on the arrow keys; inside the table they move between rows.
# Its own switch for that works only on the very element that has the focus.
KEEP_KEYS = """function () {
    this.api().table().container().querySelectorAll('tr, th, [tabindex], button, input, select')
        .forEach(one => one.setAttribute('data-lm-suppress-shortcuts', 'true'));
}"""


class FindingsList:
    """Findings that can be filtered, sorted, searched and read one by one.

    Args:
        controls: the promises whose findings may come.
    """

    def __init__(self, controls: tuple[str, ...]) -> None:
        self._audit: Audit | None = None
        self._findings = pd.DataFrame()
        self._shown = pd.DataFrame()
        self._nothing = ""
        promises = [(f"{id}: {BY_ID[id].title}", id) for id in controls]
        self.promise = widgets.Dropdown(
            options=[("All on this screen", ALL), *promises],
            description="Promise",
            layout={"width": "38em", "max_width": "100%"},
        )
        self.verdict = widgets.Dropdown(
            options=[("All", ALL), *((verdict(kind), kind) for kind in FOUND)],
            description="Verdict",
        )
        self.count = widgets.HTML("")
        self.table: Any = None
        self._place = widgets.Box([], layout={"width": "100%"})
        self.previous = widgets.Button(description="Previous finding", disabled=True)
        self.next = widgets.Button(description="Next finding", disabled=True)
        self.detail = widgets.HTML("")
        for filter in (self.promise, self.verdict):
            filter.observe(self._filter, "value")
        self.previous.on_click(lambda _: self._step(-1))
        self.next.on_click(lambda _: self._step(1))
        self.box = widgets.VBox(
            [
                widgets.HTML("<h2>The findings, one by one</h2>"),
                widgets.HBox([self.promise, self.verdict], layout={"flex_flow": "row wrap"}),
                self.count,
                self._place,
                widgets.HBox([self.previous, self.next]),
                self.detail,
            ],
            layout={"display": "none"},
        )

    def show(self, audit: Audit, findings: pd.DataFrame, nothing: str) -> None:
        """List these findings, or say why there are none."""
        self._audit, self._findings, self._nothing = audit, findings, nothing
        self.box.layout.display = ""
        self._filter()

    def clear(self) -> None:
        """Nothing is left to see of an audit that was closed."""
        self._audit, self._findings = None, pd.DataFrame()
        self.box.layout.display = "none"
        self.detail.value = ""
        self._put(None)

    @property
    def shown(self) -> pd.DataFrame:
        """The findings that pass the filters, in the table's own order."""
        return self._shown

    def _filter(self, _: object = None) -> None:
        if self._audit is None:
            return
        kept = self._findings
        if self.promise.value:
            kept = kept[kept["control"] == self.promise.value]
        if self.verdict.value:
            kept = kept[kept["kind"] == self.verdict.value]
        self._shown = kept.head(MOST_ROWS).reset_index(drop=True)
        self.count.value = f'<p role="status">{escape(self._count_words(len(kept)))}</p>'
        self._put(_table(finding_rows(self._audit, self._shown)))
        self.detail.value = CHOOSE if len(kept) else ""
        self.previous.disabled = self.next.disabled = kept.empty

    def _count_words(self, count: int) -> str:
        if self._findings.empty:
            return self._nothing
        if not count:
            return "No finding passes these filters. Set Promise and Verdict back to all."
        if count > MOST_ROWS:
            return f"{many(count, 'finding')}; the worst {MOST_ROWS:,} are listed. Filter to see the others."
        return many(count, "finding")

    def _put(self, table: Any) -> None:
        """Show a new table in place of the old one.

        itables' own `update` leaves its widget deaf: rows chosen after it are not reported.
        """
        old, self.table = self.table, table
        shown = table is not None and not self._shown.empty
        self._place.children = [table] if shown else []
        if table is not None:
            table.observe(self._chosen, "selected_rows")
        if old is not None:
            old.close()

    def _chosen(self, change: dict[str, Any]) -> None:
        if not change["new"] or self._audit is None:
            self.detail.value = CHOOSE
            return
        audit, id = self._audit, str(self._shown["id"].iloc[change["new"][0]])
        told = session.guarded(lambda: explanation(audit, id))
        self.detail.value = (
            told.html()
            if isinstance(told, session.Trouble)
            else f'<section aria-label="The chosen finding" aria-live="polite">{told}</section>'
        )

    def _step(self, by: int) -> None:
        now = self.table.selected_rows
        last = len(self._shown) - 1
        self.table.selected_rows = [min(max(now[0] + by, 0), last) if now else 0]


def _table(rows: pd.DataFrame) -> Any:
    # Imported here because it takes seconds, and the rest of a screen shall appear at once.
    from itables.javascript import JavascriptFunction
    from itables.widget import ITable

    options: dict[str, Any] = {
        "caption": "Findings",
        "classes": "display compact chs-table",
        "style": "width:100%;table-layout:auto;caption-side:top",
        "allow_html": False,
        "maxBytes": 0,
        "showIndex": False,
        "pageLength": 10,
        "lengthMenu": [10, 25, 100],
        "select": {"style": "single", "keys": True, "toggleable": False},
        "columnDefs": [{"targets": [0, 1, 2, 4], "className": "dt-nowrap"}],
        "text_in_header_can_be_selected": False,
        "drawCallback": JavascriptFunction(KEEP_KEYS),
        "language": {"search": "Search in the table:", "lengthMenu": "_MENU_ rows a page"},
    }
    return ITable(rows, **options)
