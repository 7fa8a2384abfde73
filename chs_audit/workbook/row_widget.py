"""itables' table, whose rows can be exchanged for others while it stays where it is.

A table made anew costs 0.2 seconds and more at a thousand rows: it brings the code of DataTables
along (0.6 MB), which the browser reads anew. One that stays takes other rows in a fraction of that,
and keeps the order, the search and the number of rows a page that somebody has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd
import traitlets
from itables.widget import ITable

from chs_audit.workbook.words import NONE, escape

PAGE = 10
JAVASCRIPT = (
    f"const FEW = {PAGE};"
    + """
// One copy of itables serves all tables of a page. It leaves its jQuery in the window, where
// another one may replace it.
function loaded(code) {
    globalThis.chsItables ??= import(
        URL.createObjectURL(new Blob([code], {type: 'text/javascript'}))
    ).then(module => ({render: module.default.render, jQuery: window.$}));
    return globalThis.chsItables;
}
async function render({model, el}) {
    const itables = await loaded(model.get('_itables'));
    itables.render({model, el});
    const table = itables.jQuery(el.querySelector('table')).DataTable();
    const all = table.table().container();
    // JupyterLab moves between cells on the arrow keys; inside the table they move between rows.
    // Its own switch for that works only on the very element that has the focus.
    const dress = () => {
        all.querySelectorAll('tr, th, [tabindex], button, input, select')
            .forEach(one => one.setAttribute('data-lm-suppress-shortcuts', 'true'));
        all.querySelectorAll('nav').forEach(one => one.setAttribute(
            'aria-label', 'Pages of the table: ' + model.get('caption')));
    };
    if (model.get('_several')) {
        // Enter chooses this row alone, as a click does; the space bar adds it to the others.
        table.table().body().addEventListener('keydown', event => {
            if (event.key === 'Enter') { table.rows({selected: true}).deselect(); }
        }, true);
    }
    const fill = () => {
        const chosen = model.get('selected_rows'), rows = JSON.parse(model.get('cells'));
        table.clear().rows.add(rows).draw();
        // What is seen at a glance needs no search and no pages.
        const few = rows.length <= FEW && !table.search();
        all.querySelectorAll('.dt-layout-row:not(.dt-layout-table)')
            .forEach(one => { one.style.display = few ? 'none' : ''; });
        if (!chosen.length) { return; }
        table.rows(chosen).select();
        // Whoever decided on a row far down shall find it under their eyes again.
        const place = table.rows({search: 'applied'}).indexes().indexOf(chosen[0]);
        table.page(Math.max(0, Math.floor(place / table.page.len()))).draw(false);
    };
    // itables' own caption is lost when it writes the heads of the columns.
    table.table().node().setAttribute('aria-label', model.get('caption'));
    table.on('draw', dress);
    model.on('change:turn', fill);
    fill();
    return () => model.off('change:turn', fill);
}
export default {render};
"""
)


class RowWidget(ITable):
    """A table of which one row or several can be chosen: `selected_rows` are their places.

    Args:
        rows: the first rows. Every cell is text or a whole number; an ordered category is put
            in order by what it means, and not by its letters.
        caption: what the table holds.
        several: whether more than one row can be chosen.
        together: places of columns whose cells no line break parts.
        chosen: places of the rows that are chosen from the beginning.
    """

    _esm: Any = JAVASCRIPT
    _itables = traitlets.Unicode(str(ITable._esm)).tag(sync=True)
    _several = traitlets.Bool(False).tag(sync=True)
    # As JSON: of a list, ipywidgets looks into every cell for binary data.
    cells: Any = traitlets.Unicode("[]").tag(sync=True)
    # What is the same as before is not sent again, but shall be seen from its beginning.
    turn: Any = traitlets.Int(0).tag(sync=True)

    def __init__(
        self,
        rows: pd.DataFrame,
        caption: str,
        several: bool = False,
        together: Sequence[int] = (),
        chosen: Sequence[int] = (),
    ) -> None:
        self._form = _form(rows)
        ordered = [place for place, (_, in_order) in enumerate(self._form) if in_order]
        options: dict[str, Any] = {
            "classes": "display compact chs-table",
            "style": "width:100%;table-layout:auto;caption-side:top",
            "maxBytes": 0,
            "showIndex": False,
            "pageLength": PAGE,
            "lengthMenu": [10, 25, 100],
            "select": {"style": "os", "keys": True}
            if several
            else {"style": "single", "keys": True, "toggleable": False},
            "columnDefs": [
                {"targets": list(together), "className": "dt-nowrap"},
                {"targets": ordered, "render": {"_": "text", "sort": "place"}},
            ],
            # Of a table that has no rows yet, DataTables would work out the wrong widths.
            "autoWidth": False,
            "text_in_header_can_be_selected": False,
            # Said in full, since itables leaves its own out for a table without rows.
            "layout": {"bottomEnd": {"paging": {}}},
            "language": {"search": "Search in the table:", "lengthMenu": "_MENU_ rows a page"},
        }
        super().__init__(pd.DataFrame(columns=rows.columns, dtype=object), caption, **options)
        self._several = several
        self.layout.width = "100%"
        self.put(rows, chosen)

    def takes(self, rows: pd.DataFrame) -> bool:
        """Whether these rows fit into the columns of the first ones."""
        return self._form == _form(rows)

    def put(self, rows: pd.DataFrame, chosen: Sequence[int] = ()) -> None:
        """Show these rows in place of the ones before, those at these places chosen."""
        columns = [_cells(column) for _, column in rows.items()]
        with self.hold_sync():
            self.turn += 1
            self.selected_rows = list(chosen)
            self.cells = json.dumps(list(zip(*columns, strict=True)))


def _form(rows: pd.DataFrame) -> list[tuple[str, bool]]:
    """Each column's name, and whether it is an ordered category."""
    return [
        (str(name), isinstance(column.dtype, pd.CategoricalDtype)) for name, column in rows.items()
    ]


def _cells(column: pd.Series) -> list[Any]:
    """The cells of a column as DataTables takes them: text, which is HTML there, a number, or a
    text with what puts it in order."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        # What is none of the categories has the code -1, and so the last of these.
        texts = [*(escape(text) for text in column.cat.categories), NONE]
        # As text of one length, which is in the order of its letters, too.
        return [{"text": texts[code], "place": f"{code:06}"} for code in column.cat.codes.tolist()]
    return [cell if isinstance(cell, int) else escape(cell) for cell in column.tolist()]
