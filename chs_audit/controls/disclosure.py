"""Disclosure to third parties: what went out, and on which ground."""

from __future__ import annotations

import functools
import operator

import ibis
from ibis.expr.types import BooleanValue, Table

from chs_audit.controls.consent_states import IN_FORCE, moment, with_state
from chs_audit.controls.control import broken, cannot_tell, control, decide, kept
from chs_audit.controls.moment import Moment
from chs_audit.expressions import first_of_each, same_words, words_in
from chs_audit.settings import Settings

LAWFUL_GROUNDS = ("emergency", "public-safety", "police", "safeguarding", "legal-duty")

# The two that the list of exceptions in 1.3 does not name (T2).
WIDER_GROUNDS = ("safeguarding", "legal-duty")


def grounds(settings: Settings) -> tuple[str, ...]:
    """The grounds that stand in for consent, by what the trustees settled."""
    if settings.precedence.grounds != "1.3":
        return LAWFUL_GROUNDS
    return tuple(one for one in LAWFUL_GROUNDS if one not in WIDER_GROUNDS)


# How near a consent comes to covering a disclosure, the nearest first. One disclosure may
# meet several consents of the person; the nearest says best what is wrong.
NEARNESS = (
    "covers",
    "backdated",
    "withdrawn",
    "expired",
    "consent-later",
    "other-recipient",
    "other-purpose",
    "no-consent",
)


@control(
    "TP-01",
    population="disclosures_made",
    severity="high",
    reasons={
        "no-consent": "Information went out on {disclosed_on} without any consent for it.",
        "consent-later": "Information went out on {disclosed_on}; consent was given on {consent_decided_on}, after it.",
        "withdrawn": "Information went out on {disclosed_on}; consent had been withdrawn on {consent_state_on}, or been refused that day when it was asked for again.",
        "expired": "Information went out on {disclosed_on}; consent had expired on {consent_expires_on}.",
        "other-recipient": "Information went out on {disclosed_on} to a recipient whom the consent does not name.",
        "other-purpose": "Information went out on {disclosed_on} for a purpose that the consent does not name.",
        "ground-without-facts": "Information went out on {disclosed_on} on the ground of {ground}, but its facts, decision, least extent or review in time are missing.",
        "backdated": "Information went out on {disclosed_on}; what should allow it was decided only afterwards, or written down too late.",
    },
    cannot_tell={
        "person-unknown": "Information went out, and whom it is about is not on record.",
        "time-unknown": "Information went out, and when is not on record.",
        "recipient-unknown": "Information went out on {disclosed_on}, and to whom is not on record.",
        "purpose-unknown": "Information went out on {disclosed_on}, and what for is not on record.",
        "review-not-due": "Information went out on {disclosed_on} on the ground of {ground}; its review is not due yet.",
    },
    parameters=("disclosure.ground_review_days", "precedence.grounds"),
)
def lawful_disclosure(
    disclosures_made: Table,
    consents: Table,
    consent_stretches: Table,
    settings: Settings,
    as_at: Moment,
) -> Table:
    """Information goes to third parties only with consent in force, or on a lawful ground.

    Why: What has gone out cannot be called back. Whoever trusted us with it decides where
    it goes, unless a life, a crime or the law leaves no choice.

    What breaks it: No consent by that person, for that recipient and that purpose, was in
    force at that time; or it was written down only afterwards. A lawful ground stands in
    for consent if what happened, who decided, when, and the least that had to go are on
    record, decided before it went and written down by the day its review was due, and it
    was reviewed in time.

    What to do: Ask the recipient to destroy or return it, tell the person, and treat it as
    a breach. If a ground applied, have it reviewed now and say why the record was late.
    """
    rows = nearest_consent(disclosures_made, consents, consent_stretches)
    review_due_on = rows.disclosed_on + ibis.interval(days=settings.disclosure.ground_review_days)
    facts = _all(
        rows.what_happened.notnull(),
        rows.decided_by.notnull(),
        rows.decided_at.notnull(),
        rows.least_needed.notnull(),
    )
    in_time = (rows.decided_at <= rows.disclosed_at).fill_null(False)
    # Nobody can review in time what is not written down by then.
    in_time &= ~(rows.recorded_on > review_due_on).fill_null(False)
    reviewed = rows.reviewed_on.between(rows.disclosed_on, review_due_on).fill_null(False)
    on_ground = rows.ground.isin(grounds(settings)).fill_null(False)
    review_pending = rows.reviewed_on.isnull() & (review_due_on >= as_at.day)
    wider = rows.ground.isin(WIDER_GROUNDS) & (settings.precedence.grounds == "1.3")
    also = (
        wider & rows.person_id_known & facts & in_time & reviewed & (rows.nearest != "covers")
    ).ifelse("kept with wider grounds (T2: 1.3)", ibis.null("string"))
    return decide(
        rows,
        cannot_tell(~rows.person_id_known, "person-unknown"),
        cannot_tell(rows.disclosed_at.isnull(), "time-unknown"),
        kept(rows.nearest == "covers"),
        kept(on_ground & facts & in_time & reviewed),
        cannot_tell(on_ground & facts & in_time & review_pending, "review-not-due"),
        broken(on_ground & facts & ~in_time, "backdated"),
        broken(on_ground, "ground-without-facts"),
        cannot_tell(rows.recipient.isnull(), "recipient-unknown"),
        cannot_tell(rows.purpose.isnull(), "purpose-unknown"),
        broken(ibis.literal(True), rows.nearest),
        also=also,
    )


