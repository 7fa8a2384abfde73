"""Every twin by the id of its control."""

from __future__ import annotations

from collections.abc import Callable, Collection

from chs_audit.settings import Settings
from tests.twins import (
    access,
    assets,
    attested,
    awareness,
    breaches,
    consent,
    disclosures,
    equality,
    giving,
    log_days,
    need_to_know,
    policies,
    protocols,
    safeguarding,
    tense,
    terms,
    training,
    visitors,
)
from tests.twins.verdict import Period, Tables, Verdict

Twin = Callable[[Tables, Settings, Period], list[Verdict]]

TWINS: dict[str, Twin] = {
    "NK-01": need_to_know.needed,
    "NK-02": access.sections,
    "NK-03": need_to_know.in_service,
    "NK-04": access.copies,
    "NK-05": access.conflicts,
    "NK-06": terms.without_names,
    "NK-07": log_days.covered,
    "NK-08": breaches.revealed,
    "IC-01": consent.first_contact,
    "IC-02": consent.told,
    "IC-03": giving.effect_told,
    "IC-04": giving.entitled,
    "IC-05": giving.express,
    "IC-06": giving.current,
    "IC-07": consent.coverage,
    "TP-01": disclosures.allowed,
    "TP-02": terms.police,
    "TP-03": terms.no_more,
    "TP-04": terms.reason,
    "TP-05": terms.acknowledged,
    "TP-06": terms.marked,
    "TP-07": terms.nothing_back,
    "TP-08": terms.own_purpose,
    "TP-09": tense.organisations,
    "TP-10": terms.nothing_confirmed,
    "TP-11": tense.sessions,
    "VF-01": visitors.signed,
    "VF-02": visitors.given,
    "VF-03": visitors.versions,
    "VF-04": visitors.ties,
    "SG-01": safeguarding.escalated,
    "SG-02": safeguarding.decided,
    "JW-01": protocols.covered,
    "JW-02": protocols.reviewed,
    "AW-01": awareness.acknowledged,
    "AW-02": training.trained,
    "RM-01": assets.owned,
    "RM-02": assets.secured,
    "RM-03": access.places,
    "BR-01": breaches.handled,
    "BR-02": breaches.reported,
    "BR-03": breaches.people_told,
    "BR-04": breaches.commission,
    "BR-05": breaches.registered,
    "PO-01": policies.reviewed,
    "PO-02": policies.complete,
    "AT-01": attested.vouched("AT-01"),
    "AT-02": attested.vouched("AT-02"),
    "AT-03": attested.vouched("AT-03"),
    "AT-04": attested.vouched("AT-04"),
}


def judge(
    tables: Tables, settings: Settings, period: Period, untested: Collection[str] = ()
) -> dict[str, list[Verdict]]:
    """The verdicts of every twin."""
    told = {control: twin(tables, settings, period) for control, twin in TWINS.items()}
    # What the others say is what this one compares.
    compared = {name: [] if name in untested else mine for name, mine in told.items()}
    return told | {"EQ-01": equality.alike(tables, settings, period, compared)}
