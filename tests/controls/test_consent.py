"""What people are told, and whether they were asked: 4a of the policy."""

from __future__ import annotations

from types import MappingProxyType

import pytest

from tests.support import verdict, verdicts


class TestToldAtFirstContact:
    """IC-01"""

    PEOPLE = "person_id|first_contact_on\np1|2025-03-10"

    def verdict(
        self, told: str | None, asked: str | None, *, people: str = PEOPLE, **given: object
    ) -> str:
        # Somebody else's records show that the tables are kept at all.
        notices = "notice_id|person_id|told_on\nn0|p0|2025-01-01"
        consents = "consent_id|person_id|requested_at\nc0|p0|2025-01-01 10:00"
        if told:
            notices += f"\nn1|p1|{told}"
        if asked:
            consents += f"\nc1|p1|{asked}"
        tables = {"service_users": people, "privacy_notices": notices, "consents": consents}
        return verdict("IC-01", "p1", **(tables | given))

    @pytest.mark.parametrize(
        ("told", "asked", "verdict"),
        [
            ("2025-03-10", "2025-03-10 23:59", "kept"),
            ("2025-03-01", "2025-03-01 09:00", "kept"),
            ("2025-03-11", "2025-03-10 09:00", "told-late"),
            (None, "2025-03-10 09:00", "never-told"),
            ("2025-03-10", None, "never-asked"),
            ("2025-03-10", "2025-03-11 00:00", "asked-late"),
            ("-", "2025-03-10 09:00", "?notice-undated"),
            ("2025-03-10", "-", "?request-undated"),
        ],
    )
    def test_verdicts(self, told, asked, verdict):
        assert self.verdict(told, asked) == verdict

    def test_no_first_contact_date_cannot_be_told(self):
        people = "person_id|first_contact_on\np1|-"
        assert self.verdict(None, None, people=people) == "?no-first-contact-date"

    def test_grace_is_a_setting(self):
        settings = {"informed_consent": {"first_contact_grace_days": 1}}
        assert self.verdict("2025-03-11", "2025-03-11 09:00", settings=settings) == "kept"
        assert self.verdict("2025-03-12", "2025-03-11 09:00", settings=settings) == "told-late"

    def test_an_answer_without_a_recorded_request_counts_as_asked(self):
        consents = "consent_id|person_id|requested_at|decided_at\nc1|p1|-|2025-03-10 09:00"
        assert self.verdict("2025-03-10", None, consents=consents) == "kept"

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("-|2025-03-10 09:00|2025-12-31 23:59", "kept"),
            ("-|2025-03-10 09:00|2026-01-01 00:00", "never-asked"),
            ("2025-03-10 08:00|2025-03-10 09:00|2026-01-01 00:00", "kept"),
        ],
    )
    def test_an_answer_shows_the_request_if_it_was_on_record(self, row, verdict):
        consents = f"consent_id|person_id|requested_at|decided_at|recorded_at\nc1|p1|{row}"
        assert self.verdict("2025-03-10", None, consents=consents) == verdict

    def test_what_happens_after_the_audit_date_does_not_count(self):
        told = self.verdict("2025-03-10", "2025-03-10 09:00", as_at="2025-03-09")
        assert told == "never-told"

    def test_no_notices_at_all_is_not_tested(self):
        told = verdicts("IC-01", service_users=self.PEOPLE, consents="consent_id|person_id\nc|p1")
        assert told == {"not tested": "no records of privacy notices given"}


