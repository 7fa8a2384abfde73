"""Sheets of .xlsx workbooks -> raw rows with Excel's own row numbers."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import duckdb
import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from chs_audit.errors import Problem
from chs_audit.sources.raw import Raw, RawTable, unreadable


def open_workbook(path: Path) -> fastexcel.ExcelReader | Problem:
    """The workbook, or what is wrong with it."""
    if path.stat().st_size == 0:
        return unreadable(path.name, "the file is empty", "Export it again, or remove it.")
    try:
        return fastexcel.read_excel(path)
    except fastexcel.FastExcelError:
        return unreadable(
            path.name,
            "not a workbook that can be opened: damaged, or protected by a password",
            "Open it in Excel, take the password off if it has one, and save it as .xlsx.",
        )


def is_empty(workbook: fastexcel.ExcelReader, sheet: str) -> bool:
    """Whether no cell of a sheet holds anything."""
    try:
        return workbook.load_sheet(sheet, header_row=None, dtypes="string").height == 0
    except fastexcel.FastExcelError:
        return False


def load(
    path: Path, sheet: str, show_sheet: str, database: duckdb.DuckDBPyConnection
) -> tuple[Raw | None, list[Problem]]:
    """The rows of one sheet as a raw table.

    Args:
        path: the workbook.
        sheet: the sheet to read.
        show_sheet: the sheet's name in messages; "" where the workbook has only one.
        database: where the raw table is made.

    Returns:
        The raw table (None if the sheet cannot be read at all) and what is wrong with it.
    """
    workbook = open_workbook(path)
    if isinstance(workbook, Problem):
        return None, [workbook]
    try:
        # Without skip_rows=0 empty rows at the top vanish, and every row number would be wrong.
        cells = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        grid, errors = cells.to_arrow_with_errors()
    except fastexcel.FastExcelError:
        return None, [
            Problem(
                "a sheet that can be read",
                "Copy its cells to a new workbook and save that as .xlsx.",
                file=path.name,
                sheet=show_sheet,
                was="a sheet that cannot be read",
            )
        ]
    table = pa.table(
        {
            "_row": pa.array(range(1, grid.num_rows + 1), pa.int64()),
            **{f"c{i}": grid.column(i).cast(pa.string()) for i in range(grid.num_columns)},
        }
    )
    filled = _filled(table)
    table = table.filter(filled) if filled is not None else table.slice(0, 0)
    if not table.num_rows:
        return None, [
            Problem(
                "a header row",
                "Fill the sheet, or remove the file.",
                file=path.name,
                sheet=show_sheet,
                was="the sheet is empty",
            )
        ]
    headers = [
        (value or "").strip() for value in list(table.slice(0, 1).to_pylist()[0].values())[1:]
    ]
    raw = RawTable(database, headers)
    raw.add_arrow(table.slice(1))
    problems = _formula_errors(path.name, show_sheet, headers, errors)
    return raw.done(path.name, show_sheet, whole=not problems), problems


def _formula_errors(
    file: str, sheet: str, headers: list[str], errors: fastexcel.CellErrors | None
) -> list[Problem]:
    """Cells such as #N/A: they would else be read as blank."""
    rows: dict[int, list[int]] = defaultdict(list)
    for error in errors.errors if errors else []:
        row, column = error.position
        rows[column].append(row + 1)
    return [
        Problem(
            "a value",
            "Correct the formula, or put its value in its place.",
            file=file,
            sheet=sheet,
            column=headers[column] or f"number {column + 1}",
            rows=tuple(found),
            was="a formula that gives an error",
        )
        for column, found in rows.items()
    ]


def _filled(table: pa.Table) -> pa.ChunkedArray | None:
    """For each row, whether any of its cells holds something."""
    filled = None
    for name in table.column_names[1:]:
        trimmed = pc.utf8_trim_whitespace(table[name])
        one = pc.fill_null(pc.not_equal(trimmed, ""), False)
        filled = one if filled is None else pc.or_(filled, one)
    return filled
