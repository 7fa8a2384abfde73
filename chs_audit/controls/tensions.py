"""How many records each tension in the policy touches."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from ibis.expr.types import Table

from chs_audit.controls.disclosure import LAWFUL_GROUNDS, WIDER_GROUNDS
from chs_audit.controls.inputs import Inputs, tables_needed
from chs_audit.controls.team_sharing import without_consent
from chs_audit.controls.tense import NOT_SETTLED
from chs_audit.policy.tensions import TENSIONS, Tension
from chs_audit.settings import Settings

NO_SETTING = "no setting: only new words in the policy can settle it"


def _session_detail(disclosures_made: Table) -> Table:
    lawful = disclosures_made.ground.isin(LAWFUL_GROUNDS).fill_null(False)
    return disclosures_made.filter(
        disclosures_made.session_detail.fill_null(False)
        & (lawful | disclosures_made.joint_working.fill_null(False))
    )


def _other_grounds(disclosures_made: Table) -> Table:
    return disclosures_made.filter(disclosures_made.ground.isin(WIDER_GROUNDS))


def _organisation_data(disclosures_made: Table) -> Table:
    allowed = disclosures_made.organisation_consented.fill_null(False)
    allowed |= disclosures_made.joint_working.fill_null(False)
    return disclosures_made.filter(disclosures_made.organisation.notnull() & allowed)


def _general_consents(consent_decisions: Table) -> Table:
    return consent_decisions.filter(
        (consent_decisions.decision == "given")
        & (consent_decisions.recipients.isnull() | consent_decisions.purpose.isnull())
    )


def _costly_refusals(consent_decisions: Table) -> Table:
    return consent_decisions.filter(
        (consent_decisions.decision == "given")
        & consent_decisions.told_refusal_may_cost.fill_null(False)
    )


def _volunteers(visits: Table) -> Table:
    return visits.filter(visits.kind == "volunteer")


def _other_meeting(visits: Table, visitor_forms: Table, meetings: Table) -> Table:
    held = meetings.select(form_meeting="meeting_id", form_series="series")
    forms = visitor_forms.inner_join(held, visitor_forms.meeting_id == held.form_meeting)
    signed = forms.select("visitor_id", "form_meeting", "form_series")
    rows = visits.anti_join(
        signed,
        [
            visits.visitor_id == signed.visitor_id,
            visits.meeting_id == signed.form_meeting,
        ],
    )
    signed = signed.view()
    return rows.semi_join(
        signed, [rows.visitor_id == signed.visitor_id, rows.series == signed.form_series]
    )


def _oral(consent_decisions: Table) -> Table:
    return consent_decisions.filter(consent_decisions["mode"] == "oral")


def _outsiders(breaches_known: Table) -> Table:
    return breaches_known.filter(breaches_known.by_kind.isin(["visitor", "trustee"]))


def _elsewhere(accesses: Table, settings: Settings) -> Table:
    rows = accesses.filter(accesses.place.notnull())
    for beginning in settings.records_kept.networks:
        rows = rows.filter(~rows.place.startswith(beginning))
    return rows


def _to_trustees(concerns_raised: Table, staff: Table) -> Table:
    trustees = staff.filter(staff.kind == "trustee").select(trustee_id="staff_id")
    return concerns_raised.semi_join(trustees, concerns_raised.escalated_to == trustees.trustee_id)


def _all_breaches(breaches_known: Table) -> Table:
    return breaches_known


ROWS: dict[str, Callable[..., Table]] = {
    "T1": _session_detail,
    "T2": _other_grounds,
    "T3": _organisation_data,
    "T4": _general_consents,
    "T5": _costly_refusals,
    "T6": without_consent,
    "T7": _volunteers,
    "T8": _other_meeting,
    "T9": _oral,
    "T11": _outsiders,
    "T12": _elsewhere,
    "T13": _to_trustees,
    "T14": _all_breaches,
}


def tensions(inputs: Inputs, findings: pd.DataFrame) -> pd.DataFrame:
    """Every tension, with what settles it and how much it touches.

    Args:
        inputs: the audit's records, settings, period and date.
        findings: the audit's findings, from which two of the tensions are counted.

    Returns:
        id, places, question, settled_by (each setting with its value, or "not settled"; or
        that no setting can settle it), records
        (how many, as a nullable whole number), records_are (what they are, or why they
        cannot be counted).
    """
    counted = {
        "T15": int((findings["control"] == "PO-02").sum()),
        "T16": int(findings["reasons"].eq("unexplained").sum()),
    }
    rows = []
    for one in TENSIONS:
        records, what = _count(inputs, one, counted)
        rows.append(
            {
                "id": one.id,
                "places": one.places,
                "question": one.question,
                "settled_by": settled_by(inputs.settings, one),
                "records": records,
                "records_are": what,
            }
        )
    return pd.DataFrame(rows).astype({"records": "Int64"})


def settled_by(settings: Settings, tension: Tension) -> str:
    """Which settings settle a tension, each with its present value, or "not settled"."""
    said = [f"{name} = {value or NOT_SETTLED}" for name, value in _values(settings, tension)]
    return "; ".join(said) or NO_SETTING


def is_settled(settings: Settings, tension: Tension) -> bool:
    """Whether any setting says how the tension is settled."""
    return any(value for _, value in _values(settings, tension))


def _values(settings: Settings, tension: Tension) -> list[tuple[str, str]]:
    """The settings that settle a tension, each with its value in words; "" if it has none."""
    found = []
    for name in tension.settings:
        section, setting = name.split(".")
        value = getattr(getattr(settings, section), setting)
        shown = ", ".join(value) if isinstance(value, tuple) else str(value).lower()
        found.append((name, shown))
    return found


def _count(inputs: Inputs, tension: Tension, counted: dict[str, int]) -> tuple[int | None, str]:
    if tension.id in counted:
        return counted[tension.id], tension.records
    if tension.id not in ROWS:
        return None, "no record shows it: it decides how the controls judge"
    function = ROWS[tension.id]
    empty = tables_needed(*inputs.asked_by(function)) & inputs.empty
    if empty:
        return None, f"cannot be counted without records of {' and '.join(sorted(empty))}"
    rows = inputs.call(function)
    return int(
        inputs.engine.frame(rows.aggregate(records=rows.count())).records[0]
    ), tension.records
