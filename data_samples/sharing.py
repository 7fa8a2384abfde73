"""What went to third parties, who asked, and the agreements with partners."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from data_samples import names
from data_samples.charity import Charity, Row, in_service
from data_samples.days import AS_AT, FIRST, at, day, days, local_day, office, working_day

_WHY = {
    "school liaison": "The school plans support after the visit",
    "health services": "The nurse needs to know whom to ring",
    "holiday activities": "The camp needs names for its list",
    "reference": "The new employer asked",
}


def add(charity: Charity) -> None:
    """Fill disclosures on consent and on other grounds, enquiries, protocols, publications."""
    rng = charity.random("sharing")
    _on_consent(charity, rng)
    _on_grounds(charity, rng)
    _enquiries(charity, rng)
    _protocols(charity)


def disclosure(
    charity: Charity,
    person_id: str | None,
    recipient: str | None,
    purpose: str | None,
    when: dt.datetime | None,
    **values: Any,
) -> Row:
    """One disclosure on consent with everything beside it in order, unless told otherwise."""
    sender = "S004"
    rows = len(charity.tables["disclosures"])
    if when:
        on = local_day(when)
        around = [row for row in charity.serving(on, "family worker") if in_service(row, on)]
        sender = around[on.toordinal() % len(around)]["staff_id"]
    facts: Row = {
        "recorded_at": when + dt.timedelta(minutes=20) if when else None,
        "sent_by": sender,
        "ground": "consent",
        "sections_sent": "contact",
        "sections_asked": "contact",
        # No two are alike: a reason that is pasted is none.
        "reason": f"{_WHY.get(purpose or '', 'It was asked for')}; note {rows + 1} in the file.",
        "recipient_acknowledged": True,
        "channel": "email",
        "marked_confidential": True,
        "in_return": "nothing",
        "names_person": True,
        "alternative_considered": True,
        "alternative_reason": "Help for one child cannot be arranged without the name.",
        "alternative_signed_by": "S002",
        "session_detail": False,
        "joint_working": False,
    }
    facts.update(values)
    return charity.add(
        "disclosures",
        person_id=person_id,
        recipient=recipient,
        purpose=purpose,
        disclosed_at=when,
        **facts,
    )


def on_ground(
    charity: Charity, person_id: str, ground: str, when: dt.datetime, **values: Any
) -> Row:
    """One disclosure on a lawful ground with all its facts, unless told otherwise."""
    facts: Row = {
        "ground": ground,
        "what_happened": "Something that could not wait was told at the visit.",
        "decided_by": "S002",
        "decided_at": when - dt.timedelta(minutes=40),
        "least_needed": "Name and where to find them.",
        "reviewed_on": local_day(when) + days(3),
    }
    if ground == "police":
        facts["requester"] = "Constable Noddle"
        facts["reference"] = f"TC/{when:%y%m%d}"
    facts.update(values)
    recipient = names.POLICE if ground == "police" else names.COUNCIL
    return disclosure(charity, person_id, recipient, "protection", when, **facts)


def _on_consent(charity: Charity, rng: Random) -> None:
    refused = {
        (row["person_id"], row["purpose"], row["recipients"]): row["decided_at"]
        for row in charity.tables["consents"]
        if row["decision"] == "refused" and row["decided_at"]
    }
    for consent in list(charity.tables["consents"]):
        if consent["decision"] != "given" or not consent["decided_at"]:
            continue
        if consent["invalidated_at"] or rng.random() > 0.22:
            continue
        held = max(consent["decided_at"], consent["recorded_at"] or consent["decided_at"])
        first = max(local_day(held) + days(1), FIRST)
        # Whoever refuses when asked again for the same has taken the yes back.
        no = refused.get((consent["person_id"], consent["purpose"], consent["recipients"]))
        last = min(
            consent["expires_on"] or AS_AT,
            local_day(consent["withdrawn_at"]) - days(1) if consent["withdrawn_at"] else AS_AT,
            local_day(no) - days(1) if no and no > consent["decided_at"] else AS_AT,
            first + days(300),
            AS_AT,
        )
        if first >= last:
            continue
        recipient = rng.choice(consent["recipients"].split(";"))
        asked = "contact;school;plans" if recipient in names.SCHOOLS else "contact;health"
        when = office(rng, working_day(rng, first, last))
        disclosure(
            charity,
            consent["person_id"],
            # People write names as they come to mind: case and spaces say nothing.
            rng.choice((recipient, recipient, recipient.upper(), f"  {recipient}")),
            rng.choice((consent["purpose"], consent["purpose"], consent["purpose"].title())),
            when,
            ground=rng.choice(("consent", "consent", None)),
            sections_sent="contact",
            sections_asked=asked,
            channel=rng.choice(("letter", "email", "phone", "meeting", "portal")),
            requested_on=local_day(when) - days(2),
            joint_working=recipient in names.CLINICS,
        )


def _on_grounds(charity: Charity, rng: Random) -> None:
    grounds = ("emergency", "public-safety", "police", "safeguarding", "legal-duty")
    for year in range(3):
        start = FIRST.replace(year=FIRST.year + year)
        for number in range(12):
            on = working_day(rng, start + days(20 + 25 * number), start + days(38 + 25 * number))
            person = rng.choice(charity.tables["service_users"])
            when = office(rng, on)
            after = days(rng.choice((0, 1, 3, 5)))
            ground = grounds[number % len(grounds)]
            on_ground(charity, person["person_id"], ground, when, reviewed_on=on + after)


def _enquiries(charity: Charity, rng: Random) -> None:
    for number in range(180):
        on = working_day(rng, FIRST + days(6 * number), FIRST + days(6 * number + 5))
        known = number % 20 == 7
        officer = charity.serving(on, "administrator")[0]["staff_id"]
        charity.add(
            "enquiries",
            received_at=office(rng, on),
            channel=rng.choice(("phone", "visit", "email", "letter")),
            answered_by=officer,
            confirmed_known=known,
            ground="police" if known else None,
            ground_facts="A written request with a reference." if known else None,
        )


def _protocols(charity: Charity) -> None:
    partners = (*names.CLINICS, *names.SCHOOLS, names.COUNCIL)
    for number, partner in enumerate(partners):
        signed = day("2023-06-05") + days(11 * number)
        charity.add(
            "protocols",
            partner=partner,
            signed_for_us_on=signed,
            signed_for_us_by="S001",
            signed_for_them_on=signed + days(4),
            signed_with_authority=True,
            from_on=signed + days(7),
            until_on=day("2027-08-31"),
            sections="contact;health;school;plans",
            purposes="school liaison;health services;protection",
            reviewed_on=day("2026-05-18") + days(3 * number),
            recorded_at=at(signed + days(5), 10),
        )
