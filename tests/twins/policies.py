"""Twin of PO-01: is every policy reviewed in time, by management, with the Board consulted?"""

from __future__ import annotations

from chs_audit.settings import Settings
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    months_before,
    unclear,
)


def reviewed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """PO-01: the latest review by management is recent, and minutes show the Board's part."""
    oldest = months_before(period.as_at, settings.policy_review.interval_months)

    def judge(policy: Row) -> Verdict:
        key = policy["policy_id"]
        reviews = [
            row
            for row in tables["policy_reviews"]
            if row["policy_id"] == key and row["reviewed_by"] == "management"
        ]
        if reviews and all(row["reviewed_on"] is None for row in reviews):
            return unclear(key, "review-undated")
        past = [row for row in reviews if row["reviewed_on"] and row["reviewed_on"] <= period.as_at]
        if not past:
            return broken(key, "overdue")
        latest = max(past, key=lambda row: row["reviewed_on"])
        if latest["reviewed_on"] < oldest:
            return broken(key, "overdue")
        if latest["board_consulted"] is None:
            return unclear(key, "board-unknown")
        if not latest["board_consulted"] or not latest["minutes"]:
            return broken(key, "board-not-consulted")
        return kept(key)

    return [judge(policy) for policy in tables["policies"]]
