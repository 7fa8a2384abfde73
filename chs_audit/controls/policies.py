"""Policies: reviewed in time, by the right people."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.expressions import codes_where
from chs_audit.settings import Settings


@control(
    "PO-01",
    population="policy_documents",
    severity="low",
    reasons={
        "overdue": "Management last reviewed it on {reviewed_on}; the next review was due by {due_on}.",
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

    What breaks it: Management's last review is longer ago than the interval; or nothing in
    the minutes shows that the Board was consulted.

    What to do: Put the policy on the agenda of the next meeting, and minute the review.
    """
    reviews = policy_reviews.filter(
        (policy_reviews.reviewed_by == "management")
        & (policy_reviews.reviewed_on.isnull() | (policy_reviews.reviewed_on <= as_at.day))
    ).select("reviewed_on", "board_consulted", "minutes", "review_id", review_policy="policy_id")
    pairs = policy_documents.left_join(reviews, policy_documents.policy_id == reviews.review_policy)
    latest = ibis.window(
        group_by="policy_id",
        order_by=[
            ibis.desc(pairs.reviewed_on.notnull()),
            ibis.desc("reviewed_on"),
            ibis.desc("review_id"),
        ],
    )
    rows = pairs.mutate(place=ibis.row_number().over(latest))
    rows = rows.filter(rows.place == 0).drop("place")
    interval = ibis.interval(months=settings.policy_review.interval_months)
    rows = rows.mutate(due_on=(rows.reviewed_on + interval).cast("date"))
    not_consulted = ~rows.board_consulted | (rows.board_consulted & rows.minutes.isnull())
    return decide(
        rows,
        broken(rows.review_policy.isnull(), "overdue"),
        cannot_tell(rows.reviewed_on.isnull(), "review-undated"),
        broken(rows.due_on < as_at.day, "overdue"),
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
