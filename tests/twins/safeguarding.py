"""Twins of SG-01 (brought to somebody in charge) and SG-02 (shared or not, but decided)."""

from __future__ import annotations

import datetime as dt

from chs_audit.settings import Settings
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    listed,
    local_day,
    unclear,
)


def _raised(tables: Tables, period: Period) -> list[Row]:
    return [
        concern
        for concern in tables["concerns"]
        if concern["raised_at"] is None or period.holds(local_day(concern["raised_at"]))
    ]


def escalated(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """SG-01: within hours a concern reached management or trustees, and they acted."""
    limit = dt.timedelta(hours=settings.safeguarding.escalation_hours)
    staff = {row["staff_id"]: row for row in tables["staff"]}

    def in_charge(worker: Row) -> bool:
        duties = listed(worker["duties"])
        return worker["kind"] == "trustee" or bool(duties & {"management", "safeguarding-lead"})

    def judge(concern: Row) -> Verdict:
        key, raised, reached = concern["concern_id"], concern["raised_at"], concern["escalated_at"]
        if raised is None:
            return unclear(key, "time-unknown")
        due = raised + limit
        if reached is None:
            return unclear(key, "not-due") if due >= period.end else broken(key, "not-escalated")
        whom = staff.get(concern["escalated_to"])
        codes = []
        if reached > due:
            codes.append("escalated-late")
        if whom is not None and not in_charge(whom):
            codes.append("wrong-role")
        if concern["action"] is None:
            codes.append("no-action")
        if codes:
            return broken(key, " ".join(codes))
        return kept(key) if whom is not None else unclear(key, "whom-unknown")

    return [judge(concern) for concern in _raised(tables, period)]


def decided(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """SG-02: within days it was decided whether to share it, on a ground."""
    limit = dt.timedelta(days=settings.safeguarding.decision_days)

    def judge(concern: Row) -> Verdict:
        key, raised_on = concern["concern_id"], local_day(concern["raised_at"])
        if raised_on is None:
            return unclear(key, "time-unknown")
        due = raised_on + limit
        if concern["share_decision"] is None:
            return unclear(key, "not-due") if due >= period.as_at else broken(key, "no-decision")
        decided_on = local_day(concern["share_decided_at"])
        if decided_on is not None and decided_on > due:
            return broken(key, "no-decision")
        if concern["share_ground"] is None:
            return broken(key, "no-ground")
        return unclear(key, "time-unknown") if decided_on is None else kept(key)

    return [judge(concern) for concern in _raised(tables, period)]
