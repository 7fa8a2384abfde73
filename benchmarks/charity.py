"""A large made-up charity: everybody and everything except the access log, from a seed.

Numbers are drawn in NumPy, whole columns at a time; DuckDB writes them down with their names.
Staff and people are numbers from nought here, and days are counted from the first of the year.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

FIRST, LAST = dt.date(2025, 4, 1), dt.date(2026, 3, 31)
DAYS = (LAST - FIRST).days + 1
ZONE = "Europe/London"
BLANK = -(10**6)  # a day, person or member of staff that is not on record
TEAM = 12  # people in a team, the first of whom manages it

KINDS = ("employee", "volunteer", "trustee", "student")
SECTIONS = ("contact", "notes", "plan", "family", "health", "school", "prison", "finance")
ROLES = {
    "family support worker": SECTIONS[:7],
    "case manager": SECTIONS,
    "school liaison": ("contact", "notes", "plan", "school"),
    "prison visits worker": ("contact", "notes", "family", "prison"),
    "group leader": ("contact", "notes", "plan"),
    "driver": ("contact",),
    "administrator": ("contact", "finance"),
    "health worker": ("contact", "notes", "plan", "health"),
}
# Of each member of staff: how likely each role is.
ROLE_SHARES = (0.3, 0.12, 0.1, 0.1, 0.14, 0.08, 0.08, 0.08)

Numbers = NDArray[np.int64]


@dataclass(frozen=True)
class Charity:
    """Its record tables as columns of numbers, by table name.

    Args:
        people: how many service users there are or have been.
        staff: how many members of staff.
        tables: table -> column -> numbers, as the module's SQL reads them.
    """

    people: int
    staff: int
    tables: dict[str, dict[str, Numbers]]


def make(people: int, staff: int, seed: int) -> Charity:
    """The charity of that size; the same for the same seed."""
    tables: dict[str, dict[str, Numbers]] = {}
    draws = {
        "staff": lambda random: _staff(random, staff),
        "service_users": lambda random: _service_users(random, people),
        "families": lambda random: _families(random, people),
        "caseload": lambda random: _caseload(random, tables, people, staff),
        "sessions": lambda random: _sessions(random, tables, people, staff),
        "concerns": lambda random: _concerns(random, people, staff),
        "requests": lambda random: _requests(random, tables, people, staff),
        "declared_conflicts": lambda random: _conflicts(random, people, staff),
    }
    for number, (name, draw) in enumerate(draws.items()):
        tables[name] = draw(np.random.default_rng([seed, number]))
    return Charity(people, staff, tables)


def _staff(random: np.random.Generator, count: int) -> dict[str, Numbers]:
    number = np.arange(count)
    # A team's manager is managed by that of the first team, who is managed by nobody.
    manager = np.where(number % TEAM == 0, 0, number - number % TEAM)
    started = random.integers(-3000, 200, count)
    left = np.where(random.random(count) < 0.25, started + random.integers(100, 2500, count), BLANK)
    return {
        "number": number,
        "kind": random.choice(len(KINDS), count, p=(0.56, 0.36, 0.03, 0.05)),
        "role": random.choice(len(ROLES), count, p=ROLE_SHARES),
        "manager": np.where(number == 0, BLANK, manager),
        "started": np.where(random.random(count) < 0.004, BLANK, started),
        "left": np.where(left > DAYS, BLANK, left),
        "lead": (random.random(count) < 0.01) | (number == 1),
    }


def _service_users(random: np.random.Generator, count: int) -> dict[str, Numbers]:
    contact = random.integers(-2500, DAYS, count)
    closed = contact + random.exponential(700, count).astype(int) + 20
    return {
        "number": np.arange(count),
        "contact": contact,
        "closed": np.where(closed > DAYS, BLANK, closed),
    }


def _families(random: np.random.Generator, count: int) -> dict[str, Numbers]:
    sizes = random.choice([1, 2, 3, 4, 5, 6], count, p=(0.2, 0.27, 0.25, 0.17, 0.08, 0.03))
    family = np.repeat(np.arange(count), sizes)[:count]
    return {"family": family, "person": np.arange(count)}


def _caseload(
    random: np.random.Generator, tables: dict[str, dict[str, Numbers]], people: int, staff: int
) -> dict[str, Numbers]:
    count = people * 5 // 4
    person = random.integers(0, people, count)
    # Nobody is on a caseload before the charity knows them.
    contact = tables["service_users"]["contact"][person]
    start = contact + random.exponential(200, count).astype(int)
    start = np.where(start < DAYS, start, contact)
    capacity = random.choice(4, count, p=(0.8, 0.1, 0.06, 0.04))  # own, cover, supervision, blank
    length = np.where(capacity == 1, random.integers(3, 28, count), random.exponential(300, count))
    end = start + length.astype(int) + 1
    late = np.where(random.random(count) < 0.02, random.integers(20, 90, count), 0)
    return {
        "number": np.arange(count),
        "staff": _worker(random, tables["families"]["family"][person], staff),
        "person": person,
        "capacity": capacity,
        "start": np.where(random.random(count) < 0.003, BLANK, start),
        "end": np.where(end > DAYS, BLANK, end),
        "recorded": start + random.integers(0, 3, count) + late,
    }


def _sessions(
    random: np.random.Generator, tables: dict[str, dict[str, Numbers]], people: int, staff: int
) -> dict[str, Numbers]:
    count = people * 2
    cases = tables["caseload"]
    first = np.maximum(cases["start"], -20)
    last = np.where(cases["end"] > BLANK, cases["end"], DAYS)
    case = random.choice(np.flatnonzero((cases["start"] > BLANK) & (last > first)), count)
    person = cases["person"][case]
    kind = random.choice(4, count, p=(0.5, 0.2, 0.15, 0.15))  # one-to-one, group, call, visit
    family = tables["families"]["family"][person]
    teams = staff // TEAM or 1
    group = (family % teams) * 3 + random.integers(0, 3, count)
    leader = (group // 3) * TEAM + group % 3 + 1
    somebody = np.where(
        random.random(count) < 0.9, cases["staff"][case], _worker(random, family, staff)
    )
    day = first[case] + (random.random(count) * (last - first)[case]).astype(int)
    # Each group meets on one day of the week.
    day = np.where(kind == 1, day - day % 7 + group % 5, day)
    return {
        "number": np.arange(count),
        "staff": np.where(kind == 1, leader % staff, somebody),
        "person": person,
        "day": day,
        "minute": random.integers(9 * 60, 17 * 60, count),
        "length": random.choice([30, 45, 60, 90], count),
        "kind": kind,
        "group": np.where(kind == 1, group, BLANK),
    }


def _concerns(random: np.random.Generator, people: int, staff: int) -> dict[str, Numbers]:
    count = people // 40
    raised = random.integers(-60, DAYS, count)
    closed = raised + random.exponential(40, count).astype(int)
    return {
        "number": np.arange(count),
        "person": random.integers(0, people, count),
        "by": random.integers(0, staff, count),
        "raised": raised,
        "closed": np.where(closed > DAYS, BLANK, closed),
    }


def _requests(
    random: np.random.Generator, tables: dict[str, dict[str, Numbers]], people: int, staff: int
) -> dict[str, Numbers]:
    count = people // 5
    person = random.integers(0, people, count)
    opened = random.integers(-60, DAYS, count)
    closed = opened + random.exponential(20, count).astype(int)
    worker = _worker(random, tables["families"]["family"][person], staff)
    return {
        "number": np.arange(count),
        "person": person,
        "staff": np.where(random.random(count) < 0.05, BLANK, worker),
        "kind": random.choice(5, count, p=(0.45, 0.25, 0.06, 0.04, 0.2)),
        "opened": opened,
        "closed": np.where(closed > DAYS, BLANK, closed),
    }


def _conflicts(random: np.random.Generator, people: int, staff: int) -> dict[str, Numbers]:
    count = staff // 5 + 1
    pairs = random.choice(staff * people, count, replace=False)
    declared = random.integers(-900, DAYS, count)
    ended = np.where(random.random(count) < 0.2, declared + 200, BLANK)
    return {
        "staff": pairs // people,
        "person": pairs % people,
        "relation": random.choice(5, count, p=(0.05, 0.35, 0.3, 0.2, 0.1)),
        "declared": declared,
        "ended": ended,
    }


def _worker(random: np.random.Generator, family: Numbers, staff: int) -> Numbers:
    """Somebody of the team that looks after each family; the first of a team seldom."""
    teams = staff // TEAM or 1
    place = np.minimum(random.integers(0, TEAM, len(family)), random.integers(0, TEAM, len(family)))
    return ((family % teams) * TEAM + (TEAM - 1 - place)) % staff


def _list(words: tuple[str, ...]) -> str:
    return "[" + ", ".join(f"'{word}'" for word in words) + "]"


def _day(column: str) -> str:
    day = f"DATE '{FIRST}' + CAST(\"{column}\" AS INTEGER)"
    return f'CASE WHEN "{column}" > {BLANK} THEN {day} END'


def _time(column: str, clock: str) -> str:
    return f"timezone('{ZONE}', CAST({_day(column)} AS TIMESTAMP) + {clock})"


def staff_id(column: str = "staff") -> str:
    """SQL: a member of staff's number as records write it."""
    return f'CASE WHEN "{column}" >= 0 THEN printf(\'S%04d\', "{column}") END'


