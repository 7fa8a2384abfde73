"""Comma, semicolon, tab and bar separated text -> raw rows with their true line numbers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from chs_audit.errors import Problem
from chs_audit.sources.raw import Raw, RawTable, plain, unreadable
from chs_audit.sources.text_files import encoding_of

if TYPE_CHECKING:
    from _csv import Reader

_DELIMITERS = ",;\t|"
_CHUNK_ROWS = 50_000
# Longer than any cell a program writes: Python refuses cells above 128 kB by default, and an
# audit log's AuditData may be longer than that.
_LONGEST_CELL = 1 << 30


def load(
    path: Path, database: duckdb.DuckDBPyConnection, known: set[str]
) -> tuple[Raw | None, list[Problem]]:
    """The rows of a text file as a raw table.

    Args:
        path: the file.
        database: where the raw table is made.
        known: header names, in :func:`plain` form, by which the delimiter is recognised.

    Returns:
        The raw table (None if the file cannot be read at all) and what is wrong with the file.
    """
    encoding = encoding_of(path)
    if isinstance(encoding, Problem):
        return None, [encoding]
    with _long_cells():
        delimiter = _delimiter(path, encoding, known)
        if delimiter is None:
            return None, [
                unreadable(
                    path.name, "no header row found", "Export it again with its column names."
                )
            ]
        return _rows(path, encoding, delimiter, database)


@contextmanager
def _long_cells() -> Iterator[None]:
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _delimiter(path: Path, encoding: str, known: set[str]) -> str | None:
    """The delimiter whose header row yields most known names, then most columns."""
    best: tuple[tuple[int, int], str] | None = None
    for delimiter in _DELIMITERS:
        with path.open(encoding=encoding, newline="") as file:
            try:
                header = next(filter(any, csv.reader(file, delimiter=delimiter)), [])
            except csv.Error:
                continue
        if not header:
            continue
        score = (sum(plain(cell) in known for cell in header), len(header))
        if best is None or score > best[0]:
            best = (score, delimiter)
    return best[1] if best else None


def _rows(
    path: Path, encoding: str, delimiter: str, database: duckdb.DuckDBPyConnection
) -> tuple[Raw, list[Problem]]:
    broken: list[int] = []
    uneven: list[int] = []
    with path.open(encoding=encoding, newline="") as file:
        records = _records(csv.reader(file, delimiter=delimiter, strict=True), broken.append)
        _, header = next(records, (1, []))
        while header and not header[-1].strip():
            header.pop()
        table = RawTable(database, header)
        width = len(header)
        numbers: list[int] = []
        chunk: list[list[str]] = []
        for row, cells in records:
            if len(cells) != width:
                if len(cells) < width or any(cell.strip() for cell in cells[width:]):
                    uneven.append(row)
                    continue
                del cells[width:]
            numbers.append(row)
            chunk.append(cells)
            if len(chunk) == _CHUNK_ROWS:
                table.add(numbers, list(zip(*chunk, strict=True)))
                numbers, chunk = [], []
        table.add(numbers, list(zip(*chunk, strict=True)))
    problems = []
    if broken:
        problems.append(
            Problem(
                "quotation marks in pairs around a cell",
                'Look for a " that is not closed or stands in the middle of a cell, and save again.',
                file=path.name,
                rows=tuple(broken),
                was="a quotation mark out of place",
            )
        )
    if uneven:
        problems.append(
            Problem(
                f"{width} cells in each row, as in the header",
                "Look for a cell that holds the separator itself and put quotation marks around "
                "it, or export the file again.",
                file=path.name,
                rows=tuple(uneven),
                was="more or fewer cells than the header",
            )
        )
    return table.done(path.name, whole=not problems), problems


def _records(reader: Reader, refuse: Callable[[int], None]) -> Iterator[tuple[int, list[str]]]:
    """Records that are not blank, each with the line it starts on."""
    while True:
        start = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            refuse(start)
            continue
        # Excel writes rows that were emptied as separators alone: as blank as a blank line.
        if any(map(str.strip, cells)):
            yield start, cells
