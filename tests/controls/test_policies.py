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

    def test_the_interval_is_a_setting(self):
        settings = {"policy_review": {"interval_months": 24}}
        assert self.verdict("2023-12-31|management|yes|x", settings=settings) == "kept"
