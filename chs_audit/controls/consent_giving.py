"""Consent as it is given: by whom, how, on which understanding, and for how long."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import (
    answered_yes,
    broken,
    cannot_tell,
    control,
    decide,
    kept,
)
from chs_audit.controls.moment import Moment
from chs_audit.settings import Settings


@control(
    "IC-03",
    population="consent_decisions",
    severity="medium",
    reasons={
        "refusal-effect-not-told": "They were not told that the service may need sharing, and that refusing may cost it."
    },
    cannot_tell={
        "not-recorded": "Whether they were told that refusing may cost the service is not on record."
    },
)
def refusal_effect_told(consent_decisions: Table) -> Table:
    """Everybody is told that the service may need sharing, and that refusing may cost it.

    Why: People must be able to weigh what a no would mean, before they say yes or no.

    What breaks it: They were not told that information may have to be shared to give the
    service, and that refusing may mean going without it.

    What to do: Tell them now, and ask again. Take care that it does not sound like a threat:
    consent that is not free does not count in law (T5).
    """
    rows = consent_decisions
    told = rows.told_refusal_may_cost
    return decide(rows, *answered_yes(told, blank="not-recorded", no="refusal-effect-not-told"))


@control(
    "IC-04",
    population="consent_decisions",
    severity="high",
    reasons={
        "giver-not-entitled": "It was answered by somebody who may not answer for this person.",
        "ability-not-recorded": "A child below {ability_age} answered, and whether they were able to is not on record.",
    },
    cannot_tell={
        "relationship-unknown": "Who answered, and what they are to the person, is not on record.",
        "age-unknown": "The person answered, and neither their age nor whether they were able to is on record.",
    },
    parameters=("informed_consent.ability_age",),
)
def giver_entitled(consent_decisions: Table, service_users: Table, settings: Settings) -> Table:
    """Consent is given by somebody who may give it.

    Why: A neighbour's yes protects nobody, and a child's yes only counts if the child
    understood it.

    What breaks it: Somebody answered who is neither the person nor holds parental
    responsibility; a parent answered for somebody who is able to; the person answered who
    was judged not able; or a child answered and nobody recorded whether they were able.

    What to do: Ask whoever may answer. For a child, record the judgement and who made it.
    """
    age = settings.informed_consent.ability_age
    people = service_users.select(
        user_id="person_id", born_on="date_of_birth", able="able_to_consent"
    )
    rows = consent_decisions.left_join(people, consent_decisions.person_id == people.user_id)
    of_age_on = rows.born_on + ibis.interval(years=age)
    # Staff and volunteers are not service users; they answer for themselves.
    is_staff = rows.user_id.isnull()
    grown = is_staff | (of_age_on <= rows.decided_on).fill_null(False)
    too_young = (of_age_on > rows.decided_on).fill_null(False)
    by_self = rows.given_by == "self"
    by_parent = rows.given_by == "parental-responsibility"
    able = rows.able.fill_null(False)
    not_able = (~rows.able).fill_null(False)
    rows = rows.mutate(ability_age=ibis.literal(age))
    return decide(
        rows,
        cannot_tell(rows.given_by.isnull(), "relationship-unknown"),
        broken(~by_self & ~by_parent, "giver-not-entitled"),
        broken(by_self & not_able, "giver-not-entitled"),
        kept(by_self & (grown | able)),
        broken(by_self & too_young, "ability-not-recorded"),
        cannot_tell(by_self, "age-unknown"),
        broken(able | (grown & ~not_able), "giver-not-entitled"),
    )


@control(
    "IC-05",
    population="consent_decisions",
    asked_of=lambda consent_decisions: consent_decisions.decision == "given",
    severity="medium",
    reasons={
        "implied": "The consent was taken as implied, and not expressed.",
        "oral-without-note": "The consent was oral, without a dated note that says who took it.",
    },
    cannot_tell={"no-mode": "Whether the consent was written or oral is not on record."},
)
def consent_express(consent_decisions: Table) -> Table:
    """Consent is express; when it is oral, a dated note says who took it.

    Why: A shrug is no consent. A spoken yes that nobody wrote down cannot be shown later.

    What breaks it: The consent was implied; or it was oral, and the date of the note or the
    person who took it is missing.

    What to do: Ask again, and write down the answer, the date and who took it.
    """
    rows = consent_decisions
    noted = rows.oral_note_on.notnull() & rows.taken_by.notnull()
    return decide(
        rows,
        cannot_tell(rows["mode"].isnull(), "no-mode"),
        broken(rows["mode"] == "implied", "implied"),
        broken((rows["mode"] == "oral") & ~noted, "oral-without-note"),
    )


@control(
    "IC-06",
    population="open_consents",
    severity="medium",
    reasons={
        "review-overdue": "The consent was last talked through on {last_talk_on}; it was due again by {review_due_on}.",
        "expired-but-open": "The consent expired on {expires_on}, and nobody has asked again.",
        "withdrawal-not-told": "They were not told how to take the consent back.",
    },
    cannot_tell={
        "undated": "When the consent was given is not on record.",
        "withdrawal-not-recorded": "Whether they were told how to take the consent back is not on record.",
    },
    parameters=("informed_consent.review_months",),
)
def consent_current(open_consents: Table, settings: Settings, as_at: Moment) -> Table:
    """A consent in force is reviewed in time, has not expired, and can be taken back.

    Why: Lives change. A yes of three years ago may not be a yes today.

    What breaks it: The consent was not talked through within the interval; it has expired
    and was not renewed while support goes on; or nobody told them how to take it back.

    What to do: Talk it through at the next contact, and record the day or the new answer.
    """
    rows = open_consents
    rows = rows.mutate(last_talk_on=ibis.greatest(rows.decided_on, rows.reviewed_on))
    months = ibis.interval(months=settings.informed_consent.review_months)
    rows = rows.mutate(review_due_on=(rows.last_talk_on + months).cast("date"))
    return decide(
        rows,
        broken(rows.expires_on < as_at.day, "expired-but-open"),
        cannot_tell(rows.decided_on.isnull(), "undated"),
        broken(rows.review_due_on < as_at.day, "review-overdue"),
        *answered_yes(
            rows.told_how_to_withdraw, blank="withdrawal-not-recorded", no="withdrawal-not-told"
        ),
    )


CONTROLS = (refusal_effect_told, giver_entitled, consent_express, consent_current)
