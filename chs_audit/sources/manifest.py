"""The archive's list of contents: which files came in, and what each month holds.

Only what stands in the list is in the archive: a part that it does not name is left over
from an import that was cut short.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

UNKNOWN = "unknown"
_MONTH = rf"(\d{{4}}-\d{{2}}|{UNKNOWN})"

MonthName = Annotated[str, Field(pattern=f"^{_MONTH}$")]
Sha256 = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class _Listed(BaseModel):
    model_config = ConfigDict(frozen=True)


class Part(_Listed):
    """One Parquet file of events of one month.

    Args:
        path: its place below the folder `archive`.
        bytes: its size.
        filled: the columns that at least one event fills.
    """

    # Nothing outside the archive can be read or removed, whatever the list says.
    path: str = Field(pattern=rf"^access_log/month={_MONTH}/\d{{6}}\.parquet$")
    rows: Count
    bytes: Count
    sha256: Sha256
    filled: tuple[str, ...]


class Month(_Listed):
    """What the archive holds of one month of the charity's calendar.

    Args:
        first_at, last_at: the first and the last event, in UTC.
        days: the days with an event.
        sources: for each source of the log, the day of its last event.
    """

    rows: Count
    first_at: dt.datetime | None
    last_at: dt.datetime | None
    days: tuple[dt.date, ...]
    sources: dict[str, dt.date]
    parts: tuple[Part, ...]

    def with_more(self, other: Month) -> Month:
        """This month with the parts of another added."""
        first = [one.first_at for one in (self, other) if one.first_at]
        last = [one.last_at for one in (self, other) if one.last_at]
        names = sorted({*self.sources, *other.sources})
        return Month(
            rows=self.rows + other.rows,
            first_at=min(first, default=None),
            last_at=max(last, default=None),
            days=tuple(sorted({*self.days, *other.days})),
            sources={
                name: max(one.sources[name] for one in (self, other) if name in one.sources)
                for name in names
            },
            parts=(*self.parts, *other.parts),
        )


class ImportedFile(_Listed):
    """One file that was imported; rows_read = kept + repeats + set_aside."""

    name: str
    sha256: Sha256
    imported_on: dt.date
    rows_read: Count
    kept: Count
    repeats: Count
    set_aside: Count
    set_aside_why: str = ""


class Gap(_Listed):
    """Days without any event, the first and the last of them."""

    first: dt.date
    last: dt.date

    @computed_field  # type: ignore[prop-decorator]
    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


class Manifest(_Listed):
    """The whole list.

    Args:
        timezone: the zone whose calendar the months and days are of.
        imports: how many imports added something; numbers the parts.
    """

    version: Literal[1] = 1
    timezone: str
    imports: Count = 0
    files: tuple[ImportedFile, ...] = ()
    months: dict[MonthName, Month] = Field(default_factory=dict)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The stretches without an event between the first event and the last."""
        one_day = dt.timedelta(days=1)
        days = sorted(day for month in self.months.values() for day in month.days)
        return tuple(
            Gap(first=day + one_day, last=following - one_day)
            for day, following in pairwise(days)
            if following - day > one_day
        )

    @property
    def rows(self) -> int:
        return sum(month.rows for month in self.months.values())

    @property
    def first_on(self) -> dt.date | None:
        return min((day for month in self.months.values() for day in month.days), default=None)

    @property
    def last_on(self) -> dt.date | None:
        return max((day for month in self.months.values() for day in month.days), default=None)

    @property
    def sources(self) -> dict[str, dt.date]:
        """For each source of the log, the day of its last event."""
        last: dict[str, dt.date] = {}
        for month in self.months.values():
            for name, day in month.sources.items():
                last[name] = max(day, last.get(name, day))
        return last

    @property
    def filled(self) -> frozenset[str]:
        """The columns that at least one event fills."""
        return frozenset(name for part in self.parts() for name in part.filled)

    def parts(self, months: Iterable[str] | None = None) -> Iterator[Part]:
        """The parts of these months; of all, if none are given."""
        for month in self.months if months is None else months:
            if month in self.months:
                yield from self.months[month].parts
