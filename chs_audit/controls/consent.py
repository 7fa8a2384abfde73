"""Informed consent: what people are told, and whether they were asked."""

from __future__ import annotations

import functools

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide, kept
from chs_audit.controls.moment import Moment
from chs_audit.controls.population import on_record
from chs_audit.expressions import codes_where, same_words
from chs_audit.settings import Settings


@control(
    "IC-01",
    population="first_contacts",
    severity="medium",
    reasons={
        "told-late": "First contact was on {first_contact_on}; they were told of the policy {days_late} later.",
        "never-told": "First contact was on {first_contact_on}, and nothing shows that they were ever told of the policy.",
        "never-asked": "First contact was on {first_contact_on}, and nothing shows that they were ever asked for consent.",
        "asked-late": "First contact was on {first_contact_on}; they were first asked for consent on {asked_on}.",
    },
    cannot_tell={
        "no-first-contact-date": "The day of first contact is not on record.",
        "notice-undated": "They were told of the policy, but the day is not on record.",
        "request-undated": "They were asked for consent, but the day is not on record.",
    },
    parameters=("informed_consent.first_contact_grace_days",),
)
def told_at_first_contact(
    first_contacts: Table,
    privacy_notices: Table,
    consents: Table,
    settings: Settings,
    as_at: Moment,
) -> Table:
    """Everybody is told of the policy, and asked for consent, by the first contact.

    Why: People choose what to tell us. They can only choose if they know from the start
    what happens to it.

    What breaks it: They were told after the first contact or never; they were asked for
    consent after it or never.

    What to do: Tell and ask them now, and write down the day. Find out why the first
    contact went without it, and mend the form that is used then.
    """
    notices = privacy_notices.filter(
        privacy_notices.told_on.isnull() | (privacy_notices.told_on <= as_at.day)
    )
    told = notices.group_by(told_person="person_id").aggregate(told_on=notices.told_on.min())
    asked_on = ibis.coalesce(consents.requested_on, consents.decided_on)
    # Where only the answer shows that they were asked, it must have been on record.
    requests = consents.mutate(asked_on=asked_on).filter(
        (asked_on.isnull() | (asked_on <= as_at.day))
        & (consents.requested_on.notnull() | on_record(consents, as_at))
    )
    asked = requests.group_by(asked_person="person_id").aggregate(asked_on=requests.asked_on.min())
    rows = first_contacts.left_join(told, first_contacts.person_id == told.told_person)
    rows = rows.left_join(asked, rows.person_id == asked.asked_person)
    rows = rows.mutate(days_late=rows.told_on.delta(rows.first_contact_on, unit="day"))
    limit = rows.first_contact_on + ibis.interval(
        days=settings.informed_consent.first_contact_grace_days
    )
    return decide(
        rows,
        cannot_tell(rows.first_contact_on.isnull(), "no-first-contact-date"),
        broken(rows.told_person.isnull(), "never-told"),
        cannot_tell(rows.told_on.isnull(), "notice-undated"),
        broken(rows.told_on > limit, "told-late"),
        broken(rows.asked_person.isnull(), "never-asked"),
        cannot_tell(rows.asked_on.isnull(), "request-undated"),
        broken(rows.asked_on > limit, "asked-late"),
    )


PARTS = {
    "told_why": "why-not-told",
    "told_with_whom": "with-whom-not-told",
    "told_if_agree": "agreeing-not-told",
    "told_if_refuse": "refusing-not-told",
}


@control(
    "IC-02",
    population="consent_decisions",
    severity="medium",
    reasons={
        "why-not-told": "They were not told why there was a need to share.",
        "with-whom-not-told": "They were not told with whom it would be shared.",
        "agreeing-not-told": "They were not told what follows from agreeing.",
        "refusing-not-told": "They were not told what follows from not agreeing.",
    },
    cannot_tell={
        "part-not-recorded": "It is not on record whether they were told all four parts.",
    },
)
def all_four_told(consent_decisions: Table) -> Table:
    """Everybody asked for consent is told why, with whom, and what follows either way.

    Why: A yes that was given without knowing is no consent, and what goes out on the
    strength of it goes out without any.

    What breaks it: One of the four parts was not told: why, with whom, what follows from
    agreeing, what follows from not agreeing. Each missing part is a reason of its own.

    What to do: Talk the consent through again with all four parts, and record the new
    answer. Until then, share nothing on the strength of the old one.
    """
    rows = consent_decisions
    rows = rows.mutate(missing=codes_where(*((~rows[part], code) for part, code in PARTS.items())))
    blank = functools.reduce(lambda a, b: a | b, (rows[part].isnull() for part in PARTS))
    return decide(
        rows,
        broken(rows.missing != "", rows.missing),
        cannot_tell(blank, "part-not-recorded"),
    )


@control(
    "IC-07",
    population="open_purposes",
    severity="medium",
    reasons={"no-decision": "No decision on consent is on record for {purpose}."},
    cannot_tell={
        "decision-undated": "A decision on consent for {purpose} is on record without its date."
    },
    parameters=("informed_consent.purposes",),
)
def consent_coverage(open_purposes: Table, consents: Table, as_at: Moment) -> Table:
    """For every purpose that the service needs, a decision on consent is on record.

    Why: Without a decision nobody knows what may be shared when it is needed in a hurry,
    and people are asked again and again. A refusal counts: it is a decision.

    What breaks it: A service user whose case is open has neither given nor refused consent
    for one of the purposes in the settings.

    What to do: Ask at the next contact, tell all four parts, and record the answer.
    """
    decided = consents.filter(
        consents.decision.notnull()
        & (consents.decided_at.isnull() | (consents.decided_at < as_at.end))
        & on_record(consents, as_at)
    )
    decided = decided.mutate(words=same_words(decided.purpose))
    latest = decided.group_by(decided_person="person_id", decided_words="words").aggregate(
        last_decided_at=decided.decided_at.max()
    )
    rows = open_purposes.left_join(
        latest,
        [
            open_purposes.person_id == latest.decided_person,
            same_words(open_purposes.purpose) == latest.decided_words,
        ],
    )
    return decide(
        rows,
        kept(rows.last_decided_at.notnull()),
        broken(rows.decided_person.isnull(), "no-decision"),
        cannot_tell(ibis.literal(True), "decision-undated"),
    )


CONTROLS = (told_at_first_contact, all_four_told, consent_coverage)
