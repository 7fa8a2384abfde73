"""What a table's widget does in the browser whenever it is drawn, so that several live on a page."""

from __future__ import annotations

# JupyterLab moves between cells on the arrow keys; inside the table they move between rows. Its
# own switch for that works only on the very element that has the focus. Every table brings
# DataTables along anew, which numbers its fields from the start: without numbers of their own, a
# label would lead to the field of another table. Lists of pages are told apart by that, too.
_FOR_ALL = """
    const table = this.api(), all = table.table().container();
    all.querySelectorAll('tr, th, [tabindex], button, input, select')
        .forEach(one => one.setAttribute('data-lm-suppress-shortcuts', 'true'));
    if (!all.dataset.chs) {
        all.dataset.chs = window.chsTables = (window.chsTables || 0) + 1;
        all.querySelectorAll('label[for]').forEach(label => {
            const field = all.querySelector('#' + CSS.escape(label.htmlFor));
            if (field) { label.htmlFor = field.id = 'chs-' + all.dataset.chs + '-' + field.id; }
        });
    }
    all.querySelectorAll('nav').forEach(one => one.setAttribute(
        'aria-label', 'Pages of table ' + all.dataset.chs));
"""
# Enter chooses this row alone, as a click does; the space bar adds it to the others.
_SEVERAL = """
    table.rows({page: 'current'}).nodes().to$().off('keydown.chs').on('keydown.chs', event => {
        if (event.key === 'Enter') { table.rows({selected: true}).deselect(); }
    });
"""
ONE_ROW = f"function () {{{_FOR_ALL}}}"
SEVERAL_ROWS = f"function () {{{_FOR_ALL}{_SEVERAL}}}"
