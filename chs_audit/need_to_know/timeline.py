"""Ties merged into one line of time per pair of staff member and person.

Each pair's days are cut where a tie begins or ends. Between two cuts the same explanations
hold throughout, so an access meets at most one row, however many ties the pair has, and one
join answers every explanation. The row after the last tie stays: it says what has ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import ibis
from ibis.expr.types import BooleanValue, DateValue, StringValue, Table

from chs_audit.expressions import codes_where
from chs_audit.need_to_know.explanation import Explanation, days_after
from chs_audit.settings import Settings

FOREVER = dt.date(9999, 12, 31)
LONG_AGO = dt.date(1, 1, 1)
# What a tie counts as where it does not explain.
UNDATED = "undated"
BACKDATED = "backdated"


def timeline(ties: Table, explanations: tuple[Explanation, ...], settings: Settings) -> Table:
    """One row per pair and stretch of days in which the same explanations hold.

    Args:
        ties: as :func:`chs_audit.need_to_know.explanation.draw` draws them.
        explanations: those that the ties were drawn from, the strongest first.
        settings: for the days within which a fact may be written down afterwards.

    Returns:
        staff_id, person_id, tie_from_on, tie_until_on (not in it), explanations (codes
        joined by a space, the strongest first, or ""), undated (a tie without a first day
        exists), backdated (a tie that was written down too late to count yet exists),
        written_on (when such a tie was written down), own_case_ended_on (the first day
        without the pair's last own case that ended so far, grace included). Where nothing
        explains: ended (the tie that ended when this stretch began, if any) and begins (the
        one that begins when it is over).
    """
    codes = tuple(one.code for one in explanations)
    told = (*codes, BACKDATED)
    counted = (*told, UNDATED)
    cuts = _cuts(ties, settings)
    changes = cuts.group_by("staff_id", "person_id", "on").aggregate(
        **{_count(code): cuts.change.sum(where=cuts.code == code).fill_null(0) for code in counted},
        written_on=cuts.recorded_on.max(where=cuts.code == BACKDATED),
        own_case_end=cuts.on.max(where=(cuts.code == "own-case") & (cuts.change < 0)),
    )
    so_far = ibis.cumulative_window(group_by=["staff_id", "person_id"], order_by="on")
    in_order = ibis.window(group_by=["staff_id", "person_id"], order_by="on")
    running = changes.mutate(
        **{_count(code): changes[_count(code)].sum().over(so_far) for code in counted},
        written_on=changes.written_on.max().over(so_far),
        own_case_ended_on=changes.own_case_end.max().over(so_far),
        tie_until_on=changes.on.lead().over(in_order),
        ended=_strongest(told, lambda code: changes[_count(code)] < 0),
        begins=_strongest(told, lambda code: changes[_count(code)] > 0).lead().over(in_order),
    )
    held = codes_where(*((running[_count(code)] > 0, code) for code in codes))
    return running.select(
        "staff_id",
        "person_id",
        "own_case_ended_on",
        "written_on",
        "ended",
        "begins",
        tie_from_on=running.on,
        tie_until_on=running.tie_until_on.fill_null(ibis.literal(FOREVER)),
        explanations=held,
        undated=running[_count(UNDATED)] > 0,
        backdated=running[_count(BACKDATED)] > 0,
    )


def covered(ties: Table, settings: Settings, first: dt.date, last: dt.date) -> Table:
    """One row per pair and stretch of days in which anything explains, whatever it is.

    Args:
        ties: as :func:`chs_audit.need_to_know.explanation.draw` draws them.
        settings: for the days within which a fact may be written down afterwards.
        first, last: stretches that do not touch these days are left out.

    Returns:
        The columns of :func:`timeline`, of which only the days say something. That is enough
        to tell which accesses of a large log are explained, and far less to work out.
    """
    pair = ("staff_id", "person_id")
    dated = _dated(ties, settings).filter(ties.from_on.notnull())
    stretches = dated.select(
        *pair, from_on=_counts_from(dated), until_on=dated.until_on.fill_null(ibis.literal(FOREVER))
    )
    stretches = stretches.filter(
        stretches.until_on > stretches.from_on,
        stretches.until_on > first,
        stretches.from_on <= last,
    )
    # A stretch that begins after all before it have ended is apart from them.
    before = ibis.window(group_by=list(pair), order_by="from_on", rows=(None, -1))
    whole = ibis.window(group_by=list(pair))
    rows = stretches.mutate(
        ended_on=stretches.until_on.max().over(before),
        last_on=stretches.until_on.max().over(whole),
    )
    apart = rows.filter(rows.ended_on.isnull() | (rows.from_on > rows.ended_on))
    in_order = ibis.window(group_by=list(pair), order_by="from_on")
    nothing, never = ibis.null("string"), ibis.null("date")
    return apart.select(
        *pair,
        tie_from_on=apart.from_on,
        tie_until_on=ibis.coalesce(apart.ended_on.lead().over(in_order), apart.last_on),
        own_case_ended_on=never,
        written_on=never,
        ended=nothing,
        begins=nothing,
        explanations=ibis.literal("something"),
        undated=ibis.literal(False),
        backdated=ibis.literal(False),
    )


def _dated(ties: Table, settings: Settings) -> Table:
    """Ties with counts_from, the first day on which one may count for when it was written
    down, and late, whether that is after it began: it is told, but explains nothing yet."""
    grace = -settings.need_to_know.recording_grace_days
    known = ties.mutate(counts_from=days_after(ties.recorded_on, grace))
    return known.mutate(late=(known.counts_from > known.from_on).fill_null(False))


def _counts_from(dated: Table) -> DateValue:
    return dated.late.ifelse(dated.counts_from, dated.from_on)


def _stretches(ties: Table, settings: Settings) -> Table:
    """Each tie, from the day on which it counts; what counts for nothing is marked by its code:
    undated, or backdated for the days before it counts."""
    dated = _dated(ties, settings)
    known = dated.mutate(
        code=ibis.ifelse(dated.from_on.isnull(), UNDATED, dated.code),
        from_on=dated.from_on.fill_null(ibis.literal(LONG_AGO)),
    )
    late = known.filter(known.late)
    stretches = known.mutate(from_on=_counts_from(known), recorded_on=ibis.null("date")).union(
        late.mutate(
            code=ibis.literal(BACKDATED),
            until_on=ibis.least(late.counts_from, late.until_on.fill_null(ibis.literal(FOREVER))),
        )
    )
    # A tie that ends before it begins holds on no day; as two cuts it would count backwards.
    return stretches.filter(stretches.until_on.isnull() | (stretches.until_on > stretches.from_on))


def _cuts(ties: Table, settings: Settings) -> Table:
    """Each tie as two changes: one more explanation from its first day, one less after it.

    Every pair also gets a cut that changes nothing, long ago: it holds the days before the
    first tie, so that an access too early can be told what it was too early for.
    """
    stretches = _stretches(ties, settings)
    pair = ("staff_id", "person_id")
    begins = stretches.select(
        *pair, "code", "recorded_on", on="from_on", change=ibis.literal(1, "int64")
    )
    ends = stretches.filter(stretches.until_on.notnull()).select(
        *pair,
        "code",
        recorded_on=ibis.null("date"),
        on="until_on",
        change=ibis.literal(-1, "int64"),
    )
    before = stretches.select(
        *pair,
        code=ibis.literal(""),
        recorded_on=ibis.null("date"),
        on=ibis.literal(LONG_AGO),
        change=ibis.literal(0, "int64"),
    )
    return begins.union(ends).union(before.distinct())


def _strongest(codes: tuple[str, ...], holds: Callable[[str], BooleanValue]) -> StringValue:
    """The first code for which the condition holds; null if there is none."""
    return ibis.cases(*((holds(code), code) for code in codes), else_=ibis.null("string"))


def _count(code: str) -> str:
    return f"{code} count"
