"""Why was this record opened? Every access of a person or a member of staff, explained."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd
from ibis.expr.types import Table

from chs_audit.controls.inputs import Inputs
from chs_audit.controls.need_to_know import explained
from chs_audit.controls.sentences import say_day, say_days, say_time, sentence
from chs_audit.need_to_know.explanations import EXPLANATIONS
from chs_audit.need_to_know.needed import BREAK_GLASS, TIES

TOLD = {one.code: one.told for one in EXPLANATIONS} | {
    BREAK_GLASS: "they had overridden the lock in an emergency and written down why, which was reviewed {review}"
}
COLUMNS = (
    *("when", "day", "event_id", "staff_id", "person_id", "action"),
    *("verdict", "explanations", "strongest", "why"),
)
ALSO = TIES | {BREAK_GLASS: "an emergency that was reviewed"}
Facts = Mapping[tuple[str, str, str], Sequence[Mapping[Any, Any]]]


def why(inputs: Inputs, *, event: str = "", person: str = "", staff: str = "") -> pd.DataFrame:
    """The accesses of the period that fit, oldest first, each with the reason for it.

    Args:
        inputs: the audit's records, settings, period and date.
        event: one event's id.
        person: a service user's number.
        staff: a staff member's number.

    Returns:
        when (local time, in words), day, event_id, staff_id, person_id, action, verdict
        (kept, broken or cannot tell), explanations (codes, the strongest first), strongest
        (a sentence without a name on the first of them, or on what is wrong), why (the same
        with all that explains it besides).
    """
    rows = inputs.get("accesses")
    for column, wanted in (("event_id", event), ("person_id", person), ("staff_id", staff)):
        if wanted:
            rows = rows.filter(rows[column] == wanted)
    return _told_of(inputs, rows)


def why_each(inputs: Inputs, events: Iterable[str]) -> pd.DataFrame:
    """The same of several events, asked for at once."""
    asked = pd.DataFrame({"asked_event": list(dict.fromkeys(events))}, dtype="object")
    inputs.engine.put("asked_events", asked, {"asked_event": "VARCHAR"})
    wanted = inputs.engine.table("asked_events")
    rows = inputs.get("accesses")
    found = _told_of(inputs, rows.semi_join(wanted, rows.event_id == wanted.asked_event))
    inputs.engine.drop("asked_events")
    return found


def _told_of(inputs: Inputs, rows: Table) -> pd.DataFrame:
    """Accesses, oldest first, each with the reason for it: see :func:`why`."""
    arguments = {name: inputs.get(name) for name in explained.asks_for if name != "accesses"}
    answered = explained.answer(accesses=rows, **arguments).order_by("occurred_at", "event_id")
    ties = inputs.get("ties").semi_join(rows, ["staff_id", "person_id"])
    facts: dict[tuple[str, str, str], list[dict[Any, Any]]] = {}
    for tie in _plain(inputs.engine.frame(ties)):
        facts.setdefault((tie["staff_id"], tie["person_id"], tie["code"]), []).append(tie)
    zone = inputs.settings.charity.timezone
    grace = dt.timedelta(days=inputs.settings.need_to_know.recording_grace_days)
    told = []
    for row in _plain(inputs.engine.frame(answered)):
        if row["kept"] is True:
            strongest, besides = _told(row, facts, grace)
        else:
            strongest, besides = sentence(explained, row["because"], row, zone), ""
        told.append(
            {
                "when": say_time(row["occurred_at"], zone),
                "day": row["occurred_on"],
                "event_id": row["event_id"],
                "staff_id": row["staff_id"],
                "person_id": row["person_id"],
                "action": row["action"],
                "verdict": {True: "kept", False: "broken"}.get(row["kept"], "cannot tell"),
                "explanations": row["explanations"],
                "strongest": strongest,
                "why": strongest + besides,
            }
        )
    return pd.DataFrame(told, columns=list(COLUMNS))


def folded(found: pd.DataFrame) -> pd.DataFrame:
    """Accesses of one pair that have the very same strongest reason, told as one.

    Args:
        found: as :func:`why` returns it.

    Returns:
        staff_id, person_id ("" if not on record), verdict, why, accesses, days (on how
        many), first_day, last_day, when (of the first), event_id (of the first), actions
        (joined by ", "). In the order of the first accesses.
    """
    known = found.fillna({"staff_id": "", "person_id": ""})
    groups = known.groupby(["staff_id", "person_id", "verdict", "strongest"], sort=False)
    return pd.DataFrame(
        {
            "staff_id": some["staff_id"].iloc[0],
            "person_id": some["person_id"].iloc[0],
            "verdict": some["verdict"].iloc[0],
            "why": _together(some),
            "accesses": len(some),
            "days": some["day"].nunique(),
            "first_day": some["day"].min(),
            "last_day": some["day"].max(),
            "when": some["when"].iloc[0],
            "event_id": some["event_id"].iloc[0],
            "actions": ", ".join(sorted(set(some["action"].dropna()))),
        }
        for _, some in groups
    )


def _together(some: pd.DataFrame) -> str:
    """One reason for accesses whose strongest one is the same."""
    if some["why"].nunique() == 1:
        return str(some["why"].iloc[0])
    codes = {code for held in some["explanations"] for code in held.split()[1:]}
    also = ", ".join(what for code, what in ALSO.items() if code in codes)
    return f"{some['strongest'].iloc[0]} At times also: {also}."


def _told(row: Mapping[Any, Any], facts: Facts, grace: dt.timedelta) -> tuple[str, str]:
    """The strongest explanation of one access in a sentence, and all others in a second."""
    clauses = []
    for code in row["explanations"].split():
        if code == BREAK_GLASS:
            words = {"review": _on(row["reviewed_on"], row["occurred_on"])}
        else:
            pair = (row["staff_id"], row["person_id"], code)
            words = _words(facts[pair], row["occurred_on"], grace)
        clauses.append(TOLD[code].format_map(words))
    strongest, *others = clauses
    besides = f" Besides, {'; and '.join(others)}." if others else ""
    return f"{strongest[0].upper()}{strongest[1:]}.", besides


def _words(facts: Sequence[Mapping[Any, Any]], on: dt.date, grace: dt.timedelta) -> dict[str, str]:
    """The fact that explains an access of that day, or of several the nearest, in words."""

    def away(fact: Mapping[Any, Any]) -> tuple[int, int]:
        late = (on - (fact["ended_on"] or on)).days
        return max((fact["began_on"] - on).days, late, 0), -fact["began_on"].toordinal()

    holding = [
        fact
        for fact in facts
        if fact["from_on"]
        and fact["from_on"] <= on < (fact["until_on"] or dt.date.max)
        and not (fact["recorded_on"] and fact["recorded_on"] - grace > on)
    ]
    fact = min(holding, key=away)
    began, ended = fact["began_on"], fact["ended_on"]
    over = ended is not None and ended < on
    return {
        "since": f"until {_relative(ended, on)}" if over else f"since {say_day(began)}",
        "on": "that day"
        if began <= on and not over
        else f"on {_relative(ended if over else began, on)}",
        "about": fact["about"] or "",
    }


def _relative(day: dt.date, on: dt.date) -> str:
    """A day, and how far it lies from another."""
    when = "later" if day > on else "before"
    return f"{say_day(day)}, {say_days(abs((day - on).days))} {when}"


def _on(day: dt.date, on: dt.date) -> str:
    return "that day" if day == on else f"on {_relative(day, on)}"


def _plain(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """The rows with None for whatever is missing."""
    return frame.astype(object).where(frame.notna(), None).to_dict("records")
