"""Twins of JW-01 (covered by a protocol) and JW-02 (protocols reviewed)."""

from __future__ import annotations

import datetime as dt

from chs_audit.settings import Settings
from tests.twins.consent_states import on_record
from tests.twins.disclosures import made
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    known,
    listed,
    local_day,
    months_after,
    plain,
    same,
    unclear,
)

# From the best that can be said of a protocol to the worst.
_RANK = ("", "backdated", "out-of-scope", "unsigned", "expired", "no-protocol")


def covered(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """JW-01: a protocol with that partner covered what went."""

    def judge(sent: Row) -> Verdict:
        key, on = sent["disclosure_id"], local_day(sent["disclosed_at"])
        if sent["joint_working"] is None:
            return unclear(key, "not-recorded")
        if on is None:
            return unclear(key, "time-unknown")
        if not (sent["recipient"] and sent["purpose"] and sent["sections_sent"]):
            return unclear(key, "sent-unknown")
        verdicts = [
            _wrong(protocol, sent, on)
            for protocol in tables["protocols"]
            if same(protocol["partner"], sent["recipient"])
        ]
        best = min(verdicts, key=_RANK.index, default="no-protocol")
        return broken(key, best) if best else kept(key)

    return [judge(sent) for sent in made(tables, period) if sent["joint_working"] is not False]


def _wrong(protocol: Row, sent: Row, on: dt.date) -> str:
    """What keeps this protocol from covering that disclosure; "" where nothing does."""
    first, last = protocol["from_on"], protocol["until_on"]
    if first is None or on < first or (last is not None and on > last):
        return "expired"
    signings = (protocol["signed_for_us_on"], protocol["signed_for_them_on"])
    if any(signed is None or signed > on for signed in signings):
        return "unsigned"
    if not protocol["signed_with_authority"]:
        return "unsigned"
    if not listed(sent["sections_sent"]) <= listed(protocol["sections"]):
        return "out-of-scope"
    if plain(sent["purpose"]) not in listed(protocol["purposes"]):
        return "out-of-scope"
    recorded = protocol["recorded_at"]
    return "backdated" if recorded is not None and recorded > sent["disclosed_at"] else ""


def reviewed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """JW-02: protocols in force were looked at lately."""

    def judge(protocol: Row) -> Verdict:
        key = protocol["protocol_id"]
        looks = known(
            protocol[name] for name in ("reviewed_on", "signed_for_us_on", "signed_for_them_on")
        )
        if not looks:
            return unclear(key, "undated")
        if months_after(max(looks), settings.joint_working.review_months) < period.as_at:
            return broken(key, "review-overdue")
        return kept(key) if on_record(protocol, period) else broken(key, "backdated")

    return [
        judge(protocol)
        for protocol in tables["protocols"]
        if (protocol["from_on"] is None or protocol["from_on"] <= period.as_at)
        and (protocol["until_on"] is None or protocol["until_on"] >= period.as_at)
    ]
