"""The sentence of a case, as a person would write it, without a name."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from chs_audit.controls.sentences import STAFF_KINDS, say_time
from chs_audit.flags import BY_CODE

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
# Longer than this, the minutes between the first and the last look say nothing.
_ONE_SITTING = 180
# Breaches that no flag tells of.
_BREACHES = {
    "before-start": "before their first day",
    "section-not-needed": "in sections that their role does not need",
    "bulk-copy": "copying in bulk without a reason",
    "copy-without-reason": "copying without a reason",
}
_LEFT = "use-after-leaving"


@dataclass(frozen=True)
class Story:
    """What a case's sentence speaks of.

    Args:
        staff_kind: of the member of staff; anything else than a known kind is "somebody".
        accesses: how many there are.
        people: of how many people.
        days: on how many days.
        first_at: the first of them, UTC.
        last_at: the last.
        unexplained: how many of them nothing explains.
        unclear: of how many nobody can tell.
        flags: code -> of how many people, for the flags worth telling; the greatest lift
            first.
        breaches: reason codes.
    """

    staff_kind: str
    accesses: int
    people: int
    days: int
    first_at: dt.datetime
    last_at: dt.datetime
    unexplained: int
    unclear: int
    flags: Mapping[str, int]
    breaches: tuple[str, ...]


def tell(story: Story, zone: str) -> str:
    """One sentence on the case, its days and times in this time zone."""
    who = STAFF_KINDS.get(story.staff_kind, "somebody")
    told = f"{who[0].upper()}{who[1:]} opened {_what(story)} {_when(story, zone)}"
    clauses = [told, *_how(story)]
    return f"{', '.join(clauses)}; {_why(story)}."


def number(count: int) -> str:
    """A count in words up to ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _what(story: Story) -> str:
    if story.people > 1:
        return f"the records of {number(story.people)} people"
    named = [BY_CODE[code].record for code in story.flags if BY_CODE[code].record]
    nobody = "a record, and the log does not say whose," if not story.people else ""
    record = nobody or (named[0] if named else "the record of one person")
    if story.accesses == 1:
        return record
    times = {2: "twice", 3: "three times"}.get(story.accesses, f"{number(story.accesses)} times")
    return f"{record} {times}"


def _when(story: Story, zone: str) -> str:
    first, last = (_local(moment, zone) for moment in (story.first_at, story.last_at))
    if story.accesses == 1:
        return f"at {say_time(story.first_at, zone)}"
    if story.days > 1:
        two = f"{_day(first, year=first.year != last.year)} and {_day(last)}"
        return f"on {two}" if story.days == 2 else f"on {number(story.days)} days between {two}"
    minutes = math.ceil((last - first).total_seconds() / 60)
    if minutes > _ONE_SITTING:
        return f"on {_day(last)}"
    within = "within a minute" if minutes <= 1 else f"in {number(minutes)} minutes"
    return f"{within} from {say_time(story.first_at, zone)}"


def _how(story: Story) -> list[str]:
    clauses = []
    for code, people in story.flags.items():
        one = BY_CODE[code]
        if one.record:
            if story.people > 1:
                clauses.append(f"{number(people)} of them {one.clause}")
        # One sitting has told already how many people and how many minutes it was.
        elif code != "many-people" or story.days > 1:
            clauses.append(one.clause)
    if "after-leaving" in story.breaches and _LEFT not in story.flags:
        clauses.append(BY_CODE[_LEFT].clause)
    return clauses + [_BREACHES[code] for code in story.breaches if code in _BREACHES]


def _why(story: Story) -> str:
    several = story.accesses > 1
    if story.unexplained == story.accesses:
        none = "neither look" if story.accesses == 2 else "none of the looks"
        return f"{none} is explained" if several else "nothing explains it"
    if story.unexplained:
        are = "is" if story.unexplained == 1 else "are"
        return (
            f"{number(story.unexplained)} of the {number(story.accesses)} looks {are} not explained"
        )
    if story.unclear:
        return "whether that was needed cannot be told"
    return "each look is explained" if several else "the look is explained"


def _local(moment: dt.datetime, zone: str) -> dt.datetime:
    return moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone))


def _day(moment: dt.datetime, year: bool = True) -> str:
    return f"{moment.day} {moment:%B %Y}" if year else f"{moment.day} {moment:%B}"
