"""Parts of the archive: Parquet files with the events of one month, sorted by time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import duckdb

from chs_audit.engine import stored_columns
from chs_audit.records import BY_NAME
from chs_audit.sources import durable
from chs_audit.sources.manifest import UNKNOWN, Month, Part
from chs_audit.sources.raw import one_row, quoted, sha256

COLUMNS = stored_columns(BY_NAME["access_log"])


def select(places: Sequence[Path]) -> str:
    """SQL for the events in these files."""
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    if not places:
        nothing = ", ".join(f'CAST(NULL AS {type}) AS "{name}"' for name, type in COLUMNS.items())
        return f"SELECT {nothing} WHERE false"
    listed = ", ".join(quoted(str(place)) for place in places)
    return f"SELECT {names} FROM read_parquet([{listed}], hive_partitioning = false)"


def months_of(database: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    """The months of some events, in order; `unknown` last, for those without a day."""
    found = database.execute(
        f"SELECT DISTINCT coalesce(strftime(occurred_on, '%Y-%m'), {quoted(UNKNOWN)}) AS month "
        f"FROM ({query}) ORDER BY month"
    ).fetchall()
    return [month for (month,) in found]


def within(month: str) -> str:
    if month == UNKNOWN:
        return "occurred_on IS NULL"
    first = dt.date.fromisoformat(f"{month}-01")
    after = (first + dt.timedelta(days=31)).replace(day=1)
    return f"occurred_on >= DATE '{first}' AND occurred_on < DATE '{after}'"


def write(archive: Path, path: str, database: duckdb.DuckDBPyConnection, rows: str) -> Month:
    """Writes one part, and brings it to the disk.

    Args:
        archive: the folder `archive`.
        path: the part's place below it.
        database: where the query is asked.
        rows: SQL for the events, in the stored columns of the access log.

    Returns:
        What the part holds.
    """
    place = archive / path
    durable.make_folder(place.parent)
    _copy(database, rows, place)
    durable.sync(place)
    durable.sync(place.parent)
    count, first, last, days = one_row(
        database,
        "SELECT count(*), min(occurred_at), max(occurred_at), list(DISTINCT occurred_on "
        f"ORDER BY occurred_on) FILTER (occurred_on IS NOT NULL) FROM ({select([place])})",
    )
    sources = database.execute(
        f"SELECT source, max(occurred_on) FROM ({select([place])}) "
        "WHERE source IS NOT NULL AND occurred_on IS NOT NULL GROUP BY source ORDER BY source"
    ).fetchall()
    filled = database.execute(
        f"SELECT DISTINCT path_in_schema FROM parquet_metadata({quoted(str(place))}) "
        "WHERE num_values > coalesce(stats_null_count, 0)"
    ).fetchall()
    part = Part(
        path=path,
        rows=count,
        bytes=place.stat().st_size,
        sha256=sha256(place),
        filled=tuple(sorted(name for (name,) in filled)),
    )
    return Month(
        rows=count,
        first_at=first,
        last_at=last,
        days=tuple(days or ()),
        sources=dict(sources),
        parts=(part,),
    )


def _copy(database: duckdb.DuckDBPyConnection, rows: str, place: Path) -> None:
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    database.execute(
        f"COPY (SELECT {names} FROM ({rows}) ORDER BY occurred_at, event_id) "
        f"TO {quoted(str(place))} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)"
    )
