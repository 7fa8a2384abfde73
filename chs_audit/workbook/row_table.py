"""A table whose rows can be chosen, sorted and searched, with mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd

from chs_audit.workbook.drawn import ONE_ROW
from chs_audit.workbook.findings_list import MOST_ROWS


class RowTable:
    """The place of a table; a new one is put into it whenever its rows change.

    Args:
        caption: what the table holds.
        chosen: called with the place of the row that was chosen, or None.
        together: places of columns whose cells no line break parts.
    """

    def __init__(
        self, caption: str, chosen: Callable[[int | None], None], together: Sequence[int] = ()
    ) -> None:
        self._caption, self._chosen, self._together = caption, chosen, list(together)
        self.table: Any = None
        self.box = widgets.Box([], layout={"width": "100%"})

    def put(self, rows: pd.DataFrame) -> None:
        """Show these rows, at most MOST_ROWS of them; none at all if there are none."""
        old, self.table = self.table, None
        if len(rows):
            self.table = self._made(rows.head(MOST_ROWS))
            self.table.observe(self._tell, "selected_rows")
        # itables' own `update` leaves its widget deaf: rows chosen after it are not reported.
        self.box.children = [self.table] if self.table else []
        if old is not None:
            old.close()

    def _tell(self, change: dict[str, Any]) -> None:
        self._chosen(int(change["new"][0]) if change["new"] else None)

    def _made(self, rows: pd.DataFrame) -> Any:
        # Imported here because it takes seconds, and the rest of a screen shall appear at once.
        from itables.javascript import JavascriptFunction
        from itables.widget import ITable

        options: dict[str, Any] = {
            "caption": self._caption,
            "classes": "display compact chs-table",
            "style": "width:100%;table-layout:auto;caption-side:top",
            "allow_html": False,
            "maxBytes": 0,
            "showIndex": False,
            "pageLength": 10,
            "lengthMenu": [10, 25, 100],
            "select": {"style": "single", "keys": True, "toggleable": False},
            "columnDefs": [{"targets": self._together, "className": "dt-nowrap"}],
            "text_in_header_can_be_selected": False,
            "drawCallback": JavascriptFunction(ONE_ROW),
            "language": {"search": "Search in the table:", "lengthMenu": "_MENU_ rows a page"},
        }
        return ITable(rows, **options)
