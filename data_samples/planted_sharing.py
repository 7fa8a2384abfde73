"""Planted among disclosures: TP-01, each reason with its near misses.

Consents here are for purposes and recipients that nothing else in the sample uses, so that
no other consent of the person can keep a planted disclosure.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from data_samples.charity import Charity, Row, open_on
from data_samples.consent import row
from data_samples.days import AS_AT, MINUTE, at, day, days, local_day
from data_samples.sharing import disclosure, on_ground

# One day in each year of the sample.
_DAYS = (day("2024-01-17"), day("2025-03-12"), day("2026-02-18"))
_PURPOSE = "youth counselling"
_RECIPIENT = "Applecart Counselling"
_FUND = "Buttonhole Fund"
_GRANTS = "clothing grants"


def add(charity: Charity) -> None:
    """Plant everything about disclosures."""
    for number, on in enumerate(_DAYS):
        plants = Plants(charity, charity.random(f"planted sharing {number}"), on)
        plants.unknowns()
        plants.consents()
        plants.near_misses()
        plants.grounds()
    _review_not_due(charity, charity.random("planted reviews"))
    _undated(charity, charity.random("planted undated"))


class Plants:
    """The plants of one year, each about a person of its own."""

    def __init__(self, charity: Charity, rng: Random, on: dt.date) -> None:
        self.charity = charity
        self.rng = rng
        self.when = at(on, 14, 5)

    def person(self) -> str:
        on = local_day(self.when) - days(90)
        return str(self.charity.take(self.rng, lambda one: open_on(one, on))["person_id"])

    def consent(self, person_id: str, decided: dt.datetime | None = None, **values: Any) -> Row:
        """By default: given sixty days before, and in force since."""
        decided = decided or self.when - days(60)
        facts = {"recipients": f"{_RECIPIENT}; Tea Cosy Trust", "purpose": _PURPOSE} | values
        purpose, recipients = facts.pop("purpose"), facts.pop("recipients")
        # Talked through again since, so that only what is planted here is amiss.
        facts.setdefault("reviewed_on", AS_AT - days(45))
        asked = min(decided, self.when) - days(1)
        consent = row(self.charity, person_id, purpose, recipients, asked, decided, **facts)
        person = self.charity.person(person_id)
        if consent["expires_on"] and person and open_on(person, AS_AT):
            note = "ran out, and nobody asked again"
            self.charity.key.add("IC-06", consent["consent_id"], "expired-but-open", None, note)
        return consent

    def shared(self, person_id: str | None, reason: str, note: str, **values: Any) -> Row:
        """One disclosure that goes into the key of TP-01 if it has a reason."""
        facts: Row = {"recipient": _RECIPIENT, "purpose": _PURPOSE} | values
        sent = disclosure(
            self.charity,
            person_id,
            facts.pop("recipient"),
            facts.pop("purpose"),
            self.when,
            **facts,
        )
        self.note(sent, reason, note)
        return sent

    def note(self, sent: Row, reason: str, note: str, control: str = "TP-01") -> None:
        """Put a disclosure into the key, if it has a reason."""
        if reason:
            on = local_day(sent["disclosed_at"])
            self.charity.key.add(control, sent["disclosure_id"], reason, on, note)

    def unknowns(self) -> None:
        self.shared(None, "person-unknown", "nobody named")
        self.shared(None, "person-unknown", "nobody named, on a ground", ground="emergency")
        person = self.person()
        self.consent(person)
        self.shared(person, "recipient-unknown", "no recipient", recipient=None)
        sent = self.shared(person, "purpose-unknown", "no purpose", purpose=None, ground=None)
        self.note(sent, "purpose-unknown", "no purpose", "TP-08")
        self.note(sent, "allowed-unknown", "no purpose, so no consent for it", "TP-03")

    def consents(self) -> None:
        self.shared(self.person(), "no-consent", "no consent of any kind")
        person = self.person()
        self.consent(person, decision="refused")
        self.shared(person, "no-consent", "refused", ground=None)
        person = self.person()
        self.consent(person, invalidated_at=self.when - days(2))
        self.shared(person, "no-consent", "the consent had been set aside before")
        person = self.person()
        self.consent(person, self.when + MINUTE)
        self.shared(person, "consent-later", "consent a minute after")
        person = self.person()
        self.consent(person, recorded_at=self.when + MINUTE)
        self.shared(person, "backdated", "consent written down a minute after")
        person = self.person()
        self.consent(person, withdrawn_at=self.when)
        self.shared(person, "withdrawn", "withdrawn that very minute")
        person = self.person()
        self.consent(person, expires_on=local_day(self.when) - days(1))
        self.shared(person, "expired", "ran out the day before")
        person = self.person()
        self.consent(person)
        self.shared(person, "other-recipient", "agreed, but for somebody else", recipient=_FUND)
        person = self.person()
        self.consent(person)
        self.shared(person, "other-purpose", "agreed, but for something else", purpose=_GRANTS)

    def near_misses(self) -> None:
        """Each a minute, a day or a spelling away from a finding; all of them kept."""
        on = local_day(self.when)
        for values in (
            {"decided": self.when - MINUTE, "recorded_at": self.when},
            {"recorded_at": None},
            {"withdrawn_at": self.when + MINUTE},
            {"expires_on": on},
            {"invalidated_at": self.when + days(2)},
            {
                "purpose": f" {_PURPOSE.title()} ",
                "recipients": f"Tea Cosy Trust ;{_RECIPIENT.upper()} ",
            },
        ):
            person = self.person()
            self.consent(person, **values)
            self.shared(person, "", "")
        # Withdrawn and given again: the second consent holds.
        person = self.person()
        self.consent(person, self.when - days(60), withdrawn_at=self.when - days(30))
        self.consent(person, self.when - days(5))
        self.shared(person, "", "")

    def grounds(self) -> None:
        day_of = local_day(self.when)
        for ground, reason, note, values in (
            ("police", "ground-without-facts", "what happened is blank", {"what_happened": None}),
            ("emergency", "ground-without-facts", "who decided is blank", {"decided_by": None}),
            ("legal-duty", "ground-without-facts", "when is blank", {"decided_at": None}),
            ("safeguarding", "ground-without-facts", "the least is blank", {"least_needed": None}),
            ("public-safety", "ground-without-facts", "never reviewed", {"reviewed_on": None}),
            (
                "police",
                "ground-without-facts",
                "reviewed a day too late",
                {"reviewed_on": day_of + days(6)},
            ),
            (
                "emergency",
                "ground-without-facts",
                "reviewed before it went",
                {"reviewed_on": day_of - days(1)},
            ),
            (
                "safeguarding",
                "backdated",
                "decided a minute after it went",
                {"decided_at": self.when + MINUTE},
            ),
            # Near misses: the last day for a review; decided in that very minute.
            ("police", "", "", {"reviewed_on": day_of + days(5)}),
            ("legal-duty", "", "", {"decided_at": self.when, "reviewed_on": day_of}),
        ):
            sent = on_ground(self.charity, self.person(), ground, self.when, **values)
            self.note(sent, reason, note)
        # Near miss: a ground without its facts, but with a consent that holds anyway.
        person = self.person()
        self.consent(person)
        asked = {"requester": "Constable Noddle", "reference": "TC/1"}
        self.shared(person, "", "", ground="police", what_happened=None, **asked)


def _review_not_due(charity: Charity, rng: Random) -> None:
    """Only the last days before the audit date can wait for their review."""
    for back in (0, 2, 5, 6):
        on = AS_AT - days(back)
        person = charity.take(rng, lambda one: open_on(one, AS_AT))
        sent = on_ground(
            charity, person["person_id"], "safeguarding", at(on, 11, 30), reviewed_on=None
        )
        due = back > 5
        charity.key.add(
            "TP-01",
            sent["disclosure_id"],
            "ground-without-facts" if due else "review-not-due",
            on,
            "its review was due the day before the audit date"
            if due
            else "its review is not due yet",
        )


def _undated(charity: Charity, rng: Random) -> None:
    for number in range(3):
        person = charity.take(rng, lambda one: open_on(one, AS_AT))
        sent = disclosure(charity, person["person_id"], _RECIPIENT, _PURPOSE, None)
        sent.update(requester="Constable Noddle", reference="TC/2")
        sent["ground"] = ("consent", "police", None)[number]
        sent["recorded_at"] = at(_DAYS[number], 16)
        sent.update(session_detail=True, requested_on=_DAYS[number])
        for control in ("TP-01", "TP-11"):
            charity.key.add(
                control, sent["disclosure_id"], "time-unknown", None, "no time of sending"
            )
