"""How information goes out: how much of it, why, on which terms, and for what in return."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide, kept
from chs_audit.controls.disclosure import nearest_consent
from chs_audit.expressions import all_in, as_compared, same_words
from chs_audit.settings import Settings


@control(
    "NK-06",
    population="disclosures_made",
    severity="medium",
    reasons={
        "no-alternative-recorded": "Somebody was named in what went out on {disclosed_on}, and nothing shows, with reason and signature, that there was no way without names."
    },
    cannot_tell={
        "not-recorded": "Whether what went out on {disclosed_on} names anybody, or could have done without, is not on record."
    },
)
def named_only_if_needed(disclosures_made: Table) -> Table:
    """Before anybody is named, doing without names is considered, and the reason signed.

    Why: What does not name anybody harms nobody if it goes astray.

    What breaks it: A person was named, and it is not on record that doing without names was
    considered, why that would not do, and who signed that.

    What to do: Write down the reason and have it signed. Ask whether the next one can go
    without names.
    """
    rows = disclosures_made
    considered = rows.alternative_considered
    shown = considered & rows.alternative_reason.notnull() & rows.alternative_signed_by.notnull()
    return decide(
        rows,
        kept(~rows.names_person),
        cannot_tell(rows.names_person.isnull() | considered.isnull(), "not-recorded"),
        broken(~shown, "no-alternative-recorded"),
    )


@control(
    "TP-02",
    population="disclosures_made",
    asked_of=lambda disclosures_made: disclosures_made.ground == "police",
    severity="high",
    reasons={
        "informal-request": "The police were told something on {disclosed_on}, and who asked, their reference, what for or what they asked is not on record.",
        "more-than-asked": "The police were told more on {disclosed_on} than they had asked for.",
    },
    cannot_tell={
        "sent-unknown": "The police were told something on {disclosed_on}, and what is not on record."
    },
)
def police_request(disclosures_made: Table) -> Table:
    """The police get no more than they asked for, and who asked for what is recorded.

    Why: A friendly call is no request. Police powers hold for what is asked in due form,
    and for nothing beside it.

    What breaks it: The requester, their reference, the purpose or the parts asked for are
    missing; or parts went that were not asked for.

    What to do: Ask the police for the request in writing. Tell the data protection lead
    what went beyond it.
    """
    rows = disclosures_made
    formal = (
        rows.requester.notnull()
        & rows.reference.notnull()
        & rows.purpose.notnull()
        & rows.sections_asked.notnull()
    )
    return decide(
        rows,
        broken(~formal, "informal-request"),
        cannot_tell(rows.sections_sent.isnull(), "sent-unknown"),
        broken(~all_in(rows.sections_sent, rows.sections_asked), "more-than-asked"),
    )


@control(
    "TP-03",
    population="disclosures_made",
    severity="high",
    reasons={
        "more-than-needed": "Parts of a record went out on {disclosed_on} that the consent or the purpose does not allow."
    },
    cannot_tell={
        "sent-unknown": "Something went out on {disclosed_on}, and which parts of the record is not on record.",
        "allowed-unknown": "Something went out on {disclosed_on}, and which parts were allowed is not on record.",
    },
    parameters=("disclosure.sections_by_purpose",),
)
def no_more_than_needed(disclosures_made: Table, consents: Table, settings: Settings) -> Table:
    """No more goes out than the consent and its purpose allow.

    Why: Consent to tell a school about a visit is no consent to tell it about an illness.

    What breaks it: A part of the record went out that the consent does not name, or that
    the settings do not allow for the purpose.

    What to do: Ask the recipient to destroy what they should not have. Tell the person.
    """
    by_purpose = settings.disclosure.sections_by_purpose
    rows = nearest_consent(disclosures_made, consents)
    purpose = same_words(rows.purpose)
    nothing = ibis.null("string")
    allowed_for_purpose = ibis.cases(
        (ibis.literal(False), nothing),
        *(
            (purpose == as_compared(name), ";".join(sections))
            for name, sections in by_purpose.items()
        ),
        else_=nothing,
    )
    rows = rows.mutate(
        by_consent=(rows.nearest == "covers").ifelse(rows.consent_sections, nothing),
        by_purpose=allowed_for_purpose,
    )
    beyond_consent = ~all_in(rows.sections_sent, rows.by_consent)
    beyond_purpose = ~all_in(rows.sections_sent, rows.by_purpose)
    return decide(
        rows,
        cannot_tell(rows.sections_sent.isnull(), "sent-unknown"),
        broken(beyond_consent.fill_null(False), "more-than-needed"),
        broken(beyond_purpose.fill_null(False), "more-than-needed"),
        cannot_tell(rows.by_consent.isnull() & rows.by_purpose.isnull(), "allowed-unknown"),
    )


@control(
    "TP-04",
    population="disclosures_made",
    severity="medium",
    reasons={
        "no-reason": "Something went out on {disclosed_on} without a written reason.",
        "same-text-everywhere": "Something went out on {disclosed_on} with a reason that stands word for word on {same_reason} disclosures.",
    },
    cannot_tell={},
    parameters=("disclosure.boilerplate_count",),
)
def reason_written(disclosures_made: Table, disclosures: Table, settings: Settings) -> Table:
    """A clear reason is written for every disclosure.

    Why: Whoever has to write why will think first. A phrase that is pasted everywhere shows
    that nobody thought.

    What breaks it: There is no reason, or the very same words stand on more disclosures
    than the settings allow.

    What to do: Write down the reason while somebody still knows it. Take ready-made reasons
    out of the form.
    """
    texts = disclosures.mutate(words=same_words(disclosures.reason))
    counts = texts.group_by(reason_words="words").aggregate(same_reason=texts.count())
    words = same_words(disclosures_made.reason)
    rows = disclosures_made.left_join(counts, words == counts.reason_words)
    return decide(
        rows.drop("reason_words"),
        broken(rows.reason.isnull(), "no-reason"),
        broken(rows.same_reason >= settings.disclosure.boilerplate_count, "same-text-everywhere"),
    )


@control(
    "TP-05",
    population="disclosures_made",
    severity="medium",
    reasons={
        "not-acknowledged": "The recipient of what went out on {disclosed_on} did not confirm the terms."
    },
    cannot_tell={
        "not-recorded": "Whether the recipient of what went out on {disclosed_on} confirmed the terms is not on record."
    },
)
def recipient_confirmed(disclosures_made: Table) -> Table:
    """The recipient confirms that it is confidential, and on which terms.

    Why: Our promise goes with the information. It is only kept if the next one makes it too.

    What breaks it: The recipient did not confirm that they understand it is confidential.

    What to do: Ask them to confirm now, in writing.
    """
    rows = disclosures_made
    return decide(
        rows,
        cannot_tell(rows.recipient_acknowledged.isnull(), "not-recorded"),
        broken(~rows.recipient_acknowledged, "not-acknowledged"),
    )


@control(
    "TP-06",
    population="disclosures_made",
    severity="medium",
    reasons={
        "not-marked": "What went out on {disclosed_on} was not stated to be confidential, on paper or out loud."
    },
    cannot_tell={
        "channel-unknown": "How it went out on {disclosed_on} is not on record.",
        "not-recorded": "Whether what went out on {disclosed_on} was stated to be confidential is not on record.",
    },
)
def marked_confidential(disclosures_made: Table) -> Table:
    """Whatever goes out is stated to be confidential, on paper or out loud.

    Why: Whoever receives it treats it as they are told to.

    What breaks it: It was stated neither on paper nor out loud.

    What to do: Tell the recipient now, and put the words into the letter's template.
    """
    rows = disclosures_made
    return decide(
        rows,
        cannot_tell(rows.channel.isnull(), "channel-unknown"),
        cannot_tell(rows.marked_confidential.isnull(), "not-recorded"),
        broken(~rows.marked_confidential, "not-marked"),
    )


@control(
    "TP-07",
    population="disclosures_made",
    severity="high",
    reasons={
        "sold": "Information was sold on {disclosed_on}.",
        "traded": "Information was traded on {disclosed_on}.",
        "rented": "Information was rented out on {disclosed_on}.",
        "lent": "Information was lent on {disclosed_on}.",
    },
    cannot_tell={
        "not-recorded": "Whether anything came back for what went out on {disclosed_on} is not on record."
    },
)
def nothing_in_return(disclosures_made: Table) -> Table:
    """Information is not sold, traded, rented or lent.

    Why: Nobody told us their story so that we could deal in it. The policy knows no
    exception.

    What breaks it: Something of value, or a loan, came back for it.

    What to do: Tell the trustees today. End the agreement, and get the information back.
    """
    rows = disclosures_made
    return decide(
        rows,
        cannot_tell(rows.in_return.isnull(), "not-recorded"),
        broken(rows.in_return != "nothing", rows.in_return),
    )


@control(
    "TP-08",
    population="disclosures_made",
    severity="medium",
    reasons={
        "other-purpose": "Something went out on {disclosed_on} for a purpose that is not the service's own."
    },
    cannot_tell={
        "purpose-unknown": "What something went out for on {disclosed_on} is not on record."
    },
    parameters=("disclosure.purposes",),
)
def own_purpose(disclosures_made: Table, settings: Settings) -> Table:
    """Information is used for the service's own purposes only.

    Why: People tell us things so that we can help. That is what they are for.

    What breaks it: The purpose is not on the list in the settings.

    What to do: Ask who decided on it. If it serves our service users, the trustees can add
    the purpose to the settings; if not, treat it as a breach.
    """
    rows = disclosures_made
    own = same_words(rows.purpose).isin([as_compared(one) for one in settings.disclosure.purposes])
    return decide(
        rows,
        cannot_tell(rows.purpose.isnull(), "purpose-unknown"),
        broken(~own, "other-purpose"),
    )


CONTROLS = (
    named_only_if_needed,
    police_request,
    no_more_than_needed,
    reason_written,
    recipient_confirmed,
    marked_confidential,
    nothing_in_return,
    own_purpose,
)
