"""Small audits for tests: records given as text tables, one control asked at a time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import duckdb

from chs_audit import settings as settings_file
from chs_audit.controls import BY_ID
from chs_audit.controls.answers import ask
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.moment import Moment, Span
from chs_audit.controls.populations import POPULATIONS
from chs_audit.engine import Engine, stored_columns
from chs_audit.records import BY_NAME, RecordTable, Type, day_column
from chs_audit.sources import publications

LONDON = ZoneInfo("Europe/London")


def text_table(text: str) -> list[dict[str, str | None]]:
    """Rows of a table written as lines of cells between "|"; "-" is a blank cell."""
    lines = [line.strip() for line in text.strip().splitlines()]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    header, *rows = cells
    return [
        {name: None if cell == "-" else cell for name, cell in zip(header, row, strict=True)}
        for row in rows
    ]


def typed(table: RecordTable, row: dict[str, str | None]) -> dict[str, object]:
    """One row of a record table as it is stored, its days filled in as sources do."""
    stored: dict[str, object] = {}
    for column in table.columns:
        text = row.get(column.name)
        if text is None:
            stored[column.name] = None
        elif column.type is Type.DATE:
            stored[column.name] = dt.date.fromisoformat(text)
        elif column.type is Type.YES_NO:
            stored[column.name] = text == "yes"
        elif column.type is Type.TIME:
            local = dt.datetime.fromisoformat(text).replace(tzinfo=LONDON)
            stored[column.name] = local.astimezone(dt.UTC).replace(tzinfo=None)
            stored.setdefault(day_column(column.name), local.date())
        else:
            stored[column.name] = text
    unknown = set(row) - set(stored)
    assert not unknown, f"{table.name} has no column {unknown}"
    return stored


def fill(database: duckdb.DuckDBPyConnection, tables: dict[str, list[dict[str, object]]]) -> None:
    """All record tables, with these rows, and no publication."""
    publications.fill(database, (), ())
    for name, table in BY_NAME.items():
        columns = stored_columns(table)
        body = ", ".join(f'"{column}" {type}' for column, type in columns.items())
        database.execute(f"CREATE TABLE {name} ({body})")
        rows = [tuple(row.get(column) for column in columns) for row in tables.get(name, [])]
        if rows:
            marks = ", ".join("?" for _ in columns)
            database.executemany(f"INSERT INTO {name} VALUES ({marks})", rows)


def inputs(
    *,
    settings: dict[str, object] | None = None,
    period: str = "2025-01-01 2025-12-31",
    as_at: str = "2025-12-31",
    **tables: str,
) -> Inputs:
    """What controls ask for, from text tables by the record table's name."""
    engine = Engine(threads=1)
    rows = {
        name: [typed(BY_NAME[name], row) for row in text_table(text)]
        for name, text in tables.items()
    }
    fill(engine.database, rows)
    first, last = (dt.date.fromisoformat(day) for day in period.split())
    return Inputs(
        engine,
        settings_file.parse(dict(settings or {})),
        Span(first, last),
        Moment(dt.date.fromisoformat(as_at), "Europe/London"),
    )


def verdicts(control: str, **given: object) -> dict[str, str]:
    """Key -> reason codes, for the rows that the control does not call kept.

    A reason that cannot be judged is marked with a leading "?". "not tested" stands alone.
    """
    (answer,) = ask(inputs(**given), [BY_ID[control]])  # type: ignore[arg-type]
    if answer.not_tested:
        return {"not tested": answer.not_tested}
    return {
        row.key: row.reasons if row.kind == "broken" else f"?{row.reasons}"
        for row in answer.findings.itertuples()
    }


def verdict(control: str, key: str, **given: object) -> str:
    """The verdict on one row: "kept", its reason codes, "not asked", or "not tested"."""
    told = verdicts(control, **given)
    if key in told or "not tested" in told:
        return told.get(key, "not tested")
    audit = inputs(**given)  # type: ignore[arg-type]
    population = POPULATIONS[BY_ID[control].population]
    rows = audit.engine.frame(audit.get(population.name).select(*population.key))
    keys = {"|".join(row) for row in rows.itertuples(index=False)}
    return "kept" if key in keys else "not asked"
