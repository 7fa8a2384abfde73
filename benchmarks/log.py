"""The access log of the made-up charity: a month at a time, from a seed.

People open records because of what they do: each *visit* to a record comes from a tie such as
a case of one's own, on a day of the tie, at a likely hour, and is a burst of events a few
seconds or minutes apart. A few per cent come from no tie that the records know.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.charity import (
    BLANK,
    DAYS,
    FIRST,
    ROLES,
    SECTIONS,
    ZONE,
    Charity,
    Numbers,
    person_id,
    staff_id,
)

ACTIONS = ("view", "edit", "create", "search", "print", "export", "download", "share", "other")
ACTION_SHARES = (0.8, 0.13, 0.01, 0.03, 0.008, 0.004, 0.008, 0.004, 0.006)
SOURCES = ("case system", "shared folders")
SHARES = {  # of all visits: whence they come
    "own case": 0.60,
    "cover": 0.05,
    "session": 0.17,
    "family": 0.06,
    "manager": 0.04,
    "request": 0.045,
    "safeguarding": 0.01,
    "after the case": 0.007,
    "after leaving": 0.001,
    "nothing": 0.015,
    "declared tie": 0.002,
}
EVENTS_A_VISIT = 5
SILENT = (87, 88, 201)  # days on which the log of the shared folders has a gap
LOOKS_INSIDE, LOOKS_OUTSIDE = 4096, 256  # addresses that people work from


@dataclass(frozen=True)
class Ties:
    """Who had reason to look at whom, on which days, and how much of the log that makes."""

    staff: Numbers
    person: Numbers
    start: Numbers
    end: Numbers
    weight: NDArray[np.float64]


def ties(charity: Charity, seed: int) -> Ties:
    """All that people look at records for, right or wrong."""
    random = np.random.default_rng([seed, 100])
    tables = charity.tables
    cases, members = tables["caseload"], tables["families"]["family"]
    known = cases["start"] > BLANK
    own, cover = known & (cases["capacity"] != 1), known & (cases["capacity"] == 1)
    staff, person, start = cases["staff"], cases["person"], cases["start"]
    end = np.where(cases["end"] > BLANK, cases["end"], DAYS)
    neighbour = np.minimum(person + 1, charity.people - 1)
    family = own & (members[person] == members[neighbour]) & (neighbour != person)
    manager = tables["staff"]["manager"][staff]
    left = np.where(tables["staff"]["left"] > BLANK, tables["staff"]["left"], DAYS)
    gone = own & (left[staff] < DAYS) & (end > left[staff])
    over = own & (end < DAYS)
    sessions, asked, raised = tables["sessions"], tables["requests"], tables["concerns"]
    handled = asked["staff"] >= 0
    leads = np.flatnonzero(tables["staff"]["lead"])
    strangers = charity.people // 2
    declared = tables["declared_conflicts"]
    drawn = {
        "own case": (staff[own], person[own], start[own], end[own]),
        "cover": (staff[cover], person[cover], start[cover], end[cover]),
        "session": (
            sessions["staff"],
            sessions["person"],
            sessions["day"] - 3,
            sessions["day"] + 3,
        ),
        "family": (staff[family], neighbour[family], start[family], end[family]),
        "manager": (manager[own], person[own], start[own], end[own]),
        "request": (
            asked["staff"][handled],
            asked["person"][handled],
            asked["opened"][handled],
            np.where(asked["closed"] > BLANK, asked["closed"], DAYS)[handled],
        ),
        "safeguarding": (
            random.choice(leads, len(raised["person"])),
            raised["person"],
            raised["raised"],
            np.where(raised["closed"] > BLANK, raised["closed"], DAYS),
        ),
        "after the case": (staff[over], person[over], end[over] + 16, end[over] + 90),
        "after leaving": (
            staff[gone],
            person[gone],
            left[staff[gone]] + 1,
            left[staff[gone]] + 60,
        ),
        "nothing": (
            random.integers(0, charity.staff, strangers),
            random.integers(0, charity.people, strangers),
            np.zeros(strangers, int),
            np.full(strangers, DAYS),
        ),
        "declared tie": (
            declared["staff"],
            declared["person"],
            np.zeros(len(declared["staff"]), int),
            np.full(len(declared["staff"]), DAYS),
        ),
    }
    calendar = _calendar()
    parts = []
    for name, columns in drawn.items():
        who, whom, first, last = (column[columns[0] >= 0] for column in columns)
        if name != "after leaving":
            last = np.minimum(last, left[who])
            first = np.maximum(first, tables["staff"]["started"][who])
        # Some workers, and some people's records, are looked at far more than others.
        busy = random.lognormal(0, 0.8, len(who))
        days = _weight(calendar, np.maximum(first, 0), np.minimum(last, DAYS - 1))
        total = (busy * days).sum()
        keep = days > 0
        weight = SHARES[name] * busy / (total or 1)
        parts.append([column[keep] for column in (who, whom, first, last, weight)])
    return Ties(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def months() -> list[tuple[str, int, int]]:
    """Each month of the year as ("2025-04", its first day's number, its last day's)."""
    days = [FIRST + dt.timedelta(days=number) for number in range(DAYS)]
    names = [f"{day:%Y-%m}" for day in days]
    return [
        (name, names.index(name), DAYS - 1 - names[::-1].index(name)) for name in sorted(set(names))
    ]


def counts(events: int) -> dict[str, int]:
    """How many of the year's events fall in each month; they add up."""
    calendar = _calendar()
    bounds = np.array([0, *(last + 1 for _, _, last in months())])
    ends = np.rint(events * calendar[bounds] / calendar[-1]).astype(int)
    return {name: int(count) for (name, _, _), count in zip(months(), np.diff(ends), strict=True)}


