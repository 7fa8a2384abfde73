"""Policies reviewed in time by the right people: 3.5 and the closing section of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict


class TestReviewedInTime:
    """PO-01"""

    def verdict(self, *reviews: str, **given: object) -> str:
        policies = "policy_id\nc\nother"
        table = "review_id|policy_id|reviewed_on|reviewed_by|board_consulted|minutes\nr0|other|2025-06-01|management|yes|June"
        for number, row in enumerate(reviews, 1):
            table += f"\nr{number}|c|{row}"
        return verdict("PO-01", "c", **({"policies": policies, "policy_reviews": table} | given))

    @pytest.mark.parametrize(
        ("review", "verdict"),
        [
            ("2024-12-31|management|yes|January", "kept"),
            ("2024-12-30|management|yes|January", "overdue"),
            ("2025-12-31|management|yes|December", "kept"),
            ("2026-01-01|management|yes|January", "overdue"),
            ("2025-06-01|trustees|yes|June", "overdue"),
            ("2025-06-01|-|yes|June", "overdue"),
            ("2025-06-01|management|no|-", "board-not-consulted"),
            ("2025-06-01|management|yes|-", "board-not-consulted"),
            ("2025-06-01|management|-|June", "?board-unknown"),
            ("-|management|yes|June", "?review-undated"),
        ],
    )
    def test_verdicts(self, review, verdict):
        assert self.verdict(review) == verdict

    def test_the_latest_review_counts(self):
        early, late = "2025-03-01|management|no|-", "2025-06-01|management|yes|June"
        assert self.verdict(early, late) == "kept"
        assert self.verdict(late, early) == "kept"

    def test_a_dated_review_counts_before_an_undated_one(self):
        assert self.verdict("-|management|no|-", "2025-06-01|management|yes|June") == "kept"

    def test_a_policy_without_any_review_is_overdue(self):
        assert self.verdict() == "overdue"

    @pytest.mark.parametrize(
        ("recorded", "verdict"),
        [
            ("2025-12-31 23:59", "kept"),
            ("2026-01-01 00:00", "backdated"),
            ("-", "kept"),
        ],
    )
    def test_what_was_written_down_after_the_audit_date_does_not_count(self, recorded, verdict):
        rows = f"r1|c|2025-06-01|management|yes|June|{recorded}"
        assert self.recorded(rows) == verdict

    def test_an_earlier_review_on_record_still_counts(self):
        rows = """r1|c|2025-02-01|management|yes|June|-
            r2|c|2025-06-01|management|no|-|2026-01-01 00:00"""
        assert self.recorded(rows) == "kept"

    def test_what_would_be_overdue_anyway_is_overdue(self):
        assert self.recorded("r1|c|2024-06-01|management|yes|June|2026-01-01 00:00") == "overdue"

    def recorded(self, rows: str) -> str:
        columns = "review_id|policy_id|reviewed_on|reviewed_by|board_consulted|minutes|recorded_at"
        return verdict("PO-01", "c", policies="policy_id\nc", policy_reviews=f"{columns}\n{rows}")

    def test_the_interval_is_a_setting(self):
        settings = {"policy_review": {"interval_months": 24}}
        assert self.verdict("2023-12-31|management|yes|x", settings=settings) == "kept"
