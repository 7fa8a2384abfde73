"""Audit folders for tests: files given as text, read into a database of their own."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from chs_audit import settings as settings_file
from chs_audit.errors import InputError, Problem
from chs_audit.sources import ImportReport, read

# Stands in cells that are wrong, so that tests can look for it in messages.
MARKER = "Zebedee Quill"


class Folder:
    """An audit folder that is filled and read by one test."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.records = path / "records"
        self.records.mkdir()
        self.database = duckdb.connect()

    def write(self, name: str, content: str | bytes) -> Path:
        """A file of records; lines of text may be indented like the test."""
        path = self.records / name
        if isinstance(content, str):
            lines = [line.strip() for line in content.strip().splitlines()]
            content = ("\n".join(lines) + "\n").encode()
        path.write_bytes(content)
        return path

    def read(self, *sources: dict[str, object], **settings: object) -> ImportReport:
        """Reads the folder with these `[[source]]` entries and other settings."""
        given = {"source": list(sources), **settings}
        return read(self.path, settings_file.parse(given), self.database)

    def problems(self, *sources: dict[str, object], **settings: object) -> tuple[Problem, ...]:
        """The problems that reading the folder lists; no message may tell a cell."""
        with pytest.raises(InputError) as caught:
            self.read(*sources, **settings)
        assert MARKER not in str(caught.value)
        return caught.value.problems

    def problem(self, *sources: dict[str, object], **settings: object) -> Problem:
        """The one problem that reading the folder lists."""
        (only,) = self.problems(*sources, **settings)
        return only

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a query over the record tables gives."""
        return self.database.execute(query).fetchall()

    def column(self, name: str, table: str = "staff") -> list[object]:
        """One column of a record table, in the order of its rows."""
        return [row[0] for row in self.rows(f'SELECT "{name}" FROM {table}')]
