"""Twin of AW-01: has everybody acknowledged the policy, in time and in its current version?"""

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
    known,
    local_day,
    unclear,
)


def acknowledged(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """AW-01: acknowledged before the first look, and the version in force within the limit."""
    policy = settings.awareness.policy
    limit = dt.timedelta(days=settings.awareness.new_version_days)
    versions = [row for row in tables["policy_versions"] if row["policy_id"] == policy]
    first_looks: dict[str, dt.datetime] = {}
    for event in tables["access_log"]:
        who, when = event["staff_id"], event["occurred_at"]
        if who is not None and when < first_looks.get(who, period.end):
            first_looks[who] = when

    def judge(worker: Row) -> Verdict:
        key = worker["staff_id"]
        if worker["started_on"] is None:
            return unclear(key, "no-start-date")
        rows = [
            row
            for row in tables["acknowledgements"]
            if row["staff_id"] == key
            and row["policy_id"] == policy
            and (row["acknowledged_at"] is None or row["acknowledged_at"] < period.end)
        ]
        moments = known(row["acknowledged_at"] for row in rows)
        if not rows:
            return broken(key, "never")
        if not moments:
            return unclear(key, "undated")
        if key in first_looks and first_looks[key] <= min(moments):
            return broken(key, "after-first-access")
        last = min(period.as_at, worker["left_on"] or period.as_at)
        issued = [row for row in versions if row["issued_on"] and row["issued_on"] <= last]
        if not issued:
            return kept(key)
        current = max(issued, key=lambda row: (row["issued_on"], row["version"]))
        deadline = max(current["issued_on"], worker["started_on"]) + limit
        in_time = [
            row
            for row in rows
            if row["version"] == current["version"]
            and row["acknowledged_at"] is not None
            and _by(row["acknowledged_at"], deadline)
        ]
        if deadline < last and not in_time:
            return broken(key, "old-version")
        return kept(key)

    return [judge(worker) for worker in working_then(tables, period)]


def working_then(tables: Tables, period: Period) -> list[Row]:
    """Whoever was in service on any day of the period, as far as is known."""
    return [
        worker
        for worker in tables["staff"]
        if (worker["started_on"] is None or worker["started_on"] <= period.last)
        and (worker["left_on"] is None or worker["left_on"] >= period.first)
    ]


def _by(moment: dt.datetime, last: dt.date) -> bool:
    on = local_day(moment)
    return on is not None and on <= last
