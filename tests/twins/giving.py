"""Twins of IC-03 (effect of refusing), IC-04 (who gave it), IC-05 (how), IC-06 (still current)."""

from __future__ import annotations

import datetime as dt

from chs_audit.settings import Settings
from tests.twins.consent import decisions
from tests.twins.consent_states import HOLDS, answered_again, on_record, state_at
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    known,
    local_day,
    months_after,
    unclear,
)


def effect_told(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """IC-03: whoever answered was told that refusing may cost the service."""

    def judge(consent: Row) -> Verdict:
        key, told = consent["consent_id"], consent["told_refusal_may_cost"]
        if told is None:
            return unclear(key, "not-recorded")
        return kept(key) if told else broken(key, "refusal-effect-not-told")

    return [judge(consent) for consent in decisions(tables, period)]


def entitled(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """IC-04: the person answered who is able to, or else somebody responsible for them."""
    people = {row["person_id"]: row for row in tables["service_users"]}
    # Whoever is no service user is staff: grown up, and able.
    grown_up: Row = {"date_of_birth": dt.date(1900, 1, 1), "able_to_consent": None}

    def of_age(person: Row, on: dt.date | None) -> bool | None:
        if person is grown_up:
            return True
        born = person["date_of_birth"]
        if born is None or on is None:
            return None
        return on >= months_after(born, 12 * settings.informed_consent.ability_age)

    def judge(consent: Row) -> Verdict:
        key, giver = consent["consent_id"], consent["given_by"]
        person = people.get(consent["person_id"], grown_up)
        able, grown = person["able_to_consent"], of_age(person, local_day(consent["decided_at"]))
        if giver is None:
            return unclear(key, "relationship-unknown")
        if giver == "self":
            if able is False:
                return broken(key, "giver-not-entitled")
            if able or grown:
                return kept(key)
            return unclear(key, "age-unknown") if grown is None else broken(key, _UNJUDGED)
        if giver != "parental-responsibility":
            return broken(key, "giver-not-entitled")
        can_answer = able if able is not None else bool(grown)
        return broken(key, "giver-not-entitled") if can_answer else kept(key)

    return [judge(consent) for consent in decisions(tables, period)]


_UNJUDGED = "ability-not-recorded"


def express(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """IC-05: in writing, or said and noted with day and name."""

    def judge(consent: Row) -> Verdict:
        key, mode = consent["consent_id"], consent["mode"]
        if mode is None:
            return unclear(key, "no-mode")
        if mode == "implied":
            return broken(key, "implied")
        noted = consent["oral_note_on"] is not None and consent["taken_by"] is not None
        return kept(key) if mode == "written" or noted else broken(key, "oral-without-note")

    return [
        judge(consent) for consent in decisions(tables, period) if consent["decision"] == "given"
    ]


def current(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """IC-06: a consent still relied on was talked through lately, and can be taken back."""
    closed = {
        row["person_id"]
        for row in tables["service_users"]
        if row["closed_on"] is not None and row["closed_on"] <= period.as_at
    }
    last = period.end - dt.timedelta.resolution

    def relied_on(consent: Row) -> bool:
        mine = [row for row in tables["consents"] if row["person_id"] == consent["person_id"]]
        state = state_at(consent, mine, last)
        undated = consent["decided_at"] is None and state in ("", "requested")
        again = [row for row in answered_again(consent, mine) if on_record(row, period)]
        return (
            consent["decision"] == "given"
            and on_record(consent, period)
            and (state in HOLDS or state == "expired" or undated)
            and not any(row["decided_at"] <= last for row in again)
        )

    def judge(consent: Row) -> Verdict:
        key, told = consent["consent_id"], consent["told_how_to_withdraw"]
        if consent["expires_on"] is not None and consent["expires_on"] < period.as_at:
            return broken(key, "expired-but-open")
        decided_on = local_day(consent["decided_at"])
        if decided_on is None:
            return unclear(key, "undated")
        talked = max(known([decided_on, consent["reviewed_on"]]))
        if months_after(talked, settings.informed_consent.review_months) < period.as_at:
            return broken(key, "review-overdue")
        if told is None:
            return unclear(key, "withdrawal-not-recorded")
        return kept(key) if told else broken(key, "withdrawal-not-told")

    # Most of the people are closed: asking for that first keeps this bearable.
    return [
        judge(consent)
        for consent in tables["consents"]
        if consent["person_id"] not in closed and relied_on(consent)
    ]
