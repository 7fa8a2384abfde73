"""The same audit in DuckDB SQL written by hand."""

from __future__ import annotations

from pathlib import Path

import duckdb

from benchmarks.charity import FIRST, LAST, ROLES, TABLES, ZONE
from benchmarks.outcome import Outcome

SQL = Path(__file__).parent / "audit.sql"


def script() -> str:
    """The audit, with what each role needs filled in."""
    needs = ", ".join(f"('{role}', ARRAY{list(sections)})" for role, sections in ROLES.items())
    return SQL.read_text().replace("$needs", needs)


def run(folder: Path) -> Outcome:
    """Audit the folder's log."""
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    database.execute(f"CREATE MACRO local_day(moment) AS CAST(timezone('{ZONE}', moment) AS DATE)")
    for table in TABLES:
        database.execute(f"CREATE VIEW {table} AS FROM '{folder}/records/{table}.parquet'")
    log = f"read_parquet('{folder}/archive/access_log/*/*.parquet', hive_partitioning = false)"
    within = f"occurred_on BETWEEN DATE '{FIRST}' AND DATE '{LAST}'"
    database.execute(f"CREATE VIEW access_log AS FROM {log} WHERE {within}")
    for statement in duckdb.extract_statements(script()):
        database.execute(statement)
    findings = database.sql("FROM findings").to_arrow_table().to_pandas()
    return Outcome(dict(database.execute("FROM examined").fetchall()), findings)
