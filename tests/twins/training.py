"""Twin of AW-02: is everybody trained in data protection, at the start and again?"""

from __future__ import annotations

import datetime as dt

from chs_audit.settings import Settings
from tests.twins.awareness import working_then
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    known,
    months_after,
    unclear,
)


def trained(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """AW-02: the first training within days of the start, the last within months."""
    choice = settings.awareness
    limit = dt.timedelta(days=choice.induction_days)

    def judge(worker: Row) -> Verdict:
        key, started = worker["staff_id"], worker["started_on"]
        if started is None:
            return unclear(key, "no-start-date")
        days = [
            row["completed_on"]
            for row in tables["training"]
            if row["staff_id"] == key
            and row["course"] == "data-protection"
            and (row["completed_on"] is None or row["completed_on"] <= period.as_at)
        ]
        last_day = min(period.as_at, worker["left_on"] or period.as_at)
        if not days:
            return unclear(key, "not-due") if started + limit >= last_day else broken(key, "never")
        dated = known(days)
        if not dated:
            return unclear(key, "undated")
        late = min(dated) > started + limit
        stale = months_after(max(dated), choice.refresher_months) < last_day
        return broken(key, "overdue") if late or stale else kept(key)

    return [judge(worker) for worker in working_then(tables, period)]
