"""The same audit in pandas: whole columns, merges and groups, no loop over rows."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.charity import FIRST, LAST, ROLES, ZONE
from benchmarks.outcome import Outcome

COPIES = ["export", "print", "download", "share"]
OPEN_END = pd.Timestamp("2200-01-01")
PAIR = ["staff_id", "person_id"]


def run(folder: Path) -> Outcome:
    """Audit the folder's log."""
    log = _log(folder)
    staff = _read(folder, "staff")
    rows = log.merge(
        staff[["staff_id", "kind", "role", "started_on", "left_on"]],
        on="staff_id",
        how="left",
        indicator="staff_known",
    )
    rows["staff_unknown"] = rows.pop("staff_known") != "both"
    rows["person_unknown"] = ~rows["person_id"].isin(_read(folder, "service_users")["person_id"])
    found = {
        "NK-01": _unneeded(rows, _ties(folder, staff)),
        "NK-02": _sections(rows),
        "NK-03": _service(rows),
        "NK-04": _copies(rows),
        "NK-05": _conflicts(rows, _read(folder, "declared_conflicts")),
        "RM-03": _places(rows),
    }
    parts = [
        pd.DataFrame(
            {"control": control, "reason": reason[reason != ""], "key": rows["event_id"]}
        ).dropna(subset="reason")
        for control, reason in found.items()
    ]
    gaps = _gaps(log)
    asked = len(rows)
    examined = {
        "NK-01": asked,
        "NK-02": int(rows["section"].notna().sum()),
        "NK-03": asked,
        "NK-04": int((rows["action"].isna() | rows["action"].isin(COPIES)).sum()),
        "NK-05": asked,
        "RM-03": int(rows["place"].notna().sum()),
        "NK-07": len(gaps),
    }
    gaps = gaps[gaps["reason"] != ""].assign(control="NK-07")
    findings = pd.concat([*parts, gaps[["control", "reason", "key"]]], ignore_index=True)
    return Outcome(examined, findings)


def _read(folder: Path, table: str) -> pd.DataFrame:
    """A record table, its moments replaced by their days here."""
    rows = _parquet(folder / "records" / f"{table}.parquet")
    for name in rows.columns:
        if name.endswith("_at"):
            day = rows[name].dt.tz_convert(ZONE).dt.tz_localize(None).dt.normalize()
            rows[name.removesuffix("_at") + "_on"] = day
    return rows


def _log(folder: Path) -> pd.DataFrame:
    paths = sorted((folder / "archive" / "access_log").glob("*/*.parquet"))
    log = pd.concat([_parquet(path) for path in paths], ignore_index=True)
    return log[log["occurred_on"].between(pd.Timestamp(FIRST), pd.Timestamp(LAST))]


def _parquet(path: Path) -> pd.DataFrame:
    rows = pd.read_parquet(path, to_pandas_kwargs={"date_as_object": False})
    days = [name for name in rows.columns if name.endswith("_on")]
    return rows.assign(**{name: rows[name].dt.as_unit("us") for name in days})


def _ties(folder: Path, staff: pd.DataFrame) -> pd.DataFrame:
    """Who had a reason to look at whom: from_on, and until_on which is not in it."""
    caseload, sessions = _read(folder, "caseload"), _read(folder, "sessions")
    families, requests = _read(folder, "families"), _read(folder, "requests")
    day, week = pd.Timedelta(days=1), pd.Timedelta(days=7)
    is_own = caseload["capacity"].isna() | caseload["capacity"].isin(["own", "supervision"])
    own = caseload[is_own].assign(until_on=lambda rows: rows["until_on"] + 15 * day, own=True)
    cover = caseload[caseload["capacity"] == "cover"]
    cover = cover.assign(until_on=cover["until_on"] + day)
    managed = own.merge(staff[["staff_id", "manager_id"]], on="staff_id")
    managed = managed.dropna(subset="manager_id").drop(columns="staff_id")
    managed = managed.rename(columns={"manager_id": "staff_id"}).assign(own=False)
    related = own.merge(families[["family_id", "person_id"]], on="person_id")
    related = related.merge(families[["family_id", "person_id"]], on="family_id")
    related = related[related["person_id_x"] != related["person_id_y"]]
    related = related.rename(columns={"person_id_y": "person_id"}).assign(own=False)
    met = sessions.assign(
        from_on=sessions["starts_on"] - week,
        until_on=sessions["ends_on"].fillna(sessions["starts_on"]) + week + day,
    )
    leads = staff.loc[staff["duties"].str.contains("safeguarding-lead", na=False), ["staff_id"]]
    raised = leads.merge(_read(folder, "concerns"), how="cross")
    raised = raised.assign(from_on=raised["raised_on"], until_on=raised["closed_on"] + day)
    asked = requests.dropna(subset="staff_id")
    asked = asked.assign(from_on=asked["opened_on"], until_on=asked["closed_on"] + 15 * day)
    held = sessions[sessions["kind"] == "group"]
    ran = held[["staff_id", "group_name", "starts_on"]].drop_duplicates()
    went = held[["person_id", "group_name", "starts_on"]].drop_duplicates()
    groups = ran.merge(went, on="group_name")
    groups = groups[(groups["starts_on_x"] - groups["starts_on_y"]).abs() <= week]
    groups = groups[[*PAIR, "starts_on_y"]].drop_duplicates()
    groups = groups.assign(
        from_on=groups["starts_on_y"] - week, until_on=groups["starts_on_y"] + week + day
    )
    columns = [*PAIR, "from_on", "until_on", "recorded_on", "own"]
    drawn = [own, cover, managed, related, met, raised, asked, groups]
    ties = pd.concat([one.reindex(columns=columns) for one in drawn], ignore_index=True)
    ties["own"] = ties["own"].eq(True)
    ties["until_on"] = ties["until_on"].fillna(OPEN_END)
    late = ties["recorded_on"] - week
    ties["counts_from"] = ties["from_on"].where(~(late > ties["from_on"]), late)
    return ties


