"""Disclosures on which two clauses of the policy differ: both verdicts are kept."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide, kept
from chs_audit.controls.disclosure import LAWFUL_GROUNDS
from chs_audit.settings import Settings

NOT_SETTLED = "not settled"


@control(
    "TP-09",
    population="disclosures_made",
    asked_of=lambda disclosures_made: disclosures_made.organisation.notnull(),
    severity="medium",
    reasons={
        "organisation-data": "An organisation's data went out on {disclosed_on} without its consent or, read to the letter, at all."
    },
    cannot_tell={
        "not-recorded": "An organisation's data went out on {disclosed_on}, and whether it agreed is not on record."
    },
    parameters=("precedence.organisation_data",),
)
def organisation_consented(disclosures_made: Table, settings: Settings) -> Table:
    """An organisation's data go nowhere without its consent.

    Why: Partners trust us like families do.

    What breaks it: The organisation did not agree, and no protocol covers it. Read to the
    letter, 3.1 allows it not even then (T3): the settings say which reading stands.

    What to do: Tell the organisation, and ask for its consent for the next time.
    """
    rows = disclosures_made
    protocol = rows.joint_working.fill_null(False)
    allowed = rows.organisation_consented.fill_null(False) | protocol
    unknown = rows.organisation_consented.isnull() & ~protocol
    choice = settings.precedence.organisation_data
    settled = f"T3: {choice or NOT_SETTLED}"
    if choice == "3.1":
        also = allowed.ifelse(f"kept by 1.3 or 5.4 ({settled})", ibis.null("string"))
        return decide(rows, broken(ibis.literal(True), "organisation-data"), also=also)
    also = allowed.ifelse(f"broken by 3.1 to the letter ({settled})", ibis.null("string"))
    return decide(
        rows,
        kept(allowed),
        cannot_tell(unknown, "not-recorded"),
        broken(ibis.literal(True), "organisation-data"),
        also=also,
    )


@control(
    "TP-11",
    population="disclosures_made",
    asked_of=lambda disclosures_made: disclosures_made.session_detail.fill_null(True),
    severity="high",
    reasons={
        "no-request": "What was said in a session went out on {disclosed_on}, and the person had not asked for it.",
        "request-later": "What was said in a session went out on {disclosed_on}; the person asked for it only on {requested_on}.",
    },
    cannot_tell={
        "not-recorded": "Whether what went out on {disclosed_on} told of a session is not on record.",
        "time-unknown": "What was said in a session went out, and when is not on record.",
    },
    parameters=("precedence.session_detail",),
)
def session_detail_asked_for(disclosures_made: Table, settings: Settings) -> Table:
    """What was said in a session goes out only when the person asked for that first.

    Why: A session is where somebody says what they say nowhere else.

    What breaks it: The person did not ask for it, or only afterwards. A lawful ground or a
    protocol is no exception to 5.1 read to the letter, though other clauses make one (T1):
    the settings say which reading stands, and both verdicts are shown.

    What to do: Tell the person. If a ground applied, the trustees should settle T1.
    """
    rows = disclosures_made
    unknown = rows.session_detail.isnull()
    excepted = rows.ground.isin(LAWFUL_GROUNDS).fill_null(False) | rows.joint_working.fill_null(
        False
    )
    asked = (rows.requested_on <= rows.disclosed_on).fill_null(False)
    choice = settings.precedence.session_detail
    settled = f"T1: {choice or NOT_SETTLED}"
    differs = excepted & ~asked & ~unknown
    if choice == "exceptions":
        also = f"broken by 5.1 to the letter ({settled})"
        let_off = [kept(differs)]
    else:
        also = f"kept by 1.3, 5.3 or 5.4 ({settled})"
        let_off = []
        differs &= rows.disclosed_on.notnull() | rows.requested_on.isnull()
    return decide(
        rows,
        cannot_tell(unknown, "not-recorded"),
        kept(asked),
        *let_off,
        broken(rows.requested_on.isnull(), "no-request"),
        cannot_tell(rows.disclosed_on.isnull(), "time-unknown"),
        broken(ibis.literal(True), "request-later"),
        also=differs.ifelse(also, ibis.null("string")),
    )


CONTROLS = (organisation_consented, session_detail_asked_for)
