"""Concerns, breaches, requests, declared conflicts, assets and attestations."""

from __future__ import annotations

import datetime as dt

from data_samples.charity import Charity, open_on
from data_samples.days import AS_AT, FIRST, at, day, days, office, working_day

HOUR = dt.timedelta(hours=1)


def add_open_work(charity: Charity) -> None:
    """Fill the registers of concerns and requests, which the access log rests on."""
    _concerns(charity)
    _requests(charity)


def add(charity: Charity) -> None:
    """Fill the other registers."""
    _breaches(charity)
    _decisions(charity)
    _reveals(charity)
    _conflicts(charity)
    _assets(charity)
    _attestations(charity)


def _concerns(charity: Charity) -> None:
    rng = charity.random("concerns")
    ages = {row["person_id"]: row["relation"] for row in charity.tables["families"]}
    for number in range(27):
        on = working_day(rng, FIRST + days(40 * number), FIRST + days(40 * number + 30))
        children = [
            row
            for row in charity.tables["service_users"]
            if open_on(row, on) and ages[row["person_id"]] == "child"
        ]
        raised = office(rng, on)
        share = number % 3 != 0
        closed = raised + days(rng.randint(20, 90))
        charity.add(
            "concerns",
            person_id=rng.choice(children)["person_id"],
            raised_at=raised,
            raised_by=rng.choice(charity.serving(on, "family worker"))["staff_id"],
            escalated_at=raised + rng.randint(1, 20) * HOUR,
            escalated_to="S002",
            action="Rang the family, and talked it through with the lead.",
            share_decision="share" if share else "do-not-share",
            share_decided_at=raised + days(1) + rng.randint(1, 48) * HOUR,
            share_ground="A child may come to harm." if share else "No harm is likely.",
            closed_at=closed if closed.date() < AS_AT else None,
        )


def _breaches(charity: Charity) -> None:
    rng = charity.random("breaches")
    kinds = ("employee", "volunteer", "employee", "visitor", "outside", "trustee", "student")
    routes = {"visitor": "partner-agency", "outside": "none", "trustee": "trustees"}
    for number in range(14):
        on = working_day(rng, FIRST + days(75 * number), FIRST + days(75 * number + 60))
        happened = office(rng, on)
        aware = happened + rng.randint(2, 60) * HOUR
        kind = kinds[number % len(kinds)]
        level = ("low", "medium", "high")[number % 3]
        serious = level == "high"
        reported = aware + rng.randint(5, 60) * HOUR + days(3 * (number % 4 == 2))
        route = routes.get(kind, "informal" if level == "low" else "formal")
        charity.add(
            "breaches",
            happened_at=happened,
            aware_at=aware,
            by_kind=kind,
            finding_id=f"NK-01-{number + 1:010x}" if kind == "volunteer" else None,
            seriousness=level,
            route=route,
            outcome="Talked through; the way of working was changed.",
            ico_decision="report" if serious else "no-report",
            ico_reason="A risk to the family." if serious else "Put right at once; no risk.",
            ico_reported_at=reported if serious else None,
            ico_late_reason="The lead was away." if serious and number % 4 == 2 else None,
            high_risk=serious,
            people_told_at=aware + rng.randint(5, 90) * HOUR if serious else None,
            people_not_told_reason=None if serious else "No risk to anybody.",
            commission_decision="report" if serious and number % 2 else "no-report",
            commission_reason="Weighed against the guidance for trustees.",
        )


def _decisions(charity: Charity) -> None:
    """Every finding that a breach stems from was decided upon, and some more were let go."""
    rng = charity.random("decisions")
    for breach in list(charity.tables["breaches"]):
        if breach["finding_id"]:
            charity.add(
                "decisions",
                finding_id=breach["finding_id"],
                decision="breach",
                decided_on=min(breach["aware_at"].date() + days(rng.randint(1, 9)), AS_AT),
                decided_by="S003",
            )
    for number in range(24):
        charity.add(
            "decisions",
            finding_id=f"NK-03-{number + 1:010x}",
            decision=rng.choice(("not-a-breach", "remedied", "accepted", "needs-facts")),
            decided_on=working_day(rng, FIRST + days(40 * number), FIRST + days(40 * number + 30)),
            decided_by="S003",
        )