def _calendar() -> NDArray[np.float64]:
    """How much is done before each day of the year: weekends and holidays are quiet."""
    days = [FIRST + dt.timedelta(days=number) for number in range(DAYS)]
    weekday = np.array([(1.1, 1.0, 1.05, 1.0, 0.85, 0.12, 0.06)[day.weekday()] for day in days])
    holidays = {(12, 25), (12, 26), (1, 1), (5, 5), (5, 26), (8, 25)}
    quiet = np.array([0.15 if (day.month, day.day) in holidays else 1.0 for day in days])
    summer = np.array([0.8 if day.month == 8 else 1.0 for day in days])
    return np.concatenate([[0.0], np.cumsum(weekday * quiet * summer)])


def _weight(calendar: NDArray[np.float64], first: Numbers, last: Numbers) -> NDArray[np.float64]:
    inside = last >= first
    ends = np.clip(last + 1, 0, DAYS)
    begins = np.clip(first, 0, DAYS)
    return np.where(inside, calendar[ends] - calendar[begins], 0.0)


@dataclass(frozen=True)
class _Visits:
    staff: Numbers
    person: Numbers
    day: Numbers


def _visits(random: np.random.Generator, given: Ties, first: int, last: int, count: int) -> _Visits:
    """Visits of the days first to last, drawn from the ties that stand then."""
    calendar = _calendar()
    start, end = np.maximum(given.start, first), np.minimum(given.end, last)
    at_hand = np.cumsum(given.weight * _weight(calendar, start, end))
    tie = np.searchsorted(at_hand, random.random(count) * at_hand[-1], side="right")
    done_before, done_after = calendar[start[tie]], calendar[end[tie] + 1]
    done = done_before + random.random(count) * (done_after - done_before)
    day = np.clip(np.searchsorted(calendar, done, side="right") - 1, first, last)
    staff, person = given.staff[tie], given.person[tie]
    chance = random.random(count)
    staff = np.where(chance < 0.001, BLANK, np.where(chance < 0.002, 9000 + staff % 7, staff))
    person = np.where(
        chance > 0.998, BLANK, np.where(chance > 0.997, 900_000 + person % 11, person)
    )
    return _Visits(staff, person, day)


