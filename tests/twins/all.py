"""Every twin by the id of its control."""

from __future__ import annotations

from collections.abc import Callable

from chs_audit.settings import Settings
from tests.twins import awareness, consent, disclosures, need_to_know, policies, visitors
from tests.twins.verdict import Period, Tables, Verdict

Twin = Callable[[Tables, Settings, Period], list[Verdict]]

TWINS: dict[str, Twin] = {
    "NK-01": need_to_know.needed,
    "NK-03": need_to_know.in_service,
    "IC-01": consent.first_contact,
    "IC-02": consent.told,
    "IC-07": consent.coverage,
    "TP-01": disclosures.allowed,
    "VF-01": visitors.signed,
    "VF-02": visitors.given,
    "AW-01": awareness.acknowledged,
    "PO-01": policies.reviewed,
}


def judge(tables: Tables, settings: Settings, period: Period) -> dict[str, list[Verdict]]:
    """The verdicts of every twin."""
    return {control: twin(tables, settings, period) for control, twin in TWINS.items()}
