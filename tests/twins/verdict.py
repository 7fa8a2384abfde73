"""What a twin answers, and the few helpers that all twins need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
Tables = dict[str, list[Row]]
LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True)
class Verdict:
    """One answer: kept True, broken False, cannot tell None.

    Args:
        key: key values of the population's row, joined with "|".
        kept: True, False or None.
        reason: reason codes joined with a space; "" when kept.
        also: where another clause judges the row differently, how, and what settled it.
        to_look_at: whether what is not kept is no breach, but worth a look.
    """

    key: str
    kept: bool | None
    reason: str = ""
    also: str = ""
    to_look_at: bool = False

    @property
    def kind(self) -> str:
        """The kind of finding it makes; "" where it makes none."""
        if self.kept is None:
            return "cannot-tell"
        if not self.kept:
            return "to-look-at" if self.to_look_at else "broken"
        return "two-verdicts" if self.also else ""


@dataclass(frozen=True)
class Period:
    """First and last day of an audit, both inside, and the audit date."""

    first: dt.date
    last: dt.date
    as_at: dt.date

    def holds(self, on: dt.date | None) -> bool:
        """Whether that day is inside."""
        return on is not None and self.first <= on <= self.last

    @property
    def end(self) -> dt.datetime:
        """The moment at which the audit date is over."""
        return midnight(self.as_at + dt.timedelta(days=1))


def kept(key: str, also: str = "") -> Verdict:
    """The promise was kept."""
    return Verdict(key, True, "", also)


def broken(key: str, reason: str, also: str = "") -> Verdict:
    """The promise was broken."""
    return Verdict(key, False, reason, also)


def unclear(key: str, reason: str) -> Verdict:
    """The records do not say."""
    return Verdict(key, None, reason)


def midnight(on: dt.date) -> dt.datetime:
    """The moment a London day begins, in UTC."""
    return dt.datetime.combine(on, dt.time(), LONDON).astimezone(dt.UTC)


def local_day(moment: dt.datetime | None) -> dt.date | None:
    """The London day of a moment."""
    return moment.astimezone(LONDON).date() if moment else None


def known(rows: Iterable[Any]) -> list[Any]:
    """The values that are not blank."""
    return [value for value in rows if value is not None]


def same(left: str | None, right: str | None) -> bool:
    """Whether two words are the same to a person: case and outer spaces say nothing."""
    return left is not None and right is not None and plain(left) == plain(right)


def plain(word: str) -> str:
    """A word without its case and outer spaces."""
    return word.strip().lower()


def listed(cell: str | None) -> set[str]:
    """The words of a list in one cell, separated by ;, each plain."""
    return {plain(word) for word in (cell or "").split(";") if plain(word)}


def months_after(on: dt.date, months: int) -> dt.date:
    """The same day of a later month, or that month's last day."""
    return months_before(on, -months)


def months_before(on: dt.date, months: int) -> dt.date:
    """The same day of an earlier month, or that month's last day."""
    year, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    month += 1
    for day in range(on.day, 27, -1):
        try:
            return dt.date(year, month, day)
        except ValueError:
            continue
    return dt.date(year, month, min(on.day, 28))
