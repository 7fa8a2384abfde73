"""Everyday looks that no assignment and no session explains, but a register does.

Each is made from a request, a concern, the register of a group, or the caseload of somebody
who is managed, inside the days it holds; most of them nothing else explains.
"""

from __future__ import annotations

import datetime as dt
from random import Random

from data_samples.charity import Charity, Row, clip
from data_samples.days import AS_AT, FIRST, days, local_day, working, working_day
from data_samples.log import Log, office_second

_MANAGERS = ("S001", "S004", "S005")


def add(charity: Charity) -> None:
    """Add the looks of those who handle, lead, run and manage."""
    log = Log(charity, "log of registers")
    _requests(charity, log)
    _concerns(charity, log)
    _groups(charity, log)
    _managers(charity, log)


def _look(charity: Charity, log: Log, staff_id: str, person_id: str, on: dt.date) -> None:
    charity.tie(staff_id, person_id)
    log.burst(staff_id, person_id, office_second(log.rng, on), log.rng.randint(1, 2))


def _within(rng: Random, first: dt.date, last: dt.date) -> dt.date:
    return working_day(rng, max(first, FIRST), min(last, AS_AT))


def _requests(charity: Charity, log: Log) -> None:
    """Whoever handles a request reads up on it, and files it a few days after."""
    for row in charity.tables["requests"]:
        opened = local_day(row["opened_at"])
        closed = local_day(row["closed_at"]) if row["closed_at"] else AS_AT
        for _ in range(log.rng.randint(1, 3)):
            seen = _within(log.rng, opened, closed)
            _look(charity, log, row["staff_id"], row["person_id"], seen)
        filed = working(closed + days(log.rng.randint(1, 10)))
        if filed <= AS_AT:
            _look(charity, log, row["staff_id"], row["person_id"], filed)


def _concerns(charity: Charity, log: Log) -> None:
    """The safeguarding lead follows each concern until it is closed."""
    for row in charity.tables["concerns"]:
        closed = local_day(row["closed_at"]) if row["closed_at"] else AS_AT
        for _ in range(4):
            seen = _within(log.rng, local_day(row["raised_at"]), closed)
            _look(charity, log, "S002", row["person_id"], seen)


def _groups(charity: Charity, log: Log) -> None:
    """Who ran a group last week rings a child or two that go to it this week."""
    held: dict[str, dict[dt.date, list[Row]]] = {}
    for row in charity.tables["sessions"]:
        if row["kind"] == "group":
            on = local_day(row["starts_at"])
            held.setdefault(row["group_name"], {}).setdefault(on, []).append(row)
    for weeks in held.values():
        for on, here in weeks.items():
            before = weeks.get(on - days(7))
            if before and before[0]["staff_id"] != here[0]["staff_id"]:
                for child in log.rng.sample(here, min(2, len(here))):
                    seen = working(on - days(log.rng.randint(0, 2)), back=True)
                    _look(charity, log, before[0]["staff_id"], child["person_id"], seen)


def _managers(charity: Charity, log: Log) -> None:
    """Managers read some cases of those whom they manage, each month."""
    manager = {row["staff_id"]: row["manager_id"] for row in charity.tables["staff"]}
    cases = [row for row in charity.tables["caseload"] if row["capacity"] != "cover"]
    for number in _MANAGERS:
        managed = [row for row in cases if manager[row["staff_id"]] == number]
        spans = [(row, *clip(row, log.staff[row["staff_id"]])) for row in managed]
        on = working(FIRST + days(12))
        while on <= AS_AT:
            current = [row for row, first, last in spans if first <= on <= last]
            for row in log.rng.sample(current, min(2, len(current))):
                _look(charity, log, number, row["person_id"], on)
            on = working(on + days(28))
