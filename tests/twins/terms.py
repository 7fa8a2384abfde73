"""Twins of NK-06, TP-02 to TP-08 and TP-10: how much went out, and on which terms."""

from __future__ import annotations

from collections import Counter

from chs_audit.settings import Settings
from tests.twins.disclosures import GROUNDS, covering, made
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    listed,
    local_day,
    plain,
    unclear,
)


def without_names(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-06: before anybody was named, doing without was considered, and that was signed."""

    def judge(sent: Row) -> Verdict:
        key, considered = sent["disclosure_id"], sent["alternative_considered"]
        if sent["names_person"] is False:
            return kept(key)
        if sent["names_person"] is None or considered is None:
            return unclear(key, "not-recorded")
        if considered and sent["alternative_reason"] and sent["alternative_signed_by"]:
            return kept(key)
        return broken(key, "no-alternative-recorded")

    return [judge(sent) for sent in made(tables, period)]


def police(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-02: the police asked in due form, and got no more than that."""

    def judge(sent: Row) -> Verdict:
        key = sent["disclosure_id"]
        if any(
            sent[part] is None for part in ("requester", "reference", "purpose", "sections_asked")
        ):
            return broken(key, "informal-request")
        if sent["sections_sent"] is None:
            return unclear(key, "sent-unknown")
        if listed(sent["sections_sent"]) <= listed(sent["sections_asked"]):
            return kept(key)
        return broken(key, "more-than-asked")

    return [judge(sent) for sent in made(tables, period) if sent["ground"] == "police"]


def no_more(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-03: what went is within what the consent allows, and within what the purpose does."""
    by_purpose = {
        plain(purpose): {plain(section) for section in sections}
        for purpose, sections in settings.disclosure.sections_by_purpose.items()
    }

    def judge(sent: Row) -> Verdict:
        key = sent["disclosure_id"]
        if sent["sections_sent"] is None:
            return unclear(key, "sent-unknown")
        allowed = []
        consent = covering(tables, sent)
        if consent is not None and consent["sections"] is not None:
            allowed.append(listed(consent["sections"]))
        if sent["purpose"] is not None and plain(sent["purpose"]) in by_purpose:
            allowed.append(by_purpose[plain(sent["purpose"])])
        if not allowed:
            return unclear(key, "allowed-unknown")
        if all(listed(sent["sections_sent"]) <= one for one in allowed):
            return kept(key)
        return broken(key, "more-than-needed")

    return [judge(sent) for sent in made(tables, period)]


def reason(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-04: there is a reason, in words of its own."""
    texts = Counter(plain(row["reason"]) for row in tables["disclosures"] if row["reason"])

    def judge(sent: Row) -> Verdict:
        key = sent["disclosure_id"]
        if sent["reason"] is None:
            return broken(key, "no-reason")
        if texts[plain(sent["reason"])] >= settings.disclosure.boilerplate_count:
            return broken(key, "same-text-everywhere")
        return kept(key)

    return [judge(sent) for sent in made(tables, period)]


def acknowledged(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-05: the recipient confirmed the terms."""
    return [
        _yes(sent["disclosure_id"], sent["recipient_acknowledged"], "not-acknowledged")
        for sent in made(tables, period)
    ]


def marked(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-06: it was stated to be confidential."""
    return [
        unclear(sent["disclosure_id"], "channel-unknown")
        if sent["channel"] is None
        else _yes(sent["disclosure_id"], sent["marked_confidential"], "not-marked")
        for sent in made(tables, period)
    ]


def _yes(key: str, answer: bool | None, otherwise: str) -> Verdict:
    if answer is None:
        return unclear(key, "not-recorded")
    return kept(key) if answer else broken(key, otherwise)


def nothing_back(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-07: it was not sold, traded, rented or lent."""

    def judge(sent: Row) -> Verdict:
        key, back = sent["disclosure_id"], sent["in_return"]
        if back is None:
            return unclear(key, "not-recorded")
        return kept(key) if back == "nothing" else broken(key, back)

    return [judge(sent) for sent in made(tables, period)]


def own_purpose(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-08: it went for one of the service's own purposes."""
    own = {plain(purpose) for purpose in settings.disclosure.purposes}

    def judge(sent: Row) -> Verdict:
        key = sent["disclosure_id"]
        if sent["purpose"] is None:
            return unclear(key, "purpose-unknown")
        return kept(key) if plain(sent["purpose"]) in own else broken(key, "other-purpose")

    return [judge(sent) for sent in made(tables, period)]


def nothing_confirmed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-10: nobody who asked was told even that we know the person."""

    def judge(enquiry: Row) -> Verdict:
        key = enquiry["enquiry_id"]
        if enquiry["confirmed_known"] is None:
            return unclear(key, "not-recorded")
        lawful = enquiry["ground"] in GROUNDS and enquiry["ground_facts"] is not None
        if enquiry["confirmed_known"] and not lawful:
            return broken(key, "confirmed-known")
        return kept(key)

    return [
        judge(enquiry)
        for enquiry in tables["enquiries"]
        if enquiry["received_at"] is None or period.holds(local_day(enquiry["received_at"]))
    ]
