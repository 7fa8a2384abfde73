"""Archives for tests: what one holds, and an import whose process is killed on the way."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb

from chs_audit import settings as settings_file
from chs_audit.sources import archive, durable, parts
from chs_audit.sources.importing import Imported, import_files

LOG = "event_id,occurred_at,staff_id,person_id,action\n"
TODAY = dt.date(2026, 9, 30)
# All that an import does to the disk goes through these.
ON_DISK = (
    (durable, "make_folder"),
    (durable, "sync"),
    (durable, "write_beside"),
    (durable, "replace"),
    (durable, "remove"),
    (parts, "_copy"),
)


def bring_in(folder: Path, *paths: Path, again: bool = False, **settings: Any) -> Imported:
    """Import files with these settings."""
    with duckdb.connect() as database:
        given = settings_file.parse(settings)
        return import_files(folder, given, paths, database, TODAY, again)


def events(folder: Path, columns: str = "event_id") -> list[Any]:
    """What the archive holds, in the order of the events' ids."""
    manifest = archive.load(folder, "Europe/London")
    if manifest is None:
        return []
    with duckdb.connect() as database:
        rows = database.execute(
            f"SELECT {columns} FROM ({archive.select(folder, manifest)}) ORDER BY event_id"
        ).fetchall()
    return [row[0] if len(row) == 1 else row for row in rows]


def months(folder: Path) -> dict[str, int]:
    """How many events the archive holds of each month."""
    manifest = archive.load(folder, "Europe/London")
    return {name: month.rows for name, month in manifest.months.items()} if manifest else {}


def on_disk(folder: Path) -> set[str]:
    """The parts that are there, whether or not they count."""
    place = folder / "archive"
    return {path.relative_to(place).as_posix() for path in place.rglob("*.parquet")}


def named(folder: Path) -> set[str]:
    """The parts that count."""
    manifest = archive.load(folder, "Europe/London")
    return {part.path for part in manifest.parts()} if manifest else set()


def import_and_die(folder: Path, file: Path, point: int, halfway: bool, most_parts: int) -> None:
    """Import a file, and be killed at the n-th thing that is done to the disk.

    Args:
        folder: the audit folder.
        file: what to import.
        point: which of the things done to the disk is not done any more, counted from 0.
        halfway: where a file is written, that one is written by half.
        most_parts: how many parts a month may have before it gets one in their stead.
    """
    archive.MOST_PARTS = most_parts
    count = 0

    def deadly(module: Any, name: str) -> Callable[..., Any]:
        real = getattr(module, name)

        def call(*arguments: Any) -> Any:
            nonlocal count
            count += 1
            if count <= point:
                return real(*arguments)
            if halfway and name in ("_copy", "write_beside"):
                real(*arguments)
                written = arguments[-1] if name == "_copy" else _beside(arguments[0])
                os.truncate(written, written.stat().st_size // 2)
            os.kill(os.getpid(), signal.SIGKILL)
            return None

        return call

    for module, name in ON_DISK:
        setattr(module, name, deadly(module, name))
    bring_in(folder, file)


def _beside(path: Path) -> Path:
    return path.with_name(path.name + durable.NEW)
