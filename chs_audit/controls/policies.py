"""Policies: reviewed in time, by the right people."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.controls.population import on_record
from chs_audit.expressions import codes_where, first_of_each
from chs_audit.settings import Settings


@control(
    "PO-01",
    population="policy_documents",
    severity="low",
    reasons={
        "overdue": "Management last reviewed it on {reviewed_on}; the next review was due by {due_on}.",
        "backdated": "A review of {late_on} would be in time, and was written down only after the audit date.",
        "board-not-consulted": "Nothing shows that the Board was consulted in the review of {reviewed_on}.",
    },
    cannot_tell={
        "board-unknown": "Whether the Board was consulted in the review of {reviewed_on} is not on record.",
        "review-undated": "The policy was reviewed, but the day is not on record.",
    },
    parameters=("policy_review.interval_months",),
)
def reviewed_in_time(
    policy_documents: Table, policy_reviews: Table, settings: Settings, as_at: Moment
) -> Table:
    """Policies are reviewed in time by management, with the Board consulted.

    Why: The law changes, and so does the work. A policy that nobody looks at is kept by
    nobody.

    What breaks it: Management's last review is longer ago than the interval, or a later one
    was written down only after the audit date; or nothing in the minutes shows that the
    Board was consulted.

    What to do: Put the policy on the agenda of the next meeting, and minute the review.
    """
    held = policy_reviews.filter(
        (policy_reviews.reviewed_by == "management")
        & (policy_reviews.reviewed_on.isnull() | (policy_reviews.reviewed_on <= as_at.day))
    )
    known = on_record(held, as_at)
    late = held.filter(~known)
    late = late.group_by(late_policy="policy_id").aggregate(late_on=late.reviewed_on.max())
    reviews = held.filter(known).select(
        "reviewed_on", "board_consulted", "minutes", "review_id", review_policy="policy_id"
    )
    rows = policy_documents.left_join(reviews, policy_documents.policy_id == reviews.review_policy)
    dated = ibis.desc(rows.reviewed_on.notnull())
    order = [dated, ibis.desc("reviewed_on"), ibis.desc("review_id")]
    rows = first_of_each(rows, "policy_id", order)
    rows = rows.left_join(late, rows.policy_id == late.late_policy)
    interval = ibis.interval(months=settings.policy_review.interval_months)
    rows = rows.mutate(due_on=(rows.reviewed_on + interval).cast("date"))
    overdue = rows.review_policy.isnull() | (rows.due_on < as_at.day).fill_null(False)
    not_consulted = ~rows.board_consulted | (rows.board_consulted & rows.minutes.isnull())
    return decide(
        rows,
        broken(overdue & ((rows.late_on + interval) >= as_at.day), "backdated"),
        broken(overdue, "overdue"),
        cannot_tell(rows.reviewed_on.isnull(), "review-undated"),
        cannot_tell(rows.board_consulted.isnull(), "board-unknown"),
        broken(not_consulted, "board-not-consulted"),
    )


@control(
    "PO-02",
    population="named_policies",
    severity="low",
    reasons={
        "missing": "The policy names the document {policy_id}, and it does not exist.",
        "no-version": "The document {policy_id} has no version.",
        "no-owner": "Nobody looks after the document {policy_id}.",
        "no-next-date": "When the document {policy_id} is to be reviewed next is not on record.",
    },
    cannot_tell={},
    parameters=("policy_review.named",),
)
def document_exists(named_policies: Table, policy_versions: Table, as_at: Moment) -> Table:
    """Every document that the policy names exists, with version, owner and next date.

    Why: A policy that points to a document which is not there points nowhere (T15).

    What breaks it: The document is not in the list of policies, or has no version in force,
    no owner or no date of its next review.

    What to do: Write it, or have the Board take the name out of the policy.
    """
    issued = policy_versions.filter(policy_versions.issued_on <= as_at.day)
    versions = issued.group_by(version_policy="policy_id").aggregate(versions=issued.count())
    rows = named_policies.left_join(versions, named_policies.policy_id == versions.version_policy)
    rows = rows.mutate(
        faults=codes_where(
            (rows.versions.isnull(), "no-version"),
            (rows.owner_id.isnull(), "no-owner"),
            (rows.next_review_on.isnull(), "no-next-date"),
        )
    )
    return decide(
        rows,
        broken(~rows.policy_id_known, "missing"),
        broken(rows.faults != "", rows.faults),
    )


CONTROLS = (reviewed_in_time, document_exists)
