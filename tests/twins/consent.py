"""Twins of IC-01 (told and asked in time), IC-02 (told all four parts), IC-07 (coverage)."""

from __future__ import annotations

import datetime as dt

from chs_audit.settings import Settings
from tests.twins.consent_states import on_record
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    known,
    local_day,
    same,
    unclear,
)

_PARTS = {
    "told_why": "why-not-told",
    "told_with_whom": "with-whom-not-told",
    "told_if_agree": "agreeing-not-told",
    "told_if_refuse": "refusing-not-told",
}


def first_contact(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """IC-01: told of the policy, and asked for consent, by the first contact."""
    grace = dt.timedelta(days=settings.informed_consent.first_contact_grace_days)

    def judge(person: Row) -> Verdict:
        key, first = person["person_id"], person["first_contact_on"]
        told = [row["told_on"] for row in tables["privacy_notices"] if row["person_id"] == key]
        told = [on for on in told if on is None or on <= period.as_at]
        asked = [
            _asked(row)
            for row in tables["consents"]
            if row["person_id"] == key and (row["requested_at"] or on_record(row, period))
        ]
        asked = [moment for moment in asked if moment is None or moment < period.end]
        if first is None:
            return unclear(key, "no-first-contact-date")
        if not told:
            return broken(key, "never-told")
        if not known(told):
            return unclear(key, "notice-undated")
        if min(known(told)) > first + grace:
            return broken(key, "told-late")
        if not asked:
            return broken(key, "never-asked")
        if not known(asked):
            return unclear(key, "request-undated")
        earliest = local_day(min(known(asked)))
        assert earliest is not None
        if earliest > first + grace:
            return broken(key, "asked-late")
        return kept(key)

    return [
        judge(person)
        for person in tables["service_users"]
        if person["first_contact_on"] is None or period.holds(person["first_contact_on"])
    ]


def _asked(consent: Row) -> dt.datetime | None:
    asked: dt.datetime | None = consent["requested_at"] or consent["decided_at"]
    return asked


def told(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """IC-02: whoever answered was told why, with whom, and what follows from either answer."""

    def judge(consent: Row) -> Verdict:
        key = consent["consent_id"]
        missing = [code for part, code in _PARTS.items() if consent[part] is False]
        if missing:
            return broken(key, " ".join(missing))
        if any(consent[part] is None for part in _PARTS):
            return unclear(key, "part-not-recorded")
        return kept(key)

    return [judge(consent) for consent in decisions(tables, period)]


def decisions(tables: Tables, period: Period) -> list[Row]:
    """The answers of the period, and those without a day."""
    return [
        consent
        for consent in tables["consents"]
        if consent["decision"] is not None
        and (consent["decided_at"] is None or period.holds(local_day(consent["decided_at"])))
    ]


def coverage(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """IC-07: for every purpose that needs one, a decision is on record, yes or no."""

    def judge(person_id: str, purpose: str) -> Verdict:
        key = f"{person_id}|{purpose}"
        decided = [
            row
            for row in tables["consents"]
            if row["person_id"] == person_id
            and row["decision"] is not None
            and same(row["purpose"], purpose)
        ]
        if any(
            row["decided_at"] is not None
            and row["decided_at"] < period.end
            and on_record(row, period)
            for row in decided
        ):
            return kept(key)
        if decided and all(row["decided_at"] is None for row in decided):
            return unclear(key, "decision-undated")
        return broken(key, "no-decision")

    return [
        judge(person["person_id"], purpose)
        for person in tables["service_users"]
        if _open(person, period.as_at)
        for purpose in settings.informed_consent.purposes
    ]


def _open(person: Row, on: dt.date) -> bool:
    first, closed = person["first_contact_on"], person["closed_on"]
    return (first is None or first <= on) and (closed is None or closed > on)
