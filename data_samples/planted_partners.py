"""Planted among protocols and enquiries: JW-01, JW-02 and TP-10, with their near misses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_samples.charity import Charity, Row
from data_samples.days import AS_AT, MINUTE, at, day, days, local_day
from data_samples.sharing import on_ground

# One day in each year of the sample.
_DAYS = (day("2024-05-22"), day("2025-06-11"), day("2026-05-27"))


def add(charity: Charity) -> None:
    """Plant everything about partners and about those who ask."""
    for number, on in enumerate(_DAYS):
        _Partners(charity, number, on).add()
    _undated(charity)
    _reviews(charity)
    for on in _DAYS:
        _enquiries(charity, on)


def protocol(charity: Charity, partner: str, **values: Any) -> Row:
    """A protocol that covers everything planted here, unless told otherwise."""
    facts: Row = {
        "signed_for_us_on": day("2023-07-03"),
        "signed_for_us_by": "S001",
        "signed_for_them_on": day("2023-07-05"),
        "signed_with_authority": True,
        "from_on": day("2023-08-01"),
        "until_on": None,
        "sections": "contact;health",
        "purposes": "protection",
        "reviewed_on": day("2026-06-03"),
        "recorded_at": at(day("2023-07-06"), 10),
    }
    return charity.add("protocols", partner=partner, **(facts | values))


class _Partners:
    """The plants of one year: every case has a partner of its own."""

    def __init__(self, charity: Charity, number: int, on: dt.date) -> None:
        self.charity = charity
        self.rng = charity.random(f"planted partners {number}")
        self.on = on
        self.when = at(on, 10, 20)
        self.number = 20 * number

    def sent(self, reason: str, note: str, partner: str = "", **values: Any) -> Row:
        """One disclosure under joint working; into the key if it has a reason."""
        person = self.rng.choice(self.charity.tables["service_users"])["person_id"]
        sent = on_ground(self.charity, person, "legal-duty", self.when)
        sent.update({"recipient": partner, "joint_working": True} | values)
        if reason:
            self.charity.key.add("JW-01", sent["disclosure_id"], reason, self.on, note)
        return sent

    def case(self, reason: str, note: str, **values: Any) -> None:
        """One disclosure to a partner whose protocol differs from a good one in this."""
        self.number += 1
        partner = f"Partner {self.number} of Larkhaven"
        protocol(self.charity, partner, **values)
        self.sent(reason, note, partner)

    def add(self) -> None:
        self.sent("no-protocol", "no protocol with them", "Moonlight Movers")
        self.sent("no-protocol", "the name of another partner", "Partner 0 of Larkhaven")
        self.case("unsigned", "not signed for them", signed_for_them_on=None)
        self.case("unsigned", "not signed for us", signed_for_us_on=None)
        self.case("unsigned", "signed the day after", signed_for_them_on=self.on + days(1))
        self.case("unsigned", "signed without authority", signed_with_authority=False)
        self.case("unsigned", "whether with authority is blank", signed_with_authority=None)
        self.case("expired", "ended the day before", until_on=self.on - days(1))
        self.case("expired", "began the day after", from_on=self.on + days(1))
        self.case("out-of-scope", "for another purpose", purposes="school liaison")
        self.case("out-of-scope", "for other sections", sections="school;health")
        self.case("out-of-scope", "for no sections that are on record", sections=None)
        self.case("backdated", "recorded a minute after", recorded_at=self.when + MINUTE)
        # Near misses: the last day, the first day, the day of signing, that very minute.
        self.case("", "", until_on=self.on)
        self.case("", "", from_on=self.on, signed_for_us_on=self.on)
        self.case("", "", recorded_at=self.when, purposes="school liaison ; Protection")
        self.case("", "", recorded_at=None)
        # Near miss: an old protocol that is over, and one that covers it.
        protocol(self.charity, "The Long Table", until_on=self.on - days(1))
        protocol(self.charity, "The Long Table", from_on=self.on, until_on=self.on)
        self.sent("", "", " THE LONG TABLE")
        self._unknown()

    def _unknown(self) -> None:
        partner = "Partner 1 of Larkhaven"
        self.sent("not-recorded", "joint working left blank", partner, joint_working=None)
        self.sent("sent-unknown", "no recipient", recipient=None)
        sent = self.sent("sent-unknown", "what went is left blank", partner, sections_sent=None)
        key = self.charity.key
        note = "what went is left blank"
        key.add("TP-03", sent["disclosure_id"], "sent-unknown", self.on, note)


def _undated(charity: Charity) -> None:
    """Without a time nobody can say whether the protocol was in force, or a ground came first."""
    for _ in range(3):
        person = charity.random("undated partners").choice(charity.tables["service_users"])
        sent = on_ground(charity, person["person_id"], "legal-duty", at(AS_AT, 9))
        sent.update(disclosed_at=None, joint_working=True, recipient="Partner 1 of Larkhaven")
        for control in ("JW-01", "TP-01"):
            key = sent["disclosure_id"]
            charity.key.add(control, key, "time-unknown", None, "no time of sending")


def _reviews(charity: Charity) -> None:
    old = AS_AT.replace(year=AS_AT.year - 1)
    blank: Row = {"signed_for_us_on": None, "signed_for_them_on": None, "reviewed_on": None}
    for number in range(3):
        for reason, note, values in (
            ("review-overdue", "reviewed a year and a day ago", {"reviewed_on": old - days(1)}),
            ("undated", "neither signed nor reviewed on any day", blank),
            # Near misses: a year ago; signed lately, never reviewed; no longer in force.
            ("", "", {"reviewed_on": old}),
            ("", "", {"reviewed_on": None, "signed_for_them_on": old}),
            ("", "", blank | {"until_on": AS_AT - days(1)}),
            ("", "", blank | {"from_on": AS_AT + days(1)}),
        ):
            row = protocol(charity, f"Quiet partner {number + 1}", **values)
            if reason:
                charity.key.add("JW-02", row["protocol_id"], reason, None, note)


def _enquiries(charity: Charity, on: dt.date) -> None:
    cases: tuple[tuple[str, str, Row], ...] = (
        ("confirmed-known", "confirmed, and no ground", {}),
        (
            "confirmed-known",
            "confirmed with consent only",
            {"ground": "consent", "ground_facts": "They asked kindly."},
        ),
        ("confirmed-known", "a ground, and no facts", {"ground": "police"}),
        ("not-recorded", "what was said is left blank", {"confirmed_known": None}),
        # Near misses: a ground with its facts; a ground without facts for a no.
        ("", "", {"ground": "safeguarding", "ground_facts": "The school rang back."}),
        ("", "", {"confirmed_known": False, "ground": "police"}),
    )
    for number, (reason, note, values) in enumerate(cases):
        received = at(on, 12, number)
        facts: Row = {"channel": "phone", "answered_by": "S017", "confirmed_known": True}
        row = charity.add("enquiries", received_at=received, **(facts | values))
        if reason:
            key = row["enquiry_id"]
            charity.key.add("TP-10", key, reason, local_day(received), note)
