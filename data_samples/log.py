"""The everyday access log: bursts round sessions, checks of own cases, cover, supervision.

Every event here is explained by work, by construction: it is made from an assignment or a
session of that worker, inside the days it holds and inside their service.
"""

from __future__ import annotations

import datetime as dt
import uuid
from random import Random

from data_samples.charity import Charity, clip, in_service, new_event
from data_samples.choices import INSIDE, SECTIONS_BY_ROLE
from data_samples.days import (
    AS_AT,
    FIRST,
    PARQUET_FROM,
    PURVIEW_FROM,
    at,
    days,
    local_day,
    some_day,
    working,
    working_day,
)

EVENTS = 60_000
_OFTEN = {"notes": 3}
_ACTIONS = ("view",) * 12 + ("edit",) * 4 + ("print", "download", "create", "search", "export")
# What an audit log of documents can tell apart.
_CLOUD_ACTIONS = {"edit": "edit", "create": "edit", "download": "download", "export": "download"}
_USUAL_COPIES = 5
_SECOND = dt.timedelta(seconds=1)


class Log:
    """Collects events, and knows whose service each must stay in."""

    def __init__(self, charity: Charity, topic: str = "log") -> None:
        self.rng = charity.random(topic)
        self.events = charity.tables["access_log"]
        self.staff = {row["staff_id"]: row for row in charity.tables["staff"]}

    def burst(self, staff_id: str, person_id: str, moment: dt.datetime, count: int) -> None:
        """A few looks in a row, as a working person has them."""
        on = local_day(moment)
        worker = self.staff[staff_id]
        # The first day is for reading policies.
        if not in_service(worker, on) or worker["started_on"] == on:
            return
        if not FIRST <= on <= AS_AT:
            return
        for _ in range(count):
            self.events.append(new_event(staff_id, person_id, moment))
            moment += _SECOND * self.rng.randint(7, 240)


def add(charity: Charity) -> None:
    """Fill the access log with everyday work."""
    log = Log(charity)
    _round_sessions(charity, log)
    _supervision_and_cover(charity, log)
    _same_family(charity, log)
    _after_the_end(charity, log)
    _checks(charity, log)


def _round_sessions(charity: Charity, log: Log) -> None:
    rng = log.rng
    for session in charity.tables["sessions"]:
        start = session["starts_at"]
        group = session["kind"] == "group"
        if rng.random() < (0.35 if group else 0.7):
            on = local_day(start) - days(rng.choice((0, 1)))
            before = at(working(on, back=True), 8, rng.randint(5, 55), rng.randint(0, 59))
            log.burst(session["staff_id"], session["person_id"], before, rng.randint(1, 2))
        after = (session["ends_at"] or start) + _SECOND * rng.randint(240, 4800)
        log.burst(
            session["staff_id"], session["person_id"], after, 1 if group else rng.randint(1, 3)
        )


def _supervision_and_cover(charity: Charity, log: Log) -> None:
    rng = log.rng
    for case in charity.tables["caseload"]:
        if case["capacity"] not in ("supervision", "cover"):
            continue
        first, last = clip(case, log.staff[case["staff_id"]])
        every = 75 if case["capacity"] == "supervision" else 5
        on = first + days(rng.randint(0, every))
        while on <= last:
            seen = working(on)
            if seen <= last:
                log.burst(
                    case["staff_id"],
                    case["person_id"],
                    office_second(rng, seen),
                    rng.randint(1, 2),
                )
            on += days(every)


def _same_family(charity: Charity, log: Log) -> None:
    """A mentor rings the mother, and looks the number up."""
    rng = log.rng
    family = charity.family_of()
    members: dict[str, list[str]] = {}
    for person_id, family_id in family.items():
        members.setdefault(family_id, []).append(person_id)
    for case in charity.tables["caseload"]:
        worker = log.staff[case["staff_id"]]
        if worker["role"] != "mentor":
            continue
        first, last = clip(case, worker)
        others = [one for one in members[family[case["person_id"]]] if one != case["person_id"]]
        if first > last:
            continue
        for _ in range(6):
            seen = working_day(rng, first, last)
            if first <= seen <= last:
                log.burst(worker["staff_id"], rng.choice(others), at(seen, 19, 5), 1)


