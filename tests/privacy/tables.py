"""Published tables for tests, written as lines of cells between "|"."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from chs_audit.privacy.differences import Published
from chs_audit.privacy.published_table import PublishedTable, read_table


def cells(text: str) -> list[tuple[int, int, str]]:
    """(row, column, text) of every cell that holds something."""
    lines = [line.strip() for line in text.strip().splitlines()]
    return [
        (row, column, cell.strip())
        for row, line in enumerate(lines, start=1)
        for column, cell in enumerate(line.split("|"), start=1)
        if cell.strip()
    ]


def table(text: str, rounding: int = 1) -> PublishedTable:
    """The table in such lines, of which it is known what it is rounded to."""
    return replace(read_table(cells(text), rounding), rounded_to=rounding)


def published(
    text: str,
    file: str = "this.csv",
    on: str = "2025-06-01",
    period: str = "2024-01-01 2024-12-31",
    counts: str = "families",
    rounding: int = 1,
) -> Published:
    """A table with what the register says of it."""
    first, last = (dt.date.fromisoformat(day) for day in period.split())
    day = dt.date.fromisoformat(on)
    return Published(file, table(text, rounding), day, counts, first, last)
