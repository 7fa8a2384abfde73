"""Planted in the access log as a whole: NK-07, days that are missing and looks never logged."""

from __future__ import annotations

import datetime as dt

from data_samples.casework import assign
from data_samples.charity import Charity, new_event
from data_samples.days import PARQUET_FROM, PURVIEW_FROM, at, day, days, local_day

# Wednesdays, one in each year; where a plant is in the way, the Wednesday after.
_GAPS = (day("2024-03-06"), day("2025-01-15"), day("2026-05-06"))
_LAPTOPS = (day("2024-05-14"), day("2025-05-20"), day("2025-12-09"))
_WORKERS = ("S007", "S009", "S011")


def add(charity: Charity) -> None:
    """Plant gaps and sources without looks; every other event must be in the log by now."""
    for number, on in enumerate(_LAPTOPS):
        _laptop(charity, number, on)
    for on in _GAPS:
        gap = _free(charity, on)
        _remove(charity, gap, keep=0)
        source = "casebook" if gap < PARQUET_FROM else "casebook 2"
        if gap >= PURVIEW_FROM:
            source = "microsoft-365"
        for name in (source, "the whole log"):
            note = "no event on a day that usually has dozens"
            charity.key.add("NK-07", f"{name}|{gap}", "log-gap", gap, note)
        # Near miss: a day with a single event.
        _remove(charity, _free(charity, gap + days(7)), keep=1)


def _free(charity: Charity, on: dt.date) -> dt.date:
    busy = {local_day(event["occurred_at"]) for event, _ in charity.details()}
    while on in busy:
        on += days(7)
    return on


def _remove(charity: Charity, on: dt.date, keep: int) -> None:
    events = charity.tables["access_log"]
    there = [one for one in events if at(on, 0) <= one["occurred_at"] < at(on + days(1), 0)]
    gone = {id(one) for one in there[keep:]}
    charity.tables["access_log"] = [one for one in events if id(one) not in gone]


def _laptop(charity: Charity, number: int, on: dt.date) -> None:
    """For three days somebody worked on a laptop that only notes what was changed."""
    worker = _WORKERS[number]
    child = charity.stranger(charity.random(f"laptop {on}"), worker, on - days(20))
    assign(charity, worker, child, from_on=on - days(20), until_on=on + days(20))
    source = f"laptop {number + 1}"
    for after in range(3):
        then = on + days(after)
        event = new_event(worker, child, at(then, 16, 40))
        charity.log_event(event, action="edit", source=source)
        note = "a source that notes no mere looks"
        charity.key.add("NK-07", f"{source}|{then}", "views-not-logged", then, note)
        # Near miss: another that notes one look among its changes.
        event = new_event(worker, child, at(then, 16, 50))
        action = "view" if after == 1 else "edit"
        charity.log_event(event, action=action, source=f"tablet {number + 1}")
