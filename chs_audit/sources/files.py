"""Which file or sheet holds which record table, by its name or by `[[source]]` in the settings."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from chs_audit.errors import Problem
from chs_audit.records import BY_NAME, RecordTable
from chs_audit.settings import FILE_NAME, Settings, Source
from chs_audit.sources import workbooks
from chs_audit.sources.raw import did_you_mean, nearest, plain

FOLDER = "records"
TEXT = frozenset({".csv", ".tsv", ".txt"})
JSON = frozenset({".json", ".jsonl", ".ndjson"})
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
# The archive's name, or a record table's own, with a number or a year: it tells nothing else.
_PLAIN = re.compile(
    rf"(archive|{'|'.join(map(re.escape, BY_NAME))})([-_ ]?\d[\d_-]*)?(\.\w{{1,8}})?", re.I
)
_DESCRIBE = f"or describe the file under [[source]] in {FILE_NAME}"


@dataclass(frozen=True)
class Part:
    """One record table in one file or sheet.

    Args:
        path: the file.
        table: the record table that its rows are.
        sheet: for a workbook: the sheet as it is called there.
        only_sheet: whether it is the workbook's only sheet, which messages need not name.
        source: what the settings say of it, if they do.
    """

    path: Path
    table: RecordTable
    sheet: str = ""
    only_sheet: bool = True
    source: Source | None = None

    @property
    def shown_sheet(self) -> str:
        """The sheet's name for messages."""
        return "" if self.only_sheet else self.sheet

    @property
    def is_microsoft_365(self) -> bool:
        """Whether the rows are events of a Microsoft 365 audit log."""
        return self.source is not None and self.source.kind == "microsoft-365"


def recognise(
    folder: Path, settings: Settings, imported: Collection[str] = ()
) -> tuple[list[Part], list[Problem]]:
    """What every file of an audit folder's `records` holds.

    Args:
        folder: the audit folder.
        settings: its settings.
        imported: names of files that are in the archive: settings that are about them
            need no file in `records`.

    Returns:
        The parts in the order of file names, and a problem for each file, sheet and
        `[[source]]` that cannot be placed.
    """
    records = folder / FOLDER
    if not records.is_dir():
        return [], [
            Problem(
                f"a folder {FOLDER} with your files of records",
                f"Make a folder {FOLDER} beside {FILE_NAME} and put the files there.",
                file=FOLDER,
                was="not a folder",
            )
        ]
    parts: list[Part] = []
    problems: list[Problem] = []
    paths = paths_in(folder)
    for path in paths:
        sources = [one for one in settings.source if fnmatch(path.name.lower(), one.file.lower())]
        found, wrong = _look_at(path, sources)
        parts += found
        problems += wrong
    for index, source in enumerate(settings.source, start=1):
        names = [path.name for path in paths]
        if not any(fnmatch(name.lower(), source.file.lower()) for name in (*names, *imported)):
            close = nearest(source.file, names)
            problems.append(
                Problem(
                    f"the name or pattern of a file in {FOLDER}",
                    f"Did you mean `{close}`?"
                    if close
                    else "Put the file there, or delete the entry.",
                    file=FILE_NAME,
                    column=f"source {index}, file",
                    was="no file has such a name",
                )
            )
    return parts, problems


def log_parts(path: Path, settings: Settings) -> tuple[list[Part], list[Problem]]:
    """The parts of one file, wherever it is, that are access log; a problem if there are none."""
    sources = [one for one in settings.source if fnmatch(path.name.lower(), one.file.lower())]
    parts, problems = _look_at(path, sources)
    parts = [part for part in parts if part.table.name == "access_log"]
    if parts or problems:
        return parts, problems
    todo = f"Name it after access_log, {_DESCRIBE}. Other records belong into {FOLDER}."
    return [], [Problem("an access log", todo, file=path.name, was="other records")]


def table_of(name: str) -> RecordTable | None:
    """The record table a file's name begins with: `access_log-2025` is the access log."""
    bare = plain(name)
    matches = [
        table
        for table in BY_NAME
        if bare.startswith(table) and re.match(r"$|[_\d]", bare[len(table) :])
    ]
    return BY_NAME[max(matches, key=len)] if matches else None


