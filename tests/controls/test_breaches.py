"""Breaches: judged, dealt with, and reported where they must be: 5 of the policy, and the law."""

from __future__ import annotations

import pytest

from tests.support import verdict, verdicts


def breach(control: str, columns: str, row: str, aware: str = "2025-03-10 10:00", **given) -> str:
    """The verdict on one breach with these cells."""
    table = f"breach_id|aware_at|{columns}\nb1|{aware}|{row}"
    return verdict(control, "b1", breaches=table, **given)


class TestBreachHandled:
    """BR-01"""

    def verdict(self, row: str, aware: str = "2025-03-10 10:00") -> str:
        return breach("BR-01", "by_kind|seriousness|route|outcome", row, aware)

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("employee|low|informal|done", "kept"),
            ("-|low|informal|done", "?by-whom-unknown"),
            ("employee|-|informal|done", "not-assessed"),
            ("employee|low|-|done", "no-route"),
            ("employee|low|informal|-", "no-outcome"),
            ("employee|-|-|-", "not-assessed no-route no-outcome"),
            ("-|-|informal|done", "not-assessed"),
            ("employee|high|informal|-", "route-does-not-fit no-outcome"),
            ("employee|-|trustees|done", "not-assessed"),
            ("trustee|-|formal|done", "not-assessed route-does-not-fit"),
            ("-|high|informal|done", "?by-whom-unknown"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    @pytest.mark.parametrize("kind", ["employee", "volunteer", "student"])
    @pytest.mark.parametrize(
        ("level", "fits"),
        [("low", "informal formal"), ("medium", "informal formal"), ("high", "formal")],
    )
    def test_routes_of_staff(self, kind, level, fits):
        self._fits(kind, level, fits)

    @pytest.mark.parametrize(
        ("kind", "fits"),
        [
            ("trustee", "trustees"),
            ("visitor", "partner-agency trustees"),
            ("outside", "partner-agency trustees none"),
        ],
    )
    @pytest.mark.parametrize("level", ["low", "high"])
    def test_routes_of_others(self, kind, level, fits):
        self._fits(kind, level, fits)

    def _fits(self, kind: str, level: str, fits: str) -> None:
        for route in ("informal", "formal", "trustees", "partner-agency", "none"):
            expected = "kept" if route in fits.split() else "route-does-not-fit"
            assert self.verdict(f"{kind}|{level}|{route}|done") == expected, route

    def test_breaches_of_the_period_are_asked(self):
        rows = "b1|2024-12-31 23:59|-\nb2|2025-01-01 00:00|-\nb3|-|-"
        table = f"breach_id|aware_at|outcome\n{rows}"
        assert set(verdicts("BR-01", breaches=table)) == {"b2", "b3"}


class TestIcoDecided:
    """BR-02"""

    def verdict(self, row: str, aware: str = "2025-03-10 10:00", **given: object) -> str:
        columns = "ico_decision|ico_reason|ico_reported_at|ico_late_reason"
        return breach("BR-02", columns, row, aware, **given)

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("no-report|no risk|-|-", "kept"),
            ("no-report|no risk|2025-05-01 10:00|-", "kept"),
            ("no-report|-|-|-", "no-decision"),
            ("-|no risk|-|-", "no-decision"),
            ("report|risk|2025-03-13 10:00|-", "kept"),
            ("report|risk|2025-03-13 10:00:01|-", "late-without-reason"),
            ("report|risk|2025-03-13 10:01|the lead was ill", "kept"),
            ("report|risk|-|-", "late-without-reason"),
            ("report|risk|-|the lead was ill", "kept"),
            ("report|-|2025-03-10 11:00|-", "no-decision"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    def test_aware_at_no_time_cannot_be_told(self):
        assert self.verdict("no-report|no risk|-|-", aware="-") == "?time-unknown"

    @pytest.mark.parametrize(
        ("row", "aware", "verdict"),
        [
            ("-|-|-|-", "2025-12-29 00:00", "?not-due"),
            ("-|-|-|-", "2025-12-28 23:59", "no-decision"),
            ("report|-|-|-", "2025-12-29 00:00", "?not-due"),
            ("report|risk|-|-", "2025-12-29 00:00", "?not-due"),
            ("report|risk|-|-", "2025-12-28 23:59", "late-without-reason"),
            ("report|risk|2025-12-29 09:00|-", "2025-12-29 00:00", "kept"),
            ("no-report|risk|-|-", "2025-12-29 00:00", "kept"),
        ],
    )
    def test_within_72_hours_of_the_audit_date_it_is_not_due(self, row, aware, verdict):
        assert self.verdict(row, aware) == verdict

    def test_the_hours_are_a_setting(self):
        settings = {"breaches": {"ico_hours": 73}}
        assert self.verdict("report|risk|2025-03-13 11:00|-", settings=settings) == "kept"


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("no|-|-", "kept"),
        ("yes|2025-03-11 10:00|-", "kept"),
        ("yes|-|the police asked us to wait", "kept"),
        ("yes|-|-", "people-not-told"),
        ("-|2025-03-11 10:00|-", "?risk-unknown"),
    ],
)
def test_people_told(row, verdict):
    """BR-03"""
    assert breach("BR-03", "high_risk|people_told_at|people_not_told_reason", row) == verdict


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("report|harm", "kept"),
        ("no-report|no harm", "kept"),
        ("report|-", "no-decision"),
        ("-|harm", "no-decision"),
    ],
)
def test_commission_decided(row, verdict):
    """BR-04"""
    assert breach("BR-04", "commission_decision|commission_reason", row) == verdict


