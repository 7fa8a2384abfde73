"""Ties merged into one line of time per pair of staff member and person.

Each pair's days are cut where a tie begins or ends. Between two cuts the same explanations
hold throughout, so an access meets at most one row, however many ties the pair has, and one
join answers every explanation. The row after the last tie stays: it says what has ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import ibis
from ibis.expr.types import Table

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
        ended so far, grace included).
    """
    codes = tuple(one.code for one in explanations)
    ties = (
        ibis.union(
            *(
                one.ties(**{name: inputs[name] for name in one.asks_for}).mutate(
                    code=ibis.literal(one.code)
                )
                for one in explanations
            )
        )
        if len(explanations) > 1
        else explanations[0]
        .ties(**{name: inputs[name] for name in explanations[0].asks_for})
        .mutate(code=ibis.literal(codes[0]))
    )
    cuts = _cuts(ties)
    changes = cuts.group_by("staff_id", "person_id", "on").aggregate(
        **{_count(code): cuts.change.sum(where=cuts.code == code) for code in (*codes, UNDATED)},
        own_case_end=cuts.on.max(where=(cuts.code == "own-case") & (cuts.change < 0)),
    )
    so_far = ibis.cumulative_window(group_by=["staff_id", "person_id"], order_by="on")
    running = changes.mutate(
        **{
            _count(code): changes[_count(code)].fill_null(0).sum().over(so_far)
            for code in (*codes, UNDATED)
        },
        own_case_ended_on=changes.own_case_end.max().over(so_far),
        tie_until_on=changes.on.lead().over(
            ibis.window(group_by=["staff_id", "person_id"], order_by="on")
        ),
    )
    held = [ibis.ifelse(running[_count(code)] > 0, f"{code} ", "") for code in codes]
    text = held[0]
    for one in held[1:]:
        text = text.concat(one)
    return running.select(
        "staff_id",
        "person_id",
        "own_case_ended_on",
        tie_from_on=running.on,
        tie_until_on=running.tie_until_on.fill_null(ibis.literal(FOREVER)),
        explanations=text,
        undated=running[_count(UNDATED)] > 0,
    )


def _cuts(ties: Table) -> Table:
    """Each tie as two changes: one more explanation from its first day, one less after it."""
    known = ties.mutate(
        code=ibis.ifelse(ties.from_on.isnull(), UNDATED, ties.code),
        from_on=ties.from_on.fill_null(ibis.literal(LONG_AGO)),
    )
    # A tie that ends before it begins holds on no day; as two cuts it would count backwards.
    known = known.filter(known.until_on.isnull() | (known.until_on > known.from_on))
    begins = known.select(
        "staff_id", "person_id", "code", on=known.from_on, change=ibis.literal(1, "int64")
    )
    ends = known.filter(known.until_on.notnull()).select(
        "staff_id", "person_id", "code", on="until_on", change=ibis.literal(-1, "int64")
    )
    return begins.union(ends)


def _count(code: str) -> str:
    return f"{code} count"
