"""Planted among notices and consents: IC-01, IC-02 and IC-07, each with its near misses."""

from __future__ import annotations

import datetime as dt
from random import Random

from data_samples.charity import Charity, Row, open_on
from data_samples.consent import PURPOSES, giver
from data_samples.days import AS_AT, DEFAULT_FROM, FIRST, MINUTE, at, days, local_day

# First contact between these days: one stretch for each year of the sample.
_YEARS = (
    (FIRST, FIRST + days(340)),
    (FIRST + days(366), FIRST + days(700)),
    (DEFAULT_FROM, DEFAULT_FROM + days(330)),
)
_TOLD = {
    "told_why": "why-not-told",
    "told_with_whom": "with-whom-not-told",
    "told_if_agree": "agreeing-not-told",
    "told_if_refuse": "refusing-not-told",
}


def add(charity: Charity) -> None:
    """Plant everything about consent."""
    for number, (first, last) in enumerate(_YEARS):
        rng = charity.random(f"planted consent {number}")
        _first_contact(charity, rng, first, last)
        _parts(charity, rng, first, last)
    _decisions(charity, charity.random("planted decisions"))


def _rows(charity: Charity, table: str, person: Row) -> list[Row]:
    return [one for one in charity.tables[table] if one["person_id"] == person["person_id"]]


def _drop(charity: Charity, table: str, person: Row) -> None:
    number = person["person_id"]
    charity.tables[table] = [one for one in charity.tables[table] if one["person_id"] != number]


def _first_contact(charity: Charity, rng: Random, first: dt.date, last: dt.date) -> None:
    def newcomer() -> Row:
        return charity.take(rng, lambda one: _between(one["first_contact_on"], first, last))

    def plant(person: Row, reason: str, note: str) -> None:
        charity.key.add("IC-01", person["person_id"], reason, person["first_contact_on"], note)

    person = newcomer()
    _drop(charity, "privacy_notices", person)
    plant(person, "never-told", "no notice at all")

    person = newcomer()
    for notice in _rows(charity, "privacy_notices", person):
        notice["told_on"] = None
    plant(person, "notice-undated", "notices without a day")

    person = newcomer()
    on = person["first_contact_on"]
    _tell(charity, person, on + days(1))
    plant(person, "told-late", "told the day after first contact")
    _tell(charity, newcomer(), None)  # Near miss: told on the very day.

    person = newcomer()
    _drop(charity, "consents", person)
    plant(person, "never-asked", "nobody asked for consent")
    _without_decisions(charity, person, "no-decision", "nobody asked for consent")

    person = newcomer()
    for consent in _rows(charity, "consents", person):
        consent.update(requested_at=None, decided_at=None, recorded_at=None, withdrawn_at=None)
        _note_undated(charity, consent)
    plant(person, "request-undated", "consents without any day")
    _without_decisions(charity, person, "decision-undated", "consents without any day")

    person = newcomer()
    on = person["first_contact_on"]
    _ask_at(charity, person, at(on + days(1), 0))
    plant(person, "asked-late", "asked from the first minute of the day after")
    _ask_at(charity, newcomer(), None)  # Near miss: asked in the day's last minute.

    # State, not event: these stand in every audit, whatever its period.
    person = charity.take(rng, lambda one: _between(one["first_contact_on"], first, last))
    person["first_contact_on"] = None
    charity.key.add(
        "IC-01", person["person_id"], "no-first-contact-date", None, "first contact left blank"
    )


def _between(on: dt.date | None, first: dt.date, last: dt.date) -> bool:
    return on is not None and first <= on <= last


def _tell(charity: Charity, person: Row, on: dt.date | None) -> None:
    """Move the first notice to that day, or to first contact, and let no other be earlier."""
    notices = sorted(_rows(charity, "privacy_notices", person), key=lambda one: one["told_on"])
    notices[0]["told_on"] = on or person["first_contact_on"]


def _ask_at(charity: Charity, person: Row, moment: dt.datetime | None) -> None:
    """Let the first round of questions be at that moment, or late on the first day."""
    on = person["first_contact_on"]
    asked = moment or at(on, 23, 59)
    for consent in _rows(charity, "consents", person):
        if consent["requested_at"] and local_day(consent["requested_at"]) <= on:
            consent["requested_at"] = asked
            late = asked + 90 * MINUTE
            if consent["decided_at"] and consent["decided_at"] < late:
                consent["decided_at"] = late
                consent["given_by"] = giver(charity, person["person_id"], local_day(late))
            if consent["recorded_at"] and consent["recorded_at"] < late:
                consent["recorded_at"] = late


