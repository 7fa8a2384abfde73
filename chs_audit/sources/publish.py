"""Typed and checked rows -> the record tables, all at once, and the report on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from chs_audit.records import TABLES, RecordTable, Type, day_column
from chs_audit.sources import cells
from chs_audit.sources.raw import number, one_row
from chs_audit.sources.report import FileRead, ImportReport
from chs_audit.sources.validate import staging


def all_tables(database: duckdb.DuckDBPyConnection, zone: str) -> None:
    """Makes all record tables from their staging tables, or none of them."""
    database.begin()
    try:
        for table in TABLES:
            database.execute(
                f'CREATE OR REPLACE TABLE "{table.name}" AS SELECT {_with_days(table, zone)} '
                f"FROM {staging(table)} ORDER BY _part, _row"
            )
        database.commit()
    except BaseException:
        database.rollback()
        raise


def _with_days(table: RecordTable, zone: str) -> str:
    names = {column.name for column in table.columns}
    listed = []
    for column in table.columns:
        listed.append(f'"{column.name}"')
        day = day_column(column.name)
        if column.type is Type.TIME and day not in names:
            local = cells.local(f'"{column.name}"', zone)
            listed.append(f'CAST({local} AS DATE) AS "{day}"')
    return ", ".join(listed)


def drop_temporary(database: duckdb.DuckDBPyConnection) -> None:
    """Drops everything that an import made on its way."""
    found = database.execute(
        "SELECT view_name, 'VIEW' FROM duckdb_views() WHERE temporary AND view_name LIKE 'import~_%' "
        "ESCAPE '~' UNION ALL SELECT table_name, 'TABLE' FROM duckdb_tables() "
        "WHERE temporary AND table_name LIKE 'import~_%' ESCAPE '~'"
    ).fetchall()
    for name, kind in found:
        database.execute(f'DROP {kind} temp."{name}"')


def report(
    database: duckdb.DuckDBPyConnection, files: Sequence[FileRead], repeats: Counter[int]
) -> ImportReport:
    """The report on the record tables as they stand.

    Args:
        files: one entry for each part, with its repeats still counted as kept.
        repeats: how many rows of each part were left out as repeats.
    """
    reads = tuple(
        replace(file, rows_kept=file.rows_kept - repeats[part], duplicates=repeats[part])
        for part, file in enumerate(files)
    )
    missing, unfilled = [], []
    for table in TABLES:
        if not number(database, f'SELECT count(*) FROM "{table.name}"'):
            missing.append(table.name)
            continue
        counts = ", ".join(f'count("{column.name}")' for column in table.columns)
        row = one_row(database, f'SELECT {counts} FROM "{table.name}"')
        unfilled += [
            (table.name, column.name)
            for column, filled in zip(table.columns, row, strict=True)
            if not filled
        ]
    return ImportReport(reads, tuple(missing), tuple(unfilled))
