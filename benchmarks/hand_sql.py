"""The same audit in DuckDB SQL written by hand."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.charity import ROLES, ZONE
from benchmarks.outcome import Outcome

SQL = Path(__file__).parent / "hand.sql"


def run(folder: Path) -> Outcome:
    """Audit the folder's log."""
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute(
        f"CREATE MACRO local_day(moment) AS CAST(timezone('{ZONE}', CAST(moment AS TIMESTAMPTZ)) AS DATE)"
    )
    needs = ", ".join(f"('{role}', {list(sections)})" for role, sections in ROLES.items())
    script = SQL.read_text().replace("$folder", str(folder)).replace("$needs", needs)
    for statement in duckdb.extract_statements(script):
        database.execute(statement)
    findings = database.sql("FROM findings").to_arrow_table().to_pandas()
    examined = dict(database.execute("FROM examined").fetchall())
    return Outcome(examined, findings)
