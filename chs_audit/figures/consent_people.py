"""What goes out about people on the strength of consents, whose run out, and whom to ask next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.controls.consent_states import IN_FORCE
from chs_audit.controls.disclosure import nearest_consent
from chs_audit.figures.consent_days import NEVER_ASKED, PAIR, UNDATED, ConsentDays

if TYPE_CHECKING:
    from chs_audit.audit import Audit

# Why somebody is to be asked, the most pressing first.
REASONS = {
    NEVER_ASKED: "never asked",
    "requested": "asked, and has not answered",
    UNDATED: "an answer without its date",
    "expired": "a consent that has run out",
    "runs out": "a consent that runs out soon",
}


def expiring(days: ConsentDays, day: dt.date, within: int) -> pd.DataFrame:
    """Consents in force at the end of a day that run out within so many days after it.

    Returns:
        consent_id, person_id, purpose, expires_on, reviewed_on, taken_by, left (days until
        and with the last one), of people whose case is open then, the soonest first.
    """
    at = pd.Timestamp(day)
    rows = days.consents
    held = rows[
        rows["state"].isin(IN_FORCE) & (rows["from_on"] <= at) & (at < rows["until_on"])
    ].copy()
    held["left"] = (pd.to_datetime(held["expires_on"]) - at).dt.days
    held = held[held["left"].between(0, within)].astype({"left": "int64"})
    held = held.merge(days.on(day)[PAIR], on=PAIR)
    columns = ["consent_id", *PAIR, "expires_on", "reviewed_on", "taken_by", "left"]
    return held.sort_values(["left", "person_id", "consent_id"], ignore_index=True)[columns]


def ask_next(days: ConsentDays, day: dt.date, within: int) -> pd.DataFrame:
    """Whom to ask for which purpose, the most pressing first.

    Returns:
        person_id, purpose, why (a key of REASONS), since (when the state began; missing for
        never asked), until (the last day of what runs out), staff_id and team of whoever has
        the case.
    """
    now = days.on(day)
    open_now = now[now["state"].isin(list(REASONS))]
    rows = open_now.assign(
        why=open_now["state"],
        since=open_now["from_on"].where(open_now["state"] != NEVER_ASKED),
        until=pd.Series(pd.NaT, index=open_now.index, dtype="datetime64[ns]"),
    )
    soon = expiring(days, day, within)
    # One question covers all that runs out for a purpose; the soonest says by when.
    soon = soon.drop_duplicates(PAIR)
    never = pd.Series(pd.NaT, index=soon.index, dtype="datetime64[ns]")
    soon = soon.assign(why="runs out", since=never, until=pd.to_datetime(soon["expires_on"]))
    both = pd.concat([rows, soon[[*PAIR, "why", "since", "until"]]])
    both = both.join(days.people[["staff_id", "team"]], on="person_id")
    order = both["why"].map({why: place for place, why in enumerate(REASONS)})
    both = both.assign(order=order).sort_values(["order", "until", "since", "person_id", "purpose"])
    columns = [*PAIR, "why", "since", "until", "staff_id", "team"]
    return both[columns].reset_index(drop=True)


def sent(audit: Audit) -> pd.DataFrame:
    """Every disclosure about a person on record, with the consent that comes nearest to it.

    Returns:
        disclosure_id, person_id, disclosed_on, recipient, purpose, ground, nearest (a word of
        NEARNESS: "covers", or why it does not), consent_id, kind (what TP-01 says of it: kept,
        broken or cannot tell; "" outside the period or untested).
    """
    inputs, engine = audit.inputs, audit.inputs.engine
    disclosures = inputs.get("disclosures")
    rows = nearest_consent(disclosures, inputs.get("consents"), inputs.get("consent_stretches"))
    frame = engine.frame(
        rows.select(
            *("disclosure_id", "person_id", "disclosed_on", "recipient", "purpose", "ground"),
            *("nearest", "consent_id"),
        ).order_by("disclosed_on", "disclosure_id")
    )
    (answer,) = (one for one in audit.answers if one.control.id == "TP-01")
    found = audit.findings.query("control == 'TP-01'").set_index("key")["kind"]
    days = pd.to_datetime(frame["disclosed_on"])
    first, last = pd.Timestamp(audit.period.first), pd.Timestamp(audit.period.last)
    judged = (days.between(first, last) | days.isna()) & (not answer.not_tested)
    kinds = frame["disclosure_id"].map(found).astype("object").fillna("kept")
    return frame.assign(kind=kinds.where(judged, ""))


def consents_of_everybody(audit: Audit) -> pd.DataFrame:
    """Every consent's stretches of state by days, whatever its purpose.

    Returns:
        consent_id, person_id, purpose, recipients, state, begins_on, ends_on (not in it;
        missing while it goes on), expires_on.
    """
    inputs, engine = audit.inputs, audit.inputs.engine
    stretches = engine.frame(inputs.get("consent_stretches"))
    consents = engine.frame(
        inputs.get("consents").select(
            "consent_id", "person_id", "purpose", "recipients", "expires_on"
        )
    )
    held = consents.merge(stretches, on="consent_id")
    held["begins_on"] = pd.to_datetime(held["begins"].str[:10])
    held["ends_on"] = pd.to_datetime(held["ends"].str[:10])
    columns = ["consent_id", "person_id", "purpose", "recipients", "state", "begins_on", "ends_on"]
    # What begins after the audit date is not known yet.
    held = held[held["begins_on"] <= pd.Timestamp(audit.as_at)]
    held = held.sort_values(["person_id", "purpose", "begins", "consent_id"], ignore_index=True)
    return held[[*columns, "expires_on"]]
