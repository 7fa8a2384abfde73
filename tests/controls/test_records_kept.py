"""Who owns sets of records, where they are, and how they are locked: 1.1 and 3.6 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict


class TestOwnedAndDated:
    """RM-01, as at 31 December 2025."""

    def verdict(self, row: str, destroyed: str = "-") -> str:
        table = f"asset_id|owner_id|place|retain_until_on|destroyed_on\na1|{row}|{destroyed}\na0|s1|safe|2030-01-01|-"
        return verdict("RM-01", "a1", assets=table)

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("s1|safe|2025-12-31", "kept"),
            ("s1|safe|2025-12-30", "past-retention"),
            ("-|safe|2030-01-01", "no-owner"),
            ("s1|-|2030-01-01", "no-place"),
            ("s1|safe|-", "no-retention-date"),
            ("-|-|-", "no-owner no-place no-retention-date"),
            ("-|-|2020-01-01", "no-owner no-place past-retention"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    @pytest.mark.parametrize(
        ("destroyed", "verdict"), [("2025-12-31", "not asked"), ("2026-01-01", "no-owner")]
    )
    def test_what_was_destroyed_is_not_asked(self, destroyed, verdict):
        assert self.verdict("-|safe|2030-01-01", destroyed) == verdict


class TestKeptSecurely:
    """RM-02, as at 31 December 2025."""

    def verdict(self, row: str, **choice: object) -> str:
        table = (
            f"asset_id|secured|place|key_holders|checked_on\na1|{row}\na0|locked|safe|s1|2025-12-01"
        )
        settings = {"records_kept": {"permitted_places": ["Safe", "cloud"]} | choice}
        return verdict("RM-02", "a1", assets=table, settings=settings)

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("locked|safe|s1|2025-07-01", "kept"),
            ("encrypted|CLOUD|s1;s2|2025-07-01", "kept"),
            ("open|safe|s1|2025-07-01", "not-secure"),
            ("locked|my car|s1|2025-07-01", "not-permitted-place"),
            ("locked|safe 2|s1|2025-07-01", "not-permitted-place"),
            ("locked|safe|-|2025-07-01", "key-holders-unknown"),
            ("locked|safe|s1|2025-06-29", "check-overdue"),
            ("locked|safe|s1|2025-06-30", "check-overdue"),
            (
                "open|my car|-|2020-01-01",
                "not-secure not-permitted-place key-holders-unknown check-overdue",
            ),
            ("-|safe|s1|2025-07-01", "?not-recorded"),
            ("locked|-|s1|2025-07-01", "?not-recorded"),
            ("locked|safe|s1|-", "?not-recorded"),
            ("open|-|s1|-", "not-secure"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    def test_the_interval_is_a_setting(self):
        assert self.verdict("locked|safe|s1|2024-12-31", check_months=12) == "kept"
        assert self.verdict("locked|safe|s1|2024-12-30", check_months=12) == "check-overdue"

    def test_without_permitted_places_it_is_not_tested(self):
        assert self.verdict("open|safe|s1|2025-07-01", permitted_places=[]) == "not tested"
