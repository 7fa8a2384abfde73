"""Visitors at meetings, and the form they sign: 5.2 of the policy."""

from __future__ import annotations

import pytest

from chs_audit.controls import BY_ID
from chs_audit.controls.answers import ask
from tests.support import inputs, verdict

MEETINGS = """
    meeting_id | series | starts_at
    m1         | panel  | 2025-03-10 10:00
    m2         | panel  | 2025-04-10 10:00
    m3         | -      | -
"""


class TestSignedBeforeStart:
    """VF-01"""

    def verdict(
        self, forms: str, kind: str = "partner-agency", meeting: str = "m1", **given: object
    ) -> str:
        attendances = f"meeting_id|visitor_id|kind\n{meeting}|v1|{kind}\nm1|v0|student"
        table = f"form_id|visitor_id|meeting_id|signed_at\nf0|v0|m1|2025-03-10 09:00\n{forms}"
        tables = {"meetings": MEETINGS, "attendances": attendances, "visitor_forms": table}
        return verdict("VF-01", f"{meeting}|v1", **(tables | given))

    @pytest.mark.parametrize(
        ("forms", "verdict"),
        [
            ("f1|v1|m1|2025-03-10 09:59", "kept"),
            ("f1|v1|m1|2025-03-10 09:59:59", "kept"),
            ("f1|v1|m1|2025-03-10 10:00:00", "same-minute"),
            ("f1|v1|m1|2025-03-10 10:00:59", "same-minute"),
            ("f1|v1|m1|2025-03-10 10:01", "signed-after-start"),
            ("f1|v1|m1|-", "?no-signing-time"),
            ("f1|v1|m2|2025-03-10 09:00", "missing"),
            ("f1|v9|m1|2025-03-10 09:00", "missing"),
            ("", "missing"),
        ],
    )
    def test_verdicts(self, forms, verdict):
        assert self.verdict(forms) == verdict

    def test_the_earliest_of_two_forms_counts(self):
        forms = "f1|v1|m1|2025-03-10 10:30\nf2|v1|m1|2025-03-10 09:30"
        assert self.verdict(forms) == "kept"

    def test_a_meeting_without_a_start_cannot_be_told(self):
        assert self.verdict("f1|v1|m3|2025-03-10 09:00", meeting="m3") == "?no-start"

    def test_what_the_same_minute_counts_as_is_a_setting(self):
        settings = {"visitor_forms": {"same_minute": "kept"}}
        assert self.verdict("f1|v1|m1|2025-03-10 10:00:30", settings=settings) == "kept"
        assert self.verdict("f1|v1|m1|2025-03-10 10:01", settings=settings) == "signed-after-start"

    @pytest.mark.parametrize("kind", ["staff", "trustee", "service-user"])
    def test_insiders_sign_no_form(self, kind):
        assert self.verdict("", kind=kind) == "not asked"

    @pytest.mark.parametrize(
        "kind", ["other-professional", "partner-agency", "student", "other-visitor", "-"]
    )
    def test_third_parties_do(self, kind):
        assert self.verdict("", kind=kind) == "missing"

    @pytest.mark.parametrize(
        ("signed", "reason"),
        [
            ("2025-03-10 09:59", ""),
            ("2025-03-10 10:00", "same-minute"),
            ("2025-03-10 10:01", "signed-after-start"),
            ("none", "missing"),
        ],
    )
    def test_for_volunteers_both_verdicts_are_told_and_a_setting_settles_it(self, signed, reason):
        form = "" if signed == "none" else f"\nf1|v1|m1|{signed}"
        outside = "broken by 5.2: a third party (T7: volunteers_sign = false)"
        assert self.told(form) == (("two verdicts", "", outside) if reason else None)
        inside = "kept by 3 and 4: an insider (T7: volunteers_sign = true)"
        found = self.told(form, volunteers_sign=True)
        assert found == (("broken", reason, inside) if reason else None)

    def test_what_cannot_be_told_of_a_volunteer_is_kept_without_a_second_verdict(self):
        assert self.told("\nf1|v1|m1|-") is None

    def told(self, form: str, **choice: object) -> tuple[str, str, str] | None:
        """Kind, reasons and the other reading's verdict on a volunteer; None where it is kept."""
        audit = inputs(
            meetings=MEETINGS,
            attendances="meeting_id|visitor_id|kind\nm1|v1|volunteer",
            visitor_forms=f"form_id|visitor_id|meeting_id|signed_at\nf0|v0|m1|-{form}",
            settings={"visitor_forms": choice},
        )
        (answer,) = ask(audit, [BY_ID["VF-01"]])
        assert answer.examined == 1
        rows = [(row.kind, row.reasons, row.also) for row in answer.findings.itertuples()]
        return rows[0] if rows else None

    @pytest.mark.parametrize(
        ("covers", "verdict"), [("each-meeting", "missing"), ("series", "kept"), ("once", "kept")]
    )
    def test_what_one_form_covers_is_a_setting(self, covers, verdict):
        settings = {"visitor_forms": {"covers": covers}}
        form = "f1|v1|m1|2025-03-10 09:00"
        assert self.verdict(form, meeting="m2", settings=settings) == verdict

    def test_a_form_for_a_series_does_not_cover_another_meeting(self):
        meetings = "meeting_id|series|starts_at\nm1|panel|2025-03-10 10:00\nm2|-|2025-04-10 10:00"
        settings = {"visitor_forms": {"covers": "series"}}
        form = "f1|v1|m1|2025-03-10 09:00"
        told = self.verdict(form, meeting="m2", settings=settings, meetings=meetings)
        assert told == "missing"


