"""Policies: reviewed in time, by the right people."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.settings import Settings


@control(
    "PO-01",
    population="policy_documents",
    severity="low",
    reasons={
        "overdue": "The last review by management was {reviewed_on}; one was due by {due_on}.",
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


CONTROLS = (reviewed_in_time,)
