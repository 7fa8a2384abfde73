"""Everybody is trained in data protection, at the start and again: 3.4 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict


class TestTrained:
    """AW-02, as at 31 December 2025."""

    def verdict(
        self, *done: str, started: str = "2025-01-01", left: str = "-", **given: object
    ) -> str:
        staff = f"staff_id|started_on|left_on\namy|{started}|{left}\nben|2024-01-01|-"
        table = "training_id|staff_id|course|completed_on\ng0|ben|data-protection|2025-06-01"
        for number, row in enumerate(done, 1):
            table += f"\ng{number}|amy|{row}"
        return verdict("AW-02", "amy", **({"staff": staff, "training": table} | given))

    @pytest.mark.parametrize(
        ("done", "verdict"),
        [
            (("data-protection|2025-01-31",), "kept"),
            (("data-protection|2025-02-01",), "overdue"),
            (("data-protection|2024-12-01", "data-protection|2024-12-31"), "kept"),
            (("data-protection|2024-12-01", "data-protection|2024-12-30"), "overdue"),
            (("data-protection|2025-01-31", "data-protection|-"), "kept"),
            (("data-protection|-",), "?undated"),
            (("safeguarding|2025-01-05",), "never"),
            (("-|2025-01-05",), "never"),
            (("data-protection|2026-01-01",), "never"),
            ((), "never"),
        ],
    )
    def test_verdicts(self, done, verdict):
        assert self.verdict(*done) == verdict

    def test_no_start_date_cannot_be_told(self):
        assert self.verdict("data-protection|2025-01-05", started="-") == "?no-start-date"

    @pytest.mark.parametrize(
        ("started", "left", "verdict"),
        [
            ("2025-12-01", "-", "?not-due"),
            ("2025-11-30", "-", "never"),
            ("2025-03-01", "2025-03-31", "?not-due"),
            ("2025-03-01", "2025-04-01", "never"),
        ],
    )
    def test_the_first_training_is_not_due_at_once(self, started, left, verdict):
        assert self.verdict(started=started, left=left) == verdict

    @pytest.mark.parametrize(
        ("left", "verdict"), [("2025-06-30", "kept"), ("2025-07-01", "overdue")]
    )
    def test_who_left_owed_it_until_the_last_day(self, left, verdict):
        given = {"started": "2024-06-01", "left": left}
        assert self.verdict("data-protection|2024-06-30", **given) == verdict

    def test_who_left_before_the_period_is_not_asked(self):
        assert self.verdict(started="2024-01-01", left="2024-12-31") == "not asked"
        assert self.verdict(started="2024-01-01", left="2025-01-01") == "never"

    def test_the_limits_are_settings(self):
        settings = {"awareness": {"induction_days": 31, "refresher_months": 6}}
        late = self.verdict("data-protection|2025-02-01", settings=settings, as_at="2025-08-01")
        stale = self.verdict("data-protection|2025-02-01", settings=settings, as_at="2025-08-02")
        assert (late, stale) == ("kept", "overdue")


class TestNoVersionInForce:
    """AW-01: where no version was in force yet, nobody can have missed it."""

    def test_a_version_of_another_policy_or_a_later_day_is_not_owed(self):
        versions = "policy_id|version|issued_on\nother|1|2024-01-01\nconfidentiality|1|2026-01-01"
        given = {
            "staff": "staff_id|started_on\namy|2024-01-01",
            "acknowledgements": "acknowledgement_id|staff_id|policy_id|version|acknowledged_at\na1|amy|confidentiality|1|2024-01-01 09:00",
            "policy_versions": versions,
            "access_log": "event_id|occurred_at|staff_id\ne1|2025-03-10 10:00|ben",
        }
        assert verdict("AW-01", "amy", **given) == "kept"
