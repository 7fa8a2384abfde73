"""What must be reported of each breach, by when, and whether it was: as the controls judge it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit.controls import BY_ID

if TYPE_CHECKING:
    from chs_audit.audit import Audit

# How a duty stands, what is most urgent first.
RUNNING, MISSED, UNCLEAR, DONE = "running", "missed", "cannot tell", "done"
STATES = (RUNNING, MISSED, UNCLEAR, DONE)
# Duty -> the control that judges it.
DUTIES = {"ico": "BR-02", "people": "BR-03", "commission": "BR-04"}


def duties_of(audit: Audit) -> pd.DataFrame:
    """One row per breach of which the charity became aware in the period, the most urgent first.

    The clock runs from awareness for `breaches.ico_hours` (UK GDPR, article 33(1)).

    Returns:
        breach_id, aware_at, due_at (null without aware_at); ico_decision, ico_reported_at,
        high_risk, people_told_at, commission_decision as recorded; ico, people and commission
        (how each duty stands, one of STATES) and each with `_because` (the reason code of its
        control).
    """
    inputs = audit.inputs
    rows = inputs.get("breaches_known")
    columns = ["breach_id", "aware_at", "ico_decision", "ico_reported_at", "high_risk"]
    columns += ["people_told_at", "commission_decision"]
    frame = inputs.engine.frame(rows.select(*columns))
    for duty, id in DUTIES.items():
        judged = inputs.call_with(BY_ID[id].answer, breaches_known=rows)
        told = inputs.engine.frame(judged.select("breach_id", "kept", "because"))
        told[duty] = [_state(row) for row in told.to_dict("records")]
        told = told.rename(columns={"because": f"{duty}_because"}).drop(columns="kept")
        frame = frame.merge(told, on="breach_id", how="left")
    hours = dt.timedelta(hours=audit.settings.breaches.ico_hours)
    frame["due_at"] = frame["aware_at"] + hours
    urgency = frame[list(DUTIES)].map(STATES.index).min(axis="columns").astype("int64")
    frame = frame.assign(urgency=urgency)
    frame = frame.sort_values(["urgency", "aware_at", "breach_id"], na_position="last")
    return frame.drop(columns="urgency").reset_index(drop=True)


def _state(row: dict[Any, Any]) -> str:
    if row["because"] == "not-due":
        return RUNNING
    if pd.isna(row["kept"]):
        return UNCLEAR
    return DONE if row["kept"] else MISSED
