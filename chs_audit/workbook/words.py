"""How the workbook says things: UK dates, reasons and columns in words, everything escaped."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from chs_audit.controls.answer import (
    BROKEN,
    CANNOT_TELL,
    KEPT,
    NOT_TESTED,
    TO_LOOK_AT,
    TWO_VERDICTS,
)
from chs_audit.controls.sentences import say
from chs_audit.figures.visits import EARLY, LATE, MISSING, SAME_MINUTE, UNCLEAR
from chs_audit.privacy.identities import KINDS_IN

# A sign beside each word, so that no verdict hangs on colour.
SIGNS = {
    KEPT: "✓",
    BROKEN: "✗",
    CANNOT_TELL: "?",
    TO_LOOK_AT: "!",
    TWO_VERDICTS: "✓",
    NOT_TESTED: "–",
}
# The verdicts that a finding can have, the worst first.
FOUND = (BROKEN, CANNOT_TELL, TO_LOOK_AT, TWO_VERDICTS)

# How a form stands against the start of its meeting.
FORM_WORDS = {
    EARLY: "signed before the start",
    SAME_MINUTE: "signed in the minute of the start",
    LATE: "signed after the start",
    MISSING: "no form",
    UNCLEAR: "cannot tell",
}

# What stands for a blank.
NONE = "none on record"

# Reason codes that need more words than they have, where no sentence stands beside them.
FULLER = {
    "missing": "no form",
    "signed-after-start": "signed after the start",
    "same-minute": "signed in the minute of the start",
    "no-start": "start not on record",
    "no-signing-time": "time of signing not on record",
    "time-unknown": "time not on record",
    "no-decision": "no decision on record",
    "unexplained": "nothing on record explains it",
    "decision-undated": "decision without its date",
}


def escape(text: object) -> str:
    """Text for HTML: whatever stands in a record is shown, never obeyed."""
    return html.escape(str(text), quote=True)


def breakable(text: object) -> str:
    """The same for a cell of a table, in which a line may break within what is longer than any
    word: else one such text makes the table wider than the screen."""
    parts = _ENDLESS.split(str(text))
    return "".join(
        escape(part) + ("<wbr>" if place % 2 else "") for place, part in enumerate(parts)
    )


_ENDLESS = re.compile(r"(\S{30})(?=\S)")


def uk_day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def uk_moment(moment: dt.datetime, zone: str) -> str:
    """A moment as records keep it, in UTC without a zone, by the charity's clock."""
    there = moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone))
    return f"{uk_day(there)}, {there:%H:%M}"


def between(first: dt.date, last: dt.date) -> str:
    return f"{uk_day(first)} to {uk_day(last)}"


def verdict(kind: str) -> str:
    """A verdict as word and sign, which no line break parts."""
    return f"{SIGNS[kind]}\u00a0{kind}"


def in_words(reasons: str) -> str:
    """Reason codes joined by a space, as words: "before-start" reads "before start".

    A finding without a reason is kept, and listed since another clause judges it differently.
    """
    if not reasons:
        return "kept, though another clause judges it differently"
    return "; ".join(FULLER.get(code, code.replace("-", " ")) for code in reasons.split())


def reason_name(reason: str, kind: str, kept: str) -> str:
    """A reason as a bar or a row is named after it."""
    if kind == KEPT:
        return kept
    return f"cannot tell: {in_words(reason)}" if kind == CANNOT_TELL else in_words(reason)


def label(column: str) -> str:
    """A column's name as words: "meeting_id" reads "Meeting number".

    People are shown by pseudonym, not by number: "staff_id" reads "Staff".
    """
    stem, _, end = column.rpartition("_")
    words = column
    if end == "id":
        words = stem if column in KINDS_IN else f"{stem} number"
    words = words.replace("_", " ")
    return words[:1].upper() + words[1:]


def value(column: str, given: Any, zone: str) -> str:
    """One cell of a record in plain English, not escaped."""
    if pd.api.types.is_scalar(given) and pd.isna(given):
        return NONE
    if pd.api.types.is_bool(given):
        return "yes" if given else "no"
    return say(column, given, ZoneInfo(zone))


def many(count: int, one: str, more: str = "") -> str:
    """A count with its noun: "1 finding", "1,204 findings"."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def share(part: int, whole: int) -> str:
    """A percentage that is never rounded to nothing, nor to everything."""
    if not whole:
        return "none"
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return "under 0.1%"
    if 99 < percent < 100:
        return "over 99%"
    return f"{percent:.1f}%" if percent < 10 else f"{percent:.0f}%"
