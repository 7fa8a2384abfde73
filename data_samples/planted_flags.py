"""Planted in the access log: what is worth a look, each with its near misses.

Most looks here are explained by an assignment, so that they break nothing: a flag is no breach.
They are put into the log when it is finished, and leave all the rest of it as it was.
"""

from __future__ import annotations

import datetime as dt
import uuid

from data_samples.casework import assign
from data_samples.charity import Charity, Row, new_event
from data_samples.choices import INSIDE
from data_samples.days import (
    MINUTE,
    PARQUET_FROM,
    PURVIEW_FROM,
    at,
    day,
    days,
    local_day,
)
from data_samples.planted_need_to_know import tie_surname

# Mondays, one in each year; and a mentor, another, a family worker for each.
_DAYS = (day("2024-05-20"), day("2025-06-16"), day("2026-06-15"))
_MENTORS = ("S018", "S019", "S021")
_OTHERS = ("S022", "S023", "S020")
_WORKERS = ("S007", "S009", "S011")
_SLEEPER = "S003"
_EITHER = {"own-record": "declared-conflict", "declared-conflict": "own-record"}
_SECOND = dt.timedelta(seconds=1)


def add(charity: Charity) -> None:
    """Plant three of every flag; the log must be finished by now."""
    plants = _Plants(charity)
    _from_other_plants(charity)
    for number, on in enumerate(_DAYS):
        mentor, other, worker = _MENTORS[number], _OTHERS[number], _WORKERS[number]
        plants.namesakes(mentor, other, on)
        plants.housemates(other, mentor, on + days(1))
        plants.hours(mentor, on + days(7))
        plants.many(mentor, on + days(14))
        plants.walks(other, on + days(21), down=number == 1)
        plants.long_after(worker, on + days(22))
        plants.repeats(other, on + days(28))
        plants.edits(worker, on + days(35))
    plants.sleeper()
    charity.tables["access_log"].sort(
        key=lambda row: (row["occurred_at"], row["staff_id"] or "", row["person_id"] or "")
    )


