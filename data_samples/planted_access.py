"""Planted in the access log: NK-02, NK-04, NK-05 and RM-03, each with its near misses.

Every look here is explained by an assignment, so that NK-01 has nothing to say about it,
save where somebody looks at their own record.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_samples.casework import assign
from data_samples.charity import Charity, Row, in_service, new_event
from data_samples.choices import OUTSIDE, SECOND_OFFICE
from data_samples.days import MINUTE, at, day, days

_SECOND = dt.timedelta(seconds=1)
# One day in each year of the sample; and a mentor, a family worker, a volunteer for each.
_DAYS = (day("2023-11-29"), day("2025-01-29"), day("2026-01-14"))
_MENTORS = ("S018", "S019", "S021")
_WORKERS = ("S007", "S009", "S011")
_OWN = ("S032", "S023", "S020")
_COPYING = (day("2023-12-06"), day("2024-10-16"), day("2025-11-12"))


def add(charity: Charity) -> None:
    """Plant everything about how records are opened and copied."""
    for number, on in enumerate(_DAYS):
        plants = _Looks(charity, _MENTORS[number], _WORKERS[number], on)
        plants.sections()
        plants.places()
        plants.conflicts()
        plants.own_record(_OWN[number])
    for on in _COPYING:
        _copies(charity, on)


class _Looks:
    """The plants of one year, by a mentor and a family worker, each at a child of their own."""

    def __init__(self, charity: Charity, mentor: str, worker: str, on: dt.date) -> None:
        self.charity = charity
        self.rng = charity.random(f"looks {on}")
        self.on = on
        self.mentor, self.worker = mentor, worker
        self.child, self.case = self.assigned(mentor), self.assigned(worker)
        self.when = at(on, 19, 2)

    def assigned(self, staff_id: str) -> str:
        child = self.charity.stranger(self.rng, staff_id, self.on - days(30))
        first, last = self.on - days(30), self.on + days(60)
        assign(self.charity, staff_id, child, from_on=first, until_on=last)
        return child

    def look(
        self,
        control: str,
        reason: str,
        note: str,
        who: tuple[str, str] | None = None,
        at: dt.datetime | None = None,
        **details: Any,
    ) -> Row:
        """One look, by default of the mentor at their child; into the key if it has a reason."""
        self.when += MINUTE
        staff_id, person_id = who or (self.mentor, self.child)
        event = self.charity.log_event(new_event(staff_id, person_id, at or self.when), **details)
        if reason:
            self.charity.note_event(event, control, reason, note)
        return event

    def sections(self) -> None:
        note = "a section that mentors have no need of"
        for section in ("health", " Health ", "money"):
            self.look("NK-02", "section-not-needed", note, section=section)
        # Near misses: in capitals, of no section, and by a role that needs it.
        self.look("NK-02", "", "", section=" PLANS ")
        self.look("NK-02", "", "", section=None)
        self.look("NK-02", "", "", who=(self.worker, self.case), section="HEALTH")

    def places(self) -> None:
        note = "by a volunteer from somewhere else"
        for place in (f"{OUTSIDE}7", "203.0.114.7"):
            self.look("RM-03", "outside", note, place=place)
        # Near misses: an employee may work from anywhere; the other office; nowhere told.
        self.look("RM-03", "", "", who=(self.worker, self.case), place=f"{OUTSIDE}7")
        self.look("RM-03", "", "", place=f"{SECOND_OFFICE}7")
        self.look("RM-03", "", "", place=None)

    def conflicts(self) -> None:
        note = "a declared tie to a child of their own caseload"
        self.tie(self.mentor, self.child, "neighbour", self.on)
        # Earlier and later looks count too: one before the tie was declared.
        early = at(self.on - days(3), 19, 5)
        self.look("NK-05", "declared-conflict", note, at=early)
        for event in self.charity.tables["access_log"]:
            mine = (event["staff_id"], event["person_id"]) == (self.mentor, self.child)
            if mine and event["occurred_at"] > early:
                self.charity.note_event(event, "NK-05", "declared-conflict", note)
        other = self.assigned(self.worker)
        self.tie(self.worker, other, None, self.on - days(20), ended_on=self.on)
        last = at(self.on, 23, 59, 59)
        note = "the last second of a declared tie of no kind"
        self.look("NK-05", "declared-conflict", note, (self.worker, other), last)
        # Near miss: a second later it had ended.
        self.look("NK-05", "", "", (self.worker, other), last + _SECOND)

    def own_record(self, staff_id: str) -> None:
        """Somebody who was helped here once, and now helps: both controls are broken."""
        person = self.charity.stranger(self.rng, staff_id, self.on)
        self.tie(staff_id, person, "self", self.on - days(90))
        note = "their own record, from the time when they were helped here"
        event = self.look("NK-05", "own-record", note, (staff_id, person))
        self.charity.note_event(event, "NK-01", "unexplained", note)

    def tie(
        self,
        staff_id: str,
        person_id: str,
        relation: str | None,
        declared_on: dt.date,
        ended_on: dt.date | None = None,
    ) -> None:
        self.charity.add(
            "declared_conflicts",
            staff_id=staff_id,
            person_id=person_id,
            relation=relation,
            declared_on=declared_on,
            ended_on=ended_on,
        )


def _copies(charity: Charity, on: dt.date) -> None:
    """Copies by one worker on days of one month; the children are of their own caseload."""
    last = on + days(21)
    worker, children = _largest_caseload(charity, on, last)

    def copy(after: int, people: list[str], code: str, note: str, **details: Any) -> None:
        moment = at(on + days(after), 17, 30)
        for person_id in people:
            moment += 5 * _SECOND
            event = new_event(worker, person_id, moment)
            charity.log_event(event, **({"action": "export", "reason": None} | details))
            if code:
                charity.note_event(event, "NK-04", code, note)

    copy(0, children[:26], "bulk-copy", "a whole caseload at once, no reason")
    note = "one person more than is usual, no reason"
    copy(7, children[:6], "copy-without-reason", note, action="print")
    copy(8, children[:1], "no-action", "the log does not say what was done", action=None)
    if on == _COPYING[1]:
        copy(14, children[:25], "copy-without-reason", "one person short of a bulk copy")
    # Near misses: five people, each twice; a sixth and a whole caseload with a reason.
    copy(15, children[:5] * 2, "", "", action="download")
    copy(15, children[5:6], "", "", reason="For the review of support.")
    copy(16, children[:26], "", "", reason="For the move to another system.")
    copy(17, children[:26], "", "", action="edit")


def _largest_caseload(charity: Charity, first: dt.date, last: dt.date) -> tuple[str, list[str]]:
    """The worker with the most people of their own throughout those days, and the people."""
    own: dict[str, list[str]] = {}
    crew = {
        row["staff_id"] for row in charity.serving(first, "family worker") if in_service(row, last)
    }
    for case in charity.tables["caseload"]:
        begun = case["from_on"] and case["from_on"] <= first
        through = begun and (case["until_on"] is None or last <= case["until_on"])
        if case["staff_id"] in crew and case["capacity"] == "own" and through:
            own.setdefault(case["staff_id"], []).append(case["person_id"])
    worker = max(own, key=lambda one: (len(own[one]), one))
    people = sorted(set(own[worker]))
    if len(people) < 26:
        raise ValueError("nobody has a caseload large enough to copy in bulk")
    return worker, people
