"""Documents that the policy names exist: 1.2 and 5.2 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict


class TestDocumentExists:
    """PO-02, as at 31 December 2025."""

    def verdict(
        self,
        policy: str = "equality|s1|2026-03-01",
        version: str = "equality|1|2025-01-01",
        named: str = "equality",
    ) -> str:
        policies = f"policy_id|owner_id|next_review_on\n{policy}"
        versions = f"policy_id|version|issued_on\nother|1|2025-01-01\n{version}"
        settings = {"policy_review": {"named": [named]}}
        given = {"policies": policies, "policy_versions": versions, "settings": settings}
        return verdict("PO-02", named, **given)

    def test_with_version_owner_and_date_it_is_kept(self):
        assert self.verdict() == "kept"

    def test_a_document_that_is_not_there_is_missing(self):
        assert self.verdict("equality-2|s1|2026-03-01") == "missing"

    @pytest.mark.parametrize(
        ("policy", "verdict"),
        [
            ("equality|-|2026-03-01", "no-owner"),
            ("equality|s1|-", "no-next-date"),
            ("equality|-|-", "no-owner no-next-date"),
            # Whether the next review is overdue is what PO-01 asks.
            ("equality|s1|2020-01-01", "kept"),
        ],
    )
    def test_what_is_missing_is_told(self, policy, verdict):
        assert self.verdict(policy) == verdict

    @pytest.mark.parametrize(
        ("version", "verdict"),
        [
            ("equality|1|2025-12-31", "kept"),
            ("equality|1|2026-01-01", "no-version"),
            ("equality|1|-", "no-version"),
            ("equality-2|1|2025-01-01", "no-version"),
        ],
    )
    def test_a_version_must_be_in_force(self, version, verdict):
        assert self.verdict(version=version) == verdict

    def test_all_faults_are_told_at_once(self):
        found = self.verdict("equality|-|-", "equality|1|-")
        assert found == "no-version no-owner no-next-date"

    def test_which_documents_are_named_is_a_setting(self):
        assert self.verdict(named="disciplinary") == "missing"
