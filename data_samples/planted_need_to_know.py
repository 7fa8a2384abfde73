"""Planted in the access log: NK-01 and NK-03, each with its near misses.

Each plant pairs a worker with a family they never had to do with, then adds exactly the
tie that the case is about. Events that a line calls a near miss are kept, and stand in no key.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_samples.casework import assign
from data_samples.charity import Charity, Row, new_event
from data_samples.choices import INSIDE, OUTSIDE
from data_samples.days import AS_AT, MINUTE, PURVIEW_FROM, at, day, days, office, working

_EMERGENCY = "A child had run away, and the worker was ill."
_SECOND = dt.timedelta(seconds=1)
# One day in each year of the sample.
_DAYS = (day("2023-11-14"), day("2025-02-11"), day("2026-04-21"))
# Family workers, one for each of those days, that served well before and after.
_WORKERS = ("S007", "S009", "S011")


def add(charity: Charity) -> None:
    """Plant everything about the access log."""
    for number, (on, worker) in enumerate(zip(_DAYS, _WORKERS, strict=True)):
        _after_case(charity, worker, on)
        _cover(charity, worker, on + days(7))
        _session_window(charity, worker, on + days(14))
        _same_family(charity, worker, on + days(21))
        _unknown(charity, worker, on + days(28), number)
        _undated(charity, worker, on + days(35))
        _overridden(charity, worker, on + days(42), number)
    _review_not_due(charity)
    _leavers(charity)
    _starters(charity)
    _no_start_date(charity)


def _keep(charity: Charity, staff_id: str, person_id: str, moment: dt.datetime) -> None:
    charity.tables["access_log"].append(new_event(staff_id, person_id, moment))


def _plant(
    charity: Charity,
    staff_id: str | None,
    person_id: str | None,
    moment: dt.datetime,
    note: str,
    nk01: str = "",
    nk03: str = "",
) -> Row:
    return charity.plant_event(new_event(staff_id, person_id, moment), note, nk01, nk03)


def _after_case(charity: Charity, worker: str, on: dt.date) -> None:
    rng = charity.random(f"after case {on}")
    child = charity.stranger(rng, worker, on - days(60))
    case = assign(charity, worker, child, from_on=on - days(60), until_on=on)
    _keep(charity, worker, child, office(rng, working(on - days(30))))
    over = at(on + days(15), 0)
    _keep(charity, worker, child, over - _SECOND)  # Near miss: last second of the grace.
    note = "the case ended; the days of grace were over"
    _plant(charity, worker, child, over, note + " that very second", "after-case-closed")
    _plant(charity, worker, child, over + days(20), note, "after-case-closed")
    case["recorded_at"] = at(case["from_on"], 9)


def _cover(charity: Charity, worker: str, on: dt.date) -> None:
    rng = charity.random(f"cover {on}")
    child = charity.stranger(rng, worker, on)
    away = "S004" if worker == "S007" else "S005"
    assign(
        charity,
        worker,
        child,
        capacity="cover",
        covers_id=away,
        from_on=on,
        until_on=on + days(4),
    )
    over = at(on + days(5), 0)
    _keep(charity, worker, child, at(on, 0))  # Near miss: the first moment of the cover.
    _keep(charity, worker, child, over - _SECOND)
    _plant(charity, worker, child, over, "cover has no days of grace", "unexplained")
    _plant(charity, worker, child, at(on, 0) - _SECOND, "before the cover began", "unexplained")


def _session_window(charity: Charity, worker: str, on: dt.date) -> None:
    rng = charity.random(f"session {on}")
    child = charity.stranger(rng, worker, on)
    start = at(on, 10, 30)
    charity.add(
        "sessions",
        staff_id=worker,
        person_id=child,
        starts_at=start,
        ends_at=start + 60 * MINUTE,
        kind="visit",
    )
    first, over = at(on - days(7), 0), at(on + days(8), 0)
    _keep(charity, worker, child, first)
    _keep(charity, worker, child, over - _SECOND)
    _plant(
        charity,
        worker,
        child,
        first - _SECOND,
        "too early before a session",
        "unexplained",
    )
    _plant(charity, worker, child, over, "too late after a session", "unexplained")
    caller = charity.stranger(rng, worker, on)
    charity.add("sessions", staff_id=worker, person_id=caller, starts_at=start, kind="call")
    _keep(charity, worker, caller, over - _SECOND)  # No end: the start stands for it.
    _plant(charity, worker, caller, over, "too late after a call", "unexplained")


def _same_family(charity: Charity, worker: str, on: dt.date) -> None:
    rng = charity.random(f"same family {on}")
    child = charity.stranger(rng, worker, on)
    family = charity.family_of()
    other = next(one for one in family if family[one] == family[child] and one != child)
    assign(charity, worker, child, from_on=on - days(40), until_on=on, capacity=None)
    over = at(on + days(15), 0)
    _keep(charity, worker, other, at(on, 11, 5))
    _keep(charity, worker, other, over - _SECOND)
    _plant(
        charity,
        worker,
        other,
        over,
        "only ever a tie to a relative, and that is over",
        "unexplained",
    )


def _unknown(charity: Charity, worker: str, on: dt.date, number: int) -> None:
    rng = charity.random(f"unknown {on}")
    child = charity.stranger(rng, worker, on)
    when = at(on, 9, 41, 7)
    # A document library knows no record without an address, so there it is a wrong number.
    nobody = "P9999" if on.year == 2026 else None
    note = "no such service user"
    for minute, whom in enumerate((nobody, f"P99{number}8")):
        event = _plant(charity, worker, whom, when + minute * MINUTE, note, "person-unknown")
        charity.note_event(event, "NK-05", "person-unknown", note)
    note = "no such colleague"
    stranger = None if on.year == 2026 else f"S9{number}9"
    for minute, (who, place) in enumerate(((None, f"{OUTSIDE}9"), (stranger, f"{INSIDE}9"))):
        event = new_event(who, child, when + (2 + minute) * MINUTE)
        charity.plant_event(event, note, "staff-unknown", "staff-unknown", place=place)
        for control in ("NK-02", "NK-05"):
            charity.note_event(event, control, "staff-unknown", note)
        # Near miss for RM-03: from inside nobody asks who it was.
        if place.startswith(OUTSIDE):
            charity.note_event(event, "RM-03", "staff-unknown", note)
    note = "neither side is known: the person is asked about first"
    event = _plant(
        charity, None, "P9997", when + 4 * MINUTE, note, "person-unknown", "staff-unknown"
    )
    charity.note_event(event, "NK-02", "staff-unknown", note)
    charity.note_event(event, "NK-05", "person-unknown", note)


def _undated(charity: Charity, worker: str, on: dt.date) -> None:
    rng = charity.random(f"undated {on}")
    child = charity.stranger(rng, worker, on)
    assign(charity, worker, child, from_on=None, until_on=on)
    over = at(on + days(15), 0)
    note = "the first day of the assignment is not on record"
    _plant(charity, worker, child, over - _SECOND, note, "assignment-undated")
    _plant(charity, worker, child, over, note + ", and it is over", "unexplained")


def _overridden(charity: Charity, worker: str, on: dt.date, number: int) -> None:
    """The lock overridden: in time, a second too late for the review, and without a reason."""
    rng = charity.random(f"overridden {on}")
    child = charity.stranger(rng, worker, on)
    when = at(on, 10, 5)
    due = when + days(5)
    facts: dict[str, Any] = {"break_glass": True, "reason": _EMERGENCY, "action": "view"}
    _override(charity, worker, child, when, f"{number}1", **facts, reviewed_at=due)
    for code, moment, changed, note in (
        ("2", when + MINUTE, {"reviewed_at": due + MINUTE + _SECOND}, "reviewed a second too late"),
        ("3", when + 2 * MINUTE, {"reason": None, "reviewed_at": due}, "no reason was written"),
        ("4", when + 3 * MINUTE, {"reviewed_at": None}, "never reviewed"),
    ):
        given = facts | changed
        note = f"the lock was overridden: {note}"
        _override(charity, worker, child, moment, f"{number}{code}", note, "unexplained", **given)


def _review_not_due(charity: Charity) -> None:
    rng = charity.random("review not due")
    for number, back in enumerate((0, 3, 5, 6)):
        on = AS_AT - days(back)
        child = charity.stranger(rng, "S011", on)
        late = back > 5
        _override(
            charity,
            "S011",
            child,
            at(on, 11, 20),
            f"9{number}",
            "its review was due the day before the audit date" if late else "its review is not due",
            "unexplained" if late else "review-not-due",
            break_glass=True,
            reason=_EMERGENCY,
            action="view",
        )


def _override(
    charity: Charity,
    worker: str,
    child: str,
    moment: dt.datetime,
    number: str,
    note: str = "",
    nk01: str = "",
    **facts: Any,
) -> None:
    if moment >= at(PURVIEW_FROM, 0):
        # The export of Microsoft 365 knows no overrides: they stand in a file of their own.
        facts |= {"source": "overrides", "event_id": f"OV-{number}"}
    event = new_event(worker, child, moment)
    if nk01:
        charity.plant_event(event, note, nk01, **facts)
    else:
        charity.log_event(event, **facts)


def _leavers(charity: Charity) -> None:
    for leaver in ("S006", "S010", "S008"):
        rng = charity.random(f"leaver {leaver}")
        left = charity.staff(leaver)["left_on"]
        note = "an account still open after its owner left"
        child = charity.stranger(rng, leaver, left - days(50))
        assign(charity, leaver, child, from_on=left - days(50), until_on=left)
        _keep(charity, leaver, child, at(left, 23, 59, 59))  # Near miss: the last second.
        for moment, reason in (
            (at(left + days(1), 0), "after-role-ended"),
            (at(left + days(14), 23, 59, 59), "after-role-ended"),
            (at(left + days(15), 0), "after-case-closed"),
        ):
            _plant(charity, leaver, child, moment, note, reason, "after-leaving")
        forgotten = charity.stranger(rng, leaver, left - days(90))
        assign(charity, leaver, forgotten, from_on=left - days(90), until_on=None)
        note = "left, and nobody ended the assignment"
        later = office(rng, left + days(47))
        _plant(charity, leaver, forgotten, later, note, "after-role-ended", "after-leaving")
        stranger = charity.stranger(rng, leaver, left)
        note = "left, and never had to do with this family"
        later = office(rng, left + days(33))
        _plant(charity, leaver, stranger, later, note, "unexplained", "after-leaving")


def _starters(charity: Charity) -> None:
    for starter in ("S012", "S013", "S014"):
        rng = charity.random(f"starter {starter}")
        started = charity.staff(starter)["started_on"]
        child = charity.stranger(rng, starter, started)
        # Assigned early, but an assignment counts from the first day in the role only.
        assign(charity, starter, child, from_on=started - days(5), until_on=started + days(30))
        note = "looked before the first day"
        for moment in (at(started - days(3), 15, 20), at(started, 0) - _SECOND):
            _plant(charity, starter, child, moment, note, "unexplained", "before-start")
        _keep(charity, starter, child, at(started, 0))


def _no_start_date(charity: Charity) -> None:
    """Drivers whose first day nobody wrote down: their looks are explained, their service not."""
    for driver, last in (
        ("S042", day("2024-08-16")),
        ("S043", day("2025-07-11")),
        ("S044", AS_AT - days(3)),
    ):
        rng = charity.random(f"driver {driver}")
        child = charity.stranger(rng, driver, last - days(120))
        assign(charity, driver, child, from_on=last - days(100), until_on=last)
        for back in (70, 41, 20, 0):
            moment = office(rng, working(last - days(back), back=True))
            note = "the first day of this volunteer is not on record"
            event = _plant(charity, driver, child, moment, note, nk03="no-start-date")
            note = "the settings leave this role out"
            charity.note_event(event, "NK-02", "role-unknown", note)


def tie_surname(charity: Charity, staff_id: str, person_id: str) -> None:
    """Give a volunteer the surname of a family, as neighbours and cousins have it."""
    people: dict[str, Row] = {row["person_id"]: row for row in charity.tables["service_users"]}
    worker = charity.staff(staff_id)
    surname = people[person_id]["name"].split()[-1]
    worker["name"] = f"{worker['name'].split()[0]} {surname}"
    worker["user_name"] = worker["name"].replace(" ", ".").lower() + "@lanterns.example"
