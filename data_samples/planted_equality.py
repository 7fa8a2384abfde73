"""Planted between groups of people: EQ-01, each difference with its near misses.

Which comparisons are hidden, because a group is too small to show, follows from who is on
record in an audit's period: those rows of the key are counted here, and not planted.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from chs_audit.policy import Parameters
from data_samples.charity import Charity, Row, open_on
from data_samples.days import AS_AT, DEFAULT_FROM, FIRST, at, days, local_day

_MANY, _FEW = 16, 4
_SMALLEST = Parameters().equality.smallest_group
_COPIES = (None, "export", "print", "download", "share")


def add(charity: Charity) -> None:
    """Plant in the last year, so that the differences stand in every audit."""
    _differ(charity, "IC-03", "disability", True, _MANY, "refusal-effect-not-told")
    _differ(charity, "TP-05", "ethnicity", "Wrenish", _MANY, "not-acknowledged")
    _differ(charity, "TP-06", "religion", "Stargazing", _MANY, "not-marked")
    # Near miss: more than chance in one comparison alone, and not among so many.
    _differ(charity, "NK-06", "disability", True, _FEW, "no-alternative-recorded")


_COLUMNS = {
    "IC-03": ("consents", "told_refusal_may_cost"),
    "TP-05": ("disclosures", "recipient_acknowledged"),
    "TP-06": ("disclosures", "marked_confidential"),
    "NK-06": ("disclosures", "alternative_considered"),
}


def _differ(
    charity: Charity, control: str, characteristic: str, group: Any, count: int, reason: str
) -> None:
    """Break a control for so many people of one group, and for nobody else."""
    table, column = _COLUMNS[control]
    planted = {row.key for row in charity.key.rows if row.control == control}
    one_each: dict[str, Row] = {}
    for row in charity.tables[table]:
        moment = row["decided_at" if table == "consents" else "disclosed_at"]
        person = charity.person(row["person_id"]) if row["person_id"] else None
        number = row["consent_id" if table == "consents" else "disclosure_id"]
        lately = moment is not None and local_day(moment) >= DEFAULT_FROM
        good = lately and row[column] and number not in planted
        if person and good and person[characteristic] == group:
            one_each.setdefault(person["person_id"], row)
    people = sorted(one_each)
    for person_id in charity.random(f"equality {control}").sample(people, count):
        row = one_each[person_id]
        row[column] = False
        on = local_day(row["decided_at" if table == "consents" else "disclosed_at"])
        number = row["consent_id" if table == "consents" else "disclosure_id"]
        note = "about people of one group more often than of others"
        charity.key.add(control, number, reason, on, note)
    if count == _MANY:
        key = f"{control}|{characteristic}|{'yes' if group is True else group}"
        note = f"broken for {count} people of this group in one year"
        charity.key.add("EQ-01", key, "difference", None, note)


def count_hidden(charity: Charity) -> None:
    """Write down, for each audit, the comparisons in which a group is too small to show."""
    groups = {row["person_id"]: _groups(row) for row in charity.tables["service_users"]}
    for first in (FIRST, DEFAULT_FROM):
        broken = {row.control for row in charity.key.within(first, AS_AT) if row.kind == "broken"}
        for control, people in _asked(charity, first).items():
            known = [groups[one] for one in set(people) if one in groups]
            for characteristic in ("sex", "ethnicity", "disability", "religion", "age"):
                sizes = Counter(one[characteristic] for one in known)
                small = [size for size in sizes.values() if size < _SMALLEST]
                alone = len(sizes) == 1 or len(small) == len(sizes)
                if control in broken and small and sum(small) < _SMALLEST and not alone:
                    key = f"{control}|{characteristic}|(hidden)"
                    note = "a group is too small to show"
                    charity.key.add("EQ-01", key, "group-too-small", None, note, only_from=first)


def _groups(person: Row) -> dict[str, str]:
    born = person["date_of_birth"]
    found = {name: person[name] or "-" for name in ("sex", "ethnicity", "religion")}
    found["disability"] = {True: "yes", False: "no", None: "-"}[person["disability"]]
    had = born and (born.month, born.day) <= (AS_AT.month, AS_AT.day)
    age = AS_AT.year - born.year - (0 if had else 1) if born else None
    bands = ((12, "under 12"), (18, "12 to 17"), (999, "18 and over"))
    found["age"] = next((name for limit, name in bands if age < limit), "-") if age else "-"
    return found


def _asked(charity: Charity, first: dt.date) -> dict[str, list[str]]:
    """For each control about people, those of whom it is asked in an audit from that day on."""

    def within(table: str, column: str) -> list[Row]:
        rows = charity.tables[table]
        return [row for row in rows if row[column] is None or _day(row[column]) >= first]

    looks = within("access_log", "occurred_at")
    answers = [row for row in within("consents", "decided_at") if row["decision"]]
    sent = within("disclosures", "disclosed_at")
    concerns = within("concerns", "raised_at")
    asked: dict[str, Iterable[Row]] = {
        **dict.fromkeys(("NK-01", "NK-03", "NK-05"), looks),
        "NK-02": [row for row in looks if row["section"] is not None],
        "NK-04": [row for row in looks if row["action"] in _COPIES],
        "RM-03": [row for row in looks if row["place"] is not None],
        "IC-01": within("service_users", "first_contact_on"),
        **dict.fromkeys(("IC-02", "IC-03", "IC-04"), answers),
        "IC-05": [row for row in answers if row["decision"] == "given"],
        "IC-06": _relied_on(charity),
        "IC-07": [row for row in charity.tables["service_users"] if _open(row)],
        **dict.fromkeys(("NK-06", "TP-01", "TP-03", "TP-04"), sent),
        **dict.fromkeys(("TP-05", "TP-06", "TP-07", "TP-08"), sent),
        "TP-02": [row for row in sent if row["ground"] == "police"],
        "TP-09": [row for row in sent if row["organisation"] is not None],
        "TP-11": [row for row in sent if row["session_detail"] is not False],
        "JW-01": [row for row in sent if row["joint_working"] is not False],
        **dict.fromkeys(("SG-01", "SG-02"), concerns),
    }
    return {name: [row["person_id"] for row in rows] for name, rows in asked.items()}


def _day(value: dt.date) -> dt.date:
    return local_day(value) if isinstance(value, dt.datetime) else value


def _open(person: Row) -> bool:
    return person["first_contact_on"] is None or open_on(person, AS_AT)


def _relied_on(charity: Charity) -> list[Row]:
    """Each yes of somebody supported that neither an end nor a later answer has overtaken."""
    end = at(AS_AT + days(1), 0)

    def over(moment: dt.datetime | None) -> bool:
        return moment is not None and moment < end

    def known(row: Row) -> bool:
        return row["recorded_at"] is None or over(row["recorded_at"])

    def question(row: Row) -> tuple[str, ...]:
        return (
            row["person_id"],
            *(row[name].strip().lower() for name in ("purpose", "recipients")),
        )

    latest: dict[tuple[str, ...], dt.datetime] = {}
    for row in charity.tables["consents"]:
        if row["decision"] and over(row["decided_at"]) and known(row):
            key = question(row)
            latest[key] = max(row["decided_at"], latest.get(key, row["decided_at"]))
    found = []
    for row in charity.tables["consents"]:
        person, decided = charity.person(row["person_id"]), row["decided_at"]
        closed = person and person["closed_on"] and person["closed_on"] <= AS_AT
        if row["decision"] != "given" or not known(row) or closed:
            continue
        last = decided is None or (over(decided) and decided == latest[question(row)])
        if last and not over(row["withdrawn_at"]) and not over(row["invalidated_at"]):
            found.append(row)
    return found