class _Plants:
    def __init__(self, charity: Charity) -> None:
        self.charity = charity
        self.rng = charity.random("flags")
        self.looks = 0

    def assigned(self, staff_id: str, on: dt.date, person_id: str = "") -> str:
        """Somebody of their own caseload in the weeks around that day."""
        child = person_id or self.charity.stranger(self.rng, staff_id, on - days(10))
        first, last = on - days(10), on + days(30)
        assign(self.charity, staff_id, child, from_on=first, until_on=last)
        # The family too: no later plant shall take them for strangers.
        self.charity.tie(staff_id, child)
        return child

    def look(
        self,
        flag: str,
        fires: bool,
        note: str,
        who: tuple[str, str],
        moment: dt.datetime,
        action: str = "view",
    ) -> Row:
        """One look, with all that the system of its time would note, and its row of the key."""
        self.looks += 1
        event = new_event(*who, moment)
        event |= {"action": action, "section": "contact", "place": f"{INSIDE}61"}
        if moment >= at(PURVIEW_FROM, 0):
            event["event_id"] = str(uuid.UUID(int=self.rng.getrandbits(128), version=4))
            event["source"] = "microsoft-365"
        else:
            event["event_id"] = f"E9{self.looks:05d}"
            event["source"] = "casebook" if moment < at(PARQUET_FROM, 0) else "casebook 2"
            event["break_glass"] = False
        self.charity.tables["access_log"].append(event)
        self.charity.flags.add(flag, event["event_id"], fires, local_day(moment), note)
        return event

    def namesakes(self, mentor: str, other: str, on: dt.date) -> None:
        child = self.assigned(mentor, on)
        tie_surname(self.charity, mentor, child)
        note = "a child of the same surname, of their own caseload"
        self.look("same-surname", True, note, (mentor, child), at(on, 10, 2))
        self.assigned(other, on, child)
        note = "the same child, by somebody of another surname"
        self.look("same-surname", False, note, (other, child), at(on, 10, 4))

    def housemates(self, mentor: str, other: str, on: dt.date) -> None:
        child = self.assigned(mentor, on)
        people = self.charity.tables["service_users"]
        home = next(row["address"] for row in people if row["person_id"] == child)
        # Written down twice, and never twice alike.
        self.charity.staff(mentor)["address"] = f"{home}.".upper()
        note = "a child of the same address, of their own caseload"
        self.look("same-address", True, note, (mentor, child), at(on, 10, 12))
        self.assigned(other, on, child)
        note = "the same child, by somebody of another address"
        self.look("same-address", False, note, (other, child), at(on, 10, 14))

    def hours(self, mentor: str, on: dt.date) -> None:
        child = self.assigned(mentor, on)
        for after, moment, fires, note in (
            (0, (21, 0, 0), True, "the second from which it is out of hours"),
            (1, (20, 59, 59), False, "the last second of ordinary hours"),
            (3, (6, 59, 59), True, "a second too early in the morning"),
            (4, (7, 0, 0), False, "the first second of ordinary hours"),
            (6, (11, 0, 0), True, "on a Sunday"),
            (5, (11, 0, 0), False, "on a Saturday, when groups meet"),
        ):
            moment_at = at(on + days(after), *moment)
            self.look("out-of-hours", fires, note, (mentor, child), moment_at)

    def many(self, mentor: str, on: dt.date) -> None:
        people = [self.assigned(mentor, on) for _ in range(10)]
        self.rng.shuffle(people)
        for after, count, last, fires, note in (
            (0, 10, 30 * 60, True, "ten people in thirty minutes"),
            (1, 10, 30 * 60 + 1, False, "ten people, a second too slowly"),
            (3, 9, 5 * 60, False, "nine people in five minutes"),
        ):
            start = at(on + days(after), 10, 10)
            for number, person_id in enumerate(people[:count]):
                moment = start + _SECOND * round(last * number / (count - 1))
                self.look("many-people", fires, note, (mentor, person_id), moment)

    def walks(self, mentor: str, on: dt.date, down: bool) -> None:
        people = self._in_a_row(mentor, on)
        for person_id in people:
            self.assigned(mentor, on, person_id)
        if down:
            people.reverse()
        for after, walk, fires, note in (
            (0, people, True, "eight people in the order of their numbers"),
            (1, people[:7], False, "seven people in the order of their numbers"),
            (3, [*people[:4], *people[7:3:-1]], False, "eight people, but the order turns"),
        ):
            for number, person_id in enumerate(walk):
                moment = at(on + days(after), 9, 30) + 10 * MINUTE * number
                self.look("walking-in-order", fires, note, (mentor, person_id), moment)

    def _in_a_row(self, staff_id: str, on: dt.date) -> list[str]:
        """Eight people whose numbers lie close together, none of whom they ever met."""
        tied = self.charity.tied_people(staff_id)
        numbers = [row["person_id"] for row in self.charity.tables["service_users"]]
        starts = list(range(len(numbers) - 8))
        self.rng.shuffle(starts)
        start = next(one for one in starts if not tied & set(numbers[one : one + 8]))
        return numbers[start : start + 8]

    def long_after(self, worker: str, on: dt.date) -> None:
        """They stand in for the colleague who has the case now: explained, and worth a look."""
        colleague = "S004" if worker == "S007" else "S005"
        for after, fires, note in (
            (0, True, "91 days after the last of grace, standing in for a colleague"),
            (1, False, "the day after the first access since the case ended"),
            (-1, False, "90 days after the last of grace"),
        ):
            if after != 1:
                child = self.charity.stranger(self.rng, worker, on - days(160))
                until = on - days(105)
                assign(self.charity, worker, child, from_on=on - days(160), until_on=until)
                facts = {"capacity": "cover", "covers_id": colleague, "until_on": on + days(2)}
                assign(self.charity, worker, child, from_on=on - days(1), **facts)
            moment = at(on + days(after), 10, 20)
            self.look("long-after-case", fires, note, (worker, child), moment)

    def repeats(self, mentor: str, on: dt.date) -> None:
        for visits, fires, note in (
            ((0, 1, 1, 5), True, "on three days, unexplained"),
            ((0, 0, 0, 1), False, "four times, but on two days, unexplained"),
        ):
            child = self.charity.stranger(self.rng, mentor, on)
            for number, after in enumerate(visits):
                moment = at(on + days(after), 12, 5) + 20 * MINUTE * number
                event = self.look("repeated-look", fires, note, (mentor, child), moment)
                on_day = local_day(moment)
                self.charity.key.add("NK-01", event["event_id"], "unexplained", on_day, note)

    def edits(self, worker: str, on: dt.date) -> None:
        for back, fires, note in (
            (8, True, "changed, and looked at eight days before"),
            (7, False, "changed, and looked at a week before"),
            (0, False, "changed the minute it was looked at"),
        ):
            child = self.assigned(worker, on)
            moment = at(on - days(back), 9, 50)
            self.look("edit-without-view", False, "looked at", (worker, child), moment)
            moment = at(on, 9, 50) + MINUTE
            self.look("edit-without-view", fires, note, (worker, child), moment, "edit")

    def sleeper(self) -> None:
        """An office lead who hardly ever looks."""
        first = day("2024-05-20")
        child = self.charity.stranger(self.rng, _SLEEPER, first)
        assign(self.charity, _SLEEPER, child, from_on=first - days(10), until_on=None)
        for on, fires, note in (
            (first, False, "the very first access"),
            (first + days(61), True, "61 days without any"),
            (first + days(121), False, "60 days without any"),
            (_DAYS[1], True, "nine months without any"),
            (_DAYS[1] + days(60), False, "60 days without any"),
            (_DAYS[2], True, "ten months without any"),
            (_DAYS[2] + days(60), False, "60 days without any"),
        ):
            self.look("dormant-account", fires, note, (_SLEEPER, child), at(on, 11, 11))


