"""Which versions visitors are given, and who may be there at all: 5.2 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict

VERSIONS = """
    policy_id       | version | issued_on
    confidentiality | 1       | 2024-01-01
    confidentiality | 2       | 2025-03-10
    confidentiality | draft   | -
    disclosure      | 1       | 2024-01-01
    other           | 7       | 2024-01-01
"""


class TestCurrentVersions:
    """VF-03"""

    def verdict(self, row: str, **given: object) -> str:
        forms = f"form_id|visitor_id|signed_at|confidentiality_policy_given|confidentiality_policy_version|disclosure_policy_given|disclosure_policy_version\nf1|v1|{row}"
        return verdict("VF-03", "f1", visitor_forms=forms, policy_versions=VERSIONS, **given)

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("2025-03-10 00:00|yes|2|yes|1", "kept"),
            ("2025-03-09 23:59|yes|1|yes|1", "kept"),
            ("2025-03-09 23:59|yes|2|yes|1", "old-version"),
            ("2025-03-10 00:00|yes|1|yes|1", "old-version"),
            ("2025-03-10 09:00|yes|2|yes|2", "old-version"),
            ("2025-03-10 09:00|yes|-|yes|1", "?no-version"),
            ("2025-03-10 09:00|yes|-|yes|2", "old-version"),
            ("2025-03-10 09:00|-|2|-|1", "kept"),
            ("2025-03-10 09:00|-|1|-|1", "old-version"),
            ("2025-03-10 09:00|no|-|yes|1", "kept"),
            ("2025-03-10 09:00|no|1|no|-", "kept"),
            ("-|yes|1|yes|9", "?time-unknown"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    def test_before_any_version_was_in_force_it_cannot_be_told(self):
        row = "2023-12-31 09:00|yes|1|yes|1"
        assert self.verdict(row, period="2023-01-01 2023-12-31") == "?no-version"

    @pytest.mark.parametrize("name", ["confidentiality_policy", "disclosure_policy"])
    def test_which_policies_they_are_is_a_setting(self, name):
        settings = {"visitor_forms": {name: "other"}}
        row = "2025-03-10 09:00|yes|{}|yes|{}".format(*_versions(name))
        assert self.verdict(row, settings=settings) == "kept"
        assert self.verdict("2025-03-10 09:00|yes|2|yes|1", settings=settings) == "old-version"


def _versions(name: str) -> tuple[str, str]:
    return ("7", "1") if name == "confidentiality_policy" else ("2", "7")


class TestLegitimateVisitor:
    """VF-04"""

    def verdict(self, kind: str, tie: str, meeting: str = "m1") -> str:
        meetings = "meeting_id|starts_at\nm1|2025-03-10 10:00\nm2|2024-12-31 23:59\nm3|-"
        attendances = f"meeting_id|visitor_id|kind|tie\n{meeting}|v1|{kind}|{tie}\nm1|v0|student|x"
        return verdict("VF-04", f"{meeting}|v1", meetings=meetings, attendances=attendances)

    @pytest.mark.parametrize(
        "kind",
        ["other-professional", "partner-agency", "student", "volunteer", "other-visitor"],
    )
    def test_every_visitor_needs_a_tie(self, kind):
        assert self.verdict(kind, "their teacher") == "kept"
        assert self.verdict(kind, "-") == "no-legitimate-tie"

    def test_a_visitor_of_no_kind_cannot_be_told(self):
        assert self.verdict("-", "their teacher") == "?kind-unknown"
        assert self.verdict("-", "-") == "?kind-unknown"

    @pytest.mark.parametrize("kind", ["staff", "trustee", "service-user"])
    def test_insiders_are_not_asked(self, kind):
        assert self.verdict(kind, "-") == "not asked"

    @pytest.mark.parametrize(
        ("meeting", "verdict"), [("m2", "not asked"), ("m3", "no-legitimate-tie")]
    )
    def test_meetings_of_the_period_are_asked(self, meeting, verdict):
        assert self.verdict("student", "-", meeting) == verdict