def _unneeded(rows: pd.DataFrame, ties: pd.DataFrame) -> pd.Series:
    day = rows["occurred_on"]
    tied = _tied(rows, ties)
    role_ended = day > rows["left_on"]
    in_role = ~role_ended & ~(day < rows["started_on"])
    glass = rows["break_glass"].fillna(False).astype(bool) & rows["reason"].notna()
    within = rows["reviewed_at"].between(
        rows["occurred_at"], rows["occurred_at"] + pd.Timedelta(days=5)
    )
    kept = (tied | (glass & within)) & in_role
    # Only what is left is looked at against every tie of its pair.
    left = rows.loc[~kept, [*PAIR, "occurred_on"]].reset_index(names="row")
    pairs = left.merge(ties, on=PAIR)
    on = pairs["occurred_on"]
    pairs["undated"] = pairs["from_on"].isna() & (on < pairs["until_on"])
    pairs["backdated"] = on.ge(pairs["from_on"]) & on.lt(
        pairs["counts_from"].where(pairs["counts_from"] < pairs["until_on"], pairs["until_on"])
    )
    pairs["ended"] = (
        pairs["own"] & (pairs["until_on"] > pairs["counts_from"]) & (pairs["until_on"] <= on)
    )
    told = pairs.groupby("row")[["undated", "backdated", "ended"]].any()
    told = told.reindex(rows.index, fill_value=False)
    not_due = glass & rows["reviewed_at"].isna() & in_role
    not_due &= day + pd.Timedelta(days=5) >= pd.Timestamp(LAST)
    return _first(
        rows,
        (kept, ""),
        (rows["person_unknown"], "person-unknown"),
        (rows["staff_unknown"], "staff-unknown"),
        (tied & role_ended, "after-role-ended"),
        (not_due, "review-not-due"),
        (told["undated"] & in_role, "assignment-undated"),
        (told["backdated"] & in_role, "backdated"),
        (told["ended"], "after-case-closed"),
        otherwise="unexplained",
    )


def _tied(rows: pd.DataFrame, ties: pd.DataFrame) -> pd.Series:
    """Whether some tie holds: those of a pair are merged where they touch, and the latest that
    has begun is looked up."""
    counting = ties[ties["until_on"] > ties["counts_from"]].sort_values([*PAIR, "counts_from"])
    # The latest end so far within each pair: pairs are told apart by a number.
    pair = counting.groupby(PAIR, sort=False).ngroup()
    latest = counting["until_on"].groupby(pair).cummax().groupby(pair).shift()
    island = (counting["counts_from"] > latest) | latest.isna()
    reasons = counting.assign(island=island.cumsum()).groupby("island", sort=False)
    reasons = reasons.agg(
        staff_id=("staff_id", "first"),
        person_id=("person_id", "first"),
        counts_from=("counts_from", "min"),
        until_on=("until_on", "max"),
    )
    looked = rows[[*PAIR, "occurred_on"]].dropna().reset_index(names="row")
    found = pd.merge_asof(
        looked.sort_values("occurred_on"),
        reasons.sort_values("counts_from"),
        left_on="occurred_on",
        right_on="counts_from",
        by=PAIR,
    )
    holds = found.loc[found["occurred_on"] < found["until_on"], "row"]
    return pd.Series(rows.index.isin(holds), index=rows.index)