def _from_other_plants(charity: Charity) -> None:
    """What is planted as a breach elsewhere, and is a flag besides."""
    flagged = {
        ("NK-05", "own-record"): "own-record",
        ("NK-05", "declared-conflict"): "declared-conflict",
        ("NK-03", "after-leaving"): "use-after-leaving",
    }
    stories = {
        "one evening": ("walking-in-order", "many-people", "out-of-hours"),
        "the same record": ("same-surname", "repeated-look"),
        "in the middle of the night": ("out-of-hours",),
    }
    for row in list(charity.key.rows):
        codes = [flagged[one] for one in [(row.control, row.reason)] if one in flagged]
        if row.control == "NK-01":
            codes += [
                one for told, all in stories.items() if row.note.startswith(told) for one in all
            ]
        for code in codes:
            charity.flags.add(code, row.key, True, row.happened_on, row.note)
            if code in _EITHER:
                note = f"the other kind of tie: {row.note}"
                charity.flags.add(_EITHER[code], row.key, False, row.happened_on, note)
    ended = {
        (row["staff_id"], row["person_id"]): row["ended_on"]
        for row in charity.tables["declared_conflicts"]
    }
    left = {row["staff_id"]: row["left_on"] for row in charity.tables["staff"] if row["left_on"]}
    for event in charity.tables["access_log"]:
        who, on = event["staff_id"], local_day(event["occurred_at"])
        over = ended.get((who, event["person_id"]))
        if over and on > over:
            note = "the tie had ended"
            charity.flags.add("declared-conflict", event["event_id"], False, on, note)
        if left.get(who) == on:
            note = "on their last day"
            charity.flags.add("use-after-leaving", event["event_id"], False, on, note)
