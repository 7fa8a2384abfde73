"""Visitors at meetings: each one's form against the start, and what was handed over with it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit.controls import BY_ID
from chs_audit.controls.answer import CANNOT_TELL, TWO_VERDICTS
from chs_audit.controls.moment import Span

if TYPE_CHECKING:
    from chs_audit.audit import Audit
    from chs_audit.settings import Settings

VOLUNTEER = "volunteer"
POLICIES = ("confidentiality", "disclosure")
# How a form stands to the start of its meeting, the worst first.
MISSING, LATE, SAME_MINUTE, UNCLEAR, EARLY = (
    "missing",
    "late",
    "same minute",
    "cannot tell",
    "early",
)
STATES = (MISSING, LATE, SAME_MINUTE, UNCLEAR, EARLY)
# How one policy stands on a form.
NOT_GIVEN, OLD, CURRENT, GIVEN = "not handed over", "old version", "in force", "version unknown"
NO_FORM = "no form"


def visits_of(audit: Audit) -> pd.DataFrame:
    """One row per third party at a meeting of the period, volunteers among them, by start.

    Returns:
        key (VF-01's), meeting_id, title, starts_at, starts_on, visitor_id, kind, organisation,
        state (one of STATES), minutes (of signing after the start; below 0 is before),
        signed_at, form_id, confidentiality and disclosure (how that policy stands on the form),
        and the same with `_version`.
    """
    frame = _against_the_start(audit, audit.period)
    frame = frame.merge(_handed_over(audit), on=["form_visitor", "form_signed_at"], how="left")
    signed = frame["signed_at"].notna()
    for policy in POLICIES:
        # A form without its time cannot be told from the visitor's other forms.
        told = frame[policy].fillna(UNCLEAR).where(signed, UNCLEAR)
        frame[policy] = told.where(frame["state"] != MISSING, NO_FORM)
    columns = ["key", "meeting_id", "title", "starts_at", "starts_on", "visitor_id", "kind"]
    columns += ["organisation", "state", "minutes", "signed_at", "form_id"]
    columns += [name for policy in POLICIES for name in (policy, f"{policy}_version")]
    return frame[columns]


def _against_the_start(audit: Audit, period: Span) -> pd.DataFrame:
    """Everybody's earliest form that covers the meeting, as VF-01 finds it, all of them asked."""
    inputs = audit.inputs
    strict = _with_volunteers(inputs.settings)
    rows = inputs.call_with(BY_ID["VF-01"].answer, visits=_visits(audit, period), settings=strict)
    frame = inputs.engine.frame(
        rows.select(
            "meeting_id",
            "visitor_id",
            "kind",
            "organisation",
            "series",
            "starts_at",
            "starts_on",
            "signed_at",
            "kept",
            "because",
        )
    )
    titles = inputs.get("meetings").select("meeting_id", "title", "place")
    frame = frame.merge(inputs.engine.frame(titles), on="meeting_id", how="left")
    frame["key"] = frame["meeting_id"] + "|" + frame["visitor_id"]
    reasons = {"missing": MISSING, "signed-after-start": LATE, "same-minute": SAME_MINUTE}
    state = frame["because"].map(reasons)
    kept = frame["kept"].astype("boolean").fillna(False)
    same = _minute(frame["signed_at"]) == _minute(frame["starts_at"])
    # Where the settings let the minute of the start pass, it is still told apart.
    state = state.where(~kept, EARLY).where(~(kept & same), SAME_MINUTE)
    frame["state"] = state.fillna(UNCLEAR)
    apart = frame["signed_at"] - frame["starts_at"]
    frame["minutes"] = apart.dt.total_seconds() / 60
    frame["form_visitor"], frame["form_signed_at"] = frame["visitor_id"], frame["signed_at"]
    order = ["starts_at", "meeting_id", "visitor_id"]
    return frame.sort_values(order, ignore_index=True, na_position="last")


def _visits(audit: Audit, period: Span) -> object:
    from chs_audit.controls.populations import POPULATIONS

    return audit.inputs.call_with(POPULATIONS["visits"].rows, period=period)


def _with_volunteers(settings: Settings) -> Settings:
    """The settings under which volunteers sign, so that their forms are looked at, too."""
    forms = settings.visitor_forms.model_copy(update={"volunteers_sign": True})
    return settings.model_copy(update={"visitor_forms": forms})


def _minute(times: pd.Series) -> pd.Series:
    return pd.to_datetime(times).dt.floor("min")


def _handed_over(audit: Audit) -> pd.DataFrame:
    """For each visitor and signing: how each policy stands on the form, and its version."""
    inputs = audit.inputs
    forms = inputs.engine.frame(
        inputs.get("visitor_forms").select(
            "form_id",
            "visitor_id",
            "signed_at",
            "signed_on",
            *(f"{policy}_policy_{what}" for policy in POLICIES for what in ("given", "version")),
        )
    )
    issued = inputs.engine.frame(
        inputs.get("policy_versions").select("policy_id", "version", "issued_on")
    ).dropna(subset=["issued_on"])
    choice = audit.settings.visitor_forms
    names = {
        "confidentiality": choice.confidentiality_policy,
        "disclosure": choice.disclosure_policy,
    }
    for policy, id in names.items():
        mine = issued[issued["policy_id"] == id].sort_values(["issued_on", "version"])
        given = forms[f"{policy}_policy_given"].astype("boolean")
        version = forms[f"{policy}_policy_version"]
        in_force = [_in_force(mine, day) for day in forms["signed_on"]]
        forms[policy] = [
            _standing(was_given, text, right)
            for was_given, text, right in zip(given, version, in_force, strict=True)
        ]
        forms[f"{policy}_version"] = version
    forms = forms.rename(columns={"visitor_id": "form_visitor", "signed_at": "form_signed_at"})
    forms = forms.sort_values("form_id").drop_duplicates(["form_visitor", "form_signed_at"])
    return forms[
        [
            "form_id",
            "form_visitor",
            "form_signed_at",
            *POLICIES,
            *(f"{one}_version" for one in POLICIES),
        ]
    ]


def _in_force(issued: pd.DataFrame, day: dt.date | None) -> str | None:
    if day is None or pd.isna(day):
        return None
    there = issued[issued["issued_on"] <= day]
    return None if there.empty else str(there["version"].iloc[-1])


def _standing(given: Any, version: Any, in_force: str | None) -> str:
    if pd.isna(given):
        return UNCLEAR
    if not given:
        return NOT_GIVEN
    if in_force is None or pd.isna(version):
        return GIVEN
    return CURRENT if version == in_force else OLD


def asked_to_sign(visits: pd.DataFrame, volunteers: bool) -> pd.DataFrame:
    """The third parties of one reading: with the volunteers, or without them (T7)."""
    return visits if volunteers else visits[visits["kind"] != VOLUNTEER]


def by_group(visits: pd.DataFrame, column: str) -> pd.DataFrame:
    """One row per value of the column: group (null where it is blank), visits and one column
    for each of STATES; those with the most visitors who had not signed come first."""
    frame = visits.assign(group=visits[column])
    counted = frame.groupby("group", dropna=False)["state"].value_counts().unstack(fill_value=0)
    counted = counted.reindex(columns=list(STATES), fill_value=0).astype(int)
    counted.insert(0, "visits", counted.sum(axis="columns"))
    counted["wrong"] = counted[[MISSING, LATE, SAME_MINUTE]].sum(axis="columns")
    ordered = counted.reset_index().sort_values(
        ["wrong", "visits", "group"], ascending=[False, False, True], ignore_index=True
    )
    return ordered.drop(columns="wrong").rename_axis(None, axis="columns")


def readings(audit: Audit, visits: pd.DataFrame) -> pd.DataFrame:
    """What stands and falls with the question whether volunteers sign (T7).

    Told from the verdicts that VF-01's findings carry already: one that another clause judges
    differently is broken under one reading and kept under the other.

    Returns:
        indexed by volunteers (False, True): visits, broken, cannot_tell, and of what is
        broken missing, late and same minute.
    """
    found = audit.findings.query("control == 'VF-01'")
    both = found["also"] != ""
    if audit.settings.visitor_forms.volunteers_sign:
        broken = {True: found["kind"] == "broken", False: (found["kind"] == "broken") & ~both}
    else:
        broken = {
            False: found["kind"] == "broken",
            True: (found["kind"] == "broken") | (both & (found["kind"] == TWO_VERDICTS)),
        }
    states = visits.set_index("key")["state"]
    rows = []
    for volunteers in (False, True):
        mine = asked_to_sign(visits, volunteers)
        wrong = states.reindex(found.loc[broken[volunteers], "key"])
        rows.append(
            {
                "volunteers": volunteers,
                "visits": len(mine),
                "broken": len(wrong),
                "cannot_tell": int((mine["state"] == CANNOT_TELL).sum()),
                **{state: int((wrong == state).sum()) for state in (MISSING, LATE, SAME_MINUTE)},
            }
        )
    return pd.DataFrame(rows).set_index("volunteers")


def expected(audit: Audit, days: int) -> pd.DataFrame:
    """Third parties, volunteers among them, at the meetings of the days after the audit date.

    Returns:
        meeting_id, title, place, starts_at, starts_on, visitor_id, kind, organisation, and
        signed: whether a form that covers the meeting is signed already.
    """
    first, last = audit.as_at + dt.timedelta(days=1), audit.as_at + dt.timedelta(days=days)
    frame = _against_the_start(audit, Span(first, last))
    frame = frame[frame["starts_on"].notna()].assign(signed=frame["signed_at"].notna())
    columns = ["meeting_id", "title", "place", "starts_at", "starts_on"]
    return frame[[*columns, "visitor_id", "kind", "organisation", "signed"]].reset_index(drop=True)
