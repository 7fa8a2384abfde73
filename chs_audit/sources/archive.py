"""The archive of the access log: Parquet files by month, which outlive the log they come from.

    DIR/archive/manifest.json                                    what the archive holds
    DIR/archive/access_log/month=2026-03/000007.parquet          a part: events of one month

A month is one of the charity's calendar; events without a time are in `month=unknown`. A part
has the stored columns of the access log and is sorted by time. Parts are never changed: new
ones are written beside the old ones, and count from the moment at which the list that names
them takes the place of the old list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import duckdb
from pydantic import ValidationError

from chs_audit.errors import InputError, Problem
from chs_audit.settings import FILE_NAME
from chs_audit.sources import durable, parts
from chs_audit.sources.manifest import ImportedFile, Manifest, Part
from chs_audit.sources.raw import sha256
from chs_audit.sources.report import Archived, Progress, silent

FOLDER = "archive"
LIST = "manifest.json"
# Many small parts are slow to read: a month that has this many gets one in their stead.
MOST_PARTS = 8

_RESTORE = f"Restore the folder {FOLDER} from your backup."


def load(folder: Path, zone: str) -> Manifest | None:
    """What an audit folder's archive holds; None if there is no archive.

    Args:
        folder: the audit folder.
        zone: the charity's time zone.

    Raises:
        InputError: if the list cannot be read, was made for another time zone, or names parts
            that are not there whole.
    """
    place = folder / FOLDER / LIST
    if not place.is_file():
        if any(_on_disk(folder)):
            raise InputError([_broken(f"{FOLDER}/{LIST}", "not there, but its parts are")])
        return None
    try:
        manifest = Manifest.model_validate_json(place.read_bytes())
    except ValidationError:
        raise InputError([_broken(f"{FOLDER}/{LIST}", "not a list that can be read")]) from None
    if manifest.timezone != zone:
        raise InputError([_other_zone(manifest.timezone)])
    missing = [part.path for part in manifest.parts() if not _is_whole(folder, part)]
    if missing:
        raise InputError(_broken(f"{FOLDER}/{path}", "not there, or cut short") for path in missing)
    return manifest


def select(folder: Path, manifest: Manifest, months: Iterable[str] | None = None) -> str:
    """SQL for the archived events, in the stored columns of the access log.

    It names every part, so that DuckDB never looks for files by itself, and reads no more of
    them than it needs: the range of days in each part's groups of rows is known beforehand.

    Args:
        folder: the audit folder.
        manifest: what its archive holds.
        months: the months to read; all by default.
    """
    return parts.select([_place(folder, part) for part in manifest.parts(months)])


def places(folder: Path, zone: str) -> list[Path]:
    """The files in which an audit folder's archived events lie; none if there is no archive.

    Raises:
        InputError: as :func:`load` does.
    """
    manifest = load(folder, zone)
    return [_place(folder, part) for part in manifest.parts()] if manifest else []


def summary(manifest: Manifest) -> Archived:
    """What the archive holds, for the import report."""
    return Archived(
        rows=manifest.rows,
        first_on=manifest.first_on,
        last_on=manifest.last_on,
        gaps=tuple((gap.first, gap.last) for gap in manifest.gaps),
        files=len(manifest.files),
        filled=manifest.filled,
        sha256=hashlib.sha256(_text(manifest).encode()).hexdigest(),
    )


def verify(folder: Path) -> list[str]:
    """The archive's files that are not as the list says, by their place in the audit folder.

    Raises:
        InputError: if there are parts but no list, or the list cannot be read.
    """
    place = folder / FOLDER / LIST
    if not place.is_file():
        load(folder, "")
        return []
    try:
        manifest = Manifest.model_validate_json(place.read_bytes())
    except ValidationError:
        return [f"{FOLDER}/{LIST}"]
    return [
        f"{FOLDER}/{part.path}"
        for part in manifest.parts()
        if not _is_whole(folder, part) or sha256(_place(folder, part)) != part.sha256
    ]


@contextmanager
def opened(folder: Path, zone: str) -> Iterator[Manifest]:
    """The archive, for one import at a time; made if there is none.

    What an import that was cut short left behind is removed.

    Raises:
        InputError: if another import is at work, or the archive cannot be used.
    """
    durable.make_folder(folder / FOLDER)
    with durable.alone(folder / FOLDER / ".lock"):
        manifest = load(folder, zone)
        if manifest is None:
            # First of all the list: from now on, parts without one mean that it was lost.
            manifest = Manifest(timezone=zone)
            _save(folder, manifest)
        known = {_place(folder, part) for part in manifest.parts()}
        for path in list(_on_disk(folder)):
            if path not in known:
                durable.remove(path)
        durable.remove(folder / FOLDER / (LIST + durable.NEW))
        yield manifest


def append(
    folder: Path,
    manifest: Manifest,
    database: duckdb.DuckDBPyConnection,
    query: str,
    files: Sequence[ImportedFile] = (),
    progress: Progress = silent,
) -> Manifest:
    """Adds events to the archive; only the months of these events are touched.

    To be called within :func:`opened`.

    Args:
        folder: the audit folder.
        manifest: what the archive holds now.
        database: where the query is asked.
        query: SQL for the new events, in the stored columns of the access log. None of them
            may be in the archive yet. It is asked once for each month.
        files: what to write down about the files that they came from.
        progress: told of each month.

    Returns:
        What the archive holds then.
    """
    touched = parts.months_of(database, query)
    months = dict(manifest.months)
    for done, month in enumerate(touched):
        progress(f"Writing {month}", done, len(touched))
        path = f"access_log/month={month}/{manifest.imports + 1:06}.parquet"
        rows = f"SELECT * FROM ({query}) WHERE {parts.within(month)}"
        before = months.get(month)
        if before and len(before.parts) >= MOST_PARTS:
            rows = f"{rows} UNION ALL {select(folder, manifest, [month])}"
            before = None
        new = parts.write(folder / FOLDER, path, database, rows)
        months[month] = before.with_more(new) if before else new
    progress("Writing the list", len(touched), len(touched))
    after = Manifest(
        timezone=manifest.timezone,
        imports=manifest.imports + 1,
        files=(*manifest.files, *files),
        months=dict(sorted(months.items())),
    )
    _save(folder, after)
    return after


def write_months(
    folder: Path,
    database: duckdb.DuckDBPyConnection,
    query: str,
    zone: str = "Europe/London",
    progress: Progress = silent,
) -> Manifest:
    """Makes a folder's archive from events that are checked already, all at once.

    Args:
        folder: the audit folder, which must not have an archive.
        database: where the query is asked.
        query: SQL for the events, in the stored columns of the access log and each event
            once, such as "FROM read_parquet('log.parquet')". It is asked once for each
            month, so it should read what is stored, and not work it out.
        zone: the time zone that `occurred_on` is of.
        progress: told of each month.

    Raises:
        InputError: if the folder has events in its archive already.
    """
    with opened(folder, zone) as manifest:
        if manifest.rows or manifest.files:
            raise InputError(
                [Problem("a folder without an archive", "Choose another folder.", file=FOLDER)]
            )
        return append(folder, manifest, database, query, progress=progress)


def _save(folder: Path, manifest: Manifest) -> None:
    place = folder / FOLDER / LIST
    durable.replace(place, durable.write_beside(place, _text(manifest)))


def _text(manifest: Manifest) -> str:
    return manifest.model_dump_json(indent=1) + "\n"


def _place(folder: Path, part: Part) -> Path:
    return folder.absolute() / FOLDER / part.path


def _on_disk(folder: Path) -> Iterator[Path]:
    """The parts that are there, whether or not the list names them."""
    return (folder.absolute() / FOLDER / "access_log").glob("month=*/*.parquet")


def _is_whole(folder: Path, part: Part) -> bool:
    place = _place(folder, part)
    return place.is_file() and place.stat().st_size == part.bytes


def _broken(file: str, was: str) -> Problem:
    return Problem("the archive as it was written", _RESTORE, file=file, was=was)


def _other_zone(zone: str) -> Problem:
    return Problem(
        f"{zone}, the time zone that the archive's days are of",
        f'Write timezone = "{zone}", or import the log anew in another folder.',
        file=FILE_NAME,
        column="charity.timezone",
        was="another time zone",
    )
