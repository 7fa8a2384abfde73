"""A table in which people choose a row, by mouse or keyboard."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd

from chs_audit.workbook.findings_list import KEEP_KEYS, MOST_ROWS
from chs_audit.workbook.words import escape, many

# Several tables on a page each have a list of their pages, which are told apart by name.
NAMED = """function () {
    (%s).call(this);
    this.api().table().container().querySelectorAll('nav')
        .forEach(one => one.setAttribute('aria-label', 'Pages of ' + %s));
}"""


class RowTable:
    """Rows to choose one from; `table` is the widget, `rows` what stands in it.

    Args:
        caption: what the table is called.
        one: what a row is called ("case").
        chosen: given the place of the chosen row, or None when none is any more.
        narrow: places of the columns that shall not be broken into lines.
        page: how many rows stand on one page.
        wide: place of a column -> its width.
    """

    def __init__(
        self,
        caption: str,
        one: str,
        chosen: Callable[[int | None], None],
        narrow: Sequence[int] = (),
        page: int = 10,
        wide: dict[int, str] | None = None,
    ) -> None:
        self._caption, self._one, self._chosen = caption, one, chosen
        self._narrow, self._page, self._wide = list(narrow), page, wide or {}
        self.rows = pd.DataFrame()
        self.table: Any = None
        self.count = widgets.HTML("")
        self._place = widgets.Box([], layout={"width": "100%"})
        self.box = widgets.VBox([self.count, self._place])

    def put(self, rows: pd.DataFrame, nothing: str, also: str = "") -> None:
        """Show these rows in place of the ones before, or say why there are none.

        itables' own `update` leaves its widget deaf, so a new widget is made instead.
        """
        old, self.table = self.table, None
        count = len(rows)
        self.rows = rows.head(MOST_ROWS).reset_index(drop=True)
        told = nothing if not count else many(count, self._one)
        if count > MOST_ROWS:
            told += f"; the first {MOST_ROWS:,} are listed. Narrow the choice to see the others"
        self.count.value = f'<p role="status">{escape(told)}{escape(also) if count else ""}</p>'
        if count:
            self.table = self._made()
            self.table.observe(self._selected, "selected_rows")
        self._place.children = [self.table] if count else []
        if old is not None:
            old.close()

    def clear(self) -> None:
        """Show no row and no word."""
        self.put(pd.DataFrame(), "")

    def _selected(self, change: dict[str, Any]) -> None:
        self._chosen(change["new"][0] if change["new"] else None)

    def _made(self) -> Any:
        # Imported here because it takes seconds, and the rest of a screen shall appear at once.
        from itables.javascript import JavascriptFunction
        from itables.widget import ITable

        columns: list[dict[str, Any]] = [{"targets": self._narrow, "className": "dt-nowrap"}]
        columns += [{"targets": [place], "width": width} for place, width in self._wide.items()]
        options: dict[str, Any] = {
            "caption": self._caption,
            "classes": "display compact chs-table",
            "style": "width:100%;table-layout:auto;caption-side:top",
            "allow_html": False,
            "maxBytes": 0,
            "showIndex": False,
            "order": [],
            "pageLength": self._page,
            "lengthMenu": sorted({self._page, 10, 25, 100}),
            "select": {"style": "single", "keys": True, "toggleable": False},
            "columnDefs": columns,
            "text_in_header_can_be_selected": False,
            "drawCallback": JavascriptFunction(NAMED % (KEEP_KEYS, json.dumps(self._caption))),
            "language": {
                "search": f"Search in {self._caption.lower()}:",
                "lengthMenu": "_MENU_ rows a page",
            },
        }
        return ITable(self.rows, **options)
