"""Who was told of the policy, and what people agreed to share."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from chs_audit.policy import Parameters
from data_samples import names
from data_samples.charity import Charity, Row
from data_samples.days import AS_AT, at, days, local_day, office, some_day

PURPOSES = Parameters().informed_consent.purposes
_OTHER = ("photographs", "university research")
_SECTIONS = {
    "school liaison": "contact;school;plans",
    "health services": "contact;health",
    "holiday activities": "contact",
}


def add(charity: Charity) -> None:
    """Fill privacy notices and consents."""
    rng = charity.random("consent")
    for person in charity.tables["service_users"]:
        first = person["first_contact_on"]
        asker = _around(charity, rng, first)
        _notices(charity, rng, person, asker)
        for purpose in PURPOSES:
            requested = office(rng, first - days(rng.choice((0, 0, 0, 1, 2))), 9, 11)
            _ask(charity, rng, person, purpose, requested, asker)
        if rng.random() < 0.08:
            _unanswered(charity, rng, person, asker)
    _about_staff(charity, rng)


def row(
    charity: Charity,
    person_id: str,
    purpose: str,
    recipients: str,
    requested: dt.datetime | None,
    decided: dt.datetime | None,
    **values: Any,
) -> Row:
    """One consent with everything told as it should be, unless told otherwise."""
    facts: Row = {
        "sections": _SECTIONS.get(purpose, "contact"),
        "decision": "given",
        "recorded_at": decided,
        "told_why": True,
        "told_with_whom": True,
        "told_if_agree": True,
        "told_if_refuse": True,
        "told_refusal_may_cost": True,
        "told_how_to_withdraw": True,
        "mode": "written",
        "taken_by": "S004",
    }
    if "given_by" not in values:
        facts["given_by"] = giver(charity, person_id, local_day(decided) if decided else None)
    facts.update(values)
    return charity.add(
        "consents",
        person_id=person_id,
        purpose=purpose,
        recipients=recipients,
        requested_at=requested,
        decided_at=decided,
        **facts,
    )


def _around(charity: Charity, rng: Random, on: dt.date) -> str:
    return str(rng.choice(charity.serving(on, "family worker"))["staff_id"])


def _notices(charity: Charity, rng: Random, person: Row, asker: str) -> None:
    first = person["first_contact_on"]
    how = rng.choice(("in-writing", "face-to-face", "phone", "online"))
    told = first - days(rng.choice((0, 0, 0, 0, 1, 3)))
    number = person["person_id"]
    charity.add("privacy_notices", person_id=number, told_on=told, told_by=asker, how=how)
    # Told once more when the policy changes.
    again = first + days(rng.randint(120, 500))
    if again < (person["closed_on"] or AS_AT) and rng.random() < 0.5:
        teller = _around(charity, rng, again)
        charity.add(
            "privacy_notices", person_id=number, told_on=again, told_by=teller, how="in-writing"
        )


def giver(charity: Charity, person_id: str, on: dt.date | None) -> str:
    """Who may answer for somebody on that day; colleagues always do so themselves."""
    person = charity.person(person_id)
    if person is None or person["able_to_consent"]:
        return "self"
    born = person["date_of_birth"] if person["able_to_consent"] is None else None
    # Sixteen years after a leap day there is one again.
    grown = born and on and born.replace(year=born.year + 16) <= on
    return "self" if grown else "parental-responsibility"


def _ask(
    charity: Charity,
    rng: Random,
    person: Row,
    purpose: str,
    requested: dt.datetime,
    asker: str,
    recipients: str = "",
) -> None:
    """Ask, get an answer within days, and ask again before each yes runs out."""
    asked_on = requested.date()
    last = min(person["closed_on"] or AS_AT, AS_AT)
    decided = office(rng, min(asked_on + days(rng.choice((0, 0, 0, 1, 4, 8))), AS_AT), 12, 16)
    written_on = min(decided.date() + days(rng.choice((0, 0, 0, 1, 2))), AS_AT)
    recorded: dt.datetime | None = max(decided + dt.timedelta(minutes=5), at(written_on, 17))
    mode = rng.choice(("written", "written", "oral"))
    partners = names.RECIPIENTS[purpose]
    consent = row(
        charity,
        person["person_id"],
        purpose,
        # Whoever asks again asks for the same recipients.
        recipients or ";".join(rng.sample(partners, rng.randint(1, len(partners)))),
        requested,
        decided,
        decision="given" if rng.random() < 0.88 else "refused",
        recorded_at=recorded if rng.random() < 0.93 else None,
        mode=mode,
        oral_note_on=decided.date() if mode == "oral" else None,
        taken_by=asker,
    )
    if consent["decision"] == "refused":
        return
    if rng.random() < 0.05 and asked_on + days(90) < last:
        consent["withdrawn_at"] = office(rng, some_day(rng, asked_on + days(30), last - days(20)))
        return
    if rng.random() < 0.5:
        ends = decided.date() + days(365)
        consent["expires_on"] = ends
        # While support goes on nothing runs out unasked.
        if ends < last and (not person["closed_on"] or rng.random() < 0.8):
            again = office(rng, ends - days(rng.randint(10, 25)), 9, 11)
            next_asker = _around(charity, rng, again.date())
            _ask(charity, rng, person, purpose, again, next_asker, consent["recipients"])
    elif (last - asked_on).days > 200:
        consent["reviewed_on"] = some_day(rng, max(asked_on, last - days(300)), last - days(5))


def _unanswered(charity: Charity, rng: Random, person: Row, asker: str) -> None:
    """Asked for something that the service does not need, with no answer so far.

    What they were told is blank or even no: only a decision makes that a finding.
    """
    first = person["first_contact_on"]
    last = min(person["closed_on"] or AS_AT, AS_AT)
    row(
        charity,
        person["person_id"],
        rng.choice(_OTHER),
        "Dandelion Press",
        office(rng, some_day(rng, first, last)),
        None,
        decision=None,
        told_if_refuse=rng.choice((None, False, True)),
        mode=None,
        taken_by=asker,
        given_by=None,
    )


def _about_staff(charity: Charity, rng: Random) -> None:
    """Colleagues are people too: references to other employers go with their consent."""
    for number in ("S006", "S010", "S016"):
        left = charity.staff(number)["left_on"]
        decided = office(rng, left - days(20))
        row(
            charity,
            number,
            "reference",
            "Teacup Recruitment",
            decided - days(1),
            decided,
            taken_by="S001",
            reviewed_on=AS_AT - days(70),
        )
