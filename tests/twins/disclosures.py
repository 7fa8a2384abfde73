"""Twin of TP-01: did what went to a third party go with consent, or on a lawful ground?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from chs_audit.settings import Settings
from tests.twins.consent_states import HOLDS, state_at
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    local_day,
    same,
    unclear,
)

WIDER = ("safeguarding", "legal-duty")
GROUNDS = ("emergency", "public-safety", "police", "safeguarding", "legal-duty")
_FACTS = ("what_happened", "decided_by", "decided_at", "least_needed")


def allowed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-01: a consent for that recipient and purpose was in force, or a ground has its facts."""
    people = {row["person_id"] for row in tables["service_users"]}
    people |= {row["staff_id"] for row in tables["staff"]}
    limit = dt.timedelta(days=settings.disclosure.ground_review_days)
    choice = settings.precedence.grounds

    def judge(sent: Row) -> Verdict:
        key = sent["disclosure_id"]
        if sent["person_id"] not in people:
            return unclear(key, "person-unknown")
        if sent["disclosed_at"] is None:
            return unclear(key, "time-unknown")
        consents = _matches(tables, sent)
        holds = any(one.both and one.in_force and one.recorded_in_time for one in consents)
        if holds:
            return kept(key)
        by_ground = _on_ground(sent, limit, period) if sent["ground"] in GROUNDS else None
        if by_ground and (sent["ground"] not in WIDER or choice != "1.3"):
            return by_ground
        also = "kept with wider grounds (T2: 1.3)" if by_ground and by_ground.kept else ""
        if sent["recipient"] is None:
            return replace(unclear(key, "recipient-unknown"), also=also)
        if sent["purpose"] is None:
            return replace(unclear(key, "purpose-unknown"), also=also)
        return broken(key, _why_not(consents), also)

    return [judge(sent) for sent in made(tables, period)]


def made(tables: Tables, period: Period) -> list[Row]:
    """What went out in the period, and what went on no day."""
    return [
        sent
        for sent in tables["disclosures"]
        if sent["disclosed_at"] is None or period.holds(local_day(sent["disclosed_at"]))
    ]


def covering(tables: Tables, sent: Row) -> Row | None:
    """The consent on which a disclosure rests; of several the one decided latest."""
    if sent["disclosed_at"] is None:
        return None
    holding = [
        one.consent
        for one in _matches(tables, sent)
        if one.both and one.in_force and one.recorded_in_time
    ]
    holding.sort(key=lambda row: row["consent_id"])
    return max(holding, key=lambda row: row["decided_at"], default=None)


def _matches(tables: Tables, sent: Row) -> list[Match]:
    """The consents that the person had given, or gave later, and that were not set aside."""
    mine = [row for row in tables["consents"] if row["person_id"] == sent["person_id"]]
    every = [Match(row, sent, state_at(row, mine, sent["disclosed_at"])) for row in mine]
    return [
        one for one in every if one.consent["decision"] == "given" and one.state != "invalidated"
    ]


@dataclass(frozen=True)
class Match:
    """One consent held against one disclosure, in the state that it had then."""

    consent: Row
    sent: Row
    state: str

    @property
    def recipient(self) -> bool:
        names = (self.consent["recipients"] or "").split(";")
        return any(same(name, self.sent["recipient"]) for name in names)

    @property
    def purpose(self) -> bool:
        return same(self.consent["purpose"], self.sent["purpose"])

    @property
    def both(self) -> bool:
        return self.recipient and self.purpose

    @property
    def in_force(self) -> bool:
        return self.state in HOLDS

    @property
    def recorded_in_time(self) -> bool:
        recorded = self.consent["recorded_at"]
        return recorded is None or recorded <= self.sent["disclosed_at"]


def _why_not(consents: list[Match]) -> str:
    """The first reason that applies, from the nearest miss to none at all."""
    both = [one for one in consents if one.both]
    if any(one.in_force for one in both):
        return "backdated"
    for state in ("withdrawn", "expired"):
        if any(one.state == state for one in both):
            return state
    if both:
        return "consent-later"
    if any(one.purpose and one.in_force for one in consents):
        return "other-recipient"
    if any(one.recipient and one.in_force for one in consents):
        return "other-purpose"
    return "no-consent"


def _on_ground(sent: Row, limit: dt.timedelta, period: Period) -> Verdict:
    key = sent["disclosure_id"]
    if any(sent[fact] is None for fact in _FACTS):
        return broken(key, "ground-without-facts")
    if sent["decided_at"] > sent["disclosed_at"]:
        return broken(key, "backdated")
    on, written = local_day(sent["disclosed_at"]), local_day(sent["recorded_at"])
    assert on is not None
    if written is not None and written > on + limit:
        return broken(key, "backdated")
    if sent["reviewed_on"] is None:
        due = on + limit < period.as_at
        return (broken if due else unclear)(
            key, "ground-without-facts" if due else "review-not-due"
        )
    if on <= sent["reviewed_on"] <= on + limit:
        return kept(key)
    return broken(key, "ground-without-facts")
