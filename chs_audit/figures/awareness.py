"""Who knows the policy, what is in force, and what falls due: staff, policies, protocols."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.controls import BY_ID

if TYPE_CHECKING:
    from chs_audit.audit import Audit

KEPT, BROKEN, UNCLEAR = "kept", "broken", "cannot tell"
# What there is to remind somebody of.
READ, TRAIN, REFRESH = "read the policy", "first training", "refresher"


def people_of(audit: Audit) -> pd.DataFrame:
    """One row per member of staff in service in the period, as AW-01 and AW-02 judge them.

    Returns:
        staff_id, kind, team, started_on, left_on, and for each promise that was tested
        acknowledged and trained (kept, broken or cannot tell), acknowledged_because and
        trained_because; first_access_on, first_acknowledged_on, version_in_force, version_read_on,
        last_trained_on, and next_on: when their next training is due.
    """
    inputs = audit.inputs
    staff = inputs.get("staff_in_service")
    frame = inputs.engine.frame(
        staff.select("staff_id", "kind", "team", "started_on", "left_on")
    ).sort_values("staff_id", ignore_index=True)
    told = {
        "AW-01": (
            "acknowledged",
            ["first_access_on", "first_acknowledged_on", "version_in_force", "version_read_on"],
        ),
        "AW-02": ("trained", ["last_trained_on", "induction_on", "refresher_on"]),
    }
    for id, (name, columns) in told.items():
        if _tested(audit, id):
            rows = inputs.call(BY_ID[id].answer).select("staff_id", "kept", "because", *columns)
            answers = inputs.engine.frame(rows)
            answers[name] = _verdicts(answers["kept"])
            answers = answers.rename(columns={"because": f"{name}_because"}).drop(columns="kept")
            frame = frame.merge(answers, on="staff_id", how="left")
        else:
            for column in (name, f"{name}_because", *columns):
                frame[column] = None
    frame["next_on"] = frame["refresher_on"].where(
        frame["last_trained_on"].notna(), frame["induction_on"]
    )
    # Somebody trained on an unknown day may have been trained yesterday.
    frame.loc[frame["trained_because"] == "undated", "next_on"] = None
    return frame.drop(columns=["induction_on", "refresher_on"])


def _tested(audit: Audit, id: str) -> bool:
    return not any(one.not_tested for one in audit.answers if one.control.id == id)


def _verdicts(kept: pd.Series) -> pd.Series:
    return kept.astype("object").map({True: KEPT, False: BROKEN}).fillna(UNCLEAR)


def still_here(people: pd.DataFrame, as_at: dt.date) -> pd.DataFrame:
    """Those who had not left by the end of that day."""
    left = pd.to_datetime(people["left_on"])
    return people[left.isna() | (left > pd.Timestamp(as_at))]


def awareness_by(people: pd.DataFrame, column: str, promise: str) -> pd.DataFrame:
    """One row per value of the column (null where it is blank): group, people, kept, broken and
    cannot_tell; those with the most broken come first."""
    frame = people.assign(group=people[column])
    counted = frame.groupby("group", dropna=False)[promise].value_counts().unstack(fill_value=0)
    counted = counted.reindex(columns=[KEPT, BROKEN, UNCLEAR], fill_value=0).astype(int)
    counted = counted.rename(columns={UNCLEAR: "cannot_tell"})
    counted.insert(0, "people", counted.sum(axis="columns"))
    ordered = counted.reset_index().sort_values(
        ["broken", "people", "group"], ascending=[False, False, True], ignore_index=True
    )
    return ordered.rename_axis(None, axis="columns")


def reminders(people: pd.DataFrame, as_at: dt.date, days: int) -> pd.DataFrame:
    """What those still here are to be reminded of, the longest overdue first.

    Returns:
        staff_id, kind, team, what (READ, TRAIN or REFRESH), due_on (null: now), overdue.
    """
    here = still_here(people, as_at)
    until = pd.Timestamp(as_at) + pd.Timedelta(days=days)
    due = pd.to_datetime(here["next_on"])
    train = here[due.notna() & (due <= until)].copy()
    train["what"] = REFRESH
    train.loc[train["last_trained_on"].isna(), "what"] = TRAIN
    train["due_on"] = train["next_on"]
    # Whoever came to it too late once, but knows the version in force, need not do it again.
    unread = here["acknowledged_because"].isin(["never", "old-version"])
    read = here[unread].assign(what=READ, due_on=None)
    both = pd.concat([one for one in (read, train) if len(one)] or [read])
    both["overdue"] = both["due_on"].isna() | (pd.to_datetime(both["due_on"]) < pd.Timestamp(as_at))
    order = pd.to_datetime(both["due_on"])
    both = both.assign(order=order).sort_values(["order", "staff_id"], na_position="first")
    return both[["staff_id", "kind", "team", "what", "due_on", "overdue"]].reset_index(drop=True)


def policies_of(audit: Audit) -> pd.DataFrame:
    """One row per policy document, named ones that do not exist among them.

    Returns:
        policy_id, title, named (whether the policy names it), exists, owner_id, next_review_on,
        review (kept, broken, cannot tell, or null where not tested), review_because, reviewed_on,
        due_on, missing (codes of PO-02, joined by a space).
    """
    inputs = audit.inputs
    engine = inputs.engine
    policies = engine.frame(
        inputs.get("policies").select("policy_id", "title", "owner_id", "next_review_on")
    )
    named = list(audit.settings.policy_review.named)
    unknown = [one for one in named if one not in set(policies["policy_id"])]
    frame = pd.concat(
        [policies.assign(exists=True), pd.DataFrame({"policy_id": unknown, "exists": False})]
    )
    frame["named"] = frame["policy_id"].isin(named)
    for id, name, columns in (
        ("PO-01", "review", ["reviewed_on", "due_on"]),
        ("PO-02", "document", []),
    ):
        if _tested(audit, id):
            answers = engine.frame(
                inputs.call(BY_ID[id].answer).select("policy_id", "kept", "because", *columns)
            )
            answers[name] = _verdicts(answers.pop("kept"))
            answers = answers.rename(columns={"because": f"{name}_because"})
            frame = frame.merge(answers, on="policy_id", how="left")
        else:
            for column in (name, f"{name}_because", *columns):
                frame[column] = None
    frame["missing"] = frame.pop("document_because").fillna("")
    frame["wrong"] = frame["review"].map({BROKEN: 0, UNCLEAR: 1}).fillna(2)
    frame.loc[frame["missing"] != "", "wrong"] = 0
    ordered = frame.sort_values(["named", "wrong", "policy_id"], ascending=[False, True, True])
    return ordered.drop(columns=["wrong", "document"]).reset_index(drop=True)


def versions_of(audit: Audit) -> pd.DataFrame:
    """One row per version of a policy: policy_id, version, issued_on and until_on (the day
    before the next one, null for the last); a version without its day is left out."""
    inputs = audit.inputs
    rows = inputs.get("policy_versions").select("policy_id", "version", "issued_on")
    frame = inputs.engine.frame(rows).dropna(subset=["issued_on"])
    frame = frame.sort_values(["policy_id", "issued_on", "version"], ignore_index=True)
    following = frame.groupby("policy_id")["issued_on"].shift(-1)
    frame["until_on"] = [None if pd.isna(day) else day - dt.timedelta(days=1) for day in following]
    return frame


def in_force_on(versions: pd.DataFrame, day: dt.date) -> dict[str, str]:
    """policy_id -> the version in force on that day."""
    issued = versions[pd.to_datetime(versions["issued_on"]) <= pd.Timestamp(day)]
    return {str(id): str(mine["version"].iloc[-1]) for id, mine in issued.groupby("policy_id")}


def reviews_of(audit: Audit) -> pd.DataFrame:
    """One row per dated review: policy_id, reviewed_on, reviewed_by."""
    rows = audit.inputs.get("policy_reviews").select("policy_id", "reviewed_on", "reviewed_by")
    frame = audit.inputs.engine.frame(rows).dropna(subset=["reviewed_on"])
    return frame.sort_values(["policy_id", "reviewed_on"], ignore_index=True)


def protocols_of(audit: Audit) -> pd.DataFrame:
    """One row per joint working protocol in force on the audit date (JW-02), the worst first:
    protocol_id, partner, until_on, reviewed_on, signed (by both sides), review, review_because."""
    if not _tested(audit, "JW-02"):
        return pd.DataFrame()
    rows = audit.inputs.call(BY_ID["JW-02"].answer)
    frame = audit.inputs.engine.frame(
        rows.select(
            "protocol_id",
            "partner",
            "until_on",
            "reviewed_on",
            "signed_for_us_on",
            "signed_for_them_on",
            "kept",
            "because",
        )
    )
    frame["review"] = _verdicts(frame.pop("kept"))
    frame["signed"] = frame["signed_for_us_on"].notna() & frame["signed_for_them_on"].notna()
    frame = frame.rename(columns={"because": "review_because"})
    worst = frame["review"].map({BROKEN: 0, UNCLEAR: 1, KEPT: 2})
    order = frame.assign(worst=worst).sort_values(["worst", "protocol_id"])
    return order.drop(columns=["worst", "signed_for_us_on", "signed_for_them_on"]).reset_index(
        drop=True
    )
