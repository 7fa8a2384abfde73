"""Was this access needed? The one place where accesses meet the ties between people."""

from __future__ import annotations

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from chs_audit.need_to_know.explanation import switch_of
from chs_audit.need_to_know.explanations import EXPLANATIONS
from chs_audit.need_to_know.timeline import BACKDATED
from chs_audit.settings import Settings

BREAK_GLASS = "break-glass"


TIES = {one.code: one.tie for one in EXPLANATIONS} | {
    BACKDATED: "an assignment that was written down later"
}


def with_explanations(accesses: Table, timeline: Table, settings: Settings) -> Table:
    """Every access once, with all that explains it, or else what came nearest.

    Args:
        accesses: the access log with started_on and left_on of the staff member.
        timeline: as :func:`chs_audit.need_to_know.timeline.timeline` makes it.
        settings: whether an override explains, and the days within which it is reviewed.

    Returns:
        The accesses, and: explanations (codes joined by a space, the strongest first; ""
        if none), tied (some tie holds), role_ended, before_role, undated, backdated,
        written_on, own_case_ended_on, glass_open (overridden with a reason, and not reviewed yet),
        nearest (a sentence on what came nearest, an override before any tie, or "").
    """
    ties = timeline.rename(tie_staff_id="staff_id", tie_person_id="person_id")
    rows = accesses.left_join(
        ties,
        [
            accesses.staff_id == ties.tie_staff_id,
            accesses.person_id == ties.tie_person_id,
            accesses.occurred_on >= ties.tie_from_on,
            accesses.occurred_on < ties.tie_until_on,
        ],
    )
    rows = rows.mutate(
        explanations=rows.explanations.fill_null(""),
        undated=rows.undated.fill_null(False),
        backdated=rows.backdated.fill_null(False),
        role_ended=(rows.occurred_on > rows.left_on).fill_null(False),
        before_role=(rows.occurred_on < rows.started_on).fill_null(False),
    )
    limit = settings.need_to_know.break_glass_review_days
    days = ibis.interval(days=limit)
    allowed = getattr(settings.explanations, switch_of(BREAK_GLASS))
    overridden = rows.break_glass.fill_null(False) & allowed
    broken_glass = overridden & rows.reason.notnull()
    # What was reviewed before it happened was not reviewed afterwards.
    reviewed = rows.reviewed_at.between(rows.occurred_at, rows.occurred_at + days).fill_null(False)
    with_glass = (broken_glass & reviewed).ifelse(
        ibis.ifelse(rows.explanations == "", "", rows.explanations.concat(" ")).concat(BREAK_GLASS),
        rows.explanations,
    )
    return rows.mutate(
        tied=rows.explanations != "",
        explanations=with_glass,
        glass_open=broken_glass & rows.reviewed_at.isnull(),
        nearest=_nearest(rows, with_glass, _emergency(rows, overridden, limit)),
    ).drop("tie_staff_id", "tie_person_id")


def _emergency(rows: Table, overridden: BooleanValue, limit: int) -> StringValue:
    """What an override lacks to explain the access; null where there was none."""
    near = "The nearest reason is an emergency: they overrode the lock and wrote down why, and "
    days = f"{limit} day" if limit == 1 else f"{limit} days"
    return ibis.cases(
        (overridden & rows.reason.isnull(), "They overrode the lock, and wrote down no reason."),
        (overridden & rows.reviewed_at.isnull(), f"{near}nobody reviewed that."),
        (overridden, f"{near}that was not reviewed within the {days} after it."),
    )


def _nearest(rows: Table, explanations: StringValue, emergency: StringValue) -> StringValue:
    since = rows.occurred_on.delta(rows.tie_from_on, unit="day") + 1
    until = rows.tie_until_on.delta(rows.occurred_on, unit="day")
    sooner: BooleanValue = rows.ended.notnull() & (rows.begins.isnull() | (since <= until))
    return ibis.cases(
        (explanations != "", ibis.literal("")),
        (emergency.notnull(), emergency),
        (sooner, _told(rows.ended, "which had run out ", since, " before.")),
        (rows.begins.notnull(), _told(rows.begins, "which only began ", until, " later.")),
        else_=ibis.literal(""),
    )


def _told(
    code: StringValue, what: str, days: ibis.expr.types.IntegerValue, when: str
) -> StringValue:
    tie = code.substitute(TIES, else_="a tie")
    count = days.cast("string").concat(ibis.ifelse(days == 1, " day", " days"))
    return ibis.literal("The nearest reason is ").concat(tie, ", ", what, count, when)
