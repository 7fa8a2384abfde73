"""Typed and checked rows -> the record tables, all at once, and the report on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from chs_audit.records import TABLES, RecordTable, Type, day_column
from chs_audit.sources import cells
from chs_audit.sources.raw import number, one_row, quoted
from chs_audit.sources.report import Archived, FileRead, ImportReport
from chs_audit.sources.validate import staging

LOG = "access_log"
LOG_IN_RECORDS = "access_log_in_records"


def all_tables(database: duckdb.DuckDBPyConnection, zone: str, archived: str = "") -> None:
    """Makes all record tables from their staging tables, or none of them.

    Args:
        database: where they are.
        zone: the charity's time zone.
        archived: SQL for the archive's events. With it the access log is a view, so that the
            archive takes no memory: of the archive, and of the events that only `records` has.
    """
    database.begin()
    try:
        for table in TABLES:
            _drop(database, table.name)
            name = LOG_IN_RECORDS if archived and table.name == LOG else table.name
            database.execute(f'CREATE OR REPLACE TABLE "{name}" AS {with_days(table, zone)}')
        if archived:
            rows = number(database, f"SELECT count(*) FROM {LOG_IN_RECORDS}")
            more = f" UNION ALL FROM {LOG_IN_RECORDS}" if rows else ""
            database.execute(f'CREATE VIEW "{LOG}" AS {archived}{more}')
        database.commit()
    except BaseException:
        database.rollback()
        raise


def _drop(database: duckdb.DuckDBPyConnection, name: str) -> None:
    found = one_row(
        database,
        "SELECT table_type FROM information_schema.tables "
        f"WHERE table_schema = 'main' AND table_name = {quoted(name)}",
    )
    if found:
        database.execute(f'DROP {"VIEW" if found[0] == "VIEW" else "TABLE"} "{name}"')


def with_days(table: RecordTable, zone: str) -> str:
    """SQL for the rows in a staging table, each time followed by its day, in the files' order."""
    return f"SELECT {_with_days(table, zone)} FROM {staging(table)} ORDER BY _part, _row"


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


def counted(files: Sequence[FileRead], repeats: Counter[int]) -> tuple[FileRead, ...]:
    """The parts' entries, in which repeats were counted as kept so far, with repeats apart."""
    return tuple(
        replace(file, rows_kept=file.rows_kept - repeats[part], duplicates=repeats[part])
        for part, file in enumerate(files)
    )


def report(
    database: duckdb.DuckDBPyConnection,
    files: tuple[FileRead, ...],
    archived: Archived | None = None,
) -> ImportReport:
    """The report on the record tables as they stand.

    Args:
        database: where they are.
        files: one entry for each part.
        archived: what the archive of the access log holds, if there is one.
    """
    missing, unfilled = [], []
    for table in TABLES:
        in_archive = archived is not None and table.name == LOG
        # What the archive holds is known without reading it.
        filled = set(archived.filled) if archived and in_archive else set()
        filled |= _filled(database, table, LOG_IN_RECORDS if in_archive else table.name)
        if filled:
            unfilled += [(table.name, one.name) for one in table.columns if one.name not in filled]
        else:
            missing.append(table.name)
    if archived:
        files = (*files, archived.line)
    return ImportReport(files, tuple(missing), tuple(unfilled), archived)


def _filled(database: duckdb.DuckDBPyConnection, table: RecordTable, name: str) -> set[str]:
    """The columns that at least one row fills; none if there is no row, since keys are filled."""
    counts = ", ".join(f'count("{column.name}")' for column in table.columns)
    row = one_row(database, f'SELECT {counts} FROM "{name}"')
    return {column.name for column, filled in zip(table.columns, row, strict=True) if filled}
