"""Planted in the access log: people who looked without a need, as it happens in life.

All of it is `unexplained` to NK-01; the notes say which story an event belongs to, so that
whoever tests flags and patterns finds them.
"""

from __future__ import annotations

import datetime as dt

from data_samples.charity import Charity, new_event
from data_samples.days import at, day, days
from data_samples.planted_need_to_know import tie_surname

_WALK = "one evening, record after record in order of their numbers"
_NEIGHBOUR = "the same record again and again, by somebody of the same surname"
_NIGHT = "in the middle of the night"


def add(charity: Charity) -> None:
    """Plant the three stories."""
    _walk(charity, "S026", day("2024-02-20"))
    _walk(charity, "S029", day("2026-05-19"))
    _neighbour(charity, "S028", day("2025-09-29"))
    for number, on in enumerate((day("2024-06-12"), day("2025-04-09"), day("2026-01-21"))):
        _night(charity, ("S009", "S011", "S007")[number], on)


def _look(charity: Charity, staff_id: str, person_id: str, moment: dt.datetime, note: str) -> None:
    charity.plant_event(new_event(staff_id, person_id, moment), note, nk01="unexplained")


def _walk(charity: Charity, staff_id: str, on: dt.date) -> None:
    rng = charity.random(f"walk {on}")
    tied = charity.tied_people(staff_id)
    moment = at(on, 21, 4)
    numbers = [row["person_id"] for row in charity.tables["service_users"]]
    start = rng.randint(0, len(numbers) - 60)
    strangers = [one for one in numbers[start:] if one not in tied]
    for person_id in strangers[:14]:
        _look(charity, staff_id, person_id, moment, _WALK)
        moment += dt.timedelta(seconds=rng.randint(20, 75))


def _neighbour(charity: Charity, staff_id: str, on: dt.date) -> None:
    rng = charity.random(f"neighbour {on}")
    person_id = charity.stranger(rng, staff_id, on)
    tie_surname(charity, staff_id, person_id)
    for _ in range(9):
        _look(charity, staff_id, person_id, at(on, 12, rng.randint(5, 55)), _NEIGHBOUR)
        on += days(rng.randint(2, 12))


def _night(charity: Charity, staff_id: str, on: dt.date) -> None:
    rng = charity.random(f"night {on}")
    for minute in (11, 14, 26):
        person_id = charity.stranger(rng, staff_id, on)
        _look(charity, staff_id, person_id, at(on, 3, minute, 30), _NIGHT)