class TestBothPoliciesGiven:
    """VF-02"""

    def verdict(self, row: str, **given: object) -> str:
        forms = f"""
            form_id | visitor_id | meeting_id | signed_at | confidentiality_policy_given | confidentiality_policy_given_at | disclosure_policy_given | disclosure_policy_given_at
            f1      | v1         | {row}
        """
        tables = {"meetings": MEETINGS, "visitor_forms": forms}
        return verdict("VF-02", "f1", **(tables | given))

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("m1|2025-03-10 09:30|yes|2025-03-10 09:30|yes|2025-03-10 09:30", "kept"),
            ("m1|2025-03-10 09:30|yes|2025-03-10 10:00|yes|2025-03-10 00:00", "kept"),
            (
                "m1|2025-03-10 09:30|yes|2025-03-10 10:01|yes|2025-03-10 09:30",
                "given-at-another-time",
            ),
            (
                "m1|2025-03-10 09:30|yes|2025-03-09 23:59|yes|2025-03-10 09:30",
                "given-at-another-time",
            ),
            ("m1|2025-03-10 09:30|no|-|yes|2025-03-10 09:30", "confidentiality-policy-not-given"),
            ("m1|2025-03-10 09:30|yes|2025-03-10 09:30|no|-", "disclosure-policy-not-given"),
            (
                "m1|2025-03-10 09:30|no|-|no|-",
                "confidentiality-policy-not-given disclosure-policy-not-given",
            ),
            (
                "m1|2025-03-10 09:30|no|-|yes|2025-03-09 09:30",
                "confidentiality-policy-not-given given-at-another-time",
            ),
            ("m1|2025-03-10 09:30|-|-|yes|2025-03-10 09:30", "?time-unknown"),
            ("m1|2025-03-10 09:30|yes|-|yes|2025-03-10 09:30", "?time-unknown"),
            ("m1|-|yes|2025-03-10 09:30|yes|2025-03-10 09:30", "?time-unknown"),
            ("m3|2025-03-10 09:30|yes|2025-03-10 09:30|yes|2025-03-10 09:30", "?no-start"),
            ("-|2025-03-10 09:30|yes|2025-03-10 15:00|yes|2025-03-10 09:30", "kept"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    @pytest.mark.parametrize(
        ("rule", "verdict"),
        [
            ("same-day-before-start", "given-at-another-time"),
            ("same-day", "given-at-another-time"),
            ("before-start", "kept"),
        ],
    )
    def test_what_the_same_time_means_is_a_setting(self, rule, verdict):
        settings = {"visitor_forms": {"policies_given": rule}}
        row = "m1|2025-03-10 09:30|yes|2025-03-09 09:00|yes|2025-03-10 09:30"
        assert self.verdict(row, settings=settings) == verdict
