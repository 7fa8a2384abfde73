"""Twins of TP-09 and TP-11, on which two clauses differ: both verdicts are told."""

from __future__ import annotations

from chs_audit.settings import Settings
from tests.twins.disclosures import GROUNDS, made
from tests.twins.verdict import Period, Row, Tables, Verdict, broken, kept, local_day, unclear


def organisations(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-09: an organisation's data went with its consent, or under a protocol."""
    choice = settings.precedence.organisation_data
    settled = f"(T3: {choice or 'not settled'})"

    def judge(sent: Row) -> Verdict:
        key, agreed = sent["disclosure_id"], sent["organisation_consented"]
        allowed = agreed is True or sent["joint_working"] is True
        if choice == "3.1":
            also = f"kept by 1.3 or 5.4 {settled}" if allowed else ""
            return broken(key, "organisation-data", also)
        if allowed:
            return kept(key, f"broken by 3.1 to the letter {settled}")
        if agreed is None:
            return unclear(key, "not-recorded")
        return broken(key, "organisation-data")

    return [judge(sent) for sent in made(tables, period) if sent["organisation"] is not None]


def sessions(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """TP-11: what was said in a session went out because the person had asked for it."""
    choice = settings.precedence.session_detail
    settled = f"(T1: {choice or 'not settled'})"

    def judge(sent: Row) -> Verdict:
        key, requested = sent["disclosure_id"], sent["requested_on"]
        if sent["session_detail"] is None:
            return unclear(key, "not-recorded")
        went = local_day(sent["disclosed_at"])
        if requested is not None and went is not None and requested <= went:
            return kept(key)
        excepted = sent["ground"] in GROUNDS or sent["joint_working"] is True
        if excepted and choice == "exceptions":
            return kept(key, f"broken by 5.1 to the letter {settled}")
        if went is None and requested is not None:
            return unclear(key, "time-unknown")
        also = f"kept by 1.3, 5.3 or 5.4 {settled}" if excepted else ""
        return broken(key, "no-request" if requested is None else "request-later", also)

    return [judge(sent) for sent in made(tables, period) if sent["session_detail"] is not False]
