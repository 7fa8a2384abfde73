"""Meetings with third parties, and the visitors' forms."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from data_samples import names
from data_samples.charity import Charity, Row, open_on
from data_samples.days import AS_AT, FIRST, at, days, local_day, working
from data_samples.governance import version_on

_SERIES = ("Team around the family", "School liaison round", "Health link meeting", None)
_TIES = {
    "other-professional": "Works with the family.",
    "partner-agency": "Partner under the protocol.",
    "student": "On placement, with the family's agreement.",
    "other-visitor": "Invited by the family.",
    "volunteer": "Mentors a child of the family.",
}

_AS_ATTENDING = ("visitor_id", "kind", "name", "organisation")


def add(charity: Charity) -> None:
    """Fill meetings, attendances and visitor forms."""
    rng = charity.random("meetings")
    visitors = _visitors(charity)
    on = FIRST + days(3)
    while on <= AS_AT:
        _meeting(charity, rng, working(on), rng.sample(visitors, rng.randint(1, 4)))
        on += days(rng.randint(6, 11))
    for _ in range(18):  # Visitors to the office sign too, without a meeting.
        signed = at(working(FIRST + days(rng.randint(0, 1085))), rng.randint(9, 16), 5)
        form(charity, rng.choice(visitors)["visitor_id"], None, signed)


def plan(charity: Charity) -> None:
    """Meetings that are called for the weeks after the audit date, and who is expected."""
    rng = charity.random("planned meetings")
    visitors = _visitors(charity)
    for after, count in ((2, 3), (8, 2), (14, 4), (15, 1), (24, 3)):
        start = at(working(AS_AT + days(after)), rng.randint(9, 15), rng.choice((0, 30)))
        here = meeting(charity, start, series=rng.choice(_SERIES))
        for visitor in rng.sample(visitors, count):
            attend(charity, here, *(visitor[name] for name in _AS_ATTENDING))
    volunteer = charity.serving(AS_AT, "mentor")[0]
    attend(charity, here, volunteer["staff_id"], "volunteer", volunteer["name"])
    # Somebody who came by early has signed for a later meeting.
    form(charity, visitor["visitor_id"], here["meeting_id"], at(working(AS_AT, back=True), 16))


def form(
    charity: Charity,
    visitor_id: str,
    meeting_id: str | None,
    signed: dt.datetime | None,
    **values: Any,
) -> Row:
    """One form with both policies handed over at the signing, unless told otherwise."""
    on = local_day(signed) if signed else AS_AT
    facts: Row = {}
    for policy in ("confidentiality", "disclosure"):
        facts[f"{policy}_policy_given"] = True
        facts[f"{policy}_policy_given_at"] = signed
        facts[f"{policy}_policy_version"] = version_on(charity, policy, on)
    facts.update(values)
    return charity.add(
        "visitor_forms", visitor_id=visitor_id, meeting_id=meeting_id, signed_at=signed, **facts
    )


def meeting(charity: Charity, start: dt.datetime | None, **values: Any) -> Row:
    """One meeting, and the two colleagues who hold it."""
    facts: Row = {
        "title": "Review of support",
        "ends_at": start + dt.timedelta(minutes=75) if start else None,
        "place": "Larkrise Room",
        "organiser_id": "S004",
    }
    facts.update(values)
    row = charity.add("meetings", starts_at=start, **facts)
    for number in ("S004", "S009"):
        attend(charity, row, number, "staff", charity.staff(number)["name"], "Lanterns for Larks")
    return row


def attend(
    charity: Charity,
    at_meeting: Row,
    visitor_id: str,
    kind: str | None,
    name: str | None = None,
    organisation: str | None = None,
) -> Row:
    """One person at a meeting."""
    return charity.add(
        "attendances",
        meeting_id=at_meeting["meeting_id"],
        visitor_id=visitor_id,
        name=name,
        organisation=organisation,
        kind=kind,
        tie=_TIES.get(kind or ""),
    )


def _visitors(charity: Charity) -> list[Row]:
    rng = charity.random("visitors")
    surnames = names.surnames(rng)
    places = (*names.SCHOOLS, *names.CLINICS, *names.CAMPS, names.COUNCIL, "Dandelion College")
    kinds = ("other-professional", "partner-agency", "student", "other-visitor")
    return [
        {
            "visitor_id": f"V{number + 1:03d}",
            "name": f"{names.first_name(rng)} {surnames[number]}",
            "organisation": rng.choice(places),
            "kind": rng.choices(kinds, (50, 35, 8, 7))[0],
        }
        for number in range(60)
    ]


def _meeting(charity: Charity, rng: Random, on: dt.date, visitors: list[Row]) -> None:
    start = at(on, rng.randint(9, 15), rng.choice((0, 15, 30)))
    here = meeting(charity, start, series=rng.choice(_SERIES))
    for visitor in visitors:
        attend(
            charity,
            here,
            visitor["visitor_id"],
            visitor["kind"],
            visitor["name"],
            visitor["organisation"],
        )
        signed = start - dt.timedelta(seconds=rng.randint(90, 1500))
        given = signed - dt.timedelta(seconds=rng.randint(0, 240))
        form(
            charity,
            visitor["visitor_id"],
            here["meeting_id"],
            signed,
            confidentiality_policy_given_at=given,
            disclosure_policy_given_at=given + dt.timedelta(seconds=rng.randint(0, 60)),
        )
    if rng.random() < 0.35:
        mentor = rng.choice(charity.serving(on, "mentor"))
        attend(charity, here, mentor["staff_id"], "volunteer", mentor["name"])
    if rng.random() < 0.2:
        attend(charity, here, "S046", "trustee", charity.staff("S046")["name"])
    if rng.random() < 0.6:
        parents = [row for row in charity.tables["service_users"] if open_on(row, on)]
        parent = rng.choice(parents)
        attend(charity, here, parent["person_id"], "service-user", parent["name"])
