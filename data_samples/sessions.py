"""Sessions: visits and calls by a worker, mentoring, weekly groups, calls to the office."""

from __future__ import annotations

import datetime as dt
from random import Random

from data_samples.charity import Charity, Row, clip, in_service, open_on
from data_samples.days import AS_AT, FIRST, at, days, working

# name, weekday, hour
_GROUPS = (
    ("Lantern club", 1, 16),
    ("Homework nest", 3, 16),
    ("Saturday larks", 5, 10),
)


def add(charity: Charity) -> None:
    """Fill the table of sessions."""
    rng = charity.random("sessions")
    _case_sessions(charity, rng)
    _groups(charity, rng)
    _office_calls(charity, rng)


def _session(
    charity: Charity, rng: Random, staff_id: str, person_id: str, on: dt.date, kind: str, hour: int
) -> Row:
    start = at(on, hour, rng.choice((0, 15, 30, 45)))
    length = rng.choice((15, 20, 30)) if kind == "call" else rng.choice((45, 60, 75, 90))
    return charity.add(
        "sessions",
        staff_id=staff_id,
        person_id=person_id,
        starts_at=start,
        # Nobody writes down when a call ended every time.
        ends_at=None
        if kind == "call" and rng.random() < 0.3
        else start + dt.timedelta(0, 60 * length),
        kind=kind,
    )


def _case_sessions(charity: Charity, rng: Random) -> None:
    staff = {row["staff_id"]: row for row in charity.tables["staff"]}
    children = {
        row["person_id"] for row in charity.tables["families"] if row["relation"] == "child"
    }
    for case in charity.tables["caseload"]:
        if case["capacity"] not in ("own", None):
            continue
        worker = staff[case["staff_id"]]
        mentor = worker["role"] == "mentor"
        child = case["person_id"] in children
        every = 15 if mentor else 30 if child else 65
        first, last = clip(case, worker)
        on = first + days(rng.randint(1, every))
        while on <= last:
            met = working(on)
            if met <= last:
                kind = rng.choice(("one-to-one", "visit", "call")) if child else "call"
                hour = rng.randint(16, 18) if mentor else rng.randint(9, 16)
                _session(charity, rng, worker["staff_id"], case["person_id"], met, kind, hour)
            on += days(rng.randint(every // 2, every * 3 // 2))


def _groups(charity: Charity, rng: Random) -> None:
    children = [
        row
        for row, member in zip(
            charity.tables["service_users"], charity.tables["families"], strict=True
        )
        if member["relation"] == "child"
    ]
    leaders = [row for row in charity.tables["staff"] if row["role"] in ("helper", "group worker")]
    for number, (name, weekday, hour) in enumerate(_GROUPS):
        on = FIRST
        while on.weekday() != weekday:
            on += days(1)
        while on <= AS_AT:
            around = [
                row for row in leaders if in_service(row, on) and on - row["started_on"] > days(8)
            ]
            leader = rng.choice(around)
            here = [row for row in children[number::3] if open_on(row, on)]
            start = at(on, hour)
            for child in rng.sample(here, min(7, len(here))):
                charity.add(
                    "sessions",
                    staff_id=leader["staff_id"],
                    person_id=child["person_id"],
                    starts_at=start,
                    ends_at=start + dt.timedelta(minutes=90),
                    kind="group",
                    group_name=name,
                )
            on += days(7)


def _office_calls(charity: Charity, rng: Random) -> None:
    """People ring the office, and students sit with a family now and then."""
    people = charity.tables["service_users"]
    on = working(FIRST)
    while on <= AS_AT:
        for role, chance in (
            ("administrator", 0.8),
            ("safeguarding lead", 0.3),
            ("student", 0.4),
        ):
            for one in charity.serving(on, role):
                if rng.random() > chance or on - one["started_on"] < days(8):
                    continue
                person = rng.choice([row for row in people if open_on(row, on)])
                kind = "one-to-one" if role == "student" else "call"
                hour = rng.randint(9, 16)
                _session(charity, rng, one["staff_id"], person["person_id"], on, kind, hour)
        on = working(on + days(1))
