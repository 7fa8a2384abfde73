"""Where two clauses differ, both verdicts are told: 3.1 and 5.1 of the policy."""

from __future__ import annotations

import pytest

from chs_audit.controls import BY_ID
from chs_audit.controls.answers import ask
from tests.support import inputs, verdicts

PEOPLE = "person_id\np1"


def told(control: str, columns: str, row: str, precedence: dict[str, str] | None = None):
    """Kind, reasons and the other clause's verdict on one disclosure; None where it is kept."""
    table = f"disclosure_id|person_id|disclosed_at|{columns}\nd1|p1|2025-03-10 10:00|{row}"
    settings = {"precedence": precedence or {}}
    audit = inputs(disclosures=table, service_users=PEOPLE, settings=settings)
    (answer,) = ask(audit, [BY_ID[control]])
    assert answer.examined == 1
    rows = [(row.kind, row.reasons, row.also) for row in answer.findings.itertuples()]
    return rows[0] if rows else None


class TestOrganisationConsented:
    """TP-09"""

    COLUMNS = "organisation|organisation_consented|joint_working"

    @pytest.mark.parametrize(
        ("row", "kind", "reason"),
        [
            ("Elm|no|no", "broken", "organisation-data"),
            ("Elm|no|-", "broken", "organisation-data"),
            ("Elm|-|no", "cannot tell", "not-recorded"),
            ("Elm|-|-", "cannot tell", "not-recorded"),
        ],
    )
    def test_without_consent(self, row, kind, reason):
        assert told("TP-09", self.COLUMNS, row) == (kind, reason, "")

    @pytest.mark.parametrize("row", ["Elm|yes|no", "Elm|no|yes", "Elm|-|yes", "Elm|yes|-"])
    def test_with_consent_or_protocol_both_verdicts_are_told(self, row):
        also = "broken by 3.1 to the letter (T3: not settled)"
        assert told("TP-09", self.COLUMNS, row) == ("two verdicts", "", also)

    def test_the_setting_that_settles_it_is_named(self):
        also = "broken by 3.1 to the letter (T3: consent)"
        found = told("TP-09", self.COLUMNS, "Elm|yes|no", {"organisation_data": "consent"})
        assert found == ("two verdicts", "", also)

    @pytest.mark.parametrize(
        ("row", "also"),
        [
            ("Elm|yes|no", "kept by 1.3 or 5.4 (T3: 3.1)"),
            ("Elm|no|no", ""),
            ("Elm|-|-", ""),
        ],
    )
    def test_read_to_the_letter_everything_breaks(self, row, also):
        found = told("TP-09", self.COLUMNS, row, {"organisation_data": "3.1"})
        assert found == ("broken", "organisation-data", also)

    def test_what_is_no_organisations_is_not_asked(self):
        table = f"disclosure_id|person_id|disclosed_at|{self.COLUMNS}\nd1|p1|2025-03-10 10:00|-|no|no\nd2|p1|2025-03-10 10:00|Elm|no|no"
        found = verdicts("TP-09", disclosures=table, service_users=PEOPLE)
        assert found == {"d2": "organisation-data"}


class TestSessionDetail:
    """TP-11"""

    COLUMNS = "session_detail|requested_on|ground|joint_working"

    @pytest.mark.parametrize(
        ("row", "kind", "reason"),
        [
            ("yes|-|consent|no", "broken", "no-request"),
            ("yes|-|-|-", "broken", "no-request"),
            ("yes|2025-03-11|consent|no", "broken", "request-later"),
            ("-|2025-03-01|consent|no", "cannot tell", "not-recorded"),
            ("-|-|police|yes", "cannot tell", "not-recorded"),
        ],
    )
    def test_without_a_request(self, row, kind, reason):
        assert told("TP-11", self.COLUMNS, row) == (kind, reason, "")

    @pytest.mark.parametrize("row", ["yes|2025-03-10|consent|no", "yes|2025-01-01|police|yes"])
    def test_asked_for_by_that_day_it_is_kept(self, row):
        assert told("TP-11", self.COLUMNS, row) is None

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("yes|-|safeguarding|no", "no-request"),
            ("yes|-|consent|yes", "no-request"),
            ("yes|2025-03-11|police|no", "request-later"),
        ],
    )
    def test_on_a_ground_or_under_a_protocol_both_verdicts_are_told(self, row, reason):
        also = "kept by 1.3, 5.3 or 5.4 (T1: not settled)"
        assert told("TP-11", self.COLUMNS, row) == ("broken", reason, also)
        also = "kept by 1.3, 5.3 or 5.4 (T1: 5.1)"
        found = told("TP-11", self.COLUMNS, row, {"session_detail": "5.1"})
        assert found == ("broken", reason, also)
        also = "broken by 5.1 to the letter (T1: exceptions)"
        found = told("TP-11", self.COLUMNS, row, {"session_detail": "exceptions"})
        assert found == ("two verdicts", "", also)

    def test_exceptions_spare_nothing_else(self):
        found = told("TP-11", self.COLUMNS, "yes|-|consent|no", {"session_detail": "exceptions"})
        assert found == ("broken", "no-request", "")

    def test_what_tells_of_no_session_is_not_asked(self):
        table = f"disclosure_id|person_id|disclosed_at|{self.COLUMNS}\nd1|p1|2025-03-10 10:00|no|-|-|no\nd2|p1|2025-03-10 10:00|yes|-|-|no"
        found = verdicts("TP-11", disclosures=table, service_users=PEOPLE)
        assert found == {"d2": "no-request"}