class TestAllFourTold:
    """IC-02"""

    def verdict(self, why: str, with_whom: str, agree: str, refuse: str) -> str:
        consents = f"""
            consent_id | person_id | decision | decided_at       | told_why | told_with_whom | told_if_agree | told_if_refuse
            c1         | p1        | given    | 2025-03-10 10:00 | {why}    | {with_whom}    | {agree}       | {refuse}
        """
        return verdict("IC-02", "c1", consents=consents)

    @pytest.mark.parametrize(
        ("parts", "verdict"),
        [
            ("yes yes yes yes", "kept"),
            ("no yes yes yes", "why-not-told"),
            ("yes no yes yes", "with-whom-not-told"),
            ("yes yes no yes", "agreeing-not-told"),
            ("yes yes yes no", "refusing-not-told"),
            ("no yes yes no", "why-not-told refusing-not-told"),
            ("yes - yes yes", "?part-not-recorded"),
            ("- - - -", "?part-not-recorded"),
            ("yes - yes no", "refusing-not-told"),
        ],
    )
    def test_verdicts(self, parts, verdict):
        assert self.verdict(*parts.split()) == verdict

    def test_requests_without_an_answer_are_not_asked(self):
        consents = "consent_id|person_id|decision|told_why\nc1|p1|-|no"
        assert "not tested" in verdicts("IC-02", consents=consents)

    def test_an_undated_answer_stays_in(self):
        consents = "consent_id|person_id|decision|told_why\nc1|p1|refused|no"
        assert verdicts("IC-02", consents=consents) == {"c1": "why-not-told"}


class TestConsentCoverage:
    """IC-07"""

    PEOPLE = """
        person_id | first_contact_on | closed_on
        p1        | 2025-03-10       | -
    """
    ONE = MappingProxyType({"informed_consent": {"purposes": ["school"]}})

    def verdict(self, consents: str, **given: object) -> str:
        table = f"consent_id|person_id|purpose|decision|decided_at|recorded_at\n{consents}"
        tables = {"service_users": self.PEOPLE, "consents": table, "settings": self.ONE}
        return verdict("IC-07", "p1|school", **(tables | given))

    @pytest.mark.parametrize(
        ("consents", "verdict"),
        [
            ("c1|p1|school|given|2025-03-10 10:00|-", "kept"),
            ("c1|p1|school|refused|2025-03-10 10:00|-", "kept"),
            ("c1|p1| School |given|2025-03-10 10:00|-", "kept"),
            ("c1|p1|health|given|2025-03-10 10:00|-", "no-decision"),
            ("c1|p2|school|given|2025-03-10 10:00|-", "no-decision"),
            ("c1|p1|school|-|2025-03-10 10:00|-", "no-decision"),
            ("c1|p1|school|given|2025-12-31 23:59|-", "kept"),
            ("c1|p1|school|given|2026-01-01 00:00|-", "no-decision"),
            ("c1|p1|school|given|2025-12-31 10:00|2026-01-01 00:00", "no-decision"),
            ("c1|p1|school|given|-|-", "?decision-undated"),
        ],
    )
    def test_verdicts(self, consents, verdict):
        assert self.verdict(consents) == verdict

    def test_every_purpose_is_asked(self):
        table = (
            "consent_id|person_id|purpose|decision|decided_at\nc1|p1|school|given|2025-03-10 10:00"
        )
        settings = {"informed_consent": {"purposes": ["school", "health"]}}
        told = verdicts("IC-07", service_users=self.PEOPLE, consents=table, settings=settings)
        assert told == {"p1|health": "no-decision"}

    @pytest.mark.parametrize(
        ("first_contact", "closed", "verdict"),
        [
            ("2025-12-31", "-", "no-decision"),
            ("2026-01-01", "-", "not asked"),
            ("-", "-", "no-decision"),
            ("2025-03-10", "2025-12-31", "not asked"),
            ("2025-03-10", "2026-01-01", "no-decision"),
        ],
    )
    def test_only_open_service_users_are_asked(self, first_contact, closed, verdict):
        people = f"""
            person_id | first_contact_on | closed_on
            p0        | 2025-01-01       | -
            p1        | {first_contact}  | {closed}
        """
        assert (
            self.verdict("c1|p0|school|given|2025-03-10 10:00|-", service_users=people) == verdict
        )
