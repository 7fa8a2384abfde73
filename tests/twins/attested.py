"""Twins of AT-01 to AT-04: somebody vouches for what no record can show."""

from __future__ import annotations

from collections.abc import Callable

from chs_audit.settings import Settings
from tests.twins.verdict import Period, Tables, Verdict, broken, kept, known, months_after, unclear


def vouched(promise: str) -> Callable[[Tables, Settings, Period], list[Verdict]]:
    """The twin for one promise."""

    def twin(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
        days = [
            row["attested_on"]
            for row in tables["attestations"]
            if row["promise"] == promise
            and row["attested_by"] is not None
            and row["evidence"] is not None
            and (row["attested_on"] is None or row["attested_on"] <= period.as_at)
        ]
        if not days:
            return [broken(promise, "not-attested")]
        if not known(days):
            return [unclear(promise, "undated")]
        if months_after(max(known(days)), settings.attestations.months) < period.as_at:
            return [broken(promise, "attestation-old")]
        return [kept(promise)]

    return twin
