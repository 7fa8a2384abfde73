"""Which columns hold the number of a person, and who is on record at all."""

from __future__ import annotations

import duckdb

from chs_audit.records import BY_NAME

STAFF, PERSON, VISITOR = "staff", "person", "visitor"
KINDS = (PERSON, STAFF, VISITOR)
TABLE_OF = {PERSON: "service_users", STAFF: "staff", VISITOR: "attendances"}
KEY_OF = {PERSON: "person_id", STAFF: "staff_id", VISITOR: "visitor_id"}


def _kinds() -> dict[str, tuple[str, ...]]:
    """Column -> the kinds of people whose numbers it may hold, from the record tables."""
    found: dict[str, set[str]] = {}
    for table in BY_NAME.values():
        for column in table.columns:
            for kind in KINDS:
                if column.name == KEY_OF[kind] or TABLE_OF[kind] in column.refers_to:
                    found.setdefault(column.name, set()).add(kind)
    return {name: tuple(kind for kind in KINDS if kind in kinds) for name, kinds in found.items()}


# A consent may be a service user's or a colleague's, so a column may hold two kinds.
KINDS_IN = _kinds()


def people_on_record(database: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Kind -> the numbers of everybody whom any record table names.

    A number in a column that may hold two kinds is of the first kind that has it as its own.
    """
    own = {kind: _numbers(database, TABLE_OF[kind], KEY_OF[kind]) for kind in KINDS}
    people = {kind: set(numbers) for kind, numbers in own.items()}
    for table in BY_NAME.values():
        for column in table.columns:
            kinds = KINDS_IN.get(column.name, ())
            for number in _numbers(database, table.name, column.name) if kinds else ():
                people[kind_of(column.name, number, own)].add(number)
    return people


def kind_of(column: str, number: str, people: dict[str, set[str]]) -> str:
    """The kind of person whose number stands in that column."""
    kinds = KINDS_IN[column]
    return next((kind for kind in kinds if number in people[kind]), kinds[0])


def _numbers(database: duckdb.DuckDBPyConnection, table: str, column: str) -> set[str]:
    rows = database.execute(
        f'SELECT DISTINCT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL'
    ).fetchall()
    return {number for (number,) in rows}


def names_of(database: duckdb.DuckDBPyConnection, kind: str, number: str) -> list[str]:
    """The names that are on record for a person; none, if there is none."""
    rows = database.execute(
        f'SELECT DISTINCT "name" FROM "{TABLE_OF[kind]}" '
        f'WHERE "{KEY_OF[kind]}" = ? AND "name" IS NOT NULL ORDER BY 1',
        [number],
    ).fetchall()
    return [name for (name,) in rows]
