"""How information goes out: why, on which terms, and for what in return."""

from __future__ import annotations

from ibis.expr.types import Table

from chs_audit.controls.control import answered_yes, broken, cannot_tell, control, decide
from chs_audit.expressions import as_compared, same_words
from chs_audit.settings import Settings


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
    confirmed = disclosures_made.recipient_acknowledged
    steps = answered_yes(confirmed, blank="not-recorded", no="not-acknowledged")
    return decide(disclosures_made, *steps)


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
        *answered_yes(rows.marked_confidential, blank="not-recorded", no="not-marked"),
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
    reason_written,
    recipient_confirmed,
    marked_confidential,
    nothing_in_return,
    own_purpose,
)
