"""Numbers about an audit that its findings alone do not give: what was counted, by month or purpose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit.controls import BY_ID
from chs_audit.controls.answer import BROKEN, CANNOT_TELL, LOOKED_UP_BY
from chs_audit.controls.answers import rows_of
from chs_audit.controls.team_sharing import about_need

if TYPE_CHECKING:
    from chs_audit.audit import Audit


def findings_of(audit: Audit, controls: Sequence[str]) -> pd.DataFrame:
    """The findings of these controls, with the numbers by which staff look them up.

    The columns of LOOKED_UP_BY that at least one of the controls' records has are added; a
    cell is missing where a record does not hold the number.
    """
    found = audit.findings
    found = found[found["control"].isin(controls)].reset_index(drop=True)
    told = [one.numbers for one in audit.answers if one.control.id in controls and len(one.numbers)]
    if not told:
        return found
    numbers = pd.concat(told)
    wanted = [name for name in LOOKED_UP_BY if name in numbers.columns]
    return found.join(numbers[wanted].astype("object"), on="id")


def accesses_by_month(audit: Audit) -> pd.DataFrame:
    """One row per month of the period: month, accesses, and of these broken and cannot_tell (NK-01)."""
    months = pd.period_range(audit.period.first, audit.period.last, freq="M")
    rows = audit.inputs.get("accesses")
    by_day = rows.group_by("occurred_on").aggregate(accesses=rows.count())
    days = audit.inputs.engine.frame(by_day)
    counted = days.groupby(_month(days["occurred_on"]))["accesses"].sum()
    frame = pd.DataFrame({"accesses": counted.reindex(months, fill_value=0).astype(int)})
    found = about_need(audit.findings.query("control == 'NK-01'"))
    for column, kind in (("broken", BROKEN), ("cannot_tell", CANNOT_TELL)):
        mine = _month(found.loc[found["kind"] == kind, "happened_on"])
        frame[column] = mine.value_counts().reindex(months, fill_value=0).astype(int)
    return frame.rename_axis("month").reset_index()


def coverage_by_purpose(audit: Audit) -> pd.DataFrame:
    """One row per purpose (IC-07): purpose, people, kept, broken and cannot_tell, worst first."""
    rows = audit.inputs.get("open_purposes")
    counted = audit.inputs.engine.frame(rows.group_by("purpose").aggregate(people=rows.count()))
    frame = counted.set_index("purpose")
    found = audit.findings.query("control == 'IC-07'")
    purposes = rows_of(audit.inputs, BY_ID["IC-07"], found["key"])["purpose"]
    for column, kind in (("broken", BROKEN), ("cannot_tell", CANNOT_TELL)):
        mine = purposes.loc[found.loc[found["kind"] == kind, "key"]]
        frame[column] = mine.value_counts().reindex(frame.index, fill_value=0).astype(int)
    frame["kept"] = frame["people"] - frame["broken"] - frame["cannot_tell"]
    worst_first = frame.reset_index().sort_values(
        ["broken", "cannot_tell", "purpose"], ascending=[False, False, True], ignore_index=True
    )
    return worst_first[["purpose", "people", "kept", "broken", "cannot_tell"]]


def reasons_of(audit: Audit, control: str) -> pd.DataFrame:
    """One row per reason of a control, in its own order: reason, kind, rows.

    What is kept comes first, with a blank reason. A row with several reasons counts at each.
    """
    one = BY_ID[control]
    found = audit.findings.query("control == @control")
    counted = found["reasons"].str.split().explode().value_counts()
    told: list[dict[str, Any]] = [
        {"reason": reason, "kind": kind, "rows": int(counted.get(reason, 0))}
        for kind, reasons in ((BROKEN, one.reasons), (CANNOT_TELL, one.cannot_tell))
        for reason in reasons
    ]
    (answer,) = (answer for answer in audit.answers if answer.control.id == control)
    return pd.DataFrame([{"reason": "", "kind": "kept", "rows": answer.kept}, *told])


def _month(days: pd.Series) -> pd.Series:
    return pd.to_datetime(days).dt.to_period("M")