def _after_the_end(charity: Charity, log: Log) -> None:
    """Last notes are written after a case has ended: near misses, inside the 14 days."""
    rng = log.rng
    for case in charity.tables["caseload"]:
        if case["capacity"] == "own" and case["until_on"] and rng.random() < 0.4:
            seen = working(case["until_on"] + days(rng.randint(1, 12)))
            log.burst(case["staff_id"], case["person_id"], office_second(rng, seen), 1)


def _checks(charity: Charity, log: Log) -> None:
    """Own cases are looked at between sessions, again and again, until the log is full."""
    rng = log.rng
    cases = []
    weights = []
    for case in charity.tables["caseload"]:
        first, last = clip(case, log.staff[case["staff_id"]])
        if case["capacity"] != "own" or first > last:
            continue
        if log.staff[case["staff_id"]]["role"] == "family worker":
            cases.append((case["staff_id"], case["person_id"], first, last))
            weights.append((last - first).days + 1)
    # In portions, because a burst now and then falls on a weekend and is left out.
    while len(log.events) < EVENTS:
        for staff_id, person_id, first, last in rng.choices(cases, weights, k=500):
            seen = working(some_day(rng, first, last))
            if seen <= last and len(log.events) < EVENTS:
                log.burst(staff_id, person_id, office_second(rng, seen), rng.randint(1, 4))


def office_second(rng: Random, on: dt.date) -> dt.datetime:
    """Some second of a working day."""
    return at(on, rng.randint(8, 17), rng.randint(0, 59), rng.randint(0, 59))


def finish(charity: Charity) -> None:
    """Sort and number the log, fill in what each system notes, and write the key's rows."""
    rng = charity.random("log details")
    events = charity.tables["access_log"]
    events.sort(key=lambda row: (row["occurred_at"], row["staff_id"] or "", row["person_id"] or ""))
    cloud_from = at(PURVIEW_FROM, 0)
    parquet_from = at(PARQUET_FROM, 0)
    sections = _sections(charity)
    copied: dict[tuple[str, dt.date], set[str]] = {}
    # An override with its review would explain what is planted as unexplained.
    planted = {id(event) for event, control, _, _ in charity.pending() if control == "NK-01"}
    for number, event in enumerate(events):
        event["section"] = rng.choice(sections.get(event["staff_id"], ("contact",)))
        event["action"] = rng.choice(_ACTIONS)
        event["place"] = f"{INSIDE}{rng.randint(2, 60)}"
        if event["occurred_at"] >= cloud_from:
            event["event_id"] = str(uuid.UUID(int=rng.getrandbits(128), version=4))
            event["action"] = _CLOUD_ACTIONS.get(event["action"], "view")
            event["source"] = "microsoft-365"
            # Where no reasons are written, nobody copies more in a day than is usual.
            day_of = copied.setdefault((event["staff_id"], local_day(event["occurred_at"])), set())
            if event["action"] == "download" and len(day_of | {event["person_id"]}) > _USUAL_COPIES:
                event["action"] = "view"
            if event["action"] == "download":
                day_of.add(event["person_id"])
            continue
        event["event_id"] = f"E{number + 1:06d}"
        event["source"] = "casebook" if event["occurred_at"] < parquet_from else "casebook 2"
        event["break_glass"] = False
        if event["action"] in ("print", "download", "export"):
            event["reason"] = "For the visit."
        if rng.random() < 0.0008 and id(event) not in planted:
            event["break_glass"] = True
            event["reason"] = "The lock was on and the family was on the phone."
            event["reviewed_at"] = event["occurred_at"] + days(2)
    for event, details in charity.details():
        event.update(details)
    for event, control, reason, note in charity.pending():
        charity.key.add(control, event["event_id"], reason, local_day(event["occurred_at"]), note)


def _sections(charity: Charity) -> dict[str, tuple[str, ...]]:
    """The sections that each colleague opens, some oftener than others."""
    allowed = {role.lower(): all for role, all in SECTIONS_BY_ROLE.items()}
    return {
        row["staff_id"]: tuple(
            one for one in allowed.get(row["role"], ()) for _ in range(_OFTEN.get(one, 1))
        )
        or ("contact",)
        for row in charity.tables["staff"]
    }
