"""Across all files of a table: repeats, two records under one key, references to nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import duckdb

from chs_audit.errors import Problem
from chs_audit.records import BY_NAME, Column, RecordTable
from chs_audit.sources.raw import number, quoted
from chs_audit.sources.validate import staging

_SHOWN = 5


@dataclass(frozen=True)
class Place:
    """What messages need to know of a part.

    Args:
        file: the file's name.
        sheet: the sheet's name, or "".
        labels: our column = the column's name as the file spells it.
        is_log: whether the event's id alone tells that two rows are the same event.
    """

    file: str
    sheet: str
    labels: dict[str, str]
    is_log: bool = False


def leave_out_repeats(
    database: duckdb.DuckDBPyConnection, table: RecordTable, places: list[Place]
) -> Counter[int]:
    """Deletes rows that say again what an earlier row says, and counts them for each part."""
    key = _names(table.key)
    # Two exports of one log may overlap: which of them a line came from makes no second event.
    apart = ("source",) if table.name == "access_log" else ()
    content = _names(
        column.name for column in table.columns if column.name not in (*table.key, *apart)
    )
    logs = [str(part) for part, place in enumerate(places) if place.is_log]
    is_log = f"_part IN ({', '.join(logs)})" if logs else "false"
    source = "source" if apart else "NULL"
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE import_repeats AS
        WITH repeated AS (
            SELECT {key} FROM {staging(table)} GROUP BY {key} HAVING count(*) > 1
        ), candidates AS (
            SELECT rowid AS id, *, {source} AS _source, {is_log} AS _log
            FROM {staging(table)} SEMI JOIN repeated USING ({key})
        ), compared AS (
            SELECT id, _part, _source, _log,
                row_number() OVER same AS nth,
                first(_part) OVER same AS first_part,
                first(_source) OVER same AS first_source,
                row_number() OVER logged AS nth_logged
            FROM candidates
            WINDOW same AS (PARTITION BY {key}{", " + content if content else ""}
                            ORDER BY _part, _row),
                   logged AS (PARTITION BY {key}, _log ORDER BY _part, _row)
        )
        SELECT id, _part FROM compared
        WHERE (nth > 1 AND (_source IS NOT DISTINCT FROM first_source OR _part <> first_part))
           OR (_log AND nth_logged > 1)"""
    )
    found = database.execute("SELECT _part, count(*) FROM import_repeats GROUP BY ALL").fetchall()
    if found:
        database.execute(
            f"DELETE FROM {staging(table)} WHERE rowid IN (SELECT id FROM import_repeats)"
        )
    database.execute("DROP TABLE import_repeats")
    return Counter(dict(found))


def clashes(
    database: duckdb.DuckDBPyConnection, table: RecordTable, places: list[Place]
) -> list[Problem]:
    """A problem for each file in which records repeat a key with other content."""
    key = _names(table.key)
    filled = " AND ".join(f'"{name}" IS NOT NULL' for name in table.key)
    found = database.execute(
        f"""WITH numbered AS (
            SELECT _part, _row, first(_part) OVER same AS first_part, first(_row) OVER same AS first_row,
                row_number() OVER same AS nth, count(*) OVER (PARTITION BY {key}) AS times
            FROM {staging(table)} WHERE {filled}
            WINDOW same AS (PARTITION BY {key} ORDER BY _part, _row)
        )
        SELECT _part, _row, first_part, first_row FROM numbered
        WHERE nth > 1 ORDER BY _part, _row"""
    ).fetchall()
    by_part: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for part, row, first_part, first_row in found:
        by_part[part].append((row, first_part, first_row))
    problems = []
    for part, rows in by_part.items():
        place = places[part]
        said = "; ".join(
            f"row {row} repeats the key of row {first_row}{_elsewhere(place, places[first_part])}"
            for row, first_part, first_row in rows[:_SHOWN]
        )
        more = f"; and {len(rows) - _SHOWN:,} more" if len(rows) > _SHOWN else ""
        problems.append(
            Problem(
                f"a {' and '.join(table.key)} that no other record of {table.name} has",
                "Correct or delete one of the rows.",
                file=place.file,
                sheet=place.sheet,
                column=" + ".join(place.labels.get(name, name) for name in table.key),
                rows=tuple(row for row, _, _ in rows),
                was=f"{said}{more}, with other content",
            )
        )
    return problems


