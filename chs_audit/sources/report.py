"""What an import did with every file: the rows it read, kept and left out, and what is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import astuple, dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, total: int) -> None:
    """For callers that show no progress."""


@dataclass(frozen=True)
class FileRead:
    """One row of the import report: one file or sheet, read as one record table.

    Args:
        duplicates: repeats of a record that were left out.
        set_aside: rows that are not about the table at all, and were left out.
        set_aside_why: the reason for that, in words.
    """

    file: str
    sheet: str
    table: str
    rows_read: int
    rows_kept: int
    duplicates: int
    set_aside: int
    set_aside_why: str
    sha256: str


@dataclass(frozen=True)
class Archived:
    """What the archive of the access log holds.

    Args:
        rows: how many events.
        first_on, last_on: the day of the first and of the last one, if there is any.
        gaps: the first and last day of each stretch without an event between them.
        files: how many files were imported.
        filled: the columns that at least one event fills.
        sha256: of the archive's list of contents, which holds that of every part.
    """

    rows: int
    first_on: dt.date | None
    last_on: dt.date | None
    gaps: tuple[tuple[dt.date, dt.date], ...]
    files: int
    filled: frozenset[str]
    sha256: str

    @property
    def line(self) -> FileRead:
        """The archive's line of the import report."""
        return FileRead("archive", "", "access_log", self.rows, self.rows, 0, 0, "", self.sha256)


@dataclass(frozen=True)
class ImportReport:
    """What was read, and what was not there to read.

    Args:
        files: one entry for each file or sheet and record table, the archive's last.
        missing_tables: record tables for which no file has a row.
        unfilled_columns: (table, column) that no row fills, for the tables that have rows.
        archived: what the archive of the access log holds, if there is one.
    """

    files: tuple[FileRead, ...]
    missing_tables: tuple[str, ...]
    unfilled_columns: tuple[tuple[str, str], ...]
    archived: Archived | None = None

    def frame(self) -> pd.DataFrame:
        """`files` as a table, one row each, columns named like the fields of FileRead."""
        import pandas as pd

        names = [field.name for field in fields(FileRead)]
        return pd.DataFrame([astuple(file) for file in self.files], columns=names)
