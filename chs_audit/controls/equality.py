"""Equality: are the promises kept alike for everybody?

For every control about people, and every protected characteristic on record, the share of
people for whom the promise was broken is compared between each group and everybody else by
Fisher's exact test, two-sided. Because many comparisons are made at once, the p-values are
adjusted by Holm's method (Holm 1979, "A simple sequentially rejective multiple test
procedure"). The unit is a person, not a record: one person's records are not independent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd
from ibis.expr.types import Table

from chs_audit.controls.answer import BROKEN, Answer
from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.inputs import Inputs
from chs_audit.settings import Settings

CHARACTERISTICS = ("sex", "ethnicity", "disability", "religion", "age")
OTHERS = "all smaller groups"
NOT_RECORDED = "not recorded"
COLUMNS = {
    "about": "VARCHAR",
    "characteristic": "VARCHAR",
    "group": "VARCHAR",
    "people": "BIGINT",
    "people_broken": "BIGINT",
    "others": "BIGINT",
    "others_broken": "BIGINT",
    "adjusted": "DOUBLE",
}


@control(
    "EQ-01",
    population="group_comparisons",
    severity="low",
    to_look_at=True,
    reasons={
        "difference": "{about} was broken for {people_broken} of {people} people in the group {group} ({characteristic}), and for {others_broken} of {others} others: more than chance makes likely.",
    },
    cannot_tell={
        "group-too-small": "{about} cannot be compared for {characteristic}: a group is too small to show.",
    },
    parameters=("equality.level", "equality.smallest_group"),
)
def kept_alike(group_comparisons: Table, settings: Settings) -> Table:
    """The promises are kept alike for everybody.

    Why: Nobody may be protected less for who they are.

    What breaks it: Between a group of people with a protected characteristic and everybody
    else, the share for whom a promise was broken differs by more than chance makes likely.
    It is something to look at, and no breach by itself.

    What to do: Look at the records of that group. Ask what is different about how they are
    worked with, and who should be asked.
    """
    rows = group_comparisons
    return decide(
        rows,
        cannot_tell(rows.adjusted.isnull(), "group-too-small"),
        broken(rows.adjusted < settings.equality.level, "difference"),
    )


def compare_groups(inputs: Inputs, answers: Iterable[Answer]) -> pd.DataFrame:
    """One row per control, characteristic and group, for :func:`kept_alike`; see COLUMNS."""
    about = [
        people.assign(about=one.control.id)
        for population, mine in _with_breaches(inputs, answers).items()
        for one, people in zip(mine, _people_of(inputs, population, mine), strict=True)
    ]
    if not about:
        return pd.DataFrame(columns=list(COLUMNS))
    smallest = inputs.settings.equality.smallest_group
    return comparisons(pd.concat(about), characteristics(inputs), smallest)


def characteristics(inputs: Inputs) -> pd.DataFrame:
    """person_id and one column for each of CHARACTERISTICS, as text."""
    frame = inputs.engine.frame(
        inputs.get("service_users").select(
            "person_id", "sex", "ethnicity", "disability", "religion", "date_of_birth"
        )
    )
    frame["disability"] = frame["disability"].map({True: "yes", False: "no"})
    frame["age"] = [_age_band(born, inputs.as_at.day) for born in frame.pop("date_of_birth")]
    return frame.fillna(NOT_RECORDED)


def comparisons(about: pd.DataFrame, people: pd.DataFrame, smallest: int) -> pd.DataFrame:
    """Each group against everybody else.

    Args:
        about: about (a control's id), person_id, broken (whether for that person).
        people: person_id and one column per characteristic.
        smallest: groups of fewer people are merged; if still fewer, they are hidden, and
            so is everybody else, whose number would give them away.

    Returns:
        Columns as in COLUMNS; `adjusted` is null where a group is too small to show.
    """
    from scipy.stats import fisher_exact  # slow to load

    rows: list[tuple[object, ...]] = []
    for name, mine in about.merge(people, on="person_id").groupby("about"):
        for characteristic in CHARACTERISTICS:
            groups = _merged(mine[characteristic], smallest)
            counted = mine["broken"].groupby(groups).agg(["size", "sum"])
            if len(counted) < 2:
                continue
            sizes: dict[Any, int] = counted["size"].to_dict()
            bad: dict[Any, int] = counted["sum"].to_dict()
            if min(sizes.values()) < smallest:
                rows.append((name, characteristic, "(hidden)", 0, 0, 0, 0, None))
                continue
            # Of two groups each is the other's rest: one comparison says it all.
            smaller = min(sizes, key=lambda one: (sizes[one], one))
            for group in sorted(sizes) if len(sizes) > 2 else [smaller]:
                inside = (sizes[group], int(bad[group]))
                outside = (len(mine) - inside[0], int(mine["broken"].sum()) - inside[1])
                table = [[wrong, size - wrong] for size, wrong in (inside, outside)]
                p = float(fisher_exact(table).pvalue)
                rows.append((name, characteristic, group, *inside, *outside, p))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    frame["adjusted"] = holm(frame["adjusted"])
    return frame


def holm(values: Sequence[float | None] | pd.Series) -> pd.Series:
    """P-values adjusted for being many, by Holm's step-down method; blanks stay blank."""
    series = pd.Series(values, dtype="float64")
    known = series.dropna().sort_values()
    steps = known * [float(left) for left in range(len(known), 0, -1)]
    return steps.cummax().clip(upper=1.0).reindex(series.index)


def _merged(groups: pd.Series, smallest: int) -> pd.Series:
    sizes = groups.map(groups.value_counts())
    return groups.where(sizes >= smallest, OTHERS)


def _with_breaches(inputs: Inputs, answers: Iterable[Answer]) -> dict[str, list[Answer]]:
    """Population -> the answers about it that found a promise to somebody broken."""
    found: dict[str, list[Answer]] = {}
    for one in answers:
        population = one.control.population
        if one.broken and "person_id" in inputs.get(population).columns:
            found.setdefault(population, []).append(one)
    return found


def _people_of(inputs: Inputs, population: str, answers: list[Answer]) -> list[pd.DataFrame]:
    """For each answer, the people of whom its control was asked: person_id, broken."""
    rows = inputs.get(population)
    rows = rows.filter(rows.person_id.notnull())
    asked = {
        one.control.id: one.control.asked_of(rows).sum() if one.control.asked_of else rows.count()
        for one in answers
    }
    people = inputs.engine.frame(rows.group_by("person_id").aggregate(**asked))
    told = []
    for one in answers:
        mine = people.loc[people[one.control.id] > 0, ["person_id"]]
        bad = one.findings.loc[one.findings["kind"] == BROKEN, "id"]
        told.append(mine.assign(broken=mine["person_id"].isin(one.numbers.loc[bad, "person_id"])))
    return told


def _age_band(born: dt.date | None, on: dt.date) -> str | None:
    if born is None or born is pd.NaT:
        return None
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return "under 12" if age < 12 else "12 to 17" if age < 18 else "18 and over"


CONTROLS = (kept_alike,)
