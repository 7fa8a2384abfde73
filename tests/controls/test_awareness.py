"""Everybody knows the policy before they need it: 3.4 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict

VERSIONS = """
    policy_id       | version | issued_on
    confidentiality | 1       | 2023-01-01
    confidentiality | 2       | 2025-06-01
    other           | 9       | 2025-07-01
"""


class TestAcknowledged:
    """AW-01"""

    def verdict(
        self,
        *acknowledged: str,
        started: str = "2024-01-01",
        left: str = "-",
        first_access: str = "2024-02-01 09:00",
        **given: object,
    ) -> str:
        staff = f"staff_id|started_on|left_on\namy|{started}|{left}\nben|2024-01-01|-"
        table = "acknowledgement_id|staff_id|policy_id|version|acknowledged_at\na0|ben|confidentiality|1|2024-01-01 09:00"
        for number, row in enumerate(acknowledged, 1):
            table += f"\na{number}|amy|confidentiality|{row}"
        log = f"event_id|occurred_at|staff_id\ne1|{first_access}|amy\ne2|2025-09-01 09:00|amy"
        tables = {
            "staff": staff,
            "acknowledgements": table,
            "policy_versions": VERSIONS,
            "access_log": log,
        }
        return verdict("AW-01", "amy", **(tables | given))

    @pytest.mark.parametrize(
        ("acknowledged", "verdict"),
        [
            (("1|2024-01-02 09:00", "2|2025-07-01 23:59"), "kept"),
            (("1|2024-01-02 09:00", "2|2025-07-02 00:00"), "old-version"),
            (("1|2024-01-02 09:00",), "old-version"),
            (("1|2024-02-01 09:00", "2|2025-06-02 09:00"), "after-first-access"),
            (("1|2024-02-01 08:59", "2|2025-06-02 09:00"), "kept"),
            ((), "never"),
            (("1|-",), "?undated"),
            (("1|2026-01-01 09:00",), "never"),
        ],
    )
    def test_verdicts(self, acknowledged, verdict):
        assert self.verdict(*acknowledged) == verdict

    def test_another_policy_does_not_count(self):
        table = "acknowledgement_id|staff_id|policy_id|version|acknowledged_at\na1|amy|other|9|2024-01-02 09:00"
        assert self.verdict(acknowledgements=table) == "never"

    def test_no_start_date_cannot_be_told(self):
        assert self.verdict("1|2024-01-02 09:00", started="-") == "?no-start-date"

    def test_a_new_version_is_not_owed_by_who_left_within_its_limit(self):
        assert self.verdict("1|2024-01-02 09:00", left="2025-07-01") == "kept"
        assert self.verdict("1|2024-01-02 09:00", left="2025-07-02") == "old-version"

    def test_the_limit_of_a_newcomer_runs_from_their_first_day(self):
        given = {"started": "2025-07-10", "first_access": "2025-09-01 09:00"}
        first = "1|2025-07-10 09:00"
        assert self.verdict(first, "2|2025-08-09 09:00", **given) == "kept"
        assert self.verdict(first, "2|2025-08-10 09:00", **given) == "old-version"

    def test_the_limit_is_a_setting(self):
        settings = {"awareness": {"new_version_days": 31}}
        read = ("1|2024-01-02 09:00", "2|2025-07-02 09:00")
        assert self.verdict(*read, settings=settings) == "kept"

    def test_who_left_before_the_period_is_not_asked(self):
        assert self.verdict(left="2024-12-31") == "not asked"
        assert self.verdict(left="2025-01-01") == "never"
