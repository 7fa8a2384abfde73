"""Consent from day to day: the state of every person and purpose, and how many stood how when.

A state holds on a day if it held at the end of it, as the promises about consent judge it.
What was written down later does not count before the day on which it was.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from chs_audit.controls.consent_states import IN_FORCE, STATES
from chs_audit.expressions import as_compared

if TYPE_CHECKING:
    from chs_audit.audit import Audit

# Beside the states of a consent: nobody asked, and an answer without its date.
NEVER_ASKED, UNDATED = "never asked", "cannot tell"
NAMES = (*(state.name for state in STATES), UNDATED, NEVER_ASKED)
# States in which an answer is on record.
ANSWERED = tuple(name for name in NAMES if name not in ("requested", UNDATED, NEVER_ASKED))
PAIR = ["person_id", "purpose"]
_FOREVER = pd.Timestamp(dt.date(2200, 1, 1))
_LONG_AGO = pd.Timestamp(dt.date(1900, 1, 1))


@dataclass(frozen=True)
class ConsentDays:
    """How consent stood on every day.

    Args:
        stretches: person_id, purpose, state (of NAMES), from_on, until_on (not in it): for
            every person while their case is open and every purpose that the service needs,
            without a gap.
        people: person_id (the index), relation ("child", ..., "" if not on record), team and
            staff_id of whoever has the case, "not on record" and None where nobody has.
        consents: those for the purposes: consent_id, person_id, purpose, state, from_on,
            until_on, expires_on, reviewed_on, taken_by.
        first: the first day that is told of.
        last: the last, the audit date.
    """

    stretches: pd.DataFrame
    people: pd.DataFrame
    consents: pd.DataFrame
    first: dt.date
    last: dt.date

    def on(self, day: dt.date) -> pd.DataFrame:
        """The state of every open person and purpose at the end of a day."""
        at, rows = pd.Timestamp(day), self.stretches
        return rows[(rows["from_on"] <= at) & (at < rows["until_on"])]

    @cached_property
    def by_day(self) -> pd.DataFrame:
        """Day (the index) -> how many people and purposes stood in each state of NAMES."""
        days = pd.date_range(self.first, self.last, freq="D")
        return pd.DataFrame(
            {
                name: _running(self.stretches[self.stretches["state"] == name], days)
                for name in NAMES
            },
            index=days,
        )

    def of(self, people: pd.Index) -> ConsentDays:
        """The same of some people only."""
        return ConsentDays(
            self.stretches[self.stretches["person_id"].isin(people)],
            self.people.loc[self.people.index.isin(people)],
            self.consents[self.consents["person_id"].isin(people)],
            self.first,
            self.last,
        )


def _running(rows: pd.DataFrame, days: pd.DatetimeIndex) -> np.ndarray:
    """On each day, how many of the stretches go on."""
    began, ended = (
        np.searchsorted(np.sort(rows[name].to_numpy()), days.to_numpy(), side="right")
        for name in ("from_on", "until_on")
    )
    return np.asarray(began - ended)


def consent_days(audit: Audit) -> ConsentDays:
    """How consent stood from the first contact on record until the audit date.

    For one purpose somebody may have answered several times, for several recipients: what is
    in force tells, else what began last.
    """
    people = _people(audit)
    purposes = list(audit.settings.informed_consent.purposes)
    consents = _consents(audit, purposes)
    stretches = _merged(people, purposes, consents)
    last = audit.as_at
    earliest = stretches["from_on"].where(stretches["from_on"] > _LONG_AGO).min()
    first = min(audit.period.first, last) if pd.isna(earliest) else earliest.date()
    # Three years say how it went; older ones make the line too fine to read.
    first = max(min(first, last), last - dt.timedelta(days=3 * 365))
    told = people.set_index("person_id")[["relation", "team", "staff_id"]]
    return ConsentDays(stretches, told, consents, first, last)


def _people(audit: Audit) -> pd.DataFrame:
    """person_id, opened and closed (moments, never blank), relation, team, staff_id."""
    engine = audit.inputs.engine
    rows = engine.frame(
        engine.table("service_users").select("person_id", "first_contact_on", "closed_on")
    )
    rows["opened"] = pd.to_datetime(rows["first_contact_on"]).fillna(_LONG_AGO)
    rows["closed"] = pd.to_datetime(rows["closed_on"]).fillna(_FOREVER)
    families = engine.frame(engine.table("families").select("person_id", "relation"))
    relation = families.drop_duplicates("person_id").set_index("person_id")["relation"]
    rows["relation"] = rows["person_id"].map(relation).astype("object").fillna("")
    worker = _workers(audit)
    rows["staff_id"] = rows["person_id"].map(worker["staff_id"]).astype("object")
    rows["team"] = rows["person_id"].map(worker["team"]).astype("object").fillna("not on record")
    return rows


def _workers(audit: Audit) -> pd.DataFrame:
    """person_id (the index) -> staff_id and team of who has had the case of their own last."""
    engine, day = audit.inputs.engine, pd.Timestamp(audit.as_at)
    load = engine.table("caseload")
    load = load.filter((load.capacity == "own") | load.capacity.isnull())
    rows = engine.frame(load.select("staff_id", "person_id", "from_on"))
    rows["from_on"] = pd.to_datetime(rows["from_on"]).fillna(_LONG_AGO)
    rows = rows[rows["from_on"] <= day]
    rows = rows.sort_values(["from_on", "staff_id"]).drop_duplicates("person_id", keep="last")
    staff = engine.frame(engine.table("staff").select("staff_id", "team"))
    team = staff.set_index("staff_id")["team"]
    rows["team"] = rows["staff_id"].map(team)
    return rows.set_index("person_id")[["staff_id", "team"]]


def _same(words: pd.Series) -> pd.Series:
    """As the promises compare words: see :func:`chs_audit.expressions.same_words`."""
    return words.astype("str").map(as_compared, na_action="ignore")


def _consents(audit: Audit, purposes: list[str]) -> pd.DataFrame:
    """The stretches of every consent for these purposes, by days."""
    inputs, engine = audit.inputs, audit.inputs.engine
    stretches = engine.frame(inputs.get("consent_stretches"))
    rows = engine.frame(
        engine.table("consents").select(
            *("consent_id", "person_id", "purpose", "decision", "requested_on", "decided_on"),
            *("recorded_on", "expires_on", "reviewed_on", "taken_by"),
        )
    )
    names = {as_compared(one): one for one in purposes}
    rows["purpose"] = _same(rows["purpose"]).map(names)
    rows = rows[rows["purpose"].notna()]
    recorded = pd.to_datetime(rows["recorded_on"]).fillna(_LONG_AGO)
    rows = rows.assign(recorded=recorded)
    held = rows.merge(stretches, on="consent_id")
    # An answer without its date cannot be shown to have begun or ended anything.
    held = held[held["decided_on"].notna() | (held["state"] == "requested")]
    held["from_on"] = pd.to_datetime(held["begins"].str[:10])
    held["until_on"] = pd.to_datetime(held["ends"].str[:10]).fillna(_FOREVER)
    # An answer counts from the day on which it was written down; that it was asked for, at once.
    asked = held["state"] == "requested"
    late = held["from_on"].where(asked, held[["from_on", "recorded"]].max(axis=1))
    held["from_on"] = late
    held["until_on"] = held[["until_on", "recorded"]].max(axis=1)
    undated = rows[rows["decision"].notna() & rows["decided_on"].isna()]
    undated = undated.assign(state=UNDATED, from_on=undated["recorded"], until_on=_FOREVER)
    both = pd.concat([held[held["from_on"] < held["until_on"]], undated])
    columns = ["consent_id", *PAIR, "state", "from_on", "until_on"]
    return both[[*columns, "expires_on", "reviewed_on", "taken_by"]].reset_index(drop=True)


def _merged(people: pd.DataFrame, purposes: list[str], consents: pd.DataFrame) -> pd.DataFrame:
    """One state at a time for every person and purpose, while the case is open."""
    every = people[["person_id", "opened", "closed"]].merge(
        pd.DataFrame({"purpose": purposes}), how="cross"
    )
    never = every.assign(state=NEVER_ASKED, from_on=_LONG_AGO, until_on=_FOREVER, begun=_LONG_AGO)
    held = consents[[*PAIR, "state", "from_on", "until_on"]].merge(every, on=PAIR)
    rows = pd.concat([held.assign(begun=held["from_on"]), never], ignore_index=True)
    # Cut where anything of the pair begins or ends; between two cuts the same states hold.
    cuts = pd.concat(
        [
            rows[[*PAIR, edge]].rename(columns={edge: "cut"})
            for edge in ("from_on", "until_on", "opened", "closed")
        ]
    ).drop_duplicates()
    cuts = cuts.sort_values([*PAIR, "cut"])
    cuts["next_cut"] = cuts.groupby(PAIR)["cut"].shift(-1)
    cuts = cuts[cuts["next_cut"].notna()]
    pieces = cuts.merge(rows, on=PAIR)
    pieces = pieces[(pieces["from_on"] <= pieces["cut"]) & (pieces["cut"] < pieces["until_on"])]
    pieces = pieces[(pieces["opened"] <= pieces["cut"]) & (pieces["cut"] < pieces["closed"])]
    # What is in force tells; else what began last; an answer without its date only if all else
    # is that somebody was asked.
    rank = pieces["state"].map(_RANK)
    pieces = pieces.assign(rank=rank).sort_values(["rank", "begun", "state"], kind="stable")
    top = pieces.drop_duplicates([*PAIR, "cut"], keep="last")
    top = top.sort_values([*PAIR, "cut"])
    return top[[*PAIR, "state", "cut", "next_cut"]].rename(
        columns={"cut": "from_on", "next_cut": "until_on"}
    )


_RANK = {
    name: 4
    if name in IN_FORCE
    else 3
    if name in ANSWERED
    else {"requested": 1, UNDATED: 2, NEVER_ASKED: 0}[name]
    for name in NAMES
}