def _reveals(charity: Charity) -> None:
    """For some findings somebody's name was needed; all of these were decided in time."""
    rng = charity.random("reveals")
    for decision in list(charity.tables["decisions"])[::4]:
        on = decision["decided_on"] - days(rng.randint(0, 14))
        charity.add(
            "reveals",
            revealed_at=at(on, rng.randint(9, 16), rng.randint(0, 59)),
            revealed_by="S003",
            finding_id=decision["finding_id"],
            reason="To tell the family.",
        )


def _requests(charity: Charity) -> None:
    rng = charity.random("requests")
    kinds = ("referral", "request", "complaint", "subject-access", "handover")
    for number in range(150):
        on = working_day(rng, FIRST + days(7 * number), FIRST + days(7 * number + 6))
        people = [row for row in charity.tables["service_users"] if open_on(row, on)]
        opened = office(rng, on)
        closed = opened + days(rng.randint(2, 28))
        charity.add(
            "requests",
            person_id=rng.choice(people)["person_id"],
            staff_id=rng.choice(charity.serving(on, "family worker"))["staff_id"],
            kind=rng.choices(kinds, (50, 20, 5, 10, 15))[0],
            opened_at=opened,
            closed_at=closed if closed.date() < AS_AT else None,
        )


def _conflicts(charity: Charity) -> None:
    rng = charity.random("conflicts")
    people = charity.tables["service_users"]
    for number, relation in (
        ("S018", "neighbour"),
        ("S023", "friend"),
        ("S035", "family"),
        ("S015", "neighbour"),
        ("S048", "other"),
    ):
        # Nobody is tied to a family they work with.
        met = charity.tied_people(number)
        free = [row for row in people if row["person_id"] not in met]
        charity.add(
            "declared_conflicts",
            staff_id=number,
            person_id=rng.choice(free)["person_id"],
            relation=relation,
            declared_on=working_day(rng, FIRST, AS_AT - days(400)),
            ended_on=day("2026-01-30") if relation == "friend" else None,
        )


def _assets(charity: Charity) -> None:
    rows = (
        ("Case files on paper", "S004", "North cabinet", "locked", "key ring 1;key ring 2"),
        ("Closed files on paper", "S003", "Archive room", "locked", "key ring 2"),
        ("Case files in Microsoft 365", "S003", "Cloud", "encrypted", "administrators"),
        ("Group registers", "S015", "South cabinet", "locked", "key ring 3"),
        ("Staff files", "S001", "Director's cabinet", "locked", "key ring 4"),
        ("Laptops", "S003", "Office safe", "encrypted", "key ring 1"),
        ("Board papers", "S001", "Cloud", "encrypted", "chair;director"),
        ("Old backup discs", "S003", "Office safe", "encrypted", "key ring 1"),
    )
    for number, (title, owner, place, secured, holders) in enumerate(rows):
        gone = title.startswith("Old")
        charity.add(
            "assets",
            title=title,
            owner_id=owner,
            place=place,
            retain_until_on=day("2025-12-31") if gone else day("2029-12-31"),
            destroyed_on=day("2025-11-28") if gone else None,
            secured=secured,
            key_holders=holders,
            checked_on=day("2026-05-04") + days(9 * number),
        )


def _attestations(charity: Charity) -> None:
    for year in (2023, 2024, 2025):
        for number, who in enumerate(("S001", "S001", "S002", "S003")):
            charity.add(
                "attestations",
                promise=f"AT-0{number + 1}",
                attested_by=who,
                attested_on=dt.date(year, 10, 2 + number),
                evidence=f"Team day, autumn {year}: notes in the office folder.",
            )
