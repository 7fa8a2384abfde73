"""How much goes out: no names without need, and no more than was asked for and agreed."""

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
def no_more_than_needed(
    disclosures_made: Table, consents: Table, consent_stretches: Table, settings: Settings
) -> Table:
    """No more goes out than the consent and its purpose allow.

    Why: Consent to tell a school about a visit is no consent to tell it about an illness.

    What breaks it: A part of the record went out that the consent does not name, or that
    the settings do not allow for the purpose.

    What to do: Ask the recipient to destroy what they should not have. Tell the person.
    """
    by_purpose = settings.disclosure.sections_by_purpose
    rows = nearest_consent(disclosures_made, consents, consent_stretches)
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


CONTROLS = (named_only_if_needed, police_request, no_more_than_needed)
