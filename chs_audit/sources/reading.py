"""All files of an audit folder -> record tables in DuckDB, or one error that lists every problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import duckdb

from chs_audit.errors import InputError, Problem
from chs_audit.records import BY_NAME, TABLES
from chs_audit.settings import Settings
from chs_audit.sources import (
    archive,
    columns,
    csv_files,
    files,
    keys,
    microsoft_365,
    parquet_files,
    places,
    publications,
    publish,
    validate,
    workbooks,
)
from chs_audit.sources.files import Part
from chs_audit.sources.keys import Place
from chs_audit.sources.manifest import UNKNOWN, Manifest
from chs_audit.sources.parts import months_of
from chs_audit.sources.raw import Raw, sha256
from chs_audit.sources.report import FileRead, ImportReport, Progress, silent


@dataclass
class _State:
    """What is known so far, while the files are read one after the other."""

    problems: list[Problem]
    places: list[Place] = field(default_factory=list)
    files: list[FileRead] = field(default_factory=list)
    incomplete: set[str] = field(default_factory=set)


def read(
    folder: Path,
    settings: Settings,
    database: duckdb.DuckDBPyConnection,
    progress: Progress = silent,
    only: Collection[str] = (),
) -> ImportReport:
    """Reads the files in `folder/records` into the record tables.

    Makes every table of `chs_audit.records.TABLES`, empty where no file supplies it, with all
    its columns in order: TEXT, WORD and WORDS as VARCHAR, DATE as DATE, TIME as TIMESTAMP in
    UTC followed by its day in the charity's time zone (see `day_column`), YES_NO as BOOLEAN,
    NUMBER as BIGINT. Blank cells are NULL. If anything is wrong no table is made.

    Where the folder has an archive, the access log is a view of it instead, and of the events
    that only `records` holds.

    Args:
        folder: the audit folder.
        settings: its settings.
        database: where the tables are made; tables of the same names are replaced.
        progress: called with what is being done, how many files are done, and how many
            there are.
        only: names of tables; files of others, the archive and publications are then not
            looked at.

    Raises:
        InputError: listing every problem of every file.
    """
    manifest = None if only else archive.load(folder, settings.charity.timezone)
    imported = [file.name for file in manifest.files] if manifest else []
    parts, problems = files.recognise(folder, settings, imported)
    if only:
        parts = [one for one in parts if one.table.name in only]
    try:
        read = stage(database, parts, settings, problems, folder, manifest, progress)
        archived = archive.select(folder, manifest) if manifest else ""
        publish.all_tables(database, settings.charity.timezone, archived)
        if not only:
            publications.load(folder, database)
    finally:
        publish.drop_temporary(database)
    return publish.report(database, read, archive.summary(manifest) if manifest else None)


def stage(
    database: duckdb.DuckDBPyConnection,
    parts: list[Part],
    settings: Settings,
    problems: list[Problem],
    folder: Path,
    manifest: Manifest | None,
    progress: Progress = silent,
) -> tuple[FileRead, ...]:
    """Reads parts into the staging tables, each record once.

    Events that the archive holds are left out, too, and counted as repeats.

    Args:
        database: where the staging tables are made; the caller drops them.
        parts: what to read.
        settings: the folder's settings.
        problems: what is known to be wrong already.
        folder: the audit folder.
        manifest: what its archive holds, if there is one.
        progress: told of each file.

    Returns:
        For each part what was read.

    Raises:
        InputError: listing every problem of every file.
    """
    state = _State(problems + _settings_problems(settings))
    for table in TABLES:
        validate.make_staging(database, table)
    _read_files(database, parts, settings, state, progress)
    repeats = _compare_files(database, state)
    if manifest and any(part.table.name == publish.LOG for part in parts):
        days = publish.with_days(BY_NAME[publish.LOG], settings.charity.timezone)
        months = [*months_of(database, days), UNKNOWN]
        found, clashes = keys.leave_out_archived(
            database, archive.select(folder, manifest, months), state.places, microsoft_365.NAME
        )
        repeats += found
        state.problems += clashes
    if state.problems:
        raise InputError(sorted(state.problems, key=_order))
    return publish.counted(state.files, repeats)


def _settings_problems(settings: Settings) -> list[Problem]:
    problems = columns.check_settings(settings)
    for index, source in enumerate(settings.source, start=1):
        if source.kind == microsoft_365.NAME:
            problems += places.check(source, index)
    return problems


def _read_files(
    database: duckdb.DuckDBPyConnection,
    parts: list[Part],
    settings: Settings,
    state: _State,
    progress: Progress,
) -> None:
    # Logs come last: their users are looked up among the staff.
    ordered = sorted(parts, key=lambda part: (part.is_microsoft_365, part.path.name, part.sheet))
    sheets = [
        list(group)
        for _, group in groupby(
            ordered, key=lambda part: (part.is_microsoft_365, part.path, part.sheet)
        )
    ]
    for done, group in enumerate(sheets):
        progress(f"Reading {group[0].path.name}", done, len(sheets))
        _read_sheet(database, group, settings, state)
    progress("Comparing files", len(sheets), len(sheets))


def _read_sheet(
    database: duckdb.DuckDBPyConnection, group: list[Part], settings: Settings, state: _State
) -> None:
    raw, problems = _load(database, group)
    state.problems += problems
    if raw is None or not raw.whole:
        state.incomplete |= {part.table.name for part in group}
    if raw is None:
        return
    digest = sha256(group[0].path)
    for part in group:
        if part.is_microsoft_365:
            _read_log(database, raw, part, settings, state, digest)
        else:
            _read_table(database, raw, part, settings, state, digest)


def _load(
    database: duckdb.DuckDBPyConnection, group: list[Part]
) -> tuple[Raw | None, list[Problem]]:
    part = group[0]
    suffix = part.path.suffix.lower()
    if suffix == ".xlsx":
        return workbooks.load(part.path, part.sheet, part.shown_sheet, database)
    if suffix == ".parquet":
        return parquet_files.load(part.path, database)
    if suffix in files.JSON:
        return microsoft_365.load_json(part.path, database)
    known = columns.known_headers(part for part in group if not part.is_microsoft_365)
    if any(part.is_microsoft_365 for part in group):
        known |= microsoft_365.known_headers()
    return csv_files.load(part.path, database, known)


def _read_table(
    database: duckdb.DuckDBPyConnection,
    raw: Raw,
    part: Part,
    settings: Settings,
    state: _State,
    digest: str,
) -> None:
    origins, problems = columns.origins(raw, part)
    state.problems += problems
    if not origins:
        state.incomplete.add(part.table.name)
        return
    if set(part.table.key) - set(origins):
        state.incomplete.add(part.table.name)
    state.problems += validate.stray_cells(database, raw, columns.nameless(raw, part))
    skip = part.source.skip_blank if part.source else ""
    set_aside = ""
    if skip in origins:
        set_aside = validate.is_blank(origins[skip], part.table.column(skip))
    why = f"{origins[skip].label} is blank" if set_aside else ""
    _check(database, raw, part, origins, settings, state, set_aside, why, digest)


def _read_log(
    database: duckdb.DuckDBPyConnection,
    raw: Raw,
    part: Part,
    settings: Settings,
    state: _State,
    digest: str,
) -> None:
    # Settings without places are a problem already, and nothing can be said of their rows.
    if part.source is None or places.check(part.source, 1):
        return
    events, origins, problems = microsoft_365.to_access_log(database, raw, part.source)
    state.problems += problems
    _check(
        database,
        events,
        part,
        origins,
        settings,
        state,
        microsoft_365.SET_ASIDE,
        microsoft_365.SET_ASIDE_WHY,
        digest,
    )


def _check(
    database: duckdb.DuckDBPyConnection,
    raw: Raw,
    part: Part,
    origins: dict[str, columns.Origin],
    settings: Settings,
    state: _State,
    set_aside: str,
    why: str,
    digest: str,
) -> None:
    checked = validate.check(
        database,
        raw,
        part.table,
        origins,
        len(state.places),
        settings.charity.timezone,
        set_aside,
    )
    state.problems += checked.problems
    labels = {name: origin.label for name, origin in origins.items()}
    state.places.append(Place(raw.file, raw.sheet, labels, part.is_microsoft_365))
    state.files.append(
        FileRead(
            file=part.path.name,
            sheet=part.sheet,
            table=part.table.name,
            rows_read=raw.rows,
            rows_kept=raw.rows - checked.set_aside,
            duplicates=0,
            set_aside=checked.set_aside,
            set_aside_why=why if checked.set_aside else "",
            sha256=digest,
        )
    )


def _compare_files(database: duckdb.DuckDBPyConnection, state: _State) -> Counter[int]:
    repeats: Counter[int] = Counter()
    present = [BY_NAME[name] for name in dict.fromkeys(file.table for file in state.files)]
    for table in present:
        repeats += keys.leave_out_repeats(database, table, state.places)
        state.problems += keys.clashes(database, table, state.places)
    for table in present:
        state.problems += keys.dangling(database, table, state.places, state.incomplete)
    return repeats


def _order(problem: Problem) -> tuple[str, str, str, int, str]:
    first = min(problem.rows, default=0)
    return problem.file, problem.sheet, problem.column, first, problem.expected
