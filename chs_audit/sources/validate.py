"""Raw rows of one part -> typed rows and the problems of its cells, in SQL over whole columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from chs_audit.errors import Problem
from chs_audit.records import Column, RecordTable, Type
from chs_audit.sources import cells, faults, native
from chs_audit.sources.columns import Origin
from chs_audit.sources.raw import Raw, number, one_row

_CELLS = "import_cells"
_FORMS = (cells.ISO, cells.UK)


@dataclass(frozen=True)
class Checked:
    """What became of the rows of one part.

    Args:
        set_aside: how many rows were set aside.
        problems: what is wrong with the cells of the others.
    """

    set_aside: int
    problems: list[Problem]


def staging(table: RecordTable) -> str:
    """The temporary table that typed rows wait in until all is known to be well."""
    return f"import_table_{table.name}"


def make_staging(database: duckdb.DuckDBPyConnection, table: RecordTable) -> None:
    """An empty staging table: `_part`, `_row`, then the record table's columns."""
    columns = ", ".join(f'"{column.name}" {cells.sql_type(column)}' for column in table.columns)
    database.execute(
        f"CREATE OR REPLACE TEMP TABLE {staging(table)} (_part INTEGER, _row BIGINT, {columns})"
    )


def check(
    database: duckdb.DuckDBPyConnection,
    raw: Raw,
    table: RecordTable,
    origins: dict[str, Origin],
    part: int,
    zone: str,
    set_aside: str = "",
) -> Checked:
    """Types the rows of a part into the staging table, and finds what is wrong with their cells.

    Args:
        database: where the raw table is.
        raw: the raw rows.
        table: the record table that they are.
        origins: for each column that the file fills, where its cells come from.
        part: the number that the rows get as `_part`.
        zone: the zone of times that do not say theirs.
        set_aside: SQL over the raw table that picks the rows to leave out.
    """
    columns = [column for column in table.columns if column.name in origins]
    given = {column.name: _given(raw, column, origins[column.name]) for column in columns}
    tidied = "".join(f', {one.sql} AS "{name}"' for name, one in given.items())
    chosen = f" WHERE NOT coalesce({set_aside}, false)" if set_aside else ""
    database.execute(
        f"CREATE OR REPLACE TEMP VIEW {_CELLS} AS SELECT _row{tidied} FROM {raw.name}{chosen}"
    )
    problems: list[Problem] = []
    chosen_forms: dict[str, str] = {}
    form_of = {
        column.name: native.form(column, given[column.name].kind, zone)
        if given[column.name].kind
        else cells.form(column, zone)
        for column in columns
    }
    counts = _counts(database, form_of.values())
    for column, forms in zip(columns, counts, strict=True):
        chosen_forms[column.name], faulty = _decide(forms)
        problems += [
            _problem(database, raw, column, origins[column.name], form, fault, form_of[column.name])
            for form, fault in faulty
        ]
    values = "".join(
        ", "
        + (
            _typed(column, given[column.name].kind, chosen_forms[column.name], zone)
            if column in columns
            else f"CAST(NULL AS {cells.sql_type(column)})"
        )
        for column in table.columns
    )
    database.execute(f"INSERT INTO {staging(table)} SELECT {part}, _row{values} FROM {_CELLS}")
    left_out = raw.rows - number(database, f"SELECT count(*) FROM {_CELLS}") if set_aside else 0
    return Checked(left_out, problems)


@dataclass(frozen=True)
class _Given:
    """SQL for the cells of a column, and of what kind they are if they are not text."""

    sql: str
    kind: str = ""


def _given(raw: Raw, column: Column, origin: Origin) -> _Given:
    sql, kind = raw.native.get(origin.sql, ("", ""))
    if native.fits(column, kind):
        return _Given(sql, kind)
    return _Given(cells.tidy(origin.sql, column))


def _typed(column: Column, kind: str, form_of_dates: str, zone: str) -> str:
    if kind:
        return native.typed(column, kind, zone)
    return cells.typed(column, form_of_dates, zone)


def _counts(database: duckdb.DuckDBPyConnection, forms: Iterable[str]) -> list[dict[str, int]]:
    """For each column, how many of its cells are written in each form, in one pass."""
    asked = ", ".join(f"histogram({form})" for form in forms)
    row = one_row(database, f"SELECT {asked} FROM {_CELLS}") if asked else ()
    return [dict(forms or {}) for forms in row or ()]


def _decide(forms: dict[str, int]) -> tuple[str, list[tuple[str, str]]]:
    """The form in which a column's dates are read, and the (form, fault) pairs to report."""
    faulty = [(form, form) for form in forms if form not in _FORMS]
    iso, uk = forms.get(cells.ISO, 0), forms.get(cells.UK, 0)
    if iso and uk and cells.AMERICAN not in forms:
        faulty.append((cells.UK if uk <= iso else cells.ISO, faults.MIXED))
    return (cells.UK if uk > iso else cells.ISO), faulty


def _problem(
    database: duckdb.DuckDBPyConnection,
    raw: Raw,
    column: Column,
    origin: Origin,
    form: str,
    fault: str,
    form_of: str,
) -> Problem:
    was, expected, todo = faults.words(fault, column)
    if origin.constant:
        return Problem(expected, todo, file=origin.file, column=origin.label, was=was)
    found = one_row(
        database,
        f"SELECT list(_row ORDER BY _row) FROM {_CELLS} WHERE {form_of} = '{form}'",
    )
    rows = tuple(found[0]) if found and found[0] else ()
    return Problem(
        expected, todo, file=raw.file, sheet=raw.sheet, column=origin.label, rows=rows, was=was
    )


def is_blank(origin: Origin, column: Column) -> str:
    """SQL over the raw table: whether a cell holds nothing."""
    return f"{cells.tidy(origin.sql, column)} IS NULL"


def stray_cells(
    database: duckdb.DuckDBPyConnection, raw: Raw, positions: list[int]
) -> list[Problem]:
    """A problem for each column that has cells but no header."""
    text = Column("", Type.TEXT, "")
    problems = []
    for position in positions:
        found = one_row(
            database,
            f"SELECT list(_row ORDER BY _row) FROM {raw.name} "
            f"WHERE {cells.tidy(f'c{position}', text)} IS NOT NULL",
        )
        if found and found[0]:
            problems.append(
                Problem(
                    "a name in the header row above each cell",
                    "Name the column, or clear these cells.",
                    file=raw.file,
                    sheet=raw.sheet,
                    column=f"number {position + 1}",
                    rows=tuple(found[0]),
                    was="cells without a column name",
                )
            )
    return problems
