"""Planted in the access log: NK-01 at the edges of what registers explain, and backdated cases.

Each plant pairs a worker with a family they never had to do with, then adds exactly the
fact that the case is about. A look whose note is "" is a near miss: it is explained.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from data_samples.casework import assign
from data_samples.charity import Charity, new_event
from data_samples.days import at, day, days

_SECOND = dt.timedelta(seconds=1)
# One day in each year of the sample, and a family worker and a mentor for each.
_DAYS = (day("2024-01-16"), day("2025-04-29"), day("2026-03-17"))
_WORKERS = ("S010", "S012", "S014")
_MENTORS = ("S021", "S022", "S030")
_LEAD = "S002"


def add(charity: Charity) -> None:
    """Plant everything about explanations that rest on registers, and about late ones."""
    for on, worker, mentor in zip(_DAYS, _WORKERS, _MENTORS, strict=True):
        plants = _Edges(charity, worker, mentor, on)
        plants.line_management()
        plants.safeguarding()
        plants.requests()
        plants.groups()
        plants.backdated()


class _Edges:
    """The plants of one year."""

    def __init__(self, charity: Charity, worker: str, mentor: str, on: dt.date) -> None:
        self.charity = charity
        self.worker, self.mentor = worker, mentor
        self.manager = str(charity.staff(mentor)["manager_id"])
        self.on = on
        self.rng: Random = charity.random(f"edges {on}")

    def stranger(self, *who: str) -> str:
        """Somebody with whose family these colleagues, or the worker, never had to do."""
        first, *others = who or (self.worker,)
        return self.charity.stranger(self.rng, first, self.on, *others)

    def look(
        self,
        staff_id: str,
        person_id: str,
        moment: dt.datetime,
        note: str = "",
        reason: str = "unexplained",
    ) -> None:
        event = new_event(staff_id, person_id, moment)
        self.charity.plant_event(event, note, reason if note else "")

    def around(
        self, staff_id: str, person_id: str, first: dt.date, last: dt.date, what: str
    ) -> None:
        """Looks in the first and last second that are explained, and a second beyond."""
        begins, over = at(first, 0), at(last + days(1), 0)
        self.look(staff_id, person_id, begins)
        self.look(staff_id, person_id, over - _SECOND)
        self.look(staff_id, person_id, begins - _SECOND, f"a second before {what}")
        self.look(staff_id, person_id, over, f"a second after {what}")

    def line_management(self) -> None:
        child = self.stranger(self.mentor, self.manager)
        until = self.on + days(30)
        assign(self.charity, self.mentor, child, from_on=self.on, until_on=until)
        what = "the case of somebody they manage, with its days of grace"
        self.around(self.manager, child, self.on, until + days(14), what)

    def safeguarding(self) -> None:
        child = self.stranger(self.mentor, _LEAD)
        self.charity.calm.add(child)
        raised = at(self.on, 11)
        self.charity.add(
            "concerns",
            person_id=child,
            raised_at=raised,
            raised_by=self.worker,
            escalated_at=raised + dt.timedelta(hours=2),
            escalated_to=_LEAD,
            action="The lead rang the school, and wrote a plan.",
            share_decision="do-not-share",
            share_decided_at=raised + dt.timedelta(hours=5),
            share_ground="No harm is likely.",
            closed_at=at(self.on + days(12), 9),
        )
        self.around(_LEAD, child, self.on, self.on + days(12), "the concern was open")
        note = "a concern is open, and they lead on nothing"
        self.look(self.mentor, child, at(self.on + days(2), 10), note)

    def request(self, staff_id: str | None, kind: str | None) -> str:
        person = self.stranger()
        self.charity.add(
            "requests",
            person_id=person,
            staff_id=staff_id,
            kind=kind,
            opened_at=at(self.on, 11),
            closed_at=at(self.on + days(5), 9),
        )
        return person

    def requests(self) -> None:
        last = self.on + days(5 + 14)
        for kind in ("complaint", None, "handover"):
            person = self.request(self.worker, kind)
            what = f"the {kind or 'request'}, with its days of grace"
            self.around(self.worker, person, self.on, last, what)
        person = self.request(None, "referral")
        note = "nobody is named as handling the referral"
        self.look(self.worker, person, at(self.on + days(2), 10), note)

    def groups(self) -> None:
        """The worker runs a trip; others go on it a week, and a week and a day, later."""
        name = f"Harbour trip {self.on:%Y}"
        near, far = self.stranger(), self.stranger()
        for staff_id, person_id, after in (
            (self.worker, self.stranger(), 0),
            ("S015", near, 7),
            ("S015", far, 8),
        ):
            start = at(self.on + days(after), 10)
            self.charity.add(
                "sessions",
                staff_id=staff_id,
                person_id=person_id,
                starts_at=start,
                ends_at=start + dt.timedelta(hours=6),
                kind="group",
                group_name=name,
            )
        what = "somebody went on the trip that they ran a week before"
        self.around(self.worker, near, self.on, self.on + days(14), what)
        note = "went on the trip, eight days after they ran it"
        self.look(self.worker, far, at(self.on + days(8), 12), note)

    def backdated(self) -> None:
        note = "the assignment was written down longer after than is allowed"
        family = self.charity.family_of()
        child = self.stranger(self.mentor, self.manager)
        relative = next(one for one in family if family[one] == family[child] and one != child)
        self.case(child, self.on + days(20))
        for who, whom in (
            (self.mentor, child),
            (self.manager, child),
            (self.mentor, relative),
        ):
            self.look(who, whom, at(self.on, 0), note, "backdated")
            self.look(who, whom, at(self.on + days(13), 0) - _SECOND, note, "backdated")
            # Near miss: seven days before it was written down.
            self.look(who, whom, at(self.on + days(13), 0))
        over = self.stranger(self.mentor)
        self.case(over, self.on + days(90))
        note = "the assignment was written down after it had ended"
        self.look(self.mentor, over, at(self.on + days(54), 23, 59, 59), note, "backdated")
        self.look(self.mentor, over, at(self.on + days(55), 0), f"{note}, grace and all")
        # Near misses: nobody noted when it was written down; a session explains it as well.
        unnoted = self.stranger(self.mentor)
        self.case(unnoted, None)
        self.look(self.mentor, unnoted, at(self.on, 0))
        met = self.stranger(self.mentor)
        self.case(met, self.on + days(90))
        start = at(self.on + days(3), 10)
        self.charity.add(
            "sessions", staff_id=self.mentor, person_id=met, starts_at=start, kind="visit"
        )
        self.look(self.mentor, met, at(self.on + days(5), 10))

    def case(self, person_id: str, written_on: dt.date | None) -> None:
        facts: dict[str, Any] = {"until_on": self.on + days(40)}
        facts["recorded_at"] = at(written_on, 9) if written_on else None
        assign(self.charity, self.mentor, person_id, from_on=self.on, **facts)
