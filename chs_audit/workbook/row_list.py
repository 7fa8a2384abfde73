"""Rows to choose one from, under a line that counts them, or says why there are none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets
import pandas as pd

from chs_audit.workbook.row_table import MOST_ROWS, RowTable
from chs_audit.workbook.words import escape, many


class RowList:
    """A table to choose a row from; `table` is the widget, `rows` what stands in it.

    Args:
        caption: what the table is called.
        one: what a row is called ("case"), and several of them ("cases").
        chosen: given the place of the chosen row, or None when none is any more.
        together: places of columns whose cells no line break parts.
    """

    def __init__(
        self,
        caption: str,
        one: tuple[str, str],
        chosen: Callable[[int | None], None],
        together: Sequence[int] = (),
    ) -> None:
        self._one = one
        self._table = RowTable(
            caption, lambda places: chosen(places[0] if places else None), together
        )
        self.rows = pd.DataFrame()
        self.count = widgets.HTML("")
        self.box = widgets.VBox([self.count, self._table.box])

    @property
    def table(self) -> Any:
        """The widget of the table; None where there is no row."""
        return self._table.table

    def put(self, rows: pd.DataFrame, nothing: str, also: str = "", count: int = 0) -> None:
        """Show these rows in place of the ones before, or say why there are none; `count` is
        how many there are where only the first of them are given."""
        count = count or len(rows)
        self.rows = rows.head(MOST_ROWS).reset_index(drop=True)
        told = f"{many(count, *self._one)}{also}" if count else nothing
        if count > MOST_ROWS:
            told += f"; the first {MOST_ROWS:,} are listed. Narrow the choice to see the others."
        self.count.value = f'<p role="status">{escape(told)}</p>' if told else ""
        self._table.put(self.rows)

    def choose(self, place: int) -> None:
        """Show this row as the chosen one, without telling anybody."""
        self._table.choose([place])

    def clear(self) -> None:
        """Show no row and no word."""
        self.put(pd.DataFrame(), "")
