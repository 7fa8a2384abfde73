"""Concerns about children, and what partners get under a protocol: 5.3 and 5.4 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict, verdicts

PEOPLE = "person_id\np1"
STAFF = """
    staff_id | kind      | duties
    amy      | employee  | management
    ben      | employee  | data-protection-lead; safeguarding-lead
    cat      | employee  | data-protection-lead
    dan      | volunteer | -
    eve      | trustee   | -
"""


class TestConcernEscalated:
    """SG-01"""

    def verdict(self, row: str, raised: str = "2025-03-10 10:00", **given: object) -> str:
        concerns = f"concern_id|person_id|raised_at|escalated_at|escalated_to|action\nc1|p1|{raised}|{row}\nc0|p1|2025-03-10 10:00|2025-03-10 11:00|amy|rang"
        tables = {"concerns": concerns, "staff": STAFF, "service_users": PEOPLE}
        return verdict("SG-01", "c1", **(tables | given))

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("2025-03-10 11:00|amy|rang", "kept"),
            ("2025-03-10 11:00|ben|rang", "kept"),
            ("2025-03-10 11:00|eve|rang", "kept"),
            ("2025-03-10 11:00|cat|rang", "wrong-role"),
            ("2025-03-10 11:00|dan|rang", "wrong-role"),
            ("2025-03-11 10:00|amy|rang", "kept"),
            ("2025-03-11 10:00:01|amy|rang", "escalated-late"),
            ("2025-03-10 11:00|amy|-", "no-action"),
            ("2025-03-11 10:01|dan|-", "escalated-late wrong-role no-action"),
            ("2025-03-10 11:00|-|rang", "?whom-unknown"),
            ("2025-03-10 11:00|zoe|rang", "?whom-unknown"),
            ("2025-03-11 10:01|-|rang", "escalated-late"),
            ("-|-|-", "not-escalated"),
            ("-|amy|rang", "not-escalated"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    def test_raised_at_no_time_cannot_be_told(self):
        assert self.verdict("-|-|-", raised="-") == "?time-unknown"

    @pytest.mark.parametrize(
        ("raised", "verdict"),
        [("2025-12-31 00:00", "?not-due"), ("2025-12-30 23:59:59", "not-escalated")],
    )
    def test_within_the_limit_of_the_audit_date_it_is_not_due(self, raised, verdict):
        assert self.verdict("-|-|-", raised=raised) == verdict

    def test_the_limit_is_a_setting(self):
        settings = {"safeguarding": {"escalation_hours": 2}}
        assert self.verdict("2025-03-10 12:00|amy|rang", settings=settings) == "kept"
        assert self.verdict("2025-03-10 12:01|amy|rang", settings=settings) == "escalated-late"

    def test_hours_are_hours_when_the_clocks_change(self):
        # On 30 March 2025 the clocks went forward: a day later by the clock is 23 hours.
        late = self.verdict("2025-03-30 11:00|amy|rang", raised="2025-03-29 10:00")
        later = self.verdict("2025-03-30 11:00:01|amy|rang", raised="2025-03-29 10:00")
        assert (late, later) == ("kept", "escalated-late")


class TestSharingDecided:
    """SG-02"""

    def verdict(self, row: str, raised: str = "2025-03-10 10:00", **given: object) -> str:
        concerns = f"concern_id|person_id|raised_at|share_decision|share_decided_at|share_ground\nc1|p1|{raised}|{row}\nc0|p1|2025-03-10 10:00|share|2025-03-10 11:00|harm"
        return verdict("SG-02", "c1", concerns=concerns, **given)

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("share|2025-03-10 11:00|harm", "kept"),
            ("do-not-share|2025-03-10 11:00|no harm", "kept"),
            ("share|2025-03-15 23:59|harm", "kept"),
            ("share|2025-03-16 00:00|harm", "no-decision"),
            ("share|2025-03-16 00:00|-", "no-decision"),
            ("-|2025-03-10 11:00|harm", "no-decision"),
            ("-|-|-", "no-decision"),
            ("share|2025-03-10 11:00|-", "no-ground"),
            ("share|-|-", "no-ground"),
            ("share|-|harm", "?time-unknown"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    def test_raised_at_no_time_cannot_be_told(self):
        assert self.verdict("share|2025-03-10 11:00|harm", raised="-") == "?time-unknown"

    @pytest.mark.parametrize(
        ("raised", "verdict"),
        [("2025-12-26 00:00", "?not-due"), ("2025-12-25 23:59", "no-decision")],
    )
    def test_within_the_limit_of_the_audit_date_it_is_not_due(self, raised, verdict):
        assert self.verdict("-|-|-", raised=raised) == verdict

    def test_the_limit_is_a_setting(self):
        settings = {"safeguarding": {"decision_days": 6}}
        assert self.verdict("share|2025-03-16 23:59|harm", settings=settings) == "kept"


class TestCoveredByProtocol:
    """JW-01"""

    GOOD = "Elm|2025-01-01|2025-01-02|yes|2025-01-03|2025-12-31|contact;health|school|-"
    SENT = "2025-03-10 10:00|elm|School|contact|yes"

    def verdict(self, *protocols: str, sent: str = SENT) -> str:
        table = "protocol_id|partner|signed_for_us_on|signed_for_them_on|signed_with_authority|from_on|until_on|sections|purposes|recorded_at\nj0|Ash|-|-|-|-|-|-|-|-"
        for number, row in enumerate(protocols, 1):
            table += f"\nj{number}|{row}"
        disclosures = f"disclosure_id|person_id|disclosed_at|recipient|purpose|sections_sent|joint_working\nd1|p1|{sent}"
        given = {"protocols": table, "disclosures": disclosures, "service_users": PEOPLE}
        return verdict("JW-01", "d1", **given)

    @pytest.mark.parametrize(
        ("protocol", "verdict"),
        [
            (GOOD, "kept"),
            ("Elm|2025-03-10|2025-03-10|yes|2025-03-10|2025-03-10|Contact|school|-", "kept"),
            ("Elm|2025-01-01|2025-01-02|yes|2025-01-03|-|contact|health; School |-", "kept"),
            ("Elm|2025-03-11|2025-01-02|yes|2025-01-03|-|contact|school|-", "unsigned"),
            ("Elm|2025-01-01|2025-03-11|yes|2025-01-03|-|contact|school|-", "unsigned"),
            ("Elm|-|2025-01-02|yes|2025-01-03|-|contact|school|-", "unsigned"),
            ("Elm|2025-01-01|-|yes|2025-01-03|-|contact|school|-", "unsigned"),
            ("Elm|2025-01-01|2025-01-02|no|2025-01-03|-|contact|school|-", "unsigned"),
            ("Elm|2025-01-01|2025-01-02|-|2025-01-03|-|contact|school|-", "unsigned"),
            ("Elm|2025-01-01|2025-01-02|yes|2025-01-03|2025-03-09|contact|school|-", "expired"),
            ("Elm|2025-01-01|2025-01-02|yes|2025-03-11|-|contact|school|-", "expired"),
            ("Elm|2025-01-01|2025-01-02|yes|-|-|contact|school|-", "expired"),
            ("Elm|2025-01-01|2025-01-02|yes|2025-01-03|-|health|school|-", "out-of-scope"),
            ("Elm|2025-01-01|2025-01-02|yes|2025-01-03|-|contact|health|-", "out-of-scope"),
            ("Elm|2025-01-01|2025-01-02|yes|2025-01-03|-|-|school|-", "out-of-scope"),
            ("Elm|2025-01-01|2025-01-02|yes|2025-01-03|-|contact|-|-", "out-of-scope"),
            (
                "Elm|2025-01-01|2025-01-02|yes|2025-01-03|-|contact|school|2025-03-10 10:01",
                "backdated",
            ),
            ("Elm|2025-01-01|2025-01-02|yes|2025-01-03|-|contact|school|2025-03-10 10:00", "kept"),
            ("Elms|2025-01-01|2025-01-02|yes|2025-01-03|-|contact|school|-", "no-protocol"),
        ],
    )
    def test_verdicts(self, protocol, verdict):
        assert self.verdict(protocol) == verdict

    def test_the_best_of_several_protocols_counts(self):
        over = "ELM|2025-01-01|2025-01-02|yes|2025-01-03|2025-03-09|contact|school|-"
        narrow = "Elm|2025-01-01|2025-01-02|yes|2025-01-03|-|health|school|-"
        unsigned = "Elm|-|-|-|2025-01-03|-|contact|school|-"
        assert self.verdict(over, self.GOOD) == "kept"
        assert self.verdict(over, unsigned, narrow) == "out-of-scope"
        assert self.verdict(over, unsigned) == "unsigned"

    def test_no_protocol_with_that_partner(self):
        assert self.verdict() == "no-protocol"

    @pytest.mark.parametrize(
        ("sent", "verdict"),
        [
            ("2025-03-10 10:00|elm|School|contact|-", "?not-recorded"),
            ("-|elm|School|contact|yes", "?time-unknown"),
            ("2025-03-10 10:00|-|School|contact|yes", "?sent-unknown"),
            ("2025-03-10 10:00|elm|-|contact|yes", "?sent-unknown"),
            ("2025-03-10 10:00|elm|School|-|yes", "?sent-unknown"),
            ("2025-03-10 10:00|elm|School|contact; Health|yes", "kept"),
            ("2025-03-10 10:00|elm|School|contact;notes|yes", "out-of-scope"),
        ],
    )
    def test_what_went(self, sent, verdict):
        assert self.verdict(self.GOOD, sent=sent) == verdict

    def test_what_is_no_joint_working_is_not_asked(self):
        disclosures = "disclosure_id|person_id|disclosed_at|joint_working\nd1|p1|2025-03-10 10:00|no\nd2|p1|2025-03-10 10:00|-"
        given = {"protocols": "protocol_id\nj1", "service_users": PEOPLE}
        assert verdicts("JW-01", disclosures=disclosures, **given) == {"d2": "?not-recorded"}


class TestProtocolReviewed:
    """JW-02, as at 31 December 2025."""

    def verdict(self, row: str, **given: object) -> str:
        table = f"protocol_id|from_on|until_on|signed_for_us_on|signed_for_them_on|reviewed_on\nj1|{row}\nj0|-|-|2025-06-01|-|-"
        return verdict("JW-02", "j1", **({"protocols": table} | given))

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("2020-01-01|-|2020-01-01|2020-01-01|2024-12-31", "kept"),
            ("2020-01-01|-|2020-01-01|2020-01-01|2024-12-30", "review-overdue"),
            ("2020-01-01|-|2020-01-01|2024-12-31|-", "kept"),
            ("2020-01-01|-|2024-12-31|2020-01-01|2020-01-01", "kept"),
            ("2020-01-01|-|2020-01-01|-|-", "review-overdue"),
            ("2020-01-01|-|-|-|-", "?undated"),
            ("-|-|-|-|-", "?undated"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    @pytest.mark.parametrize(
        ("recorded", "verdict"),
        [("2025-12-31 23:59", "kept"), ("2026-01-01 00:00", "backdated"), ("-", "kept")],
    )
    def test_what_was_written_down_after_the_audit_date_is_backdated(self, recorded, verdict):
        table = f"protocol_id|reviewed_on|recorded_at\nj1|2025-06-01|{recorded}"
        assert self.verdict("", protocols=table) == verdict

    @pytest.mark.parametrize(
        ("days", "verdict"),
        [
            ("2025-12-31|-", "?undated"),
            ("2026-01-01|-", "not asked"),
            ("-|2025-12-31", "?undated"),
            ("-|2025-12-30", "not asked"),
        ],
    )
    def test_only_protocols_in_force_are_asked(self, days, verdict):
        assert self.verdict(f"{days}|-|-|-") == verdict

    def test_the_interval_is_a_setting(self):
        settings = {"joint_working": {"review_months": 6}}
        row = "2020-01-01|-|-|-|{}"
        assert self.verdict(row.format("2025-06-30"), settings=settings) == "review-overdue"
        assert self.verdict(row.format("2025-07-01"), settings=settings) == "kept"
