"""A table whose rows can be chosen, sorted and searched, with mouse or keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

if TYPE_CHECKING:
    from chs_audit.workbook.row_widget import RowWidget

# A browser draws this many rows at once without keeping anybody waiting; the worst come first.
MOST_ROWS = 1000


class RowTable:
    """The place of a table.

    Args:
        caption: what the table holds.
        chosen: called with the places of the rows that somebody has chosen.
        together: places of columns whose cells no line break parts.
        several: whether more than one row can be chosen.
    """

    def __init__(
        self,
        caption: str,
        chosen: Callable[[list[int]], None],
        together: Sequence[int] = (),
        several: bool = False,
    ) -> None:
        self._caption, self._chosen, self._together = caption, chosen, list(together)
        self._several, self._quiet = several, False
        self._made: RowWidget | None = None
        self.box = widgets.Box([], layout={"width": "100%"})

    @property
    def table(self) -> RowWidget | None:
        """The widget of the table; None while it has no rows."""
        return self._made if self.box.children else None

    def put(self, rows: pd.DataFrame, chosen: Sequence[int] = ()) -> None:
        """Show these rows, at most MOST_ROWS of them, and those at these places as chosen;
        nothing if there are none."""
        rows = rows.head(MOST_ROWS)
        if rows.empty:
            self.box.children = []
            return
        old = self._made
        if old is not None and old.takes(rows):
            self._quiet = True
            old.put(rows, chosen)
            self._quiet = False
        else:
            # Imported here because it takes seconds, and the rest of a screen shall appear at once.
            from chs_audit.workbook.row_widget import RowWidget

            self._made = RowWidget(rows, self._caption, self._several, self._together, chosen)
            self._made.observe(self._tell, "selected_rows")
        self.box.children = [self._made]
        if old is not None and old is not self._made:
            old.close()

    def choose(self, places: Sequence[int]) -> None:
        """Show these rows as chosen, without telling anybody."""
        if self.table is not None:
            self._quiet = True
            self.table.selected_rows = list(places)
            self._quiet = False

    def _tell(self, change: dict[str, Any]) -> None:
        if not self._quiet:
            self._chosen(change["new"])
