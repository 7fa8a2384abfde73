"""Exports of the access log -> the archive, each event once, all of the files or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from chs_audit.errors import InputError, Problem
from chs_audit.records import BY_NAME
from chs_audit.settings import Settings
from chs_audit.sources import archive, files, microsoft_365, publish, reading
from chs_audit.sources.files import Part
from chs_audit.sources.manifest import ImportedFile, Manifest
from chs_audit.sources.parts import months_of
from chs_audit.sources.raw import number, quoted, sha256
from chs_audit.sources.report import FileRead, Progress, silent

_NEW = "import_new"


@dataclass(frozen=True)
class Imported:
    """What an import did.

    Args:
        files: the files that were read.
        known: those that were not, since they came in before: the name now, and how they did.
        copies: those that were not, since they are copies: the name, and that of the file read.
        months: the months of the calendar that got events.
        nobody: new events whose user is on no list of staff.
        manifest: what the archive holds now.
    """

    files: tuple[ImportedFile, ...]
    known: tuple[tuple[str, ImportedFile], ...]
    copies: tuple[tuple[str, str], ...]
    months: tuple[str, ...]
    nobody: int
    manifest: Manifest


def import_files(
    folder: Path,
    settings: Settings,
    paths: Sequence[Path],
    database: duckdb.DuckDBPyConnection,
    on: dt.date,
    again: bool = False,
    progress: Progress = silent,
) -> Imported:
    """Adds the events of these files to the folder's archive.

    Files are read as those in `records` are, with the same settings. A file whose bytes came
    in before is not read. An event that the archive holds already is a repeat; so that a month
    costs a month, it is looked for among the events of the same months only.

    Args:
        folder: the audit folder.
        settings: its settings.
        paths: the files, wherever they are.
        database: where the work is done.
        on: the day of the import, which is written down.
        again: read files that came in before, too, since the settings have changed.
        progress: told of each file and each month.

    Raises:
        InputError: listing every problem of every file; the archive is then as it was.
    """
    zone = settings.charity.timezone
    with archive.opened(folder, zone) as manifest:
        chosen = _choose(paths, manifest, again)
        parts: list[Part] = []
        problems = chosen.problems
        for path in chosen.paths.values():
            found, wrong = files.log_parts(path, settings)
            parts += found
            problems += wrong
        told = tuple(chosen.known), tuple(chosen.copies)
        if not parts and not problems:
            return Imported((), *told, (), 0, manifest)
        if any(part.is_microsoft_365 for part in parts):
            # Sign-in names are looked up among the staff.
            mine, _ = files.recognise(folder, settings)
            parts += [part for part in mine if part.table.name == "staff"]
        try:
            read = reading.stage(database, parts, settings, problems, folder, manifest, progress)
            rows = publish.with_days(BY_NAME[publish.LOG], zone)
            database.execute(f"CREATE OR REPLACE TEMP TABLE {_NEW} AS {rows}")
            months = months_of(database, f"FROM {_NEW}")
            nobody = number(
                database,
                f"SELECT count(*) FROM {_NEW} WHERE staff_id IS NULL "
                f"AND source = {quoted(microsoft_365.NAME)}",
            )
            added = tuple(_entries(read, on))
            after = _append(folder, manifest, database, added, progress)
        finally:
            publish.drop_temporary(database)
    return Imported(added, *told, tuple(months), nobody, after)


@dataclass
class _Choice:
    """The files to read, by their content; why others are not read; and what is wrong."""

    paths: dict[str, Path] = field(default_factory=dict)
    known: list[tuple[str, ImportedFile]] = field(default_factory=list)
    copies: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _choose(paths: Sequence[Path], manifest: Manifest, again: bool) -> _Choice:
    before = {file.sha256: file for file in manifest.files}
    choice = _Choice()
    for path in dict.fromkeys(paths):
        if not path.is_file():
            todo = "Look at the spelling, and in which folder the file is."
            choice.problems.append(Problem("a file", todo, file=path.name, was="not there"))
            continue
        digest = sha256(path)
        if digest in before and not again:
            choice.known.append((path.name, before[digest]))
        elif digest in choice.paths:
            choice.copies.append((path.name, choice.paths[digest].name))
        else:
            choice.paths[digest] = path
    return choice


def _entries(read: Iterable[FileRead], on: dt.date) -> Iterable[ImportedFile]:
    """One entry for each file, its sheets added up."""
    by_file: dict[str, list[FileRead]] = {}
    for one in read:
        if one.table == publish.LOG:
            by_file.setdefault(one.sha256, []).append(one)
    for digest, sheets in by_file.items():
        yield ImportedFile(
            name=sheets[0].file,
            sha256=digest,
            imported_on=on,
            rows_read=sum(one.rows_read for one in sheets),
            kept=sum(one.rows_kept for one in sheets),
            repeats=sum(one.duplicates for one in sheets),
            set_aside=sum(one.set_aside for one in sheets),
            set_aside_why="; ".join(sorted({one.set_aside_why for one in sheets} - {""})),
        )


def _append(
    folder: Path,
    manifest: Manifest,
    database: duckdb.DuckDBPyConnection,
    added: Sequence[ImportedFile],
    progress: Progress,
) -> Manifest:
    try:
        return archive.append(folder, manifest, database, f"FROM {_NEW}", added, progress)
    except (OSError, duckdb.IOException):
        problem = Problem(
            "room on the disk, and leave to write there",
            "Make room and import again. The archive is as it was.",
            file=archive.FOLDER,
            was="cannot be written to",
        )
        raise InputError([problem]) from None
