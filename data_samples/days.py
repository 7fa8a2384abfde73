"""Days and moments of the sample: everything is kept in UTC and thought of in London."""

from __future__ import annotations

import datetime as dt
from functools import cache
from random import Random
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
FIRST = dt.date(2023, 9, 1)
AS_AT = dt.date(2026, 8, 31)
DEFAULT_FROM = dt.date(2025, 9, 1)
# From this day on the charity keeps its records in Microsoft 365.
PURVIEW_FROM = dt.date(2026, 3, 5)
PARQUET_FROM = dt.date(2024, 9, 1)
MINUTE = dt.timedelta(minutes=1)


def day(text: str) -> dt.date:
    """A day written as 2026-03-31."""
    return dt.date.fromisoformat(text)


def days(count: int) -> dt.timedelta:
    """That many days."""
    return dt.timedelta(days=count)


@cache
def _noon_offset(on: dt.date) -> dt.timedelta:
    noon = dt.datetime.combine(on, dt.time(12), LONDON)
    return noon.replace(tzinfo=dt.UTC) - noon.astimezone(dt.UTC)


def at(on: dt.date, hour: int, minute: int = 0, second: int = 0) -> dt.datetime:
    """A London clock time, in UTC."""
    clock = dt.time(hour, minute, second)
    if hour >= 3:  # Clocks change before three, so noon tells the offset; far cheaper.
        plain = dt.datetime.combine(on, clock, dt.UTC)
        return plain - _noon_offset(on)
    return dt.datetime.combine(on, clock, LONDON).astimezone(dt.UTC)


def local_day(moment: dt.datetime) -> dt.date:
    """The day that London's calendar showed."""
    return moment.astimezone(LONDON).date()


def some_day(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """A day between two days, both possible."""
    return first + days(rng.randint(0, max(0, (last - first).days)))


def working(on: dt.date, back: bool = False) -> dt.date:
    """That day, or the nearest Monday-to-Friday after it (or before it)."""
    while on.weekday() > 4:
        on += days(-1 if back else 1)
    return on


def working_day(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    """A Monday-to-Friday between two days where there is one."""
    on = some_day(rng, first, last)
    later = working(on)
    return later if later <= last else working(on, back=True)


def office(rng: Random, on: dt.date, first: int = 9, last: int = 16) -> dt.datetime:
    """Some minute of that day between two hours of the clock, both possible."""
    return at(on, rng.randint(first, last), rng.randint(0, 59))