def events(charity: Charity, given: Ties, month: str, count: int, seed: int) -> pa.Table:
    """The events of a month in the order of time, as columns of numbers."""
    number = [name for name, _, _ in months()].index(month)
    _, first, last = months()[number]
    random = np.random.default_rng([seed, 200, number])
    visits = _visits(random, given, first, last, count // (EVENTS_A_VISIT - 1) + 50)
    lengths = np.minimum(random.geometric(1 / EVENTS_A_VISIT, len(visits.day)), 60)
    visit = np.repeat(np.arange(len(visits.day)), lengths)[:count]
    if len(visit) < count:
        raise ValueError("too few visits for the events of a month")
    starts = np.flatnonzero(np.diff(visit, prepend=-1))
    gaps = np.cumsum(random.exponential(50, count))
    since = gaps - np.repeat(gaps[starts], np.diff(starts, append=count))
    second = np.minimum(_hours(random, len(visits.day))[visit] + since.astype(int), 23 * 3600)
    day = visits.day[visit]
    noon = [
        dt.datetime.combine(FIRST + dt.timedelta(days=n), dt.time(12), ZoneInfo(ZONE))
        for n in range(DAYS)
    ]
    offset = np.array([int(one.utcoffset().total_seconds()) for one in noon])  # type: ignore[union-attr]
    order = np.argsort(day * 86400 + second, kind="stable")
    columns = {
        "day": day,
        "second": day * 86400 + second - offset[day],
        "staff": visits.staff[visit],
        "person": visits.person[visit],
        "source": _sources(random, visits.day)[visit],
        "place": _places(random, visits.staff)[visit],
        "glass": (random.random(len(visits.day)) < 0.004)[visit],
        "late": random.integers(0, 9, len(visits.day))[visit],
        "action": _actions(random, visits, visit, starts),
        "section": _sections(random, charity, visits.staff[visit]),
        "why": random.random(count) < 0.02,
    }
    return pa.table({name: values[order] for name, values in columns.items()})


def _hours(random: np.random.Generator, count: int) -> Numbers:
    """Seconds after midnight: mornings, afternoons, and a few evenings."""
    chance = random.random(count)
    middle = np.where(chance < 0.5, 10.3, np.where(chance < 0.97, 14.6, 20.0))
    return (np.clip(random.normal(middle, 1.3, count), 6.5, 22.5) * 3600).astype(int)


def _sources(random: np.random.Generator, day: Numbers) -> Numbers:
    folders = (random.random(len(day)) < 0.15) & ~np.isin(day, SILENT)
    return folders.astype(int)


def _places(random: np.random.Generator, staff: Numbers) -> Numbers:
    chance = random.random(len(staff))
    desk = (np.maximum(staff, 0) * 7 + random.integers(0, 3, len(staff))) % LOOKS_INSIDE
    outside = LOOKS_INSIDE + random.integers(0, LOOKS_OUTSIDE, len(staff))
    return np.where(chance < 0.01, BLANK, np.where(chance < 0.025, outside, desk))


def _actions(
    random: np.random.Generator, visits: _Visits, visit: Numbers, starts: Numbers
) -> Numbers:
    action = random.choice(len(ACTIONS), len(visit), p=ACTION_SHARES)
    action[starts] = 0
    # Now and then somebody copies, on one day, all that they look at.
    copied = (visits.staff * 1009 + visits.day * 9176) % 2003 < 3
    action = np.where(copied[visit], ACTIONS.index("export"), action)
    return np.where(random.random(len(visit)) < 0.0005, BLANK, action)


def _sections(random: np.random.Generator, charity: Charity, staff: Numbers) -> Numbers:
    needed = [[SECTIONS.index(one) for one in sections] for sections in ROLES.values()]
    widest = np.array([(some * len(SECTIONS))[: len(SECTIONS)] for some in needed])
    role = charity.tables["staff"]["role"][np.clip(staff, 0, charity.staff - 1)]
    section = widest[role, random.integers(0, len(SECTIONS), len(staff))]
    chance = random.random(len(staff))
    anything = random.integers(0, len(SECTIONS), len(staff))
    return np.where(chance < 0.08, BLANK, np.where(chance < 0.09, anything, section))


def _word(words: tuple[str, ...], column: str) -> str:
    listed = ", ".join(f"'{word}'" for word in words)
    return f'CASE WHEN "{column}" >= 0 THEN [{listed}]["{column}" + 1] END'


_AT = f"TIMESTAMP '{FIRST}' + to_seconds(\"second\")"
_ADDRESS = (
    f"CASE WHEN place >= {LOOKS_INSIDE} THEN printf('81.2.69.%d', place - {LOOKS_INSIDE}) "
    "WHEN place >= 0 THEN printf('10.4.%d.%d', place // 256, place % 256) END"
)
SELECT = f"""
    SELECT printf('E%010d', $before + row_number() OVER () - 1) AS event_id,
        {_AT} AS occurred_at,
        DATE '{FIRST}' + CAST(day AS INTEGER) AS occurred_on,
        {staff_id()} AS staff_id,
        {person_id()} AS person_id,
        {_word(ACTIONS, "action")} AS action,
        {_word(SECTIONS, "section")} AS section,
        CASE WHEN glass AND late < 8 THEN 'urgent call from the school'
            WHEN why AND action > 3 THEN 'asked for by the family' END AS reason,
        glass AS break_glass,
        CASE WHEN glass AND late < 7 THEN {_AT} + to_days(CAST(late AS INTEGER)) END AS reviewed_at,
        CASE WHEN glass AND late < 7 THEN DATE '{FIRST}' + CAST(day + late AS INTEGER) END
            AS reviewed_on,
        {_ADDRESS} AS place,
        {_word(SOURCES, "source")} AS source
    FROM numbers"""


def write(charity: Charity, count: int, seed: int, place: Path) -> Iterator[Path]:
    """The months of the log as Parquet files; those that are there already are left alone.

    Yields:
        The file of each month when it is there.
    """
    given = ties(charity, seed)
    database = duckdb.connect()
    before = 0
    for month, in_month in counts(count).items():
        path = place / f"{month}.parquet"
        if not path.is_file():
            database.register("numbers", events(charity, given, month, in_month, seed))
            unfinished = place / f"{month}.unfinished"
            select = SELECT.replace("$before", str(before))
            database.execute(f"COPY ({select}) TO '{unfinished}' (FORMAT parquet)")
            database.unregister("numbers")
            unfinished.rename(path)
        before += in_month
        yield path
