"""Twin of EQ-01: chance counted by hand, group by group, from what the other twins say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from fractions import Fraction
from math import comb

from chs_audit.settings import Settings
from tests.twins.verdict import Period, Row, Tables, Verdict, kept, unclear

_CHARACTERISTICS = ("sex", "ethnicity", "disability", "religion", "age")
# The table whose rows a control is asked of, and the column that numbers them.
_ABOUT = {
    "access_log": ("event_id", ("NK-01", "NK-02", "NK-03", "NK-04", "NK-05", "RM-03")),
    "service_users": ("person_id", ("IC-01", "IC-07")),
    "consents": ("consent_id", ("IC-02", "IC-03", "IC-04", "IC-05", "IC-06")),
    "disclosures": (
        "disclosure_id",
        (
            *("NK-06", "TP-01", "TP-02", "TP-03", "TP-04", "TP-05", "TP-06"),
            *("TP-07", "TP-08", "TP-09", "TP-11", "JW-01"),
        ),
    ),
    "concerns": ("concern_id", ("SG-01", "SG-02")),
}
_NOBODY_SAID = "not recorded"
_OTHERS = "all smaller groups"


def alike(
    tables: Tables, settings: Settings, period: Period, told: dict[str, list[Verdict]]
) -> list[Verdict]:
    """EQ-01: between each group and everybody else, no difference beyond chance."""
    groups = {row["person_id"]: _groups(row, period.as_at) for row in tables["service_users"]}
    found: list[tuple[str, Fraction | None]] = []
    for number, controls in _ABOUT.values():
        table = next(name for name, (column, _) in _ABOUT.items() if column == number)
        person_of = {row[number]: row["person_id"] for row in tables[table]}
        for control in controls:
            bad: dict[str, bool] = {}
            for verdict in told[control]:
                person = person_of[verdict.key.split("|")[0]]
                if person in groups:
                    bad[person] = bad.get(person, False) or verdict.kept is False
            if any(verdict.kept is False for verdict in told[control]):
                found += _compared(control, bad, groups, settings.equality.smallest_group)
    # Holm: the smallest times how many there are, the next times one fewer, never falling.
    chances = sorted({p for _, p in found if p is not None})
    count = [sum(1 for _, p in found if p == chance) for chance in chances]
    adjusted, so_far, passed = {}, Fraction(0), 0
    total = sum(count)
    for chance, times in zip(chances, count, strict=True):
        so_far = max(so_far, chance * (total - passed))
        adjusted[chance] = min(so_far, Fraction(1))
        passed += times
    level = Fraction(settings.equality.level)

    def judge(key: str, chance: Fraction | None) -> Verdict:
        if chance is None:
            return unclear(key, "group-too-small")
        if adjusted[chance] < level:
            return Verdict(key, False, "difference", to_look_at=True)
        return kept(key)

    return [judge(key, chance) for key, chance in found]


def _groups(person: Row, on: dt.date) -> dict[str, str]:
    found = {name: person[name] for name in ("sex", "ethnicity", "religion")}
    found["disability"] = {True: "yes", False: "no"}.get(person["disability"])
    born = person["date_of_birth"]
    if born is not None:
        birthday_over = (on.month, on.day) >= (born.month, born.day)
        age = on.year - born.year - (0 if birthday_over else 1)
        found["age"] = "18 and over" if age >= 18 else "12 to 17" if age >= 12 else "under 12"
    return {name: found.get(name) or _NOBODY_SAID for name in _CHARACTERISTICS}


def _compared(
    control: str, bad: dict[str, bool], groups: dict[str, dict[str, str]], smallest: int
) -> Iterable[tuple[str, Fraction | None]]:
    for characteristic in _CHARACTERISTICS:
        people: dict[str, list[str]] = {}
        for person in bad:
            people.setdefault(groups[person][characteristic], []).append(person)
        for name in [name for name, mine in people.items() if len(mine) < smallest]:
            people.setdefault(_OTHERS, []).extend(people.pop(name))
        if len(people) < 2:
            continue
        if min(map(len, people.values())) < smallest:
            yield f"{control}|{characteristic}|(hidden)", None
            continue
        shown = sorted(people)
        if len(shown) == 2:
            shown = [min((len(mine), name) for name, mine in people.items())[1]]
        for name in shown:
            hits = sum(bad[person] for person in people[name])
            chance = _fisher(len(people[name]), hits, len(bad), sum(bad.values()))
            yield f"{control}|{characteristic}|{name}", chance


def _fisher(size: int, hits: int, everybody: int, all_hits: int) -> Fraction:
    """The chance of a table no likelier than this one, two-sided."""
    rest = everybody - size

    def ways(k: int) -> int:
        return comb(size, k) * comb(rest, all_hits - k)

    possible = range(max(0, all_hits - rest), min(size, all_hits) + 1)
    these = ways(hits)
    return Fraction(sum(w for w in map(ways, possible) if w <= these), comb(everybody, all_hits))
