"""Twins of NK-02 (sections), NK-04 (copies), NK-05 (conflicts) and RM-03 (places)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from chs_audit.settings import Settings
from tests.twins.need_to_know import events
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    local_day,
    plain,
    unclear,
)

_COPYING = {"export", "print", "download", "share"}


def sections(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-02: the section that was opened is one that the role needs."""
    staff = {row["staff_id"]: row for row in tables["staff"]}
    needs = {
        plain(role): {plain(one) for one in allowed}
        for role, allowed in settings.need_to_know.sections.items()
    }

    def judge(event: Row) -> Verdict:
        key = event["event_id"]
        if event["staff_id"] not in staff:
            return unclear(key, "staff-unknown")
        role = staff[event["staff_id"]]["role"]
        if role is None or plain(role) not in needs:
            return unclear(key, "role-unknown")
        if plain(event["section"]) in needs[plain(role)]:
            return kept(key)
        return broken(key, "section-not-needed")

    return [judge(event) for event in events(tables, period) if event["section"] is not None]


def copies(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-04: a copy has a written reason, or the day's copies without one are few."""
    choice = settings.need_to_know
    people: dict[tuple[str, dt.date | None], set[str]] = defaultdict(set)
    for event in tables["access_log"]:
        bare = event["action"] in _COPYING and event["reason"] is None
        if bare and event["staff_id"] is not None and event["person_id"] is not None:
            people[event["staff_id"], local_day(event["occurred_at"])].add(event["person_id"])

    def judge(event: Row) -> Verdict:
        key = event["event_id"]
        if event["action"] is None:
            return unclear(key, "no-action")
        if event["reason"] is not None:
            return kept(key)
        many = len(people.get((event["staff_id"], local_day(event["occurred_at"])), ()))
        if many > choice.bulk_copy_people:
            return broken(key, "bulk-copy")
        if many > choice.usual_copy_people:
            return broken(key, "copy-without-reason")
        return kept(key)

    return [
        judge(event)
        for event in events(tables, period)
        if event["action"] is None or event["action"] in _COPYING
    ]


def conflicts(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-05: nobody looks at their own record, or at that of somebody they are tied to."""
    people = {row["person_id"] for row in tables["service_users"]}
    staff = {row["staff_id"] for row in tables["staff"]}
    declared = {(row["staff_id"], row["person_id"]): row for row in tables["declared_conflicts"]}

    def judge(event: Row) -> Verdict:
        key = event["event_id"]
        if event["person_id"] not in people:
            return unclear(key, "person-unknown")
        if event["staff_id"] not in staff:
            return unclear(key, "staff-unknown")
        tie = declared.get((event["staff_id"], event["person_id"]))
        if tie is None:
            return kept(key)
        on = local_day(event["occurred_at"])
        assert on is not None
        if tie["ended_on"] is not None and tie["ended_on"] < on:
            return kept(key)
        return broken(key, "own-record" if tie["relation"] == "self" else "declared-conflict")

    return [judge(event) for event in events(tables, period)]


def places(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """RM-03: opened from a permitted place, or by somebody who may work from anywhere."""
    choice = settings.records_kept
    staff = {row["staff_id"]: row for row in tables["staff"]}

    def judge(event: Row) -> Verdict:
        key = event["event_id"]
        if any(event["place"].startswith(network) for network in choice.networks):
            return kept(key)
        if event["staff_id"] not in staff:
            return unclear(key, "staff-unknown")
        if staff[event["staff_id"]]["kind"] in choice.remote_kinds:
            return kept(key)
        return broken(key, "outside")

    return [judge(event) for event in events(tables, period) if event["place"] is not None]