def _note_undated(charity: Charity, consent: Row) -> None:
    """A decision without its time is in every audit; all else about it is in order."""
    for part in _TOLD:
        consent[part] = True
    person = charity.person(consent["person_id"])
    consent.update(expires_on=None, given_by=giver(charity, consent["person_id"], None))
    if consent["decision"] == "given" and person and open_on(person, AS_AT):
        note = "an answer without a time"
        charity.key.add("IC-06", consent["consent_id"], "undated", None, note)


def _without_decisions(charity: Charity, person: Row, reason: str, note: str) -> None:
    if open_on(person, AS_AT):
        for purpose in PURPOSES:
            charity.key.add("IC-07", f"{person['person_id']}|{purpose}", reason, None, note)


def _parts(charity: Charity, rng: Random, first: dt.date, last: dt.date) -> None:
    def decision() -> Row:
        person = charity.take(rng, lambda one: _between(one["first_contact_on"], first, last))
        return next(
            one
            for one in _rows(charity, "consents", person)
            if one["decided_at"] and first <= local_day(one["decided_at"])
        )

    def plant(consent: Row, reason: str, note: str) -> None:
        on = local_day(consent["decided_at"])
        charity.key.add("IC-02", consent["consent_id"], reason, on, note)

    for part, code in _TOLD.items():
        consent = decision()
        consent[part] = False
        plant(consent, code, "one part was not told")
    consent = decision()
    consent.update(told_why=False, told_if_refuse=False, told_if_agree=None)
    plant(consent, "why-not-told refusing-not-told", "two parts not told, a third left blank")
    consent = decision()
    consent["told_with_whom"] = None
    plant(consent, "part-not-recorded", "one part left blank")
    # Near miss: what IC-02 does not ask may be no; IC-03 asks it.
    consent = decision()
    consent["told_refusal_may_cost"] = False
    on = local_day(consent["decided_at"])
    note = "only that refusing may cost the service was not told"
    charity.key.add("IC-03", consent["consent_id"], "refusal-effect-not-told", on, note)


def _decisions(charity: Charity, rng: Random) -> None:
    """IC-07 asks about the audit date only, so these stand in every audit."""

    def someone() -> Row:
        return charity.take(rng, lambda one: open_on(one, AS_AT))

    def plant(person: Row, purpose: str, reason: str, note: str) -> None:
        charity.key.add("IC-07", f"{person['person_id']}|{purpose}", reason, None, note)

    for purpose in PURPOSES:
        person = someone()
        kept = [
            one
            for one in charity.tables["consents"]
            if one["person_id"] != person["person_id"] or one["purpose"] != purpose
        ]
        charity.tables["consents"] = kept
        plant(person, purpose, "no-decision", "never asked about this purpose")

        person = someone()
        for consent in _of(charity, person, purpose):
            consent.update(decision=None, decided_at=None, recorded_at=None, withdrawn_at=None)
            consent.update(expires_on=None, reviewed_on=None, oral_note_on=None)
        plant(person, purpose, "no-decision", "asked, and no answer so far")

        person = someone()
        for consent in _of(charity, person, purpose):
            consent.update(decided_at=None, recorded_at=None, withdrawn_at=None)
            _note_undated(charity, consent)
        plant(person, purpose, "decision-undated", "an answer without a time")

        person = someone()
        for consent in _of(charity, person, purpose):
            consent["recorded_at"] = at(AS_AT + days(1), 0)
        plant(person, purpose, "no-decision", "written down only after the audit date")

        # Near misses: decided in the audit date's last minute; another spelling; refused.
        for consent in _of(charity, someone(), purpose):
            consent.update(decided_at=at(AS_AT, 23, 59), recorded_at=at(AS_AT, 23, 59))
            consent.update(withdrawn_at=None, expires_on=None, reviewed_on=None)
            consent["given_by"] = giver(charity, consent["person_id"], AS_AT)
        for consent in _of(charity, someone(), purpose):
            consent["purpose"] = f" {purpose.upper()} "
        for consent in _of(charity, someone(), purpose):
            consent.update(decision="refused", recorded_at=None)

    # Near miss: support ended on the audit date, so no decision is asked for.
    person = someone()
    person["closed_on"] = AS_AT
    charity.tables["consents"] = [
        one
        for one in charity.tables["consents"]
        if one["person_id"] != person["person_id"] or one["purpose"] != PURPOSES[0]
    ]


def _of(charity: Charity, person: Row, purpose: str) -> list[Row]:
    return [one for one in _rows(charity, "consents", person) if one["purpose"] == purpose]