def _sections(rows: pd.DataFrame) -> pd.Series:
    needed = pd.DataFrame(
        [(role, section) for role, some in ROLES.items() for section in some],
        columns=["role", "section"],
    )
    asked = rows[["role", "section"]].apply(lambda column: column.str.lower())
    known = asked.merge(needed, on=["role", "section"], how="left", indicator="needed")
    return _first(
        rows,
        (rows["section"].isna(), ""),
        (rows["staff_unknown"], "staff-unknown"),
        (known["needed"].eq("both").to_numpy(), ""),
        (asked["role"].isin(list(ROLES)), "section-not-needed"),
        otherwise="role-unknown",
    )


def _service(rows: pd.DataFrame) -> pd.Series:
    return _first(
        rows,
        (rows["staff_unknown"], "staff-unknown"),
        (rows["occurred_on"] > rows["left_on"], "after-leaving"),
        (rows["started_on"].isna(), "no-start-date"),
        (rows["occurred_on"] < rows["started_on"], "before-start"),
    )


def _copies(rows: pd.DataFrame) -> pd.Series:
    copied = rows[rows["action"].isin(COPIES) & rows["reason"].isna()]
    people = copied.groupby(["staff_id", "occurred_on"])["person_id"].transform("nunique")
    people = people.reindex(rows.index)
    return _first(
        rows,
        (rows["action"].isna(), "no-action"),
        (people > 25, "bulk-copy"),
        (people > 5, "copy-without-reason"),
    )


def _conflicts(rows: pd.DataFrame, conflicts: pd.DataFrame) -> pd.Series:
    declared = rows[PAIR].merge(
        conflicts[[*PAIR, "relation", "ended_on"]], on=PAIR, how="left", indicator="declared"
    )
    declared.index = rows.index
    tied = declared["declared"].eq("both") & ~(rows["occurred_on"] > declared["ended_on"])
    return _first(
        rows,
        (rows["person_unknown"], "person-unknown"),
        (rows["staff_unknown"], "staff-unknown"),
        (tied & declared["relation"].eq("self"), "own-record"),
        (tied, "declared-conflict"),
    )


def _places(rows: pd.DataFrame) -> pd.Series:
    return _first(
        rows,
        (rows["place"].isna() | rows["place"].str.startswith("10.").fillna(False), ""),
        (rows["staff_unknown"], "staff-unknown"),
        (rows["kind"].eq("trustee"), ""),
        otherwise="outside",
    )


def _gaps(log: pd.DataFrame) -> pd.DataFrame:
    source = log["source"].fillna("(no name)")
    counts = log.groupby([source, "occurred_on"]).agg(
        events=("event_id", "size"), looked=("action", lambda some: some.eq("view").any())
    )
    whole = counts.groupby(level=1).agg(events=("events", "sum"), looked=("looked", "any"))
    counts = pd.concat([counts.reset_index(), whole.assign(source="the whole log").reset_index()])
    days = pd.MultiIndex.from_product(
        [counts["source"].unique(), pd.date_range(FIRST, LAST)], names=["source", "occurred_on"]
    )
    of_source = counts.groupby("source")
    spans = of_source.agg(
        first=("occurred_on", "min"), last=("occurred_on", "max"), views=("looked", "any")
    )
    rows = counts.set_index(["source", "occurred_on"])["events"].reindex(days, fill_value=0)
    rows = rows.reset_index().merge(spans, left_on="source", right_index=True)
    expected = rows["occurred_on"].between(rows["first"], rows["last"])
    rows = rows[expected | rows["source"].eq("the whole log")]
    weekday = rows["occurred_on"].dt.day_of_week
    usual = rows.groupby(["source", weekday])["events"].transform("median")
    rows["key"] = rows["source"].astype(str) + "|" + rows["occurred_on"].dt.strftime("%Y-%m-%d")
    rows["reason"] = np.select(
        [(usual >= 5) & (rows["events"] == 0), ~rows["views"].astype(bool)],
        ["log-gap", "views-not-logged"],
        default="",
    )
    return rows


def _first(rows: pd.DataFrame, *steps: tuple[object, str], otherwise: str = "") -> pd.Series:
    """The reason of the first step that holds; "" is a row that is kept."""
    conditions = [np.asarray(condition, dtype=bool) for condition, _ in steps]
    reason = np.select(conditions, [np.int8(step) for step in range(len(steps))], np.int8(-1))
    codes = [reason for _, reason in steps] + [otherwise]
    return pd.Series(np.array(codes, dtype=object)[reason], index=rows.index)
