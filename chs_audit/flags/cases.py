"""Cases: what one member of staff did, told once, however many alerts it made.

Visits with a breach of need to know, or with a flag that is raised surely more often than by
chance, are linked where they belong together: the same person again, or the same pattern
within a few days. Whatever hangs together is one case, and a case lists all of its accesses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from chs_audit.controls import CONTROLS
from chs_audit.controls.answer import BROKEN, CANNOT_TELL
from chs_audit.controls.answers import finding_id
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.population import in_period
from chs_audit.controls.team_sharing import about_need
from chs_audit.flags import BY_CODE as FLAG
from chs_audit.flags.asking import Flagged
from chs_audit.flags.telling import Story, tell
from chs_audit.policy.clauses import NEED_TO_KNOW

COLUMNS = (
    *("id", "staff_id", "staff_kind", "accesses", "people", "first_at", "last_at"),
    *("unexplained", "breaches", "flagged", "lift", "sentence", "event_ids"),
)
_VISIT = ["staff_id", "person_id", "occurred_on"]
_NEED_TO_KNOW = [
    one.id for one in CONTROLS if one.population == "accesses" and one.clause.area == NEED_TO_KNOW
]

Access = Mapping[Any, Any]


@dataclass(frozen=True)
class Case:
    """One case, and every access that belongs to it."""

    case: pd.Series
    sentence: str
    accesses: pd.DataFrame


def make_cases(
    inputs: Inputs, flagged: Flagged, findings: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cases, the most serious first, and the accesses of all of them.

    Args:
        inputs: the audit's records, settings and period.
        flagged: what the flags found.
        findings: those of the audit; only need to know counts.

    Returns:
        One row per case: id, staff_id, staff_kind, accesses, people, first_at, last_at (UTC),
        unexplained (accesses), breaches (reason codes) and flagged (codes, the greatest lift
        first), both joined by a space, lift (the greatest), sentence, event_ids. And one row
        per access: case, event_id, occurred_at, staff_id, person_id, action, breaches, flags.

    First come cases with a breach; among them those with more flags that chance does not
    explain, then those of the greatest lift, then the largest.
    """
    mine = about_need(findings[findings["control"].isin(_NEED_TO_KNOW)])
    broken = mine[mine["kind"] == BROKEN]
    sure = _sure(inputs, flagged)
    events = _events(inputs, sure, broken["key"])
    if events.empty:
        return pd.DataFrame(columns=list(COLUMNS)), events.assign(case=[], breaches=[], flags=[])
    events["breaches"] = events["event_id"].map(_reasons(broken))
    events = events.merge(flagged.visits, how="left", on=_VISIT)
    events = events.merge(
        sure.groupby(_VISIT, dropna=False)["flag"].agg(" ".join).rename("sure").reset_index(),
        how="left",
        on=_VISIT,
    )
    nk01 = mine[mine["control"] == "NK-01"].set_index("key")["kind"]
    events["needed"] = events["event_id"].map(nk01)
    # A column without any text is one of numbers to pandas.
    blank = {"breaches": "", "flags": "", "sure": "", "needed": "kept"}
    events = events.astype(dict.fromkeys(blank, "object")).fillna(blank)
    events["case"] = _linked(events, inputs.settings.flags.case_gap_days)
    events = events.sort_values(["occurred_at", "event_id"], ignore_index=True)
    staff = inputs.engine.frame(inputs.engine.table("staff").select("staff_id", "kind"))
    kinds = staff.set_index("staff_id")["kind"].to_dict()
    lifts = flagged.by_staff.set_index(["staff_id", "flag"])["lift"].to_dict()
    zone = inputs.settings.charity.timezone
    # Plain rows: most cases are small, and pandas takes milliseconds over the smallest frame.
    of_case: dict[int, list[Access]] = {}
    for access in events.to_dict("records"):
        of_case.setdefault(access["case"], []).append(access)
    rows, names = [], {}
    for number, accesses in sorted(of_case.items()):
        row = _row(accesses, kinds, lifts, zone)
        names[number] = row["id"]
        rows.append(row)
    cases = pd.DataFrame(rows).sort_values(
        ["broken", "sure", "lift", "accesses", "id"],
        ascending=[False, False, False, False, True],
        ignore_index=True,
    )
    events["case"] = events["case"].map(names)
    kept = ["case", "event_id", "occurred_at", "staff_id", "person_id", "action"]
    return cases[list(COLUMNS)], events[[*kept, "breaches", "flags"]]


def _sure(inputs: Inputs, flagged: Flagged) -> pd.DataFrame:
    """The visits with a flag, one row for each, where chance is no excuse for its number."""
    table = flagged.by_staff
    least = inputs.settings.flags.least_lift
    enough = table[table["expected"].isna() | (table["low"] >= least)]
    rows = flagged.visits.assign(flag=flagged.visits["flags"].str.split()).explode("flag")
    return rows.merge(enough[["staff_id", "flag"]], on=["staff_id", "flag"])[[*_VISIT, "flag"]]


