"""Asking every flag of every visit, and holding what was observed against chance.

Visits are worked out once, in one pass over the period's log, and kept for as long as it
takes to ask the flags of them. Asked one by one, since one expression of them all takes longer
to compile than the answers to work out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd
from ibis.expr.types import BooleanValue, IntegerScalar, Table

from chs_audit.controls.inputs import Inputs
from chs_audit.flags import FLAGS
from chs_audit.flags.chance import Given, lift
from chs_audit.flags.flag import ADDED, Flag
from chs_audit.flags.visits import earlier, visits
from chs_audit.records import BY_NAME

_VISIT = ("staff_id", "person_id", "occurred_on")


@dataclass(frozen=True)
class Flagged:
    """What the flags found.

    Args:
        flags: one row per flag, the greatest lift first: flag, title, counted (what of),
            tested, untested (visits that lack a cell), observed, expected, lift, low, high,
            staff (on whom it was raised), visits, expectation (in words), not_tested (why).
        by_staff: the same for each member of staff on whom a flag was raised: staff_id,
            flag, counted, tested, observed, expected, lift, low, high, visits.
        visits: every visit with a flag: staff_id, person_id, occurred_on, flags (codes
            joined by a space).
    """

    flags: pd.DataFrame
    by_staff: pd.DataFrame
    visits: pd.DataFrame


def raise_flags(inputs: Inputs, flags: tuple[Flag, ...] = FLAGS) -> Flagged:
    """Ask these flags of the period's visits."""
    engine = inputs.engine
    given = _given(inputs)
    rows, by_staff, raised = [], [], []
    try:
        tables = {
            "visits": engine.keep("visits", visits(inputs)),
            "earlier": engine.keep("earlier_visits", earlier(inputs)),
        }
        for one in flags:
            why = _why_not(inputs, one)
            if why:
                rows.append(_row(one, why=why))
                continue
            counts, fired = _asked(inputs, one, tables)
            untested = int(counts["untested"].sum())
            staff = _of_staff(one, counts, given)
            if staff.empty:
                why = one.blank if untested else f"no {one.counted} in the period"
                rows.append(_row(one, untested=untested, why=why))
                continue
            rows.append(_of_team(one, staff, untested))
            by_staff.append(staff.loc[staff["observed"] > 0, list(_STAFF_COLUMNS)])
            raised.append(fired)
    finally:
        for name in ("visits", "earlier_visits", "judged_visits", "office_hours"):
            engine.drop(name)
    told = pd.concat(by_staff) if by_staff else pd.DataFrame(columns=list(_STAFF_COLUMNS))
    return Flagged(_worst_first(pd.DataFrame(rows)), _worst_first(told), _together(raised))


_STAFF_COLUMNS = (
    *("staff_id", "flag", "counted", "tested", "observed", "expected", "lift", "low", "high"),
    "visits",
)


def _why_not(inputs: Inputs, flag: Flag) -> str:
    needed = [name.partition(".") for name in ("access_log", "staff", *flag.needs)]
    empty = sorted({table for table, _, _ in needed} & inputs.empty)
    if empty:
        return "no records of " + " or ".join(BY_NAME[name].title for name in empty)
    blank = [
        f"{column} of {BY_NAME[name].title}"
        for name, _, column in needed
        if column and not _filled(inputs, name, column)
    ]
    return f"nobody fills the column {' or '.join(blank)}" if blank else ""


def _filled(inputs: Inputs, table: str, column: str) -> bool:
    rows = inputs.engine.table(table)
    return bool(
        inputs.engine.frame(rows.aggregate(there=rows[column].count() > 0))["there"].iloc[0]
    )


def _given(inputs: Inputs) -> Given:
    people = inputs.engine.table("service_users")
    on_record = inputs.engine.frame(people.aggregate(people=people.count()))["people"].iloc[0]
    return Given(int(on_record), inputs.settings.flags.repeated_days)


