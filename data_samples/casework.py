"""Who was assigned to whom: own cases, handovers, supervision, mentors and holiday cover."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from data_samples.charity import Charity, Row, in_service
from data_samples.days import AS_AT, FIRST, at, day, days, some_day, working

# Colleagues are away then: first day, last day.
_HOLIDAYS = [
    (day("2023-10-23"), day("2023-10-27")),
    (day("2023-12-27"), day("2024-01-05")),
    (day("2024-04-02"), day("2024-04-12")),
    (day("2024-08-05"), day("2024-08-16")),
    (day("2025-02-17"), day("2025-02-21")),
    (day("2025-08-11"), day("2025-08-22")),
    (day("2025-12-29"), day("2026-01-07")),
    (day("2026-04-07"), day("2026-04-17")),
    (day("2026-08-03"), day("2026-08-14")),
]
_TEAM_LEAD = {"north": "S004", "south": "S005"}


def assign(
    charity: Charity, staff_id: str, person_id: str, from_on: dt.date | None, **values: Any
) -> Row:
    """One assignment as a worker of their own, written down on its first day by default."""
    recorded_on: dt.date = from_on or values["until_on"]
    facts: Row = {"capacity": "own", "recorded_at": at(working(recorded_on), 9, 15)} | values
    return charity.add("caseload", staff_id=staff_id, person_id=person_id, from_on=from_on, **facts)


def add(charity: Charity) -> None:
    """Fill the caseload."""
    rng = charity.random("casework")
    people = {row["person_id"]: row for row in charity.tables["service_users"]}
    members: dict[str, list[Row]] = {}
    for row in charity.tables["families"]:
        members.setdefault(row["family_id"], []).append(people[row["person_id"]])
    children = {
        row["person_id"] for row in charity.tables["families"] if row["relation"] == "child"
    }
    for number, family in enumerate(members.values()):
        _lead_workers(charity, rng, family, "north" if number % 2 else "south", children)
    _mentors(charity, rng, [people[one] for one in sorted(children)])
    _cover(charity, rng)


def _lead_workers(
    charity: Charity, rng: Random, family: list[Row], team: str, children: set[str]
) -> None:
    """The family's worker, and the next one whenever a worker leaves or hands over."""
    start: dt.date = min(row["first_contact_on"] for row in family)
    end: dt.date | None = family[0]["closed_on"]
    before = ""
    while start <= (end or AS_AT):
        crew = [one for one in charity.serving(start, "family worker") if one["team"] == team]
        worker = rng.choice([one for one in crew if one["staff_id"] != before] or crew)
        until = end
        if worker["left_on"] and worker["left_on"] < (end or AS_AT):
            until = worker["left_on"]
        elif rng.random() < 0.25 and start + days(150) < (end or AS_AT):
            until = start + days(rng.randint(90, 140))
        for row in family:
            first = max(start, row["first_contact_on"])
            if until and first > until:
                continue
            assign(charity, worker["staff_id"], row["person_id"], from_on=first, until_on=until)
            if row["person_id"] in children:
                assign(
                    charity,
                    _TEAM_LEAD[team],
                    row["person_id"],
                    capacity="supervision",
                    from_on=first,
                    until_on=until,
                )
        if until is None or until == end:
            return
        before, start = worker["staff_id"], until + days(1)


def _mentors(charity: Charity, rng: Random, children: list[Row]) -> None:
    """Each mentor has one or two children at a time, for four to fourteen months each."""
    mentored: set[str] = set()
    for mentor in [row for row in charity.tables["staff"] if row["role"] == "mentor"]:
        for _ in range(2):
            start = max(mentor["started_on"] + days(rng.randint(10, 25)), day("2023-05-01"))
            while start + days(60) < (mentor["left_on"] or AS_AT):
                until = start + days(rng.randint(120, 420))
                last = min(until, mentor["left_on"] or until)
                free = [
                    row
                    for row in children
                    if row["first_contact_on"] <= start
                    and (row["closed_on"] or AS_AT + days(999)) >= last
                    and row["person_id"] not in mentored
                ]
                if free:
                    child = rng.choice(free)
                    mentored.add(child["person_id"])
                    assign(
                        charity,
                        mentor["staff_id"],
                        child["person_id"],
                        capacity=rng.choice(("own", "own", None)),
                        from_on=start,
                        until_on=last if last <= AS_AT else None,
                    )
                start = last + days(rng.randint(10, 40))


def _cover(charity: Charity, rng: Random) -> None:
    """When a worker is away, a colleague of either team looks after some families."""
    own = [row for row in charity.tables["caseload"] if row["capacity"] == "own"]
    for first, last in _HOLIDAYS:
        crew = [
            row
            for row in charity.serving(first, "family worker")
            if in_service(row, last) and row["started_on"] < max(first - days(30), FIRST)
        ]
        for away in rng.sample(crew, 2):
            colleague = rng.choice([row for row in crew if row is not away])
            cases = [
                row
                for row in own
                if row["staff_id"] == away["staff_id"]
                and row["from_on"] <= first
                and (row["until_on"] or AS_AT) >= last
            ]
            for case in rng.sample(cases, min(12, len(cases))):
                assign(
                    charity,
                    colleague["staff_id"],
                    case["person_id"],
                    capacity="cover",
                    covers_id=away["staff_id"],
                    from_on=first,
                    until_on=last,
                    recorded_at=at(working(some_day(rng, first - days(9), first), back=True), 16),
                )
