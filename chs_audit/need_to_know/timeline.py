"""Ties merged into one line of time per pair of staff member and person.

Each pair's days are cut where a tie begins or ends. Between two cuts the same explanations
hold throughout, so an access meets at most one row, however many ties the pair has, and one
join answers every explanation. The row after the last tie stays: it says what has ended.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table

from chs_audit.expressions import codes_where
from chs_audit.need_to_know.explanations import EXPLANATIONS, Explanation

FOREVER = dt.date(9999, 12, 31)
LONG_AGO = dt.date(1, 1, 1)
UNDATED = "undated"


def timeline(
    inputs: Mapping[str, object], explanations: tuple[Explanation, ...] = EXPLANATIONS
) -> Table:
    """One row per pair and stretch of days in which the same explanations hold.

    Args:
        inputs: the record tables and settings that the explanations ask for, by name.
        explanations: the strongest first.

    Returns:
        staff_id, person_id, tie_from_on, tie_until_on (not in it), explanations (codes
        joined by a space, the strongest first, or ""), undated (a tie without a first day
        exists), own_case_ended_on (the first day without the pair's last own case that
        ended so far, grace included). Where nothing explains: ended (the tie that ended
        when this stretch began, if any) and begins (the one that begins when it is over).
    """
    codes = tuple(one.code for one in explanations)
    cuts = _cuts(_ties(inputs, explanations))
    changes = cuts.group_by("staff_id", "person_id", "on").aggregate(
        **{
            _count(code): cuts.change.sum(where=cuts.code == code).fill_null(0)
            for code in (*codes, UNDATED)
        },
        own_case_end=cuts.on.max(where=(cuts.code == "own-case") & (cuts.change < 0)),
    )
    so_far = ibis.cumulative_window(group_by=["staff_id", "person_id"], order_by="on")
    in_order = ibis.window(group_by=["staff_id", "person_id"], order_by="on")
    running = changes.mutate(
        **{_count(code): changes[_count(code)].sum().over(so_far) for code in (*codes, UNDATED)},
        own_case_ended_on=changes.own_case_end.max().over(so_far),
        tie_until_on=changes.on.lead().over(in_order),
        ended=_strongest(codes, lambda code: changes[_count(code)] < 0),
        begins=_strongest(codes, lambda code: changes[_count(code)] > 0).lead().over(in_order),
    )
    held = codes_where(*((running[_count(code)] > 0, code) for code in codes))
    return running.select(
        "staff_id",
        "person_id",
        "own_case_ended_on",
        "ended",
        "begins",
        tie_from_on=running.on,
        tie_until_on=running.tie_until_on.fill_null(ibis.literal(FOREVER)),
        explanations=held,
        undated=running[_count(UNDATED)] > 0,
    )


def _ties(inputs: Mapping[str, object], explanations: tuple[Explanation, ...]) -> Table:
    drawn = [
        one.ties(**{name: inputs[name] for name in one.asks_for}).select(
            "staff_id", "person_id", "from_on", "until_on", code=ibis.literal(one.code)
        )
        for one in explanations
    ]
    return functools.reduce(lambda some, more: some.union(more), drawn)


def _cuts(ties: Table) -> Table:
    """Each tie as two changes: one more explanation from its first day, one less after it.

    Every pair also gets a cut that changes nothing, long ago: it holds the days before the
    first tie, so that an access too early can be told what it was too early for.
    """
    known = ties.mutate(
        code=ibis.ifelse(ties.from_on.isnull(), UNDATED, ties.code),
        from_on=ties.from_on.fill_null(ibis.literal(LONG_AGO)),
    )
    # A tie that ends before it begins holds on no day; as two cuts it would count backwards.
    known = known.filter(known.until_on.isnull() | (known.until_on > known.from_on))
    pair = ("staff_id", "person_id")
    begins = known.select(*pair, "code", on=known.from_on, change=ibis.literal(1, "int64"))
    ends = known.filter(known.until_on.notnull()).select(
        *pair, "code", on="until_on", change=ibis.literal(-1, "int64")
    )
    before = known.select(
        *pair, code=ibis.literal(""), on=ibis.literal(LONG_AGO), change=ibis.literal(0, "int64")
    )
    return begins.union(ends).union(before.distinct())


def _strongest(codes: tuple[str, ...], holds: Callable[[str], BooleanValue]) -> StringValue:
    """The first code for which the condition holds; null if there is none."""
    return ibis.cases(*((holds(code), code) for code in codes), else_=ibis.null("string"))


def _count(code: str) -> str:
    return f"{code} count"
