"""Need to know: who may open a record, and when."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide, kept
from chs_audit.controls.moment import Moment
from chs_audit.controls.team_sharing import NO_CONSENT, NO_TABLE, UNDATED, settled
from chs_audit.need_to_know.explanations import EXPLANATIONS
from chs_audit.need_to_know.needed import with_explanations
from chs_audit.settings import Settings

PERSON_UNKNOWN = "Opened on {occurred_on}, and the log does not say whose record it was, or names nobody we know."
STAFF_UNKNOWN = (
    "Opened on {occurred_on}, and the log does not say by whom, or names nobody we know."
)


@control(
    "NK-01",
    population="accesses",
    severity="high",
    reasons={
        "unexplained": "Opened on {occurred_on} by {staff_kind}, and nothing on record explains why. {nearest}",
        "backdated": "Opened on {occurred_on} by {staff_kind}, and the assignment that would explain it was only written down on {written_on}.",
        "after-case-closed": "Opened on {occurred_on} by {staff_kind} whose case had ended, days of grace included, {days_since_case} before.",
        "after-role-ended": "Opened on {occurred_on} by {staff_kind} whose role had ended {days_since_leaving} before.",
        NO_CONSENT: "Opened on {occurred_on} by {staff_kind}, before any consent of the person was given and written down, which 4.2 read to the letter asks for among staff, too.",
    },
    cannot_tell={
        "person-unknown": PERSON_UNKNOWN,
        "staff-unknown": STAFF_UNKNOWN,
        "review-not-due": "Opened on {occurred_on} by {staff_kind}, who overrode the lock with a reason; its review is not due yet.",
        "assignment-undated": "Opened on {occurred_on} by {staff_kind} whose tie to the person, such as an assignment, has no first day on record.",
        UNDATED: "Opened on {occurred_on} by {staff_kind}, and when the person had agreed, which 4.2 read to the letter asks for first, is not on record.",
        NO_TABLE: "Opened on {occurred_on} by {staff_kind}, and whether the person had agreed, which 4.2 read to the letter asks for first, cannot be told: no consents are on record.",
    },
    optional=("consents",),
    missing_in={
        "assignment-undated": "caseload",
        UNDATED: "consents",
        NO_TABLE: "consents",
    },
    parameters=(
        "need_to_know.session_window_days",
        "need_to_know.case_grace_days",
        "need_to_know.request_grace_days",
        "need_to_know.recording_grace_days",
        "need_to_know.break_glass_review_days",
        *(f"explanations.{one.switch}" for one in EXPLANATIONS),
        "explanations.break_glass",
        "precedence.team_sharing",
    ),
)
def explained(
    accesses: Table, timeline: Table, consents: Table, settings: Settings, as_at: Moment
) -> Table:
    """Records are opened only by people whose work needs it.

    Why: A child whose parent is in prison is known to nobody who need not know. Each
    needless look is one more chance that it gets out.

    What breaks it: No recorded fact explains the access on that day: no case of their own,
    of somebody whom they manage, or of the same family, no cover for a colleague, no session
    or group with the person near it, no open concern, request or handover in their hands. An
    assignment that had ended, or that was only written down afterwards, or a role that had
    ended, is told apart. Whether staff need the person's consent, too, before they share
    among themselves (4.2), or are taken as one (5.1), the policy leaves open (T6): the
    settings say which reading stands, and then both verdicts are shown.

    What to do: Ask the member of staff what they needed the record for. If they had a
    reason, write down the assignment that is missing, or review the emergency for which they
    overrode the lock; if not, treat it as a breach.
    """
    rows = with_explanations(accesses, timeline, settings)
    rows = rows.mutate(
        days_since_leaving=rows.occurred_on.delta(rows.left_on, unit="day"),
        days_since_case=rows.occurred_on.delta(rows.own_case_ended_on, unit="day") + 1,
    )
    in_role = ~rows.role_ended & ~rows.before_role
    review_by = rows.occurred_on + ibis.interval(days=settings.need_to_know.break_glass_review_days)
    judged = decide(
        rows,
        kept((rows.explanations != "") & in_role),
        cannot_tell(~rows.person_id_known, "person-unknown"),
        cannot_tell(~rows.staff_id_known, "staff-unknown"),
        broken(rows.tied & rows.role_ended, "after-role-ended"),
        cannot_tell(rows.glass_open & in_role & (review_by >= as_at.day), "review-not-due"),
        cannot_tell(rows.undated & in_role, "assignment-undated"),
        broken(rows.backdated & in_role, "backdated"),
        broken(rows.own_case_ended_on.notnull(), "after-case-closed"),
        broken(ibis.literal(True), "unexplained"),
    )
    return settled(judged, consents, settings, as_at)


@control(
    "NK-03",
    population="accesses",
    severity="high",
    reasons={
        "before-start": "Opened on {occurred_on} by {staff_kind} who started on {started_on}.",
        "after-leaving": "Opened on {occurred_on} by {staff_kind} who had left {days_since_leaving} before.",
    },
    cannot_tell={
        "staff-unknown": STAFF_UNKNOWN,
        "no-start-date": "Opened on {occurred_on} by {staff_kind} whose first day is not on record.",
    },
    missing_in={"no-start-date": "staff"},
    parameters=("need_to_know.leaving_grace_days",),
)
def in_service(accesses: Table, settings: Settings) -> Table:
    """Records are opened only by people who work or volunteer here at the time.

    Why: Somebody who has left, or has not yet begun, works for nobody's good in a record.
    An account left open is also the first thing a stranger uses.

    What breaks it: The access was before their first day, or after their last one.

    What to do: Close the account today. Find out who used it, and treat it as a breach
    unless the dates on record are wrong; if they are, mend them.
    """
    rows = accesses.mutate(
        days_since_leaving=accesses.occurred_on.delta(accesses.left_on, unit="day")
    )
    grace = ibis.interval(days=settings.need_to_know.leaving_grace_days)
    return decide(
        rows,
        cannot_tell(~rows.staff_id_known, "staff-unknown"),
        broken(rows.occurred_on > rows.left_on + grace, "after-leaving"),
        cannot_tell(rows.started_on.isnull(), "no-start-date"),
        broken(rows.occurred_on < rows.started_on, "before-start"),
    )


@control(
    "NK-05",
    population="accesses",
    severity="high",
    reasons={
        "own-record": "Opened on {occurred_on} by {staff_kind} whose own record it is.",
        "declared-conflict": "Opened on {occurred_on} by {staff_kind} with a declared tie to the person ({conflict}).",
    },
    cannot_tell={
        "person-unknown": PERSON_UNKNOWN,
        "staff-unknown": STAFF_UNKNOWN,
    },
)
def no_conflict(accesses: Table, declared_conflicts: Table) -> Table:
    """Nobody opens their own record, or that of somebody they are tied to.

    Why: Family, friends and neighbours are the last whom a child wants to have read it.

    What breaks it: It was their own record, or that of a person to whom they have declared
    a tie that had not ended. A tie counts on the days before it was declared, too.

    What to do: Ask what the record was needed for, and have a colleague take it over.
    """
    ties = declared_conflicts.select(
        conflict_staff="staff_id",
        conflict_person="person_id",
        conflict="relation",
        conflict_ended_on="ended_on",
    )
    rows = accesses.left_join(
        ties,
        [accesses.staff_id == ties.conflict_staff, accesses.person_id == ties.conflict_person],
    )
    tied = rows.conflict_staff.notnull() & (
        rows.conflict_ended_on.isnull() | (rows.occurred_on <= rows.conflict_ended_on)
    )
    return decide(
        rows,
        cannot_tell(~rows.person_id_known, "person-unknown"),
        cannot_tell(~rows.staff_id_known, "staff-unknown"),
        broken(tied & (rows.conflict == "self").fill_null(False), "own-record"),
        broken(tied, "declared-conflict"),
    )


CONTROLS = (explained, in_service, no_conflict)
