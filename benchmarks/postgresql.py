"""The same SQL in PostgreSQL: loaded and indexed beforehand, on a server of its own."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pandas as pd
import psycopg

from benchmarks.charity import FIRST, LAST, TABLES, ZONE
from benchmarks.hand_sql import script
from benchmarks.outcome import Outcome

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
INSTALL = "PostgreSQL 15 is missing: on Debian, apt-get install postgresql-15"
# For a machine of two cores and some gigabytes that does nothing else.
SETTINGS = {
    "shared_buffers": "2GB",
    "work_mem": "512MB",
    "maintenance_work_mem": "1GB",
    "effective_cache_size": "8GB",
    "max_parallel_workers": "2",
    "max_parallel_workers_per_gather": "2",
    "max_parallel_maintenance_workers": "2",
    "random_page_cost": "1.1",
    "max_wal_size": "8GB",
    "synchronous_commit": "off",
    "listen_addresses": "",
}
TYPES = {
    "VARCHAR": "text",
    "TIMESTAMP WITH TIME ZONE": "timestamptz",
    "TIMESTAMP": "timestamp",
    "DATE": "date",
    "BOOLEAN": "boolean",
    "BIGINT": "bigint",
}
INDEXES = (
    "access_log (staff_id, person_id, occurred_on)",
    "access_log (occurred_on)",
    "caseload (staff_id, person_id)",
    "caseload (person_id)",
    "families (person_id)",
    "families (family_id)",
    "sessions (staff_id, person_id)",
    "requests (staff_id, person_id)",
    "concerns (person_id)",
)
KEYS = {"staff": "staff_id", "service_users": "person_id", "access_log": "event_id"}


def is_there() -> bool:
    return (PROGRAMS / "initdb").is_file()


@contextmanager
def server() -> Iterator[str]:
    """A server of its own in a temporary folder, reached by a socket there; its address."""
    # In the system's folder for what is temporary: the server's user must be able to enter it.
    home = Path(tempfile.mkdtemp(prefix="audit-benchmark-"))
    # PostgreSQL refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        account = pwd.getpwnam(user)
        os.chown(home, account.pw_uid, account.pw_gid)
    data = home / "data"

    def call(program: str, *arguments: str) -> None:
        done = subprocess.run(
            [PROGRAMS / program, *arguments],
            user=user,
            cwd=home,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr}")

    try:
        call("initdb", "-D", str(data), "-U", "audit", "--auth=trust", "-E", "UTF8", "--locale=C")
        options = " ".join(f"-c {name}='{value}'" for name, value in SETTINGS.items())
        log = ("-l", str(home / "log"))
        call("pg_ctl", "-D", str(data), *log, "-w", "-o", f"{options} -k {home}", "start")
        try:
            yield f"host={home} user=audit dbname=postgres"
        finally:
            call("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home)


def load(address: str, folder: Path) -> None:
    """The folder's records and log as tables, indexed and analysed."""
    source = duckdb.connect()
    source.execute("SET TimeZone = 'UTC'")
    with psycopg.connect(address, autocommit=True) as database:
        database.execute(f"""
            CREATE FUNCTION local_day(moment timestamptz) RETURNS date IMMUTABLE PARALLEL SAFE
            LANGUAGE sql RETURN CAST(moment AT TIME ZONE '{ZONE}' AS date)""")
        database.execute("""
            CREATE FUNCTION list_contains(list text[], value text) RETURNS boolean
            IMMUTABLE PARALLEL SAFE LANGUAGE sql RETURN value = ANY (list)""")
        for table in TABLES:
            _copy(source, database, table, f"'{folder}/records/{table}.parquet'")
        log = f"read_parquet('{folder}/archive/access_log/*/*.parquet', hive_partitioning = false)"
        within = f"occurred_on BETWEEN DATE '{FIRST}' AND DATE '{LAST}'"
        _copy(source, database, "access_log", f"(FROM {log} WHERE {within})")
        for table, key in KEYS.items():
            database.execute(f"ALTER TABLE {table} ADD PRIMARY KEY ({key})")
        for index in INDEXES:
            database.execute(f"CREATE INDEX ON {index}")
        database.execute("VACUUM ANALYZE")


def _copy(
    source: duckdb.DuckDBPyConnection, database: psycopg.Connection, table: str, rows: str
) -> None:
    columns = source.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
    typed = ", ".join(f"{name} {TYPES[type]}" for name, type, *_ in columns)
    database.execute(f"CREATE UNLOGGED TABLE {table} ({typed})")
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "rows.csv"
        source.execute(f"COPY (SELECT * FROM {rows}) TO '{path}' (HEADER false)")
        copying = database.cursor().copy(f"COPY {table} FROM STDIN (FORMAT csv)")
        with path.open("rb") as file, copying as copy:
            while chunk := file.read(1 << 20):
                copy.write(chunk)


def run(address: str) -> Outcome:
    """Audit the log that was loaded; what an earlier run made is dropped first."""
    made = script().replace("CREATE TABLE", "CREATE UNLOGGED TABLE")
    with psycopg.connect(address, autocommit=True) as database:
        for statement in made.split(";\n"):
            if "CREATE UNLOGGED TABLE" not in statement:
                continue
            name = statement.split("CREATE UNLOGGED TABLE ")[1].split()[0]
            database.execute(f"DROP TABLE IF EXISTS {name}")
            database.execute(statement.encode())
            if name in ("ties", "reasons"):
                columns = "staff_id, person_id" if name == "ties" else "tied_staff, tied_person"
                database.execute(f"CREATE INDEX ON {name} ({columns})")
            database.execute(f"ANALYZE {name}")
        findings = database.execute("SELECT control, reason, key FROM findings").fetchall()
        examined = database.execute("SELECT control, rows_asked FROM examined").fetchall()
    frame = pd.DataFrame(findings, columns=["control", "reason", "key"])
    return Outcome({str(control): int(rows) for control, rows in examined}, frame)