def nearest_consent(disclosures: Table, consents: Table, consent_stretches: Table) -> Table:
    """Each disclosure once, with the person's consent that comes nearest to covering it."""
    given = consents.filter(consents.decision == "given").select(
        consent_person="person_id",
        consent_id="consent_id",
        consent_purpose="purpose",
        consent_recipients="recipients",
        consent_sections="sections",
        consent_decided_at="decided_at",
        consent_decided_on="decided_on",
        consent_recorded_at="recorded_at",
        consent_expires_on="expires_on",
    )
    pairs = disclosures.left_join(given, disclosures.person_id == given.consent_person)
    sent = moment(pairs.disclosed_at, pairs.disclosed_on)
    pairs = with_state(pairs, consent_stretches, sent)
    pairs = pairs.mutate(nearness=_nearness(pairs))
    order = ["nearness", ibis.desc("consent_decided_at"), "consent_id"]
    nearest = first_of_each(pairs, "disclosure_id", order)
    codes = ((nearest.nearness == place, code) for place, code in enumerate(NEARNESS))
    return nearest.mutate(nearest=ibis.cases(*codes)).drop("nearness")


def _nearness(pairs: Table) -> ibis.expr.types.IntegerValue:
    recipients = words_in(pairs.consent_recipients)
    recipient = recipients.contains(same_words(pairs.recipient)).fill_null(False)
    purpose = (same_words(pairs.consent_purpose) == same_words(pairs.purpose)).fill_null(False)
    # What was found not to count, and set aside, is no consent of any kind.
    counts = (pairs.consent_state != "invalidated").fill_null(True)
    recipient, purpose = recipient & counts, purpose & counts
    both = recipient & purpose
    in_force = pairs.consent_state.isin(IN_FORCE).fill_null(False)
    backdated = (pairs.consent_recorded_at > pairs.disclosed_at).fill_null(False)
    conditions: tuple[BooleanValue, ...] = (
        both & in_force & ~backdated,
        both & in_force,
        both & (pairs.consent_state == "withdrawn").fill_null(False),
        both & (pairs.consent_state == "expired").fill_null(False),
        both,
        purpose & in_force,
        recipient & in_force,
    )
    return ibis.cases(
        *((condition, ibis.literal(place)) for place, condition in enumerate(conditions)),
        else_=ibis.literal(len(conditions)),
    )


def _all(*conditions: BooleanValue) -> BooleanValue:
    return functools.reduce(operator.and_, conditions)


CONTROLS = (lawful_disclosure,)
