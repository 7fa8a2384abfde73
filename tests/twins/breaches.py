"""Twins of BR-01 to BR-05: breaches judged, dealt with, reported and registered."""

from __future__ import annotations

import datetime as dt

from chs_audit.settings import Settings
from tests.twins.verdict import Period, Row, Tables, Verdict, broken, kept, local_day, unclear


def _known(tables: Tables, period: Period) -> list[Row]:
    return [
        breach
        for breach in tables["breaches"]
        if breach["aware_at"] is None or period.holds(local_day(breach["aware_at"]))
    ]


def _unfit(breach: Row) -> bool:
    by, level, route = breach["by_kind"], breach["seriousness"], breach["route"]
    if by is None or route is None:
        return False
    if by == "trustee":
        return route != "trustees"
    if by == "visitor":
        return route not in ("partner-agency", "trustees")
    if by == "outside":
        return route not in ("partner-agency", "trustees", "none")
    if level is None:
        return False
    return route != "formal" if level == "high" else route not in ("informal", "formal")


def handled(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """BR-01: judged, dealt with by a route that fits, with an outcome."""

    def judge(breach: Row) -> Verdict:
        key = breach["breach_id"]
        codes = []
        if breach["seriousness"] is None:
            codes.append("not-assessed")
        if breach["route"] is None:
            codes.append("no-route")
        if _unfit(breach):
            codes.append("route-does-not-fit")
        if breach["outcome"] is None:
            codes.append("no-outcome")
        if codes:
            return broken(key, " ".join(codes))
        return unclear(key, "by-whom-unknown") if breach["by_kind"] is None else kept(key)

    return [judge(breach) for breach in _known(tables, period)]


def reported(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """BR-02: the ICO is told in time, or it is written down why late or why not."""
    limit = dt.timedelta(hours=settings.breaches.ico_hours)

    def judge(breach: Row) -> Verdict:
        key, aware, told = breach["breach_id"], breach["aware_at"], breach["ico_reported_at"]
        if aware is None:
            return unclear(key, "time-unknown")
        pending = aware + limit >= period.end
        if breach["ico_decision"] is None or breach["ico_reason"] is None:
            return unclear(key, "not-due") if pending else broken(key, "no-decision")
        if breach["ico_decision"] == "no-report":
            return kept(key)
        if told is None and pending:
            return unclear(key, "not-due")
        late = told is None or told > aware + limit
        if late and breach["ico_late_reason"] is None:
            return broken(key, "late-without-reason")
        return kept(key)

    return [judge(breach) for breach in _known(tables, period)]


def people_told(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """BR-03: whoever is at high risk was told, or it is written down why not."""

    def judge(breach: Row) -> Verdict:
        key = breach["breach_id"]
        if breach["high_risk"] is None:
            return unclear(key, "risk-unknown")
        silent = breach["people_told_at"] is None and breach["people_not_told_reason"] is None
        return broken(key, "people-not-told") if breach["high_risk"] and silent else kept(key)

    return [judge(breach) for breach in _known(tables, period)]


def commission(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """BR-04: it was decided, with a reason, whether to tell the Charity Commission."""
    return [
        kept(breach["breach_id"])
        if breach["commission_decision"] is not None and breach["commission_reason"] is not None
        else broken(breach["breach_id"], "no-decision")
        for breach in _known(tables, period)
    ]


def revealed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-08: whoever is revealed is revealed for a finding that is decided in time."""
    limit = dt.timedelta(days=settings.need_to_know.reveal_decision_days)
    decided = {
        row["finding_id"]: row["decided_on"]
        for row in tables["decisions"]
        if row["decision"] and not (row["decided_on"] and row["decided_on"] > period.as_at)
    }

    def judge(row: Row) -> Verdict:
        key, finding = row["reveal_id"], row["finding_id"]
        if finding is None:
            return broken(key, "no-finding")
        if row["revealed_at"] is None:
            return unclear(key, "time-unknown")
        due = local_day(row["revealed_at"]) + limit
        if finding not in decided:
            return unclear(key, "not-due") if due >= period.as_at else broken(key, "not-decided")
        if decided[finding] is None:
            return unclear(key, "time-unknown")
        return broken(key, "not-decided") if decided[finding] > due else kept(key)

    return [
        judge(row)
        for row in tables["reveals"]
        if row["revealed_at"] is None or period.holds(local_day(row["revealed_at"]))
    ]


def registered(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """BR-05: what was decided to be a breach stands in the register."""
    register = {breach["finding_id"] for breach in tables["breaches"]}
    return [
        kept(row["finding_id"])
        if row["finding_id"] in register
        else broken(row["finding_id"], "not-in-register")
        for row in tables["decisions"]
        if row["decision"] == "breach"
        and (row["decided_on"] is None or period.holds(row["decided_on"]))
    ]
