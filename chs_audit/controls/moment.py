"""The audit's period and date, as controls see them: never the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Moment:
    """A day of the charity's calendar, and the instant at which it ends."""

    day: dt.date
    zone: str

    @property
    def end(self) -> dt.datetime:
        """The instant after the day's last one, in UTC without a zone, as records store it."""
        midnight = dt.datetime.combine(
            self.day + dt.timedelta(days=1), dt.time(), ZoneInfo(self.zone)
        )
        return midnight.astimezone(dt.UTC).replace(tzinfo=None)

    @property
    def last(self) -> dt.datetime:
        """The day's last instant, in UTC without a zone."""
        return self.end - dt.timedelta.resolution


@dataclass(frozen=True)
class Span:
    """The first and last day of an audit, both in it."""

    first: dt.date
    last: dt.date
