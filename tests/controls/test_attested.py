"""Promises that no record can show: somebody vouches for each of them."""

from __future__ import annotations

import pytest

from tests.support import verdict


class TestVouchedFor:
    """AT-01 to AT-04, as at 31 December 2025."""

    def verdict(self, *rows: str, control: str = "AT-01", **given: object) -> str:
        table = "attestation_id|promise|attested_by|attested_on|evidence\na0|AT-09|s1|2025-06-01|x"
        for number, row in enumerate(rows, 1):
            table += f"\na{number}|{row}"
        return verdict(control, control, attestations=table, **given)

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("AT-01|s1|2025-06-01|minutes", "kept"),
            ("AT-01|s1|2024-12-31|minutes", "kept"),
            ("AT-01|s1|2024-12-30|minutes", "attestation-old"),
            ("AT-01|s1|2025-12-31|minutes", "kept"),
            ("AT-01|s1|2026-01-01|minutes", "not-attested"),
            ("AT-01|-|2025-06-01|minutes", "not-attested"),
            ("AT-01|s1|2025-06-01|-", "not-attested"),
            ("AT-02|s1|2025-06-01|minutes", "not-attested"),
            ("AT-01|s1|-|minutes", "?undated"),
            ("AT-01|s1|-|-", "not-attested"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert self.verdict(row) == verdict

    def test_the_latest_word_counts(self):
        old, new = "AT-01|s1|2024-01-01|minutes", "AT-01|s2|2025-06-01|minutes"
        assert self.verdict(old, new) == "kept"
        assert self.verdict(new, old) == "kept"

    def test_a_word_without_evidence_does_not_renew_an_old_one(self):
        old, empty = "AT-01|s1|2024-01-01|minutes", "AT-01|s2|2025-06-01|-"
        assert self.verdict(old, empty) == "attestation-old"

    def test_a_dated_word_counts_before_an_undated_one(self):
        assert self.verdict("AT-01|s1|-|minutes", "AT-01|s1|2024-01-01|x") == "attestation-old"

    @pytest.mark.parametrize("control", ["AT-01", "AT-02", "AT-03", "AT-04"])
    def test_each_promise_needs_its_own(self, control):
        row = f"{control}|s1|2025-06-01|minutes"
        assert self.verdict(row, control=control) == "kept"
        others = [one for one in ("AT-01", "AT-02", "AT-03", "AT-04") if one != control]
        assert [self.verdict(row, control=one) for one in others] == ["not-attested"] * 3

    def test_how_long_it_holds_is_a_setting(self):
        settings = {"attestations": {"months": 24}}
        assert self.verdict("AT-01|s1|2023-12-31|minutes", settings=settings) == "kept"
