"""Planted among consents: IC-03 to IC-06, each reason with its near misses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any

from data_samples.charity import Charity, Row, open_on
from data_samples.consent import giver, row
from data_samples.days import AS_AT, DEFAULT_FROM, FIRST, MINUTE, at, days, local_day

# First contact between these days: one stretch for each year of the sample.
_YEARS = (
    (FIRST, FIRST + days(340)),
    (FIRST + days(366), FIRST + days(700)),
    (DEFAULT_FROM, DEFAULT_FROM + days(330)),
)
_FUND = "Buttonhole Fund"


def add(charity: Charity) -> None:
    """Plant everything about how consent is given."""
    for number, (first, last) in enumerate(_YEARS):
        plants = _Answers(charity, charity.random(f"planted giving {number}"), first, last)
        plants.effect()
        plants.mode()
        plants.givers()


class _Answers:
    """The plants of one year, each an answer of a person of its own."""

    def __init__(self, charity: Charity, rng: Random, first: dt.date, last: dt.date) -> None:
        self.charity = charity
        self.rng = rng
        self.first, self.last = first, last

    def answer(self, wanted: Callable[[Row], bool] = lambda person: True) -> tuple[Row, Row]:
        """A newcomer of the year, and their first answer."""

        def new(person: Row) -> bool:
            first = person["first_contact_on"]
            return bool(first) and self.first <= first <= self.last and wanted(person)

        while True:
            person = self.charity.take(self.rng, new)
            for consent in self.charity.tables["consents"]:
                mine = consent["person_id"] == person["person_id"]
                # Some never answered: the next one, then.
                if mine and consent["decided_at"] and consent["decision"] == "given":
                    return person, consent

    def plant(self, control: str, consent: Row, reason: str, note: str, **values: Any) -> None:
        """Change the answer; into the key if it has a reason."""
        consent.update(values)
        if reason:
            on = local_day(consent["decided_at"])
            self.charity.key.add(control, consent["consent_id"], reason, on, note)

    def effect(self) -> None:
        _, consent = self.answer()
        note = "whether refusing may cost the service is left blank"
        self.plant("IC-03", consent, "not-recorded", note, told_refusal_may_cost=None)
        _, consent = self.answer()
        note = "a refusal, and that it may cost the service was not told"
        values: Row = {"decision": "refused", "told_refusal_may_cost": False, "withdrawn_at": None}
        self.plant("IC-03", consent, "refusal-effect-not-told", note, **values)

    def mode(self) -> None:
        noted: Row = {"mode": "oral", "oral_note_on": self.first, "taken_by": "S004"}
        for reason, note, values in (
            ("implied", "taken as implied", {"mode": "implied"}),
            ("oral-without-note", "oral, and no note", noted | {"oral_note_on": None}),
            ("oral-without-note", "oral, and nobody took it", noted | {"taken_by": None}),
            ("no-mode", "written or oral is left blank", {"mode": None}),
            # Near misses: written without a taker; a refusal of no kind.
            ("", "", {"mode": "written", "taken_by": None, "oral_note_on": None}),
            ("", "", noted),
            ("", "", {"decision": "refused", "mode": None, "withdrawn_at": None}),
        ):
            _, consent = self.answer()
            self.plant("IC-05", consent, reason, note, **values)

    def givers(self) -> None:
        for giver_word in ("other-carer", "other"):
            _, consent = self.answer()
            note = "somebody answered who may not"
            self.plant("IC-04", consent, "giver-not-entitled", note, given_by=giver_word)
        _, consent = self.answer()
        note = "who answered is left blank"
        self.plant("IC-04", consent, "relationship-unknown", note, given_by=None)

        _, consent = self.answer(_adult)
        note = "answered for an adult who is able to"
        parent = "parental-responsibility"
        self.plant("IC-04", consent, "giver-not-entitled", note, given_by=parent)

        person, consent = self.answer(_young)
        self.settle(person, able_to_consent=False)
        note = "a child answered who was judged not able to"
        self.plant("IC-04", consent, "giver-not-entitled", note, given_by="self")
        person, consent = self.answer(_young)
        self.settle(person, date_of_birth=None)
        note = "a child answered whose age is not on record"
        self.plant("IC-04", consent, "age-unknown", note, given_by="self")

        # Sixteen on the day of the answer, or only the day after.
        for after, by_self, by_parent in ((0, "", "giver-not-entitled"), (1, _UNJUDGED, "")):
            note = f"sixteen {after} days after the answer"
            for word, reason in (("self", by_self), (parent, by_parent)):
                person, consent = self.answer(_young)
                birthday = local_day(consent["decided_at"]) + days(after)
                # Sixteen years before a leap day there was one, too.
                self.settle(person, date_of_birth=birthday.replace(year=birthday.year - 16))
                self.plant("IC-04", consent, reason, note, given_by=word)

        # Near misses: judged able, or not able and a parent answered, whatever the age.
        person, consent = self.answer(_young)
        self.settle(person, able_to_consent=True)
        person, consent = self.answer(_adult)
        self.settle(person, able_to_consent=False)

    def settle(self, person: Row, **facts: Any) -> None:
        """Change what is known of a person, and let whoever may then answer have answered."""
        person.update(facts)
        number = person["person_id"]
        for consent in self.charity.tables["consents"]:
            if consent["person_id"] == number and consent["given_by"]:
                decided = consent["decided_at"]
                on = local_day(decided) if decided else None
                consent["given_by"] = giver(self.charity, number, on)


_UNJUDGED = "ability-not-recorded"


def _adult(person: Row) -> bool:
    born = person["date_of_birth"]
    return born is not None and bool(born.year < 1998 and person["able_to_consent"])


def _young(person: Row) -> bool:
    born = person["date_of_birth"]
    return born is not None and bool(born.year > 2012 and person["able_to_consent"] is None)


def add_current(charity: Charity) -> None:
    """Plant consents that nobody relied on so far: IC-06.

    It asks about the audit date only, so these stand in every audit.
    """
    rng = charity.random("planted current")
    old = AS_AT.replace(year=AS_AT.year - 1)
    # For a purpose of their own, so only those whose first request is planted are left out.
    asked_late = {one.key for one in charity.key.rows if one.control == "IC-01"}
    free = [
        one
        for one in charity.tables["service_users"]
        if open_on(one, AS_AT)
        and open_on(one, old - days(9))
        and one["person_id"] not in asked_late
    ]
    rng.shuffle(free)

    def plant(reason: str, note: str, decided: dt.datetime, **values: Any) -> Row:
        number = free.pop()["person_id"]
        asked = decided - 5 * MINUTE
        consent = row(charity, number, "youth sports", _FUND, asked, decided, **values)
        if reason:
            charity.key.add("IC-06", consent["consent_id"], reason, None, note)
        return consent

    year_ago, before = at(old, 0, 0), at(old - days(1), 23, 59)
    note = "last talked through a year and a day ago"
    plant("review-overdue", note, before)
    plant("review-overdue", note, before - days(300), reviewed_on=old - days(1))
    plant("review-overdue", "reviewed before it was given", before, reviewed_on=old - days(40))
    plant("", "", year_ago)
    plant("", "", before, reviewed_on=old)
    for _ in range(2):
        note = "it expired the day before the audit date"
        plant("expired-but-open", note, year_ago, expires_on=AS_AT - days(1))
    plant("", "", year_ago, expires_on=AS_AT)
    for _ in range(3):
        note = "how to take it back was not told"
        plant("withdrawal-not-told", note, year_ago + days(9), told_how_to_withdraw=False)
        note = "how to take it back is left blank"
        plant("withdrawal-not-recorded", note, year_ago + days(9), told_how_to_withdraw=None)
    # Near misses: withdrawn in the audit date's last minute; set aside; refused since;
    # answered anew in another spelling.
    plant("", "", before, withdrawn_at=at(AS_AT, 23, 59))
    plant("", "", before, invalidated_at=at(AS_AT, 12))
    for decision in ("refused", "given"):
        number = plant("", "", before)["person_id"]
        later = year_ago + days(30)
        spelt = (" Youth Sports", _FUND.upper())
        row(charity, number, *spelt, later, later + MINUTE, decision=decision)
    # Near miss on the other side: withdrawn only after the audit date, and overdue.
    note = "overdue, and taken back only after the audit date"
    plant("review-overdue", note, before, withdrawn_at=at(AS_AT + days(1), 0))
