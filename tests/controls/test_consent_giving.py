"""Consent as it is given: by whom, how, and for how long: 4a and 4.3 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict, verdicts


class TestRefusalEffectTold:
    """IC-03"""

    @pytest.mark.parametrize(
        ("told", "verdict"),
        [("yes", "kept"), ("no", "refusal-effect-not-told"), ("-", "?not-recorded")],
    )
    def test_verdicts(self, told, verdict):
        assert self.verdict("given|2025-03-10 10:00", told) == verdict

    @pytest.mark.parametrize(
        ("answer", "verdict"),
        [
            ("refused|2025-03-10 10:00", "refusal-effect-not-told"),
            ("given|-", "refusal-effect-not-told"),
            ("given|2024-12-31 23:59", "not asked"),
            ("given|2026-01-01 00:00", "not asked"),
            ("-|2025-03-10 10:00", "not asked"),
        ],
    )
    def test_answers_of_the_period_are_asked(self, answer, verdict):
        assert self.verdict(answer, "no") == verdict

    def verdict(self, answer: str, told: str) -> str:
        consents = f"consent_id|person_id|decision|decided_at|told_refusal_may_cost\nc1|p1|{answer}|{told}\nc0|p1|given|2025-03-10 10:00|yes"
        return verdict("IC-03", "c1", consents=consents)


class TestGiverEntitled:
    """IC-04: p1 becomes sixteen on 10 March 2025."""

    def verdict(
        self,
        given_by: str,
        born: str = "2009-03-10",
        able: str = "-",
        decided: str = "2025-03-10 10:00",
        person: str = "p1",
        **given: object,
    ) -> str:
        people = f"person_id|date_of_birth|able_to_consent\np1|{born}|{able}\np0|-|-"
        consents = f"consent_id|person_id|decision|decided_at|given_by\nc1|{person}|given|{decided}|{given_by}"
        tables = {"service_users": people, "consents": consents, "staff": "staff_id\ns1"}
        return verdict("IC-04", "c1", **(tables | given))

    @pytest.mark.parametrize(
        ("given_by", "born", "able", "verdict"),
        [
            ("self", "2009-03-10", "-", "kept"),
            ("self", "2009-03-11", "-", "ability-not-recorded"),
            ("self", "2009-03-11", "yes", "kept"),
            ("self", "1980-01-01", "no", "giver-not-entitled"),
            ("self", "-", "yes", "kept"),
            ("self", "-", "-", "?age-unknown"),
            ("parental-responsibility", "2009-03-11", "-", "kept"),
            ("parental-responsibility", "2009-03-10", "-", "giver-not-entitled"),
            ("parental-responsibility", "2009-03-11", "yes", "giver-not-entitled"),
            ("parental-responsibility", "2009-03-10", "no", "kept"),
            ("parental-responsibility", "-", "-", "kept"),
            ("other-carer", "2015-01-01", "-", "giver-not-entitled"),
            ("other", "1980-01-01", "yes", "giver-not-entitled"),
            ("-", "1980-01-01", "yes", "?relationship-unknown"),
        ],
    )
    def test_verdicts(self, given_by, born, able, verdict):
        assert self.verdict(given_by, born, able) == verdict

    def test_the_age_on_the_day_of_the_answer_counts(self):
        assert self.verdict("self", decided="2025-03-09 23:59") == "ability-not-recorded"

    def test_an_answer_on_no_day_leaves_the_age_open(self):
        assert self.verdict("self", decided="-") == "?age-unknown"

    def test_staff_answer_for_themselves(self):
        assert self.verdict("self", person="s1") == "kept"
        assert self.verdict("parental-responsibility", person="s1") == "giver-not-entitled"

    def test_born_on_a_leap_day(self):
        settings = {"informed_consent": {"ability_age": 15}}
        given = {"born": "2008-02-29", "settings": settings}
        assert (
            self.verdict(
                "self", decided="2023-02-28 09:00", period="2023-01-01 2023-12-31", **given
            )
            == "kept"
        )
        early = self.verdict(
            "self", decided="2023-02-27 09:00", period="2023-01-01 2023-12-31", **given
        )
        assert early == "ability-not-recorded"

    def test_the_age_is_a_setting(self):
        settings = {"informed_consent": {"ability_age": 17}}
        assert self.verdict("self", settings=settings) == "ability-not-recorded"


class TestConsentExpress:
    """IC-05"""

    def verdict(self, row: str, decision: str = "given") -> str:
        consents = f"consent_id|person_id|decision|decided_at|mode|oral_note_on|taken_by\nc1|p1|{decision}|2025-03-10 10:00|{row}"
        return verdicts("IC-05", consents=consents).get("c1", "kept")

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("written|-|-", "kept"),
            ("oral|2025-03-10|s1", "kept"),
            ("oral|-|s1", "oral-without-note"),
            ("oral|2025-03-10|-", "oral-without-note"),
            ("implied|2025-03-10|s1", "implied"),
            ("-|2025-03-10|s1", "?no-mode"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    def test_a_refusal_may_be_of_any_kind(self):
        told = verdicts(
            "IC-05",
            consents="consent_id|person_id|decision|decided_at|mode\nc1|p1|refused|2025-03-10 10:00|-\nc2|p1|given|2025-03-10 10:00|-",
        )
        assert told == {"c2": "?no-mode"}


class TestConsentCurrent:
    """IC-06, as at 31 December 2025."""

    HEADER = "consent_id|person_id|purpose|recipients|decision|decided_at|reviewed_on|expires_on|withdrawn_at|invalidated_at|told_how_to_withdraw"

    def verdict(self, row: str, *more: str, **given: object) -> str:
        rows = [
            f"c1|p1|school|Elm|given|{row}",
            "c0|p0|school|Elm|given|2025-06-01 10:00|-|-|-|-|yes",
        ]
        table = "\n".join([self.HEADER, *rows, *more])
        people = "person_id|closed_on\np1|-\np0|-"
        return verdict("IC-06", "c1", **({"consents": table, "service_users": people} | given))

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("2025-06-01 10:00|-|-|-|-|yes", "kept"),
            ("2024-12-31 00:00|-|-|-|-|yes", "kept"),
            ("2024-12-30 23:59|-|-|-|-|yes", "review-overdue"),
            ("2020-01-01 10:00|2024-12-31|-|-|-|yes", "kept"),
            ("2020-01-01 10:00|2024-12-30|-|-|-|yes", "review-overdue"),
            ("2025-06-01 10:00|2020-01-01|-|-|-|yes", "kept"),
            ("2025-06-01 10:00|-|2025-12-31|-|-|yes", "kept"),
            ("2025-06-01 10:00|-|2025-12-30|-|-|yes", "expired-but-open"),
            ("2020-01-01 10:00|-|2025-12-30|-|-|no", "expired-but-open"),
            ("-|-|2025-12-30|-|-|yes", "expired-but-open"),
            ("-|2025-06-01|-|-|-|yes", "?undated"),
            ("2025-06-01 10:00|-|-|-|-|no", "withdrawal-not-told"),
            ("2025-06-01 10:00|-|-|-|-|-", "?withdrawal-not-recorded"),
            ("2024-01-01 10:00|-|-|-|-|-", "review-overdue"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("2024-01-01 10:00|-|-|2025-12-31 23:59|-|yes", "not asked"),
            ("2024-01-01 10:00|-|-|2026-01-01 00:00|-|yes", "review-overdue"),
            ("2024-01-01 10:00|-|-|-|2025-12-31 23:59|yes", "not asked"),
            ("2024-01-01 10:00|-|-|-|2026-01-01 00:00|yes", "review-overdue"),
            ("2026-01-01 00:00|-|-|-|-|no", "not asked"),
            ("2025-12-31 23:59|-|-|-|-|no", "withdrawal-not-told"),
        ],
    )
    def test_only_what_is_relied_on_at_the_end_of_the_day_is_asked(self, row, verdict):
        assert self.verdict(row) == verdict

    @pytest.mark.parametrize(
        ("later", "verdict"),
        [
            ("c2|p1| School |ELM|given|2025-06-01 10:00", "not asked"),
            ("c2|p1|school|Elm|refused|2025-06-01 10:00", "not asked"),
            ("c2|p1|school|Elm|-|2025-06-01 10:00", "review-overdue"),
            ("c2|p1|school|Elm|given|2024-01-01 10:00", "review-overdue"),
            ("c2|p1|school|Elm|given|2026-01-01 00:00", "review-overdue"),
            ("c2|p1|school|Elm|given|-", "review-overdue"),
            ("c2|p1|school|Oak|given|2025-06-01 10:00", "review-overdue"),
            ("c2|p1|health|Elm|given|2025-06-01 10:00", "review-overdue"),
            ("c2|p2|school|Elm|given|2025-06-01 10:00", "review-overdue"),
            ("c2|p1|school|-|given|2025-06-01 10:00", "review-overdue"),
        ],
    )
    def test_a_later_answer_to_the_same_question_takes_its_place(self, later, verdict):
        assert self.verdict("2024-01-01 10:00|-|-|-|-|yes", f"{later}|-|-|-|-|yes") == verdict

    @pytest.mark.parametrize(
        ("recorded", "verdict"),
        [
            ("2025-12-31 23:59", "review-overdue"),
            ("2026-01-01 00:00", "not asked"),
            ("-", "review-overdue"),
        ],
    )
    def test_what_was_not_on_record_by_the_audit_date_is_not_asked(self, recorded, verdict):
        row = f"c1|p1|school|Elm|given|2024-01-01 10:00|{recorded}"
        assert self.recorded(row) == verdict

    def test_a_later_answer_that_was_not_on_record_takes_no_place(self):
        rows = """c1|p1|school|Elm|given|2024-01-01 10:00|-
            c2|p1|school|Elm|given|2025-06-01 10:00|2026-01-01 00:00"""
        assert self.recorded(rows) == "review-overdue"

    def recorded(self, rows: str) -> str:
        header = "consent_id|person_id|purpose|recipients|decision|decided_at|recorded_at"
        other = "c0|p0|school|Elm|given|2025-06-01 10:00|-"
        return self.verdict("", consents=f"{header}\n{rows}\n{other}")

    @pytest.mark.parametrize(
        ("closed", "verdict"), [("2025-12-31", "not asked"), ("2026-01-01", "review-overdue")]
    )
    def test_closed_cases_are_not_asked(self, closed, verdict):
        people = f"person_id|closed_on\np1|{closed}\np0|-"
        told = self.verdict("2024-01-01 10:00|-|-|-|-|yes", service_users=people)
        assert told == verdict

    def test_the_interval_is_a_setting(self):
        settings = {"informed_consent": {"review_months": 24}}
        assert self.verdict("2023-12-31 10:00|-|-|-|-|yes", settings=settings) == "kept"

    def test_months_end_where_the_month_ends(self):
        settings = {"informed_consent": {"review_months": 1}}
        row = "2025-01-31 10:00|-|-|-|-|yes"
        more = "c2|p0|x|y|given|2025-02-20 10:00|-|-|-|-|yes"
        assert self.verdict(row, more, settings=settings, as_at="2025-02-28") == "kept"
        assert self.verdict(row, more, settings=settings, as_at="2025-03-01") == "review-overdue"
