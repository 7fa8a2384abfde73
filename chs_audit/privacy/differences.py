"""What a publication gives away only together with others that were out by then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chs_audit.privacy.published_table import PublishedTable, Spot
from chs_audit.privacy.ranges import Cell, DoesNotAddUpError, Link, Ranges


@dataclass(frozen=True)
class Published:
    """A table of which it is known when it came out, what it counts and for which days.

    Args:
        file: the file that it stands in.
        table: the table.
        on: the day it was published.
        counts: what it counts, as such texts are compared.
        first: the first day that its figures cover.
        last: the last one.
    """

    file: str
    table: PublishedTable
    on: dt.date
    counts: str
    first: dt.date
    last: dt.date

    def same_period(self, other: Published) -> bool:
        """Whether both cover just the same days."""
        return (self.first, self.last) == (other.first, other.last)

    def spans(self, other: Published) -> bool:
        """Whether all days of the other are among the days of this one."""
        return self.first <= other.first and other.last <= self.last

    def can_be_set_beside(self, other: Published) -> bool:
        """Whether cells of both with the same labels tell something of each other.

        Sheets of one file share one row in the register, which cannot tell whether they
        cover the same days.
        """
        return (
            self.file != other.file
            and self.counts == other.counts
            and self.table.one_total_each_way
            and other.table.one_total_each_way
            and (self.spans(other) or other.spans(self))
        )


def remainders(one: Published, others: Iterable[Published], threshold: int) -> list[str]:
    """Labels of counts that, less a count for a period within, leave a small number.

    Small is above 0 and below the threshold, for certain: of rounded counts the whole range
    of the difference must lie between.

    Args:
        one: the publication that is judged.
        others: what was out by then.
        threshold: below which a count is small.
    """
    found = []
    for other in others:
        if not one.can_be_set_beside(other) or one.same_period(other):
            continue
        long, short = (one.table, other.table) if one.spans(other) else (other.table, one.table)
        for name, spot in long.by_label.items():
            within = short.by_label.get(name)
            if within is None or spot not in long.counts or within not in short.counts:
                continue
            least, most = long.bounds(spot)
            least_within, most_within = short.bounds(within)
            if least - most_within > 0 and most - least_within < threshold:
                found.append(f"{long.label(spot)}, set against {other.file}")
    return found


def narrowed(
    one: Published, others: Iterable[Published], known: set[Spot], threshold: int
) -> list[str]:
    """Labels of hidden cells that are in a narrow range only now that this one is out, too.

    Its own hidden cells are looked at, and those of what was out before.

    Args:
        one: the publication that is judged.
        others: what was out by then.
        known: its hidden cells that its own totals give away already.
        threshold: a range below this is narrow.
    """
    before = _fitting([], [other for other in others if one.can_be_set_beside(other)])
    together = _fitting([one], before)
    if len(together) < 2:
        return []
    mine: list[Cell] = [(0, spot) for spot in one.table.hidden if spot not in known]
    older = [
        (place, spot)
        for place, other in enumerate(together)
        if place
        for name, spot in other.table.by_label.items()
        if spot in other.table.hidden and not _is_counted_by(one, other, name)
    ]
    narrow = set(_ranges(together).narrow([*mine, *older], threshold))
    before_this: list[Cell] = [
        (place - 1, spot) for place, spot in older if (place, spot) in narrow
    ]
    narrow_before = set(_ranges(together[1:]).narrow(before_this, threshold))
    found = [one.table.label(spot) for place, spot in mine if (place, spot) in narrow]
    for place, spot in before_this:
        if (place, spot) not in narrow_before:
            other = together[place + 1]
            found.append(f"{other.table.label(spot)} of {other.file}")
    return found


def _is_counted_by(one: Published, other: Published, name: tuple[str, str]) -> bool:
    """Whether a cell that the other hides is a plain count now: judged as such, by itself."""
    return one.same_period(other) and one.table.by_label.get(name) in one.table.counts


def _fitting(first: list[Published], others: Iterable[Published]) -> list[Published]:
    """The first ones and, the newest first, those of the others that fit with them.

    Figures that were revised since contradict each other, and then the older ones tell
    nothing.
    """
    kept = list(first)
    for other in sorted(others, key=lambda each: (each.on, each.file), reverse=True):
        try:
            _ranges([*kept, other])
        except DoesNotAddUpError:
            continue
        kept.append(other)
    return kept


def _ranges(published: Sequence[Published]) -> Ranges:
    links = [
        link
        for place, one in enumerate(published)
        for where, other in enumerate(published[:place])
        if one.can_be_set_beside(other)
        for link in _links(place, one, where, other)
    ]
    return Ranges([one.table for one in published], links)


def _links(place: int, one: Published, where: int, other: Published) -> list[Link]:
    equal = one.same_period(other)
    if not one.spans(other):
        place, one, where, other = where, other, place, one
    within = other.table.by_label
    return [
        Link((place, spot), (where, within[name]), equal)
        for name, spot in one.table.by_label.items()
        if name in within
    ]
