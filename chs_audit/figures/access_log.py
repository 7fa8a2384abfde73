"""The access log in numbers: at which hours records were opened, and what explains it by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.controls.answer import BROKEN, CANNOT_TELL
from chs_audit.controls.need_to_know import explained
from chs_audit.controls.team_sharing import about_need
from chs_audit.need_to_know.shares import CODES

if TYPE_CHECKING:
    from chs_audit.audit import Audit

# Whose kind or team stands in no table of staff.
NOT_ON_RECORD = "not on record"
# What stands in place of an explanation.
NOTHING, UNCLEAR = "nothing", "cannot tell"
# The zones of this world differ from UTC by whole quarters of an hour.
QUARTER = 15 * 60


def staff_groups(audit: Audit) -> pd.DataFrame:
    """staff_id (the index) -> team and staff_kind of everybody in the table of staff."""
    staff = audit.inputs.engine.table("staff").select("staff_id", "team", "kind")
    frame = audit.inputs.engine.frame(staff).set_index("staff_id")
    frame = frame.rename(columns={"kind": "staff_kind"}).astype("object")
    return frame.where(frame.notna(), NOT_ON_RECORD)


def with_groups(audit: Audit, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with team and staff_kind of the member of staff in `staff_id`."""
    groups = staff_groups(audit)
    for name in groups.columns:
        rows = rows.assign(
            **{name: rows["staff_id"].map(groups[name]).astype("object").fillna(NOT_ON_RECORD)}
        )
    return rows


def accesses_by_hour(audit: Audit) -> pd.DataFrame:
    """Accesses of the period by team, staff_kind, weekday (0 is Monday) and hour, both by the
    charity's clock: accesses, and of these broken and cannot_tell (NK-01)."""
    engine, rows = audit.inputs.engine, audit.inputs.get("accesses")
    found = about_need(audit.findings.query("control == 'NK-01'"))
    engine.put("judged", found[["key", "kind"]], {"key": "VARCHAR", "kind": "VARCHAR"})
    judged = engine.table("judged")
    rows = rows.left_join(judged, rows.event_id == judged.key)
    rows = rows.mutate(quarter=rows.occurred_at.epoch_seconds() // QUARTER)
    counted = rows.group_by("staff_id", "quarter").aggregate(
        accesses=rows.count(),
        broken=(rows.kind == BROKEN).sum(),
        cannot_tell=(rows.kind == CANNOT_TELL).sum(),
    )
    frame = engine.frame(counted)
    engine.drop("judged")
    at = pd.to_datetime(frame["quarter"].astype("int64") * QUARTER, unit="s").dt.tz_localize("UTC")
    local = at.dt.tz_convert(audit.settings.charity.timezone)
    frame = frame.assign(weekday=local.dt.day_of_week, hour=local.dt.hour)
    summed = with_groups(audit, frame).groupby(["team", "staff_kind", "weekday", "hour"])
    numbers = summed[["accesses", "broken", "cannot_tell"]].sum()
    return numbers.fillna(0).astype("int64").reset_index()


def accesses_by_explanation(audit: Audit) -> pd.DataFrame:
    """Accesses of the period by team, staff_kind, month and the strongest explanation.

    Returns:
        team, staff_kind, month (of the day by the charity's clock), explanation (a code, the
        strongest that holds; NOTHING where none does, UNCLEAR where the record is silent),
        accesses.
    """
    accesses = audit.inputs.get("accesses")
    # The timeline is worked out for the log already, and holds for the same accesses.
    timeline = audit.inputs.get("timeline")
    rows = audit.inputs.call_with(explained.answer, accesses=accesses, timeline=timeline)
    rows = rows.mutate(month=rows.occurred_on.truncate("M"))
    counted = rows.group_by("staff_id", "month", "kept", "explanations")
    frame = audit.inputs.engine.frame(counted.aggregate(accesses=rows.count()))
    strongest = frame["explanations"].str.split().str[0]
    kept = frame["kept"].astype("object")
    frame["explanation"] = strongest.where(kept.eq(True), NOTHING).mask(kept.isna(), UNCLEAR)
    frame["month"] = pd.to_datetime(frame["month"]).dt.to_period("M")
    frame = with_groups(audit, frame)
    by = ["team", "staff_kind", "month", "explanation"]
    return frame.groupby(by, as_index=False)[["accesses"]].sum()


def explanations_in_order(frame: pd.DataFrame) -> list[str]:
    """The explanations in the frame, the strongest first; what nothing explains comes last."""
    present = set(frame["explanation"].unique())
    return [one for one in (*CODES, UNCLEAR, NOTHING) if one in present]
