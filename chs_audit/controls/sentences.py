"""The sentence that a person reads about a finding, written when it is shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from chs_audit.controls.control import Control

STAFF_KINDS = {
    "employee": "an employee",
    "volunteer": "a volunteer",
    "trustee": "a trustee",
    "student": "a student",
}

BLANKS = {"on": "an unknown day", "at": "an unknown time"}


def sentence(control: Control, reasons: str, facts: Mapping[str, Any], zone: str) -> str:
    """All reasons of a finding in plain English, without a name.

    Args:
        control: the control that found it.
        reasons: reason codes joined by a space.
        facts: the row as the control saw it.
        zone: the charity's time zone, in which times are told.
    """
    words = _Words(facts, ZoneInfo(zone))
    told = (control.sentence(code).format_map(words).removesuffix(" ") for code in reasons.split())
    return " ".join(told)


class _Words:
    """Facts in plain English, of which a sentence asks for a few."""

    def __init__(self, facts: Mapping[str, Any], zone: ZoneInfo) -> None:
        self._facts, self._zone = facts, zone

    def __getitem__(self, name: str) -> str:
        return say(name, self._facts[name], self._zone)


def say(name: str, value: Any, zone: ZoneInfo) -> str:
    """A value in plain English: UK dates, local times, and words for a blank."""
    if name == "staff_kind":
        return STAFF_KINDS.get(str(value), "somebody")
    if pd.api.types.is_scalar(value) and pd.isna(value):
        return BLANKS.get(name.rpartition("_")[2], "unknown")
    if isinstance(value, dt.datetime) and name.endswith("_at"):
        return say_time(value, zone.key)
    if isinstance(value, dt.date):
        return say_day(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if name.startswith("days_"):
        return say_days(value)
    return str(value)


def say_day(day: dt.date) -> str:
    """A day as people here write it: 3 May 2026."""
    return f"{day.day} {day:%B %Y}"


def say_days(count: int) -> str:
    """A number of days: 1 day, 2 days."""
    return "1 day" if count == 1 else f"{count} days"


def say_time(moment: dt.datetime, zone: str) -> str:
    """A moment held as UTC, in words and local time: 14:02 on 3 May 2026."""
    local = moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone))
    return f"{local:%H:%M} on {say_day(local.date())}"
