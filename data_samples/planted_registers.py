"""Planted in the registers of concerns, breaches and decisions: SG-01, SG-02, BR-01 to BR-05, NK-08."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from data_samples.charity import Charity, Row, open_on
from data_samples.days import AS_AT, MINUTE, at, day, days, local_day

# One day in each year of the sample.
_DAYS = (day("2024-06-05"), day("2025-07-02"), day("2026-06-10"))
_HOUR = dt.timedelta(hours=1)
_NOBODY: Row = {"escalated_at": None, "escalated_to": None, "action": None}
_UNDECIDED: Row = {"share_decision": None, "share_decided_at": None, "share_ground": None}


def add(charity: Charity) -> None:
    """Plant everything about concerns and breaches."""
    for number, on in enumerate(_DAYS):
        plants = _Register(charity, charity.random(f"planted registers {number}"))
        plants.concerns(at(on, 11))
        plants.breaches(at(on, 15))
        plants.decisions(on, number)
        plants.reveals(on, number)
    plants = _Register(charity, charity.random("planted at the end"))
    plants.not_due()
    plants.undated()


class _Register:
    """Rows in which everything is in order, save for what is told."""

    def __init__(self, charity: Charity, rng: Random) -> None:
        self.charity = charity
        self.rng = rng

    def note(self, table: str, row: Row, control: str, reason: str, note: str) -> None:
        moment = row["raised_at" if table == "concerns" else "aware_at"]
        key = row["concern_id" if table == "concerns" else "breach_id"]
        on = local_day(moment) if moment else None
        self.charity.key.add(control, key, reason, on, note)

    def concern(
        self,
        raised: dt.datetime,
        control: str = "",
        reason: str = "",
        note: str = "",
        **values: Any,
    ) -> Row:
        here = [
            row
            for row in self.charity.tables["service_users"]
            if open_on(row, local_day(raised)) and row["person_id"] not in self.charity.calm
        ]
        facts: Row = {
            "person_id": self.rng.choice(here)["person_id"],
            "raised_at": raised,
            "raised_by": "S007",
            "escalated_at": raised + 2 * _HOUR,
            "escalated_to": "S002",
            "action": "The lead rang the school, and wrote a plan.",
            "share_decision": "do-not-share",
            "share_decided_at": raised + 5 * _HOUR,
            "share_ground": "No harm is likely.",
            "closed_at": None,
        }
        row = self.charity.add("concerns", **(facts | values))
        if reason:
            self.note("concerns", row, control, reason, note)
        return row

    def concerns(self, raised: dt.datetime) -> None:
        limit = raised + 24 * _HOUR
        on = local_day(raised)
        for reason, note, values in (
            ("not-escalated", "never passed on", _NOBODY),
            ("escalated-late", "a minute late", {"escalated_at": limit + MINUTE}),
            ("wrong-role", "to a family worker", {"escalated_to": "S009"}),
            ("wrong-role", "to the data protection lead of a past day", {"escalated_to": "S017"}),
            ("no-action", "what was done is left blank", {"action": None}),
            (
                "escalated-late wrong-role no-action",
                "three faults in one",
                {"escalated_at": limit + days(2), "escalated_to": "S018", "action": None},
            ),
            ("whom-unknown", "whom it reached is left blank", {"escalated_to": None}),
            # Near misses: in the last minute; to a trustee; to a manager.
            ("", "", {"escalated_at": limit}),
            ("", "", {"escalated_to": "S047"}),
            ("", "", {"escalated_to": "S004"}),
        ):
            self.concern(raised, "SG-01", reason, note, **values)
        for reason, note, values in (
            ("no-decision", "nobody decided", _UNDECIDED),
            ("no-decision", "decided a day late", {"share_decided_at": at(on + days(6), 0)}),
            ("no-ground", "the ground is left blank", {"share_ground": None}),
            ("time-unknown", "when it was decided is left blank", {"share_decided_at": None}),
            # Near misses: the last second of the last day; shared.
            ("", "", {"share_decided_at": at(on + days(5), 23, 59, 59)}),
            ("", "", {"share_decision": "share", "share_ground": "A child may come to harm."}),
        ):
            self.concern(raised, "SG-02", reason, note, **values)

    def breach(
        self,
        aware: dt.datetime,
        control: str = "",
        reason: str = "",
        note: str = "",
        **values: Any,
    ) -> Row:
        facts: Row = {
            "happened_at": aware - 3 * _HOUR,
            "aware_at": aware,
            "by_kind": "employee",
            "seriousness": "medium",
            "route": "formal",
            "outcome": "Talked through; the letter was fetched back.",
            "ico_decision": "no-report",
            "ico_reason": "Put right at once; no risk.",
            "high_risk": False,
            "commission_decision": "no-report",
            "commission_reason": "Weighed against the guidance for trustees.",
        }
        row = self.charity.add("breaches", **(facts | values))
        if reason:
            self.note("breaches", row, control, reason, note)
        return row

    def breaches(self, aware: dt.datetime) -> None:
        for reason, note, values in (
            ("not-assessed", "not judged", {"seriousness": None}),
            ("no-route", "no route", {"route": None}),
            ("no-outcome", "no outcome", {"outcome": None}),
            ("not-assessed no-route no-outcome", "nothing", dict.fromkeys(_HANDLING)),
            (
                "route-does-not-fit",
                "serious, and dealt with informally",
                _route("employee", "high", "informal"),
            ),
            (
                "route-does-not-fit",
                "staff discipline for a visitor",
                _route("visitor", "low", "formal"),
            ),
            ("route-does-not-fit", "no route for a trustee", _route("trustee", "low", "none")),
            ("by-whom-unknown", "who caused it is left blank", {"by_kind": None}),
            # Near misses.
            ("", "", _route("student", "high", "formal")),
            ("", "", _route("volunteer", "medium", "informal")),
            ("", "", _route("visitor", "high", "trustees")),
            ("", "", _route("outside", "high", "none")),
        ):
            self.breach(aware, "BR-01", reason, note, **values)
        reported: Row = {"ico_decision": "report", "ico_reported_at": aware + 72 * _HOUR}
        late = aware + 72 * _HOUR + MINUTE
        for reason, note, values in (
            ("no-decision", "nobody decided", {"ico_decision": None}),
            ("no-decision", "decided without a reason", {"ico_reason": None}),
            ("late-without-reason", "a minute late", reported | {"ico_reported_at": late}),
            ("late-without-reason", "never reported", reported | {"ico_reported_at": None}),
            # Near misses: in the last minute; late with a reason; late, and no need to.
            ("", "", reported),
            ("", "", reported | {"ico_reported_at": late, "ico_late_reason": "A bank holiday."}),
            ("", "", {"ico_reported_at": late}),
        ):
            self.breach(aware, "BR-02", reason, note, **values)
        for reason, note, values in (
            ("people-not-told", "neither told nor a reason", {"high_risk": True}),
            ("risk-unknown", "the risk is left blank", {"high_risk": None}),
            ("", "", {"high_risk": True, "people_told_at": aware + _HOUR}),
            ("", "", {"high_risk": True, "people_not_told_reason": "Police asked us to wait."}),
        ):
            self.breach(aware, "BR-03", reason, note, **values)
        for column in ("commission_decision", "commission_reason"):
            self.breach(aware, "BR-04", "no-decision", f"{column} left blank", **{column: None})

    def decisions(self, on: dt.date, number: int) -> None:
        decide: Row = {"decided_on": on, "decided_by": "S003"}
        for place, (decision, registered) in enumerate(
            (("breach", False), ("breach", True), ("remedied", False))
        ):
            finding = f"TP-01-{100 + 10 * number + place:010x}"
            self.charity.add("decisions", finding_id=finding, decision=decision, **decide)
            if registered:
                self.breach(at(on, 16), finding_id=finding)
            elif decision == "breach":
                note = "decided to be a breach, and in no register"
                self.charity.key.add("BR-05", finding, "not-in-register", on, note)

    def reveals(self, on: dt.date, number: int) -> None:
        """NK-08: on the last day of the limit, and a day after it."""
        limit = days(14)
        for place, (reason, note, named, decided) in enumerate(
            (
                ("no-finding", "for no finding", False, None),
                ("not-decided", "never decided", True, None),
                ("not-decided", "decided a day over the limit", True, on + limit + days(1)),
                ("", "", True, on + limit),
                ("", "", True, on - days(30)),
            )
        ):
            finding = f"NK-05-{100 + 10 * number + place:010x}"
            self.reveal(on, finding if named else None, reason, note)
            if decided:
                self.decided(finding, decided)
        finding = f"NK-05-{190 + number:010x}"
        self.reveal(on, finding, "time-unknown", "decided, no day on record")
        self.decided(finding, None)

    def reveal(self, on: dt.date | None, finding: str | None, reason: str, note: str) -> None:
        row = self.charity.add(
            "reveals",
            revealed_at=at(on, 23, 59) if on else None,
            revealed_by="S003",
            finding_id=finding,
            reason="To ask them about it.",
        )
        if reason:
            self.charity.key.add("NK-08", row["reveal_id"], reason, on, note)

    def decided(self, finding: str, on: dt.date | None) -> None:
        self.charity.add(
            "decisions",
            finding_id=finding,
            decision="remedied",
            decided_on=on,
            decided_by="S003",
        )

    def not_due(self) -> None:
        """Only what came up in the last days before the audit date can still be in time."""
        for hour in (0, 9, 16):
            raised = at(AS_AT, hour)
            self.concern(raised, "SG-01", "not-due", "raised that day", **_NOBODY)
        raised = at(AS_AT - days(1), 23, 59, 59)
        self.concern(raised, "SG-01", "not-escalated", "a second over the limit", **_NOBODY)
        for back in (0, 3, 5):
            raised = at(AS_AT - days(back), 8)
            self.concern(raised, "SG-02", "not-due", f"{back} days to decide", **_UNDECIDED)
        raised = at(AS_AT - days(6), 23, 59)
        self.concern(raised, "SG-02", "no-decision", "a day over the limit", **_UNDECIDED)
        pending: Row = {"ico_decision": None, "ico_reason": None}
        for aware in (at(AS_AT - days(2), 0), at(AS_AT - days(1), 12), at(AS_AT, 12)):
            self.breach(aware, "BR-02", "not-due", "72 hours are not over", **pending)
            pending = {"ico_decision": "report"}
        aware = at(AS_AT - days(3), 23, 59)
        self.breach(aware, "BR-02", "late-without-reason", "a minute over", ico_decision="report")
        for back, reason, note in (
            (0, "not-due", "revealed that day"),
            (7, "not-due", "a week to decide"),
            (14, "not-due", "the last day to decide"),
            (15, "not-decided", "a day over the limit"),
        ):
            self.reveal(AS_AT - days(back), f"NK-05-{200 + back:010x}", reason, note)

    def undated(self) -> None:
        self.reveal(None, f"NK-05-{300:010x}", "time-unknown", "revealed, no day on record")
        for _ in range(3):
            row = self.concern(at(AS_AT, 9))
            row["raised_at"] = None
            for control in ("SG-01", "SG-02"):
                note = "when it was raised is left blank"
                self.note("concerns", row, control, "time-unknown", note)
            row = self.breach(at(AS_AT, 9))
            row["aware_at"] = None
            self.note("breaches", row, "BR-02", "time-unknown", "when we knew is left blank")


_HANDLING = ("seriousness", "route", "outcome")


def _route(by_kind: str, seriousness: str, route: str) -> Row:
    return {"by_kind": by_kind, "seriousness": seriousness, "route": route}
