"""What went out to third parties, and on which ground: 1.3, 4.2 and 4.3 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict

PEOPLE = "person_id\np1\np2"


class TestLawfulDisclosure:
    """TP-01"""

    def verdict(self, rows: str, disclosure: str = "", **given: object) -> str:
        table = f"consent_id|person_id|recipients|purpose|decision|decided_at|recorded_at|withdrawn_at|expires_on\n{rows}"
        sent = disclosure or "d1|p1|Elm School|school|2025-03-10 10:00|consent"
        disclosures = f"disclosure_id|person_id|recipient|purpose|disclosed_at|ground\n{sent}"
        tables = {"service_users": PEOPLE, "consents": table, "disclosures": disclosures}
        return verdict("TP-01", "d1", **(tables | given))

    @pytest.mark.parametrize(
        ("consent", "verdict"),
        [
            ("c1|p1|Elm School|school|given|2025-03-10 10:00|-|-|-", "kept"),
            ("c1|p1|The GP; elm school |School|given|2025-03-01 10:00|-|-|-", "kept"),
            ("c1|p2|Elm School|school|given|2025-03-01 10:00|-|-|-", "no-consent"),
            ("c1|p1|Elm School|school|refused|2025-03-01 10:00|-|-|-", "no-consent"),
            ("c1|p1|Elm School|school|given|2025-03-10 10:01|-|-|-", "consent-later"),
            ("c1|p1|Elm School|school|given|2025-03-01 10:00|-|2025-03-10 10:00|-", "withdrawn"),
            ("c1|p1|Elm School|school|given|2025-03-01 10:00|-|2025-03-10 10:01|-", "kept"),
            ("c1|p1|Elm School|school|given|2025-03-01 10:00|-|-|2025-03-10", "kept"),
            ("c1|p1|Elm School|school|given|2025-03-01 10:00|-|-|2025-03-09", "expired"),
            ("c1|p1|Oak School|school|given|2025-03-01 10:00|-|-|-", "other-recipient"),
            ("c1|p1|Elm School|health|given|2025-03-01 10:00|-|-|-", "other-purpose"),
            ("c1|p1|Oak School|health|given|2025-03-01 10:00|-|-|-", "no-consent"),
            ("c1|p1|Elm School|school|given|2025-03-01 10:00|2025-03-10 10:01|-|-", "backdated"),
            ("c1|p1|Elm School|school|given|2025-03-01 10:00|2025-03-10 10:00|-|-", "kept"),
            # Given at an unknown time, it cannot be shown to have been in force.
            ("c1|p1|Elm School|school|given|-|-|-|-", "consent-later"),
        ],
    )
    def test_consent(self, consent, verdict):
        assert self.verdict(consent) == verdict

    @pytest.mark.parametrize(
        ("refused", "verdict"),
        [
            ("2025-03-10 10:00", "withdrawn"),
            ("2025-03-10 10:01", "kept"),
            ("2025-03-01 10:00", "kept"),
        ],
    )
    def test_a_later_no_to_the_same_question_takes_the_yes_back(self, refused, verdict):
        consents = f"""c1|p1|Elm School|school|given|2025-03-01 10:00|-|-|-
            c2|p1|elm school |School|refused|{refused}|-|-|-"""
        assert self.verdict(consents) == verdict

    def test_a_no_to_another_question_takes_nothing_back(self):
        consents = """c1|p1|Elm School|school|given|2025-03-01 10:00|-|-|-
            c2|p1|Oak School|school|refused|2025-03-05 10:00|-|-|-"""
        assert self.verdict(consents) == "kept"

    def test_a_renewed_consent_counts_beside_an_expired_one(self):
        consents = """c1|p1|Elm School|school|given|2024-03-01 10:00|-|-|2025-02-28
            c2|p1|Elm School|school|given|2025-02-20 10:00|-|-|2026-02-28"""
        assert self.verdict(consents) == "kept"

    def test_the_nearest_consent_says_what_is_wrong(self):
        consents = """c1|p1|Oak School|school|given|2025-03-01 10:00|-|-|-
            c2|p1|Elm School|school|given|2025-03-01 10:00|-|2025-03-02 10:00|-"""
        assert self.verdict(consents) == "withdrawn"

    def test_a_consent_set_aside_as_invalid_does_not_count(self):
        consents = """consent_id|person_id|recipients|purpose|decision|decided_at|invalidated_at
            c1|p1|Elm School|school|given|2025-03-01 10:00|2025-03-05 10:00"""
        assert self.verdict("", consents=consents) == "no-consent"

    @pytest.mark.parametrize(
        ("disclosure", "verdict"),
        [
            ("d1|-|Elm School|school|2025-03-10 10:00|consent", "?person-unknown"),
            ("d1|p9|Elm School|school|2025-03-10 10:00|consent", "?person-unknown"),
            ("d1|p1|Elm School|school|-|consent", "?time-unknown"),
            ("d1|p1|-|school|2025-03-10 10:00|consent", "?recipient-unknown"),
            ("d1|p1|Elm School|-|2025-03-10 10:00|consent", "?purpose-unknown"),
            ("d1|p1|Elm School|school|2025-03-10 10:00|-", "no-consent"),
        ],
    )
    def test_blanks(self, disclosure, verdict):
        assert self.verdict("c1|p2|Elm School|school|given|2025-03-01 10:00|-|-|-", disclosure) == (
            verdict
        )

    def test_information_about_staff_is_asked_too(self):
        staff = "staff_id\ns1"
        disclosure = "d1|s1|Elm School|school|2025-03-10 10:00|consent"
        assert self.verdict("c1|p2|x|x|given|-|-|-|-", disclosure, staff=staff) == "no-consent"


class TestLawfulGround:
    """TP-01, where no consent is needed"""

    def verdict(self, row: str, **given: object) -> str:
        disclosures = f"""
            disclosure_id | person_id | recipient | purpose | disclosed_at     | ground    | what_happened | decided_by | decided_at       | least_needed | reviewed_on
            d1            | p1        | Police    | crime   | 2025-03-10 10:00 | {row}
        """
        consents = "consent_id|person_id|decision\nc1|p2|given"
        tables = {"service_users": PEOPLE, "consents": consents, "disclosures": disclosures}
        return verdict("TP-01", "d1", **(tables | given))

    @pytest.mark.parametrize(
        "ground", ["emergency", "public-safety", "police", "safeguarding", "legal-duty"]
    )
    def test_a_ground_with_its_facts_keeps(self, ground):
        row = f"{ground} | facts | s1 | 2025-03-10 10:00 | address | 2025-03-15"
        assert self.verdict(row) == "kept"

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("police | - | s1 | 2025-03-10 09:00 | address | 2025-03-12", "ground-without-facts"),
            (
                "police | facts | - | 2025-03-10 09:00 | address | 2025-03-12",
                "ground-without-facts",
            ),
            ("police | facts | s1 | - | address | 2025-03-12", "ground-without-facts"),
            ("police | facts | s1 | 2025-03-10 09:00 | - | 2025-03-12", "ground-without-facts"),
            ("police | facts | s1 | 2025-03-10 09:00 | address | -", "ground-without-facts"),
            (
                "police | facts | s1 | 2025-03-10 09:00 | address | 2025-03-16",
                "ground-without-facts",
            ),
            (
                "police | facts | s1 | 2025-03-10 09:00 | address | 2025-03-09",
                "ground-without-facts",
            ),
            ("police | facts | s1 | 2025-03-10 10:01 | address | 2025-03-12", "backdated"),
        ],
    )
    def test_a_missing_fact_breaks(self, row, verdict):
        assert self.verdict(row) == verdict

    def test_a_review_that_is_not_due_cannot_be_told(self):
        row = "police | facts | s1 | 2025-03-10 09:00 | address | -"
        assert self.verdict(row, as_at="2025-03-15") == "?review-not-due"
        assert self.verdict(row, as_at="2025-03-16") == "ground-without-facts"

    @pytest.mark.parametrize(
        ("recorded", "verdict"),
        [
            ("2025-03-15 23:59", "kept"),
            ("2025-03-16 00:00", "backdated"),
            ("-", "kept"),
        ],
    )
    def test_facts_written_down_after_the_day_for_the_review_are_backdated(self, recorded, verdict):
        disclosures = f"""
            disclosure_id | person_id | disclosed_at     | recorded_at | ground | what_happened | decided_by | decided_at       | least_needed | reviewed_on
            d1            | p1        | 2025-03-10 10:00 | {recorded}  | police | facts         | s1         | 2025-03-10 09:00 | address      | 2025-03-12
        """
        assert self.verdict("police|-|-|-|-|-", disclosures=disclosures) == verdict

    @pytest.mark.parametrize("ground", ["safeguarding", "legal-duty"])
    def test_whether_the_list_of_1_3_is_all_is_a_setting(self, ground):
        row = f"{ground} | facts | s1 | 2025-03-10 10:00 | address | 2025-03-15"
        settings = {"precedence": {"grounds": "1.3"}}
        assert self.verdict(row, settings=settings) == "no-consent"
        assert self.verdict(row, settings={"precedence": {"grounds": "wider"}}) == "kept"

    def test_a_consent_in_force_keeps_what_a_bare_ground_does_not(self):
        consents = """consent_id|person_id|recipients|purpose|decision|decided_at
            c1|p1|Police|crime|given|2025-03-01 10:00"""
        assert self.verdict("police|-|-|-|-|-", consents=consents) == "kept"