def _events(inputs: Inputs, sure: pd.DataFrame, broken: pd.Series) -> pd.DataFrame:
    """The accesses of these visits, and those of these numbers."""
    engine = inputs.engine
    types = {"staff_id": "VARCHAR", "person_id": "VARCHAR", "occurred_on": "DATE"}
    engine.put("case_visits", sure[_VISIT].drop_duplicates(), types)
    engine.put("case_events", pd.DataFrame({"id": broken.unique()}), {"id": "VARCHAR"})
    log, visits, events = (
        engine.table(name) for name in ("access_log", "case_visits", "case_events")
    )
    visits = visits.select(
        visited_by="staff_id", visited=visits.person_id.fill_null(""), visited_on="occurred_on"
    )
    rows = log.filter(in_period(log.occurred_on, inputs.period)).left_join(
        visits,
        [
            log.staff_id == visits.visited_by,
            log.person_id.fill_null("") == visits.visited,
            log.occurred_on == visits.visited_on,
        ],
    )
    rows = rows.left_join(events, rows.event_id == events.id)
    rows = rows.filter(rows.visited_on.notnull() | rows.id.notnull())
    found = engine.frame(rows.select("event_id", "occurred_at", *_VISIT, "action"))
    engine.drop("case_visits")
    engine.drop("case_events")
    return found


def _reasons(broken: pd.DataFrame) -> pd.Series:
    """The reason codes of every broken access, by its number."""
    return broken.groupby("key")["reasons"].agg(lambda codes: " ".join(sorted(set(codes))))


def _linked(events: pd.DataFrame, gap: int) -> np.ndarray:
    """The number of the case to which each access belongs."""
    from scipy.sparse import coo_array  # slow to load
    from scipy.sparse.csgraph import connected_components

    visits = events.groupby(_VISIT, dropna=False).ngroup()
    codes = (events["breaches"] + " " + events["sure"]).str.split()
    rows = events[_VISIT].assign(visit=visits, code=codes).explode("code").drop_duplicates()
    rows = rows.astype({"occurred_on": "datetime64[ns]"}).fillna({"staff_id": "", "person_id": ""})
    again = _after(rows, ["staff_id", "code", "person_id"], None)
    soon = _after(rows, ["staff_id", "code"], gap)
    links = pd.concat([again, soon])
    size = int(visits.max()) + 1
    graph = coo_array((np.ones(len(links)), (links["visit"], links["before"])), shape=(size, size))
    return connected_components(graph, directed=False)[1][visits]


def _after(rows: pd.DataFrame, same: list[str], gap: int | None) -> pd.DataFrame:
    """Each visit with the one before it that is the same in these; at most `gap` days before."""
    ordered = rows.sort_values([*same, "occurred_on", "visit"])
    groups = ordered.groupby(same, sort=False)
    before = groups["visit"].shift()
    links = ordered.assign(before=before, days=groups["occurred_on"].diff().dt.days)
    links = links[links["before"].notna()]
    if gap is not None:
        links = links[links["days"] <= gap]
    return links[["visit", "before"]].astype("int64")


def _row(
    accesses: Sequence[Access], kinds: Mapping[Any, Any], lifts: Mapping[Any, float], zone: str
) -> dict[str, object]:
    first, last = accesses[0], accesses[-1]
    staff_id = first["staff_id"]
    of = {code: lifts.get((staff_id, code), np.nan) for code in _codes(accesses, "flags")}
    # What has no expectation has no lift, and needs none.
    flags = sorted(of, key=lambda code: (-np.nan_to_num(of[code], nan=np.inf), code))
    breaches = sorted(_codes(accesses, "breaches"))
    known = [one for one in of.values() if not np.isnan(one)]
    needed = Counter(one["needed"] for one in accesses)
    kind = kinds.get(staff_id)
    sure = _codes(accesses, "sure")
    told = [code for code in flags if code in sure or _worth_telling(accesses, code, of[code])]
    story = Story(
        staff_kind=str(kind),
        accesses=len(accesses),
        people=_people(accesses),
        days=len({one["occurred_on"] for one in accesses}),
        first_at=first["occurred_at"].to_pydatetime(),
        last_at=last["occurred_at"].to_pydatetime(),
        unexplained=needed[BROKEN],
        unclear=needed[CANNOT_TELL],
        flags={code: _people(_with(accesses, code)) for code in told},
        breaches=tuple(breaches),
    )
    return {
        "id": finding_id("CASE", str(first["event_id"])),
        "staff_id": staff_id,
        "staff_kind": kind,
        "accesses": len(accesses),
        "people": story.people,
        "first_at": first["occurred_at"],
        "last_at": last["occurred_at"],
        "unexplained": needed[BROKEN],
        "breaches": " ".join(breaches),
        "flagged": " ".join(flags),
        "lift": max(known, default=np.nan),
        "sentence": tell(story, zone),
        "event_ids": " ".join(one["event_id"] for one in accesses),
        "broken": bool(breaches),
        "sure": len(sure),
    }


def _codes(accesses: Sequence[Access], column: str) -> set[str]:
    return {code for codes in {one[column] for one in accesses} for code in codes.split()}


def _people(accesses: Sequence[Access]) -> int:
    return len({one["person_id"] for one in accesses if pd.notna(one["person_id"])})


def _with(accesses: Sequence[Access], code: str) -> list[Access]:
    return [one for one in accesses if code in one["flags"].split()]


def _worth_telling(accesses: Sequence[Access], code: str, lift: float) -> bool:
    """In the sentence: what is about whom, or about most looks, and no rarer than by chance."""
    about = bool(FLAG[code].record) or 2 * len(_with(accesses, code)) >= len(accesses)
    return about and not lift < 1
