"""Twin of PO-01: is every policy reviewed in time, by management, with the Board consulted?"""

from __future__ import annotations

from chs_audit.settings import Settings
from tests.twins.consent_states import on_record
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    months_after,
    unclear,
)


def reviewed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """PO-01: the latest review by management is recent, and minutes show the Board's part."""
    interval = settings.policy_review.interval_months

    def judge(policy: Row) -> Verdict:
        key = policy["policy_id"]
        held = [
            row
            for row in tables["policy_reviews"]
            if row["policy_id"] == key
            and row["reviewed_by"] == "management"
            and (row["reviewed_on"] is None or row["reviewed_on"] <= period.as_at)
        ]
        reviews = [row for row in held if on_record(row, period)]
        # What was written down too late to be shown, though it would have been in time.
        backdated = any(
            row["reviewed_on"] and months_after(row["reviewed_on"], interval) >= period.as_at
            for row in held
            if row not in reviews
        )
        overdue = broken(key, "backdated" if backdated else "overdue")
        if not reviews:
            return overdue
        dated = [row for row in reviews if row["reviewed_on"]]
        if not dated:
            return unclear(key, "review-undated")
        # Of two on one day, the one written down later.
        latest = max(dated, key=lambda row: (row["reviewed_on"], row["review_id"]))
        if months_after(latest["reviewed_on"], interval) < period.as_at:
            return overdue
        if latest["board_consulted"] is None:
            return unclear(key, "board-unknown")
        if not latest["board_consulted"] or not latest["minutes"]:
            return broken(key, "board-not-consulted")
        return kept(key)

    return [judge(policy) for policy in tables["policies"]]


def complete(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """PO-02: every document that the policy names exists, in a version, with owner and date."""
    policies = {row["policy_id"]: row for row in tables["policies"]}
    issued = {
        row["policy_id"]
        for row in tables["policy_versions"]
        if row["issued_on"] is not None and row["issued_on"] <= period.as_at
    }

    def judge(name: str) -> Verdict:
        if name not in policies:
            return broken(name, "missing")
        codes = []
        if name not in issued:
            codes.append("no-version")
        if policies[name]["owner_id"] is None:
            codes.append("no-owner")
        if policies[name]["next_review_on"] is None:
            codes.append("no-next-date")
        return broken(name, " ".join(codes)) if codes else kept(name)

    return [judge(name) for name in settings.policy_review.named]
