"""Slow, plain-Python twins of the flags: which visits each is raised on.

Nothing here is shared with the engine. Whether a look was needed, lay outside somebody's
service, or met a declared tie is asked of the controls' own twins.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from chs_audit.settings import Settings
from tests.twins.access import conflicts
from tests.twins.need_to_know import events, in_service, needed
from tests.twins.verdict import LONDON, Period, Row, Tables, local_day

Visit = tuple[str, str, dt.date]
_VIEWS = {"view", "print", "export", "download", "share"}
_DAY = dt.timedelta(days=1)


class Log:
    """The looks of a period by visit, of known members of staff, and what came before."""

    def __init__(self, tables: Tables, settings: Settings, period: Period) -> None:
        self.tables, self.choice, self.period = tables, settings.flags, period
        self.settings = settings
        self.staff = {row["staff_id"]: row for row in tables["staff"]}
        self.people = {row["person_id"]: row for row in tables["service_users"]}
        self.visits: dict[Visit, list[Row]] = defaultdict(list)
        for event in sorted(events(tables, period), key=lambda row: row["occurred_at"]):
            if event["staff_id"] in self.staff:
                self.visits[_visit(event)].append(event)
        first = dt.datetime.combine(period.first, dt.time(), LONDON)
        self.before = [row for row in tables["access_log"] if row["occurred_at"] < first]
        self.why = {
            name: {one.key: one for one in twin(tables, settings, period)}
            for name, twin in (("NK-01", needed), ("NK-03", in_service), ("NK-05", conflicts))
        }

    def known(self) -> list[Visit]:
        """The visits to people whom we know."""
        return [one for one in self.visits if one[1] in self.people]

    def said(self, visit: Visit, control: str, *reasons: str) -> bool:
        """Whether the control's twin finds one of these reasons in a look of the visit."""
        told = [self.why[control][look["event_id"]] for look in self.visits[visit]]
        return any(one.kept is False and (not reasons or one.reason in reasons) for one in told)


def same_surname(log: Log) -> set[Visit]:
    def surname(row: Row) -> str:
        name = (row["name"] or "").split(",")[0].lower()
        return (re.split(r"[\s.;]+", name.strip()) or [""])[-1]

    return _alike(log, surname)


def same_address(log: Log) -> set[Visit]:
    def address(row: Row) -> str:
        return " ".join(re.split(r"[\s,.;]+", (row["address"] or "").lower())).strip()

    return _alike(log, address)


def _alike(log: Log, what: Callable[[Row], str]) -> set[Visit]:
    return {
        one
        for one in log.known()
        if what(log.staff[one[0]]) and what(log.staff[one[0]]) == what(log.people[one[1]])
    }


def own_record(log: Log) -> set[Visit]:
    return {one for one in log.known() if log.said(one, "NK-05", "own-record")}


def declared_conflict(log: Log) -> set[Visit]:
    return {one for one in log.known() if log.said(one, "NK-05", "declared-conflict")}


def repeated_look(log: Log) -> set[Visit]:
    unexplained = [one for one in log.known() if log.said(one, "NK-01")]
    return {
        one
        for one in unexplained
        if sum(other[:2] == one[:2] for other in unexplained) >= log.choice.repeated_days
    }


def use_after_leaving(log: Log) -> set[Visit]:
    return {one for one in log.visits if log.said(one, "NK-03", "after-leaving")}


def out_of_hours(log: Log) -> set[Visit]:
    def out(look: Row) -> bool:
        local = look["occurred_at"].astimezone(LONDON)
        ordinary = log.choice.office_from <= local.hour < log.choice.office_until
        return not ordinary or f"{local:%A}" not in log.choice.office_days

    return {one for one, looks in log.visits.items() if any(map(out, looks))}


def many_people(log: Log) -> set[Visit]:
    time = dt.timedelta(minutes=log.choice.short_minutes)
    found: set[Visit] = set()
    for day in _days(log).values():
        for last, _ in day:
            together = [(when, one) for when, one in day if last - time <= when <= last]
            if sum(one[1] is not None for _, one in together) >= log.choice.many_people:
                found |= {one for _, one in together}
    return found & set(log.known())


def walking_in_order(log: Log) -> set[Visit]:
    found: set[Visit] = set()
    for day in _days(log).values():
        kinds: dict[str, list[tuple[int, Visit]]] = defaultdict(list)
        for _, one in day:
            number = re.search(r"[0-9]{1,15}$", one[1] or "")
            if number:
                kinds[(one[1] or "")[: number.start()]].append((int(number[0]), one))
        for order in kinds.values():
            for way in (1, -1):
                walk = order[:1]
                for (number, _), following in [*pairwise(order), (order[-1], (None, None))]:
                    step = 0 if following[0] is None else (following[0] - number) * way
                    if 0 < step <= log.choice.walk_step:
                        walk.append(following)
                        continue
                    if len(walk) >= log.choice.walk_people:
                        found |= {one for _, one in walk}
                    walk = [following]
    return found & set(log.known())