def _asked(
    inputs: Inputs, flag: Flag, tables: Mapping[str, Table]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """By member of staff: units, observed, chance, visits, untested; and the visits on which
    the flag was raised."""
    given = {name: tables[name] if name in tables else inputs.get(name) for name in flag.asks_for}
    raised = flag.raised(**given).select(*_VISIT, *ADDED)
    rows = inputs.engine.keep("judged_visits", raised)
    # Visits that are units themselves have no name of a unit.
    plain = rows.unit.isnull()
    by_staff = rows.group_by("staff_id").aggregate(
        units=rows.unit.nunique(where=rows.tested) + _count(rows.tested & plain),
        observed=rows.unit.nunique(where=rows.fired) + _count(rows.fired & plain),
        chance=rows.chance.sum(where=rows.tested).fill_null(0.0),
        visits=_count(rows.fired),
        untested=_count(rows.tested.isnull()),
    )
    # DuckDB adds up to wider numbers than pandas has.
    types = dict.fromkeys(("units", "observed", "visits", "untested"), "int64")
    counts = inputs.engine.frame(by_staff).astype(types | {"chance": "float64"})
    fired = inputs.engine.frame(rows.filter(rows.fired).select(*_VISIT))
    return counts, fired.assign(flag=flag.code)


def _count(condition: BooleanValue) -> IntegerScalar:
    return condition.sum().fill_null(0)


def _together(raised: list[pd.DataFrame]) -> pd.DataFrame:
    """Each visit once, with the codes of all its flags."""
    if not raised:
        return pd.DataFrame(columns=[*_VISIT, "flags"])
    rows = pd.concat(raised)
    by_visit = rows.groupby(list(_VISIT), dropna=False, sort=True)["flag"]
    return by_visit.agg(" ".join).rename("flags").reset_index()


def _of_staff(flag: Flag, counts: pd.DataFrame, given: Given) -> pd.DataFrame:
    mine = counts[counts["units"] > 0].reset_index(drop=True)
    mine = mine.assign(flag=flag.code, counted=flag.counted, tested=mine["units"])
    mine["expected"] = flag.chance.expected(mine, given)
    pairs = zip(mine["observed"].tolist(), mine["expected"].tolist(), strict=True)
    mine["lift"] = [lift(observed, expected) for observed, expected in pairs]
    return mine.join(flag.chance.intervals(mine))


def _of_team(flag: Flag, staff: pd.DataFrame, untested: int) -> dict[str, object]:
    """The whole team; without an expectation where the team itself is the measure."""
    totals = staff[["units", "observed", "visits"]].sum()
    row = _row(flag, int(totals["units"]), untested)
    row |= {"observed": int(totals["observed"]), "visits": int(totals["visits"])}
    row["staff"] = int((staff["observed"] > 0).sum())
    if not flag.chance.of_colleagues:
        whole = pd.DataFrame(
            [row | {"units": row["tested"], "expected": staff["expected"].sum(min_count=1)}]
        )
        bounds = flag.chance.intervals(whole).iloc[0]
        expected = float(whole["expected"].iloc[0])
        row |= {"expected": expected, "lift": lift(float(totals["observed"]), expected)}
        row |= {"low": bounds["low"], "high": bounds["high"]}
    return row


def _row(flag: Flag, tested: int = 0, untested: int = 0, why: str = "") -> dict[str, object]:
    words = flag.chance.words
    if flag.chance.of_colleagues:
        words += "; so the team as a whole has no expectation, each member of staff has"
    return {
        "flag": flag.code,
        "title": flag.title,
        "counted": flag.counted,
        "tested": tested,
        "untested": untested,
        "observed": 0,
        "expected": math.nan,
        "lift": math.nan,
        "low": math.nan,
        "high": math.nan,
        "staff": 0,
        "visits": 0,
        "expectation": words,
        "not_tested": why,
    }


def _worst_first(rows: pd.DataFrame) -> pd.DataFrame:
    """By lift, then by what was observed; what has no lift comes last."""
    keys = [name for name in ("lift", "observed", "flag", "staff_id") if name in rows.columns]
    return rows.sort_values(
        keys, ascending=[name in ("flag", "staff_id") for name in keys], ignore_index=True
    )