def leave_out_archived(
    database: duckdb.DuckDBPyConnection, archived: str, places: list[Place], log_source: str
) -> tuple[Counter[int], list[Problem]]:
    """Deletes events that the archive holds already, as repeats of these.

    Args:
        database: where the staged events are.
        archived: SQL for the archive's events among which they may be.
        places: the parts.
        log_source: what the archive calls the source of events whose id alone tells that they
            are the same.

    Returns:
        How many events of each part were left out, and a problem for each file that gives an
        archived event's id to other content.
    """
    table = BY_NAME["access_log"]
    names = [column.name for column in table.columns if column.name not in ("event_id", "source")]
    same = " AND ".join(f'new."{name}" IS NOT DISTINCT FROM old."{name}"' for name in names)
    logs = ", ".join(str(part) for part, place in enumerate(places) if place.is_log) or "NULL"
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE import_archived AS
        SELECT new._part, new._row, new.rowid AS id,
            bool_or(({same}) OR (coalesce(new._part IN ({logs}), false)
                AND old.source IS NOT DISTINCT FROM {quoted(log_source)})) AS same
        FROM {staging(table)} AS new JOIN ({archived}) AS old USING (event_id)
        GROUP BY ALL"""
    )
    repeats = database.execute(
        "SELECT _part, count(*) FROM import_archived WHERE same GROUP BY _part"
    ).fetchall()
    clashing = database.execute(
        "SELECT _part, list(_row ORDER BY _row) FROM import_archived WHERE NOT same "
        "GROUP BY _part ORDER BY _part"
    ).fetchall()
    database.execute(
        f"DELETE FROM {staging(table)} WHERE rowid IN (SELECT id FROM import_archived WHERE same)"
    )
    database.execute("DROP TABLE import_archived")
    problems = [
        Problem(
            "an event_id that no other event has",
            "Look at both; correct or delete one of the rows, or give their files' events ids "
            "that differ, such as with the system's name before them.",
            file=places[part].file,
            sheet=places[part].sheet,
            column=places[part].labels.get("event_id", "event_id"),
            rows=tuple(rows),
            was="the id of an event in the archive, with other content",
        )
        for part, rows in clashing
    ]
    return Counter(dict(repeats)), problems


def dangling(
    database: duckdb.DuckDBPyConnection,
    table: RecordTable,
    places: list[Place],
    incomplete: set[str],
) -> list[Problem]:
    """A problem for each file and column that names records which are in no file.

    Args:
        incomplete: tables of which some rows could not be read: what seems to be missing
            may be there.
    """
    problems = []
    for column in table.columns:
        if not column.refers_to or incomplete.intersection(column.refers_to):
            continue
        if not any(
            number(database, f"SELECT count(*) FROM {staging(BY_NAME[name])}")
            for name in column.refers_to
        ):
            continue
        problems += [
            _dangling(places[part], column, rows)
            for part, rows in _missing(database, table, column)
        ]
    return problems


def _missing(
    database: duckdb.DuckDBPyConnection, table: RecordTable, column: Column
) -> list[tuple[int, list[int]]]:
    keys = " UNION ALL ".join(
        f'SELECT "{BY_NAME[name].key[0]}" AS "{column.name}" FROM {staging(BY_NAME[name])}'
        for name in column.refers_to
    )
    return database.execute(
        f"""SELECT _part, list(_row ORDER BY _row)
        FROM (SELECT * FROM {staging(table)} ANTI JOIN ({keys}) USING ("{column.name}"))
        WHERE "{column.name}" IS NOT NULL GROUP BY _part ORDER BY _part"""
    ).fetchall()


def _dangling(place: Place, column: Column, rows: list[int]) -> Problem:
    known = " or ".join(f"{BY_NAME[name].key[0]} in {name}" for name in column.refers_to)
    return Problem(
        f"a {known}",
        "Correct the cell, or add the missing record there.",
        file=place.file,
        sheet=place.sheet,
        column=place.labels.get(column.name, column.name),
        rows=tuple(rows),
        was="no such record",
    )


def _names(names: object) -> str:
    return ", ".join(f'"{name}"' for name in names)  # type: ignore[attr-defined]


def _elsewhere(here: Place, there: Place) -> str:
    if there.file != here.file:
        return f" of {there.file}"
    return f" of sheet {there.sheet}" if there.sheet != here.sheet else ""
