"""Days and moments that a file holds as such, and that need not be read as text."""

from __future__ import annotations

import pyarrow as pa

from chs_audit.records import Column, Type
from chs_audit.sources import cells

DAY, MOMENT, CLOCK = "day", "moment", "clock"


def kind(of: pa.DataType) -> str:
    """What cells of an Arrow type are: days, moments, the wall clock, or "" for anything else."""
    if pa.types.is_date(of):
        return DAY
    if pa.types.is_timestamp(of):
        return MOMENT if of.tz else CLOCK
    return ""


def fits(column: Column, kind: str) -> bool:
    """Whether cells of that kind are what the column holds."""
    return kind in {Type.DATE: (DAY,), Type.TIME: (MOMENT, CLOCK)}.get(column.type, ())


def form(column: Column, kind: str, zone: str) -> str:
    """SQL that names what is wrong with a cell, NULL where nothing is."""
    x = f'"{column.name}"'
    blank = f"'{cells.BLANK}'" if column.required else "NULL"
    gap = f"WHEN {cells.is_gap(x, zone)} THEN 'gap' " if kind == CLOCK else ""
    return (
        f"CASE WHEN {x} IS NULL THEN {blank} WHEN NOT isfinite({x}) THEN 'impossible' "
        f"WHEN year({x}) NOT BETWEEN 1900 AND 2100 THEN 'year' {gap}END"
    )


def typed(column: Column, kind: str, zone: str) -> str:
    """SQL for a cell as it is stored: a day, or a moment in UTC without a zone."""
    x = f'"{column.name}"'
    return {DAY: x, MOMENT: f"timezone('UTC', {x})", CLOCK: cells.utc(x, zone)}[kind]
