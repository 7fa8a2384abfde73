"""Twins of RM-01 (owned, placed, dated) and RM-02 (kept securely)."""

from __future__ import annotations

from chs_audit.settings import Settings
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    months_after,
    plain,
    unclear,
)


def _held(tables: Tables, period: Period) -> list[Row]:
    return [
        asset
        for asset in tables["assets"]
        if asset["destroyed_on"] is None or asset["destroyed_on"] > period.as_at
    ]


def owned(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """RM-01: it has an owner, a place, and a last day that has not passed."""

    def judge(asset: Row) -> Verdict:
        until = asset["retain_until_on"]
        codes = [
            code
            for fault, code in (
                (asset["owner_id"] is None, "no-owner"),
                (asset["place"] is None, "no-place"),
                (until is None, "no-retention-date"),
                (until is not None and until < period.as_at, "past-retention"),
            )
            if fault
        ]
        key = asset["asset_id"]
        return broken(key, " ".join(codes)) if codes else kept(key)

    return [judge(asset) for asset in _held(tables, period)]


def secured(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """RM-02: locked or encrypted, where it may be, with known keys, and looked after."""
    choice = settings.records_kept
    permitted = {plain(place) for place in choice.permitted_places}

    def judge(asset: Row) -> Verdict:
        key, place, checked = asset["asset_id"], asset["place"], asset["checked_on"]
        codes = []
        if asset["secured"] == "open":
            codes.append("not-secure")
        if place is not None and plain(place) not in permitted:
            codes.append("not-permitted-place")
        if asset["key_holders"] is None:
            codes.append("key-holders-unknown")
        if checked is not None and months_after(checked, choice.check_months) < period.as_at:
            codes.append("check-overdue")
        if codes:
            return broken(key, " ".join(codes))
        if asset["secured"] is None or place is None or checked is None:
            return unclear(key, "not-recorded")
        return kept(key)

    return [judge(asset) for asset in _held(tables, period)]
