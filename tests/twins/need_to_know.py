"""Twins of NK-01 (was the look needed?) and NK-03 (did they work here?)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from chs_audit.settings import Settings
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    local_day,
    midnight,
    unclear,
)

_EVER = dt.datetime.max.replace(tzinfo=dt.UTC)
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Stretch:
    """A stretch of time; its end is outside."""

    start: dt.datetime
    end: dt.datetime

    def holds(self, moment: dt.datetime) -> bool:
        return self.start <= moment < self.end


Pair = tuple[str, str]


def needed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-01: an explanation holds at the time of the look."""
    choice = settings.need_to_know
    review = dt.timedelta(days=choice.break_glass_review_days)
    own, cover = _assignments(tables, choice.case_grace_days)
    sessions = _sessions(tables, choice.session_window_days)
    relatives = _relatives(tables)
    people = {row["person_id"] for row in tables["service_users"]}
    staff = {row["staff_id"]: row for row in tables["staff"]}

    def judge(event: Row) -> Verdict:
        key, when = event["event_id"], event["occurred_at"]
        who, whom = event["staff_id"], event["person_id"]
        pair = (who, whom)
        explanations = [*own[pair], *cover[pair], *sessions[pair]]
        for relative in relatives[whom]:
            explanations += own[(who, relative)]
        explained = any(one.holds(when) for one in explanations if one.start != _NEVER)
        undated = any(one.holds(when) for one in explanations if one.start == _NEVER)
        service = _service(staff[who]) if who in staff else None
        in_role = service is None or service.holds(when)
        glass = event["break_glass"] is True and event["reason"] is not None
        reviewed = event["reviewed_at"]
        if glass and in_role and reviewed and when <= reviewed <= when + review:
            return kept(key)
        if explained and service and in_role:
            return kept(key)
        if whom not in people:
            return unclear(key, "person-unknown")
        if service is None:
            return unclear(key, "staff-unknown")
        if explained and when >= service.end:
            return broken(key, "after-role-ended")
        if glass and not reviewed and in_role and local_day(when) + review >= period.as_at:
            return unclear(key, "review-not-due")
        if undated and service.start <= when < service.end:
            return unclear(key, "assignment-undated")
        # An assignment that ends before it begins holds on no day, and has not ended either.
        if any(one.start < one.end <= when for one in own[pair] if one.start != _NEVER):
            return broken(key, "after-case-closed")
        return broken(key, "unexplained")

    return [judge(event) for event in events(tables, period)]


def in_service(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-03: the look lies between somebody's first and last day."""
    staff = {row["staff_id"]: row for row in tables["staff"]}
    grace = dt.timedelta(days=settings.need_to_know.leaving_grace_days)

    def judge(event: Row) -> Verdict:
        key, on = event["event_id"], local_day(event["occurred_at"])
        assert on is not None
        worker = staff.get(event["staff_id"])
        if worker is None:
            return unclear(key, "staff-unknown")
        if worker["left_on"] and on > worker["left_on"] + grace:
            return broken(key, "after-leaving")
        if worker["started_on"] is None:
            return unclear(key, "no-start-date")
        if on < worker["started_on"]:
            return broken(key, "before-start")
        return kept(key)

    return [judge(event) for event in events(tables, period)]


def events(tables: Tables, period: Period) -> list[Row]:
    """The looks of the period."""
    first, last = midnight(period.first), midnight(period.last + dt.timedelta(days=1))
    return [row for row in tables["access_log"] if first <= row["occurred_at"] < last]


def _whole_days(first: dt.date | None, last: dt.date | None) -> Stretch:
    start = midnight(first) if first else _NEVER
    return Stretch(start, midnight(last + dt.timedelta(days=1)) if last else _EVER)


def _service(worker: Row) -> Stretch:
    return _whole_days(worker["started_on"], worker["left_on"])


def _assignments(
    tables: Tables, grace: int
) -> tuple[dict[Pair, list[Stretch]], dict[Pair, list[Stretch]]]:
    """Own cases with their grace, and cover without, by worker and service user."""
    own: dict[Pair, list[Stretch]] = defaultdict(list)
    cover: dict[Pair, list[Stretch]] = defaultdict(list)
    for row in tables["caseload"]:
        first, last = row["from_on"], row["until_on"]
        pair = (row["staff_id"], row["person_id"])
        if row["capacity"] == "cover":
            cover[pair].append(_whole_days(first, last))
        else:
            own[pair].append(_whole_days(first, last and last + dt.timedelta(days=grace)))
    return own, cover


def _sessions(tables: Tables, window: int) -> dict[Pair, list[Stretch]]:
    around = dt.timedelta(days=window)
    ever = Stretch(_NEVER, _EVER)
    found: dict[Pair, list[Stretch]] = defaultdict(list)
    for row in tables["sessions"]:
        pair = (row["staff_id"], row["person_id"])
        first, last = local_day(row["starts_at"]), local_day(row["ends_at"] or row["starts_at"])
        around_it = first and last and _whole_days(first - around, last + around)
        found[pair].append(around_it or ever)
    return found


def _relatives(tables: Tables) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for row in tables["families"]:
        members[row["family_id"]].add(row["person_id"])
    relatives: dict[str, set[str]] = defaultdict(set)
    for family in members.values():
        for person in family:
            relatives[person] |= family - {person}
    return relatives
