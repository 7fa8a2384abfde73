"""Twin of TP-01: did what went to a third party go with consent, or on a lawful ground?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from chs_audit.settings import Settings
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
        consents = [
            Match(row, sent) for row in tables["consents"] if row["person_id"] == sent["person_id"]
        ]
        consents = [one for one in consents if one.counts]
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
        for one in (
            Match(row, sent) for row in tables["consents"] if row["person_id"] == sent["person_id"]
        )
        if one.counts and one.both and one.in_force and one.recorded_in_time
    ]
    holding.sort(key=lambda row: row["consent_id"])
    return max(holding, key=lambda row: row["decided_at"], default=None)


@dataclass(frozen=True)
class Match:
    """One consent held against one disclosure."""

    consent: Row
    sent: Row

    @property
    def counts(self) -> bool:
        """Given, and not set aside before."""
        invalid = self.consent["invalidated_at"]
        return self.consent["decision"] == "given" and (
            invalid is None or invalid > self.sent["disclosed_at"]
        )

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
    def decided(self) -> bool:
        decided = self.consent["decided_at"]
        return decided is not None and decided <= self.sent["disclosed_at"]

    @property
    def decided_later(self) -> bool:
        decided = self.consent["decided_at"]
        return decided is not None and decided > self.sent["disclosed_at"]

    @property
    def withdrawn(self) -> bool:
        taken_back = self.consent["withdrawn_at"]
        return taken_back is not None and taken_back <= self.sent["disclosed_at"]

    @property
    def expired(self) -> bool:
        last = self.consent["expires_on"]
        return last is not None and last < local_day(self.sent["disclosed_at"])

    @property
    def in_force(self) -> bool:
        return self.decided and not self.withdrawn and not self.expired

    @property
    def recorded_in_time(self) -> bool:
        recorded = self.consent["recorded_at"]
        return recorded is None or recorded <= self.sent["disclosed_at"]


def _why_not(consents: list[Match]) -> str:
    """The first reason that applies, from the nearest miss to none at all."""
    both = [one for one in consents if one.both]
    if any(one.in_force for one in both):
        return "backdated"
    if any(one.withdrawn for one in both):
        return "withdrawn"
    if any(one.expired for one in both):
        return "expired"
    if any(one.decided_later for one in both):
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
    on = local_day(sent["disclosed_at"])
    assert on is not None
    if sent["reviewed_on"] is None:
        due = on + limit < period.as_at
        return (broken if due else unclear)(
            key, "ground-without-facts" if due else "review-not-due"
        )
    if on <= sent["reviewed_on"] <= on + limit:
        return kept(key)
    return broken(key, "ground-without-facts")