def dormant_account(log: Log) -> set[Visit]:
    limit = log.choice.dormant_days * _DAY
    found = set()
    for who in log.staff:
        days = {local_day(row["occurred_at"]) for row in log.before if row["staff_id"] == who}
        days |= {one[2] for one in log.visits if one[0] == who}
        woken = {later for earlier, later in pairwise(sorted(days)) if later - earlier > limit}
        found |= {one for one in log.visits if one[0] == who and one[2] in woken}
    return found


def long_after_case(log: Log) -> set[Visit]:
    grace = log.settings.need_to_know.case_grace_days * _DAY
    found = set()
    for one in log.known():
        who, whom, on = one
        cases = [
            (_counts_from(log, row), row["until_on"] and row["until_on"] + grace)
            for row in log.tables["caseload"]
            if (row["staff_id"], row["person_id"]) == (who, whom)
            and row["capacity"] in (None, "own", "supervision")
            and row["from_on"]
        ]
        # What was only written down when it was over was never a case that anybody could show.
        own = [(first, last) for first, last in cases if not (last and last < first)]
        ends = [last for _, last in own if last and last < on]
        held = any(first <= on and (last is None or on <= last) for first, last in own)
        if held or not ends or (on - max(ends)).days <= log.choice.after_case_days:
            continue
        since = [day for day in _met(log, who, whom) if max(ends) < day < on]
        if not since:
            found.add(one)
    return found


def _counts_from(log: Log, row: Row) -> dt.date:
    """The first day on which a case counts: not long before it was written down."""
    written = local_day(row["recorded_at"])
    if not written:
        return row["from_on"]
    return max(row["from_on"], written - log.settings.need_to_know.recording_grace_days * _DAY)


def edit_without_view(log: Log) -> set[Visit]:
    logs_views = {row["source"] for row in log.tables["access_log"] if row["action"] == "view"}
    found = set()
    for one in log.known():
        edits = [
            look["occurred_at"]
            for look in log.visits[one]
            if look["action"] in ("edit", "delete")
            and (look["source"] or "") in {s or "" for s in logs_views}
        ]
        viewed = [
            row["occurred_at"]
            for row in log.tables["access_log"]
            if (row["staff_id"], row["person_id"]) == one[:2] and row["action"] in _VIEWS
        ]
        if not edits:
            continue
        days = [one[2] - on for when in viewed if (on := local_day(when)) and on < one[2]]
        lately = any(since <= log.choice.edit_view_days * _DAY for since in days)
        today = [when for when in viewed if local_day(when) == one[2]]
        if not lately and not (today and min(today) <= min(edits)):
            found.add(one)
    return found


def _visit(event: Row) -> Visit:
    on = local_day(event["occurred_at"])
    assert on is not None
    return (event["staff_id"], event["person_id"], on)


def _days(log: Log) -> dict[Any, list[tuple[dt.datetime, Visit]]]:
    """By member of staff and day: the visits in the order in which they began."""
    days: dict[Any, list[tuple[dt.datetime, str, Visit]]] = defaultdict(list)
    for one, looks in log.visits.items():
        begun = min(look["occurred_at"] for look in looks)
        days[(one[0], one[2])].append((begun, min(look["event_id"] for look in looks), one))
    return {
        day: [(begun, one) for begun, _, one in sorted(visits, key=lambda visit: visit[:2])]
        for day, visits in days.items()
    }


def _met(log: Log, who: str, whom: str) -> set[dt.date]:
    before = {
        local_day(row["occurred_at"])
        for row in log.before
        if (row["staff_id"], row["person_id"]) == (who, whom)
    }
    return {day for day in before if day} | {one[2] for one in log.visits if one[:2] == (who, whom)}


TWINS: dict[str, Callable[[Log], set[Visit]]] = {
    "same-surname": same_surname,
    "same-address": same_address,
    "own-record": own_record,
    "declared-conflict": declared_conflict,
    "repeated-look": repeated_look,
    "use-after-leaving": use_after_leaving,
    "out-of-hours": out_of_hours,
    "many-people": many_people,
    "walking-in-order": walking_in_order,
    "dormant-account": dormant_account,
    "long-after-case": long_after_case,
    "edit-without-view": edit_without_view,
}