def person_id(column: str = "person") -> str:
    """SQL: a service user's number as records write it."""
    return f'CASE WHEN "{column}" >= 0 THEN printf(\'P%06d\', "{column}") END'


TABLES = {
    "staff": f"""
        SELECT {staff_id("number")} AS staff_id, printf('Worker %04d', number) AS name,
            {_list(KINDS)}[kind + 1] AS kind, {_list(tuple(ROLES))}[role + 1] AS role,
            printf('team %d', number // {TEAM}) AS team, {_day("started")} AS started_on,
            {_day("left")} AS left_on, {staff_id("manager")} AS manager_id,
            CASE WHEN lead THEN 'safeguarding-lead' WHEN number % {TEAM} = 0 THEN 'management' END
                AS duties""",
    "service_users": f"""
        SELECT {person_id("number")} AS person_id, printf('Person %06d', number) AS name,
            {_day("contact")} AS first_contact_on, {_day("closed")} AS closed_on""",
    "families": f"""
        SELECT printf('F%06d', family) AS family_id, {person_id()} AS person_id""",
    "caseload": f"""
        SELECT printf('C%07d', number) AS case_id, {staff_id()} AS staff_id,
            {person_id()} AS person_id,
            ['own', 'cover', 'supervision', NULL][capacity + 1] AS capacity,
            {_day("start")} AS from_on, {_day("end")} AS until_on,
            {_time("recorded", "to_hours(10)")} AS recorded_at""",
    "sessions": f"""
        SELECT printf('T%07d', number) AS session_id, {staff_id()} AS staff_id,
            {person_id()} AS person_id,
            {_time("day", 'to_minutes("minute")')} AS starts_at,
            {_time("day", 'to_minutes("minute" + length)')} AS ends_at,
            ['one-to-one', 'group', 'call', 'visit'][kind + 1] AS kind,
            CASE WHEN "group" >= 0 THEN printf('group %d', "group") END AS group_name""",
    "concerns": f"""
        SELECT printf('N%06d', number) AS concern_id, {person_id()} AS person_id,
            {_time("raised", "to_hours(11)")} AS raised_at,
            {staff_id("by")} AS raised_by,
            {_time("closed", "to_hours(15)")} AS closed_at""",
    "requests": f"""
        SELECT printf('R%06d', number) AS request_id, {person_id()} AS person_id,
            {staff_id()} AS staff_id,
            ['referral', 'request', 'complaint', 'subject-access', 'handover'][kind + 1] AS kind,
            {_time("opened", "to_hours(9)")} AS opened_at,
            {_time("closed", "to_hours(16)")} AS closed_at""",
    "declared_conflicts": f"""
        SELECT {staff_id()} AS staff_id, {person_id()} AS person_id,
            ['self', 'family', 'friend', 'neighbour', 'other'][relation + 1] AS relation,
            {_day("declared")} AS declared_on, {_day("ended")} AS ended_on""",
}


def write(charity: Charity, records: Path) -> None:
    """Every table as a Parquet file of the audit folder's `records`."""
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    for name, select in TABLES.items():
        database.register("numbers", pa.table(charity.tables[name]))
        database.execute(f"COPY ({select} FROM numbers) TO '{records / name}.parquet'")
        database.unregister("numbers")