class TestBreachRegistered:
    """BR-05"""

    def verdict(self, row: str, register: str = "NK-01-a") -> str:
        decisions = f"finding_id|decision|decided_on\nNK-01-a|{row}\nNK-01-z|breach|2025-03-10"
        breaches = f"breach_id|finding_id\nb1|{register}\nb2|{register}\nb3|-"
        return verdict("BR-05", "NK-01-a", decisions=decisions, breaches=breaches)

    def test_in_the_register_it_is_kept(self):
        assert self.verdict("breach|2025-03-10") == "kept"

    @pytest.mark.parametrize("register", ["NK-01-b", "-"])
    def test_in_no_register_it_is_not(self, register):
        assert self.verdict("breach|2025-03-10", register) == "not-in-register"

    @pytest.mark.parametrize(
        "decision", ["not-a-breach", "remedied", "accepted", "needs-facts", "-"]
    )
    def test_other_decisions_are_not_asked(self, decision):
        assert self.verdict(f"{decision}|2025-03-10", "-") == "not asked"

    @pytest.mark.parametrize(
        ("day", "verdict"),
        [
            ("2024-12-31", "not asked"),
            ("2025-01-01", "not-in-register"),
            ("2026-01-01", "not asked"),
            ("-", "not-in-register"),
        ],
    )
    def test_decisions_of_the_period_are_asked(self, day, verdict):
        assert self.verdict(f"breach|{day}", "-") == verdict


class TestRevealDecided:
    """NK-08, with 14 days to decide; the audit date is 30 June 2025."""

    def verdict(self, reveal: str, decision: str = "NK-01-x|breach|2025-03-01") -> str:
        return verdict(
            "NK-08",
            "r1",
            reveals=f"reveal_id|revealed_at|finding_id\nr1|{reveal}\nr2|2025-03-10 12:00|-",
            decisions=f"finding_id|decision|decided_on\n{decision}",
            as_at="2025-06-30",
        )

    @pytest.mark.parametrize(
        ("decided", "told"),
        [
            ("breach|2025-03-24", "kept"),
            ("breach|2025-03-25", "not-decided"),
            ("not-a-breach|2025-01-02", "kept"),
            ("breach|-", "?time-unknown"),
            ("-|2025-03-11", "not-decided"),
            ("breach|2025-07-01", "not-decided"),
        ],
    )
    def test_the_finding_is_decided_in_time(self, decided, told):
        assert self.verdict("2025-03-10 23:59|NK-01-a", f"NK-01-a|{decided}") == told

    @pytest.mark.parametrize(
        ("reveal", "told"),
        [
            ("2025-06-15 12:00|NK-01-a", "not-decided"),
            ("2025-06-16 12:00|NK-01-a", "?not-due"),
            ("2025-06-30 12:00|NK-01-a", "?not-due"),
            ("2025-03-10 12:00|-", "no-finding"),
            ("-|-", "no-finding"),
            ("-|NK-01-a", "?time-unknown"),
        ],
    )
    def test_what_is_not_decided(self, reveal, told):
        assert self.verdict(reveal) == told

    @pytest.mark.parametrize("day", ["2024-12-31", "2026-01-01"])
    def test_reveals_of_the_period_are_asked(self, day):
        assert self.verdict(f"{day} 00:00|NK-01-a") == "not asked"

    def test_where_nothing_was_ever_decided_it_is_asked_all_the_same(self):
        reveals = "reveal_id|revealed_at|finding_id\nr1|2025-03-10 12:00|NK-01-a"
        assert verdict("NK-08", "r1", reveals=reveals) == "not-decided"
