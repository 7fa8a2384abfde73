"""Nobody who asks is told even whether a person is known: the policy's opening."""

from __future__ import annotations

import pytest

from tests.support import verdict


class TestNothingConfirmed:
    """TP-10"""

    def verdict(self, row: str, received: str = "2025-03-10 10:00") -> str:
        table = f"enquiry_id|received_at|confirmed_known|ground|ground_facts\nq1|{received}|{row}\nq0|2025-03-10 10:00|no|-|-"
        return verdict("TP-10", "q1", enquiries=table)

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("no|-|-", "kept"),
            ("yes|-|-", "confirmed-known"),
            ("yes|-|they asked", "confirmed-known"),
            ("yes|police|-", "confirmed-known"),
            ("yes|consent|they said yes", "confirmed-known"),
            ("yes|police|a request in writing", "kept"),
            ("-|-|-", "?not-recorded"),
            ("-|police|a request in writing", "?not-recorded"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    @pytest.mark.parametrize("ground", ["emergency", "public-safety", "safeguarding", "legal-duty"])
    def test_every_lawful_ground_counts(self, ground):
        assert self.verdict(f"yes|{ground}|facts") == "kept"

    @pytest.mark.parametrize(
        ("received", "verdict"),
        [
            ("2024-12-31 23:59", "not asked"),
            ("2025-12-31 23:59", "confirmed-known"),
            ("-", "confirmed-known"),
        ],
    )
    def test_enquiries_of_the_period_are_asked(self, received, verdict):
        assert self.verdict("yes|-|-", received) == verdict