def has_plain_name(name: str) -> bool:
    """Whether the name of a file or sheet tells no more than which records it holds."""
    return bool(_PLAIN.fullmatch(name))


def paths_in(folder: Path) -> list[Path]:
    """Everything in the audit folder's records but what the system itself puts there."""
    records = folder / FOLDER
    return [path for path in sorted(records.iterdir()) if not _is_ignored(path.name)]


def _is_ignored(name: str) -> bool:
    return name.startswith((".", "~$")) or name.lower() in _SYSTEM_FILES


def _look_at(path: Path, sources: list[Source]) -> tuple[list[Part], list[Problem]]:
    suffix = path.suffix.lower()
    if path.is_dir():
        todo = f"Put its files directly into {FOLDER}, or move the folder elsewhere."
        return [], [Problem("files, not folders", todo, file=path.name, was="a folder")]
    if suffix == ".xlsx":
        return _look_into(path, sources)
    if suffix in JSON:
        if sources and all(source.kind == "microsoft-365" for source in sources):
            return _placed(path, sources), []
        todo = (
            'If it is a Microsoft 365 audit log, say so with kind = "microsoft-365" under '
            f"[[source]] in {FILE_NAME}; if not, save it as CSV."
        )
        return [], [Problem("a table", todo, file=path.name, was="a JSON file")]
    if suffix not in TEXT and suffix != ".parquet":
        todo = "Save it as .xlsx or CSV, or move it out of the folder."
        return [], [Problem("a .csv, .tsv, .txt, .xlsx or .parquet file", todo, file=path.name)]
    if sources:
        return _placed(path, sources), []
    table = table_of(path.stem)
    if table is None:
        return [], [_unknown(path.name, "", path.stem)]
    return [Part(path, table)], []


def _placed(
    path: Path, sources: list[Source], sheet: str = "", only_sheet: bool = True
) -> list[Part]:
    """The parts that the settings say a file or sheet holds. Unknown tables are settings' faults."""
    return [
        Part(path, BY_NAME[source.table], sheet, only_sheet, source)
        for source in sources
        if source.table in BY_NAME
    ]


def _look_into(path: Path, sources: list[Source]) -> tuple[list[Part], list[Problem]]:
    """The parts of a workbook: the sheets the settings name, then those named after tables."""
    workbook = workbooks.open_workbook(path)
    if isinstance(workbook, Problem):
        return [], [workbook]
    names = workbook.sheet_names
    only = len(names) == 1
    parts: list[Part] = []
    problems: list[Problem] = []
    claimed: set[str] = set()
    for source in sources:
        sheet = _sheet_for(source, names)
        if sheet is None:
            column = f"source {source.file}, sheet"
            todo = (
                did_you_mean(source.sheet, names)
                if source.sheet
                else f"Say which: {', '.join(names)}."
            )
            problems.append(Problem(f"a sheet of {path.name}", todo, file=FILE_NAME, column=column))
            continue
        claimed.add(sheet)
        parts += _placed(path, [source], sheet, only)
    for sheet in names:
        if sheet in claimed:
            continue
        table = BY_NAME.get(plain(sheet)) or (table_of(path.stem) if only else None)
        if table is not None:
            parts.append(Part(path, table, sheet, only))
        elif not sources and not workbooks.is_empty(workbook, sheet):
            problems.append(
                _unknown(path.name, "" if only else sheet, path.stem if only else sheet)
            )
    return parts, problems


def _sheet_for(source: Source, names: list[str]) -> str | None:
    wanted = source.sheet or source.table
    for name in names:
        if plain(name) == plain(wanted):
            return name
    return names[0] if len(names) == 1 and not source.sheet else None


def _unknown(file: str, sheet: str, name: str) -> Problem:
    close = nearest(name, BY_NAME)
    start = f"Did you mean `{close}`? Rename it" if close else "Rename it"
    what = "sheet" if sheet else "file"
    return Problem(
        f"a {what} named after a record table",
        f"{start} after one of {', '.join(BY_NAME)}, {_DESCRIBE}, or move it out of the folder.",
        file=file,
        sheet=sheet,
        was="not clear what records it holds",
    )
