"""Safeguarding and joint working: sharing what must be shared, and no more."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.controls.population import on_record
from chs_audit.expressions import all_in, codes_where, first_of_each, same_words, words_in
from chs_audit.settings import Settings


@control(
    "SG-01",
    population="concerns_raised",
    severity="high",
    reasons={
        "not-escalated": "A concern raised at {raised_at} never reached management or trustees.",
        "escalated-late": "A concern raised at {raised_at} reached management or trustees only at {escalated_at}.",
        "wrong-role": "A concern raised at {raised_at} went to somebody who is neither management nor a trustee.",
        "no-action": "What was done about a concern raised at {raised_at} is not on record.",
    },
    cannot_tell={
        "time-unknown": "When the concern was raised is not on record.",
        "whom-unknown": "Whom a concern raised at {raised_at} reached is not on record.",
        "not-due": "A concern was raised at {raised_at}; the time to pass it on is not over yet.",
    },
    parameters=("safeguarding.escalation_hours",),
)
def concern_escalated(
    concerns_raised: Table, staff: Table, settings: Settings, as_at: Moment
) -> Table:
    """A concern about a child reaches management or trustees at once, and they act.

    Why: Confidentiality ends where a child may come to harm. Hours count.

    What breaks it: The concern never reached management or trustees, or not within the
    hours that the settings allow; it went to somebody else; or no action is recorded.

    What to do: Bring it to the safeguarding lead today, whatever its age.
    """
    whom = staff.select(whom_id="staff_id", whom_kind="kind", whom_duties="duties")
    rows = concerns_raised.left_join(whom, concerns_raised.escalated_to == whom.whom_id)
    due_at = rows.raised_at + ibis.interval(hours=settings.safeguarding.escalation_hours)
    lead = words_in(rows.whom_duties)
    in_charge = (
        (rows.whom_kind == "trustee").fill_null(False)
        | lead.contains("management").fill_null(False)
        | lead.contains("safeguarding-lead").fill_null(False)
    )
    never = rows.escalated_at.isnull()
    rows = rows.mutate(
        faults=codes_where(
            (rows.escalated_at > due_at, "escalated-late"),
            (rows.whom_id.notnull() & ~in_charge, "wrong-role"),
            (rows.action.isnull(), "no-action"),
        )
    )
    return decide(
        rows,
        cannot_tell(rows.raised_at.isnull(), "time-unknown"),
        cannot_tell(never & (due_at >= as_at.end), "not-due"),
        broken(never, "not-escalated"),
        broken(rows.faults != "", rows.faults),
        cannot_tell(rows.whom_id.isnull(), "whom-unknown"),
    )


@control(
    "SG-02",
    population="concerns_raised",
    severity="high",
    reasons={
        "no-decision": "Whether to share a concern raised at {raised_at} was not decided within the limit.",
        "no-ground": "Whether to share a concern raised at {raised_at} was decided without a ground.",
    },
    cannot_tell={
        "time-unknown": "When the concern was raised, or the decision made, is not on record.",
        "not-due": "A concern was raised at {raised_at}; the time to decide is not over yet.",
    },
    parameters=("safeguarding.decision_days",),
)
def sharing_decided(concerns_raised: Table, settings: Settings, as_at: Moment) -> Table:
    """For every concern, whether to share it is decided and recorded either way.

    Why: Not sharing can harm a child as much as sharing can. Either must be somebody's
    decision.

    What breaks it: No decision was recorded within the days that the settings allow, or it
    has no ground.

    What to do: Decide now, and write down the ground and who decided.
    """
    rows = concerns_raised
    due_on = rows.raised_on + ibis.interval(days=settings.safeguarding.decision_days)
    undecided = rows.share_decision.isnull()
    return decide(
        rows,
        cannot_tell(rows.raised_at.isnull(), "time-unknown"),
        cannot_tell(undecided & (due_on >= as_at.day), "not-due"),
        broken(undecided | (rows.share_decided_on > due_on).fill_null(False), "no-decision"),
        broken(rows.share_ground.isnull(), "no-ground"),
        cannot_tell(rows.share_decided_at.isnull(), "time-unknown"),
    )


# How near a protocol comes to covering a disclosure, the nearest first.
PROTOCOL_NEARNESS = ("covers", "backdated", "out-of-scope", "unsigned", "expired", "no-protocol")


@control(
    "JW-01",
    population="disclosures_made",
    asked_of=lambda disclosures_made: disclosures_made.joint_working.fill_null(True),
    severity="high",
    reasons={
        "no-protocol": "Something went to a partner on {disclosed_on} under joint working, and there is no protocol with them.",
        "unsigned": "Something went to a partner on {disclosed_on} under a protocol that was not signed for both sides with authority.",
        "expired": "Something went to a partner on {disclosed_on} under a protocol that was not in force.",
        "out-of-scope": "Something went to a partner on {disclosed_on} that the protocol with them does not cover.",
        "backdated": "Something went to a partner on {disclosed_on} under a protocol that was recorded only afterwards.",
    },
    cannot_tell={
        "not-recorded": "Whether what went out on {disclosed_on} went under joint working is not on record.",
        "time-unknown": "Something went to a partner under joint working, and when is not on record.",
        "sent-unknown": "Something went to a partner on {disclosed_on} under joint working; to whom, what for, or which parts is not on record.",
    },
)
def covered_by_protocol(disclosures_made: Table, protocols: Table) -> Table:
    """What goes out under joint working is covered by a protocol signed by both sides.

    Why: Partners share to keep children from harm. A protocol says how far that goes.

    What breaks it: With that partner there was no protocol; or none signed for both sides
    with authority, in force that day, and wide enough for what went; or it was recorded
    only afterwards.

    What to do: Stop sharing on its strength until a protocol that covers it is signed.
    """
    agreed = protocols.select(
        "protocol_id",
        protocol_partner="partner",
        ours_on="signed_for_us_on",
        theirs_on="signed_for_them_on",
        authority="signed_with_authority",
        protocol_from_on="from_on",
        protocol_until_on="until_on",
        protocol_sections="sections",
        protocol_purposes="purposes",
        protocol_recorded_at="recorded_at",
    )
    rows = disclosures_made.mutate(partner_words=same_words(disclosures_made.recipient))
    rows = rows.left_join(agreed, rows.partner_words == same_words(agreed.protocol_partner))
    signed = (
        (rows.ours_on <= rows.disclosed_on).fill_null(False)
        & (rows.theirs_on <= rows.disclosed_on).fill_null(False)
        & rows.authority.fill_null(False)
    )
    in_force = (rows.protocol_from_on <= rows.disclosed_on).fill_null(False) & (
        rows.protocol_until_on >= rows.disclosed_on
    ).fill_null(True)
    in_scope = all_in(rows.sections_sent, rows.protocol_sections).fill_null(False) & words_in(
        rows.protocol_purposes
    ).contains(same_words(rows.purpose)).fill_null(False)
    timely = ~(rows.protocol_recorded_at > rows.disclosed_at).fill_null(False)
    found = rows.protocol_id.notnull()
    conditions = (
        found & signed & in_force & in_scope & timely,
        found & signed & in_force & in_scope,
        found & signed & in_force,
        found & in_force,
        found,
    )
    rows = rows.mutate(
        nearness=ibis.cases(
            *((condition, ibis.literal(place)) for place, condition in enumerate(conditions)),
            else_=ibis.literal(len(conditions)),
        )
    )
    rows = first_of_each(rows, "disclosure_id", ["nearness", "protocol_id"])
    nearest = ibis.cases(
        *((rows.nearness == place, code) for place, code in enumerate(PROTOCOL_NEARNESS))
    )
    unknown = rows.recipient.isnull() | rows.purpose.isnull() | rows.sections_sent.isnull()
    return decide(
        rows,
        cannot_tell(rows.joint_working.isnull(), "not-recorded"),
        cannot_tell(rows.disclosed_on.isnull(), "time-unknown"),
        cannot_tell(unknown, "sent-unknown"),
        broken(rows.nearness > 0, nearest),
    )


@control(
    "JW-02",
    population="protocols_in_force",
    severity="low",
    reasons={
        "review-overdue": "The protocol was last looked at on {last_look_on}; it was due by {due_on}.",
        "backdated": "The protocol was written down only on {recorded_on}, after the audit date.",
    },
    cannot_tell={"undated": "When the protocol was signed or reviewed is not on record."},
    parameters=("joint_working.review_months",),
)
def protocol_reviewed(protocols_in_force: Table, settings: Settings, as_at: Moment) -> Table:
    """Joint working protocols are reviewed in time.

    Why: Partners change, and so do the people who signed.

    What breaks it: A protocol in force was last reviewed, or else signed, longer ago than
    the interval; or it was written down only after the audit date, so that nobody could
    have shown it by then.

    What to do: Go through it with the partner, and record the day.
    """
    rows = protocols_in_force
    rows = rows.mutate(
        last_look_on=ibis.greatest(rows.reviewed_on, rows.signed_for_us_on, rows.signed_for_them_on)
    )
    months = ibis.interval(months=settings.joint_working.review_months)
    rows = rows.mutate(due_on=(rows.last_look_on + months).cast("date"))
    return decide(
        rows,
        cannot_tell(rows.last_look_on.isnull(), "undated"),
        broken(rows.due_on < as_at.day, "review-overdue"),
        broken(~on_record(rows, as_at), "backdated"),
    )


CONTROLS = (concern_escalated, sharing_decided, covered_by_protocol, protocol_reviewed)
