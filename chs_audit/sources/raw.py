"""What every reader yields: the cells of one file or sheet as text, with their row numbers."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from chs_audit.errors import Problem

RAW = "import_raw"


@dataclass(frozen=True)
class Raw:
    """A DuckDB table of text: `_row` (as the user's program numbers it), then `c0`, `c1`, …

    Args:
        file: the file's name.
        sheet: the sheet's name, for a workbook of several sheets.
        headers: the header cells as the file spells them, in the order of `c0`, `c1`, …
        rows: how many rows there are below the header, blank ones left out.
        whole: whether all of those rows could be read.
        name: the DuckDB table.
        native: for the columns of days and moments that the file holds as such: where they
            are in the DuckDB table, and their kind (see :mod:`chs_audit.sources.native`).
    """

    file: str
    sheet: str
    headers: tuple[str, ...]
    rows: int
    whole: bool = True
    name: str = RAW
    native: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def plain(name: str) -> str:
    """A header, sheet or file name in the form that names are compared in."""
    bare = name.replace("\ufeff", "").replace("\u00a0", " ").strip().casefold()
    return re.sub(r"[\s\-]+", "_", bare)


def nearest(name: str, names: Iterable[str]) -> str:
    """The name most like `name`, whatever the case and the hyphens, or "" if none is."""
    spelled = {plain(one): one for one in names}
    close = difflib.get_close_matches(plain(name), list(spelled), n=1, cutoff=0.6)
    return spelled[close[0]] if close else ""


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """A sentence that offers the nearest name, or all of them."""
    known = list(names)
    close = nearest(name, known)
    return f"Did you mean `{close}`?" if close else f"Known here: {', '.join(known)}."


def quoted(text: str) -> str:
    """`text` as an SQL string."""
    return "'" + text.replace("'", "''") + "'"


def sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def number(database: duckdb.DuckDBPyConnection, sql: str) -> int:
    """The one whole number that a query gives."""
    row = one_row(database, sql)
    return int(row[0]) if row else 0


def one_row(database: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    """The one row that a query gives; () if it gives none.

    Fetched with all that is left: DuckDB 2 refuses other work while a result is unfinished.
    """
    rows = database.execute(sql).fetchall()
    return rows[0] if rows else ()


class RawTable:
    """Fills the DuckDB table of a :class:`Raw`, some rows at a time so that memory stays modest."""

    def __init__(
        self, database: duckdb.DuckDBPyConnection, headers: Sequence[str], name: str = RAW
    ) -> None:
        self.headers = tuple(header.replace("\ufeff", "").strip() for header in headers)
        self.name = name
        self.rows = 0
        self._database = database
        columns = "".join(f", c{i} VARCHAR" for i in range(len(self.headers)))
        database.execute(f"CREATE OR REPLACE TEMP TABLE {name} (_row BIGINT{columns})")

    def add(self, rows: Sequence[int], columns: Sequence[Sequence[str | None]]) -> None:
        """Appends rows, given as their numbers and one sequence of cells for each column."""
        if not rows:
            return
        names = ["_row", *(f"c{i}" for i in range(len(self.headers)))]
        arrays = [pa.array(rows, pa.int64()), *(pa.array(cells, pa.string()) for cells in columns)]
        self.add_arrow(pa.table(arrays, names=names))

    def add_arrow(self, table: pa.Table) -> None:
        """Appends rows of an Arrow table that has the columns of this one."""
        self._database.register("import_chunk", table)
        self._database.execute(f"INSERT INTO {self.name} SELECT * FROM import_chunk")
        self._database.unregister("import_chunk")
        self.rows += table.num_rows

    def done(self, file: str, sheet: str = "", whole: bool = True) -> Raw:
        """What was read."""
        return Raw(file, sheet, self.headers, self.rows, whole, self.name)


def unreadable(file: str, was: str, todo: str, rows: tuple[int, ...] = ()) -> Problem:
    """A problem with a file as a whole."""
    return Problem("a file that can be read", todo, file=file, was=was, rows=rows)
