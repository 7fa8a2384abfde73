"""Why was this record opened? Every access of a person or a member of staff, explained."""

from __future__ import annotations

from typing import Any

import pandas as pd

from chs_audit.controls.control import Control
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.need_to_know import explained
from chs_audit.controls.sentences import say_time, sentence
from chs_audit.need_to_know.explanations import EXPLANATIONS
from chs_audit.need_to_know.needed import BREAK_GLASS

SENTENCES = {one.code: one.sentence for one in EXPLANATIONS} | {
    BREAK_GLASS: "the lock was overridden in an emergency, with a reason that was reviewed in time"
}
COLUMNS = ("when", "event_id", "staff_id", "person_id", "action", "verdict", "explanations", "why")


def why(inputs: Inputs, *, event: str = "", person: str = "", staff: str = "") -> pd.DataFrame:
    """The accesses of the period that fit, oldest first, each with the reason for it.

    Args:
        inputs: the audit's records, settings, period and date.
        event: one event's id.
        person: a service user's number.
        staff: a staff member's number.

    Returns:
        when (local time, in words), event_id, staff_id, person_id, action, verdict (kept,
        broken or cannot tell), explanations (codes, the strongest first), why (a sentence
        without a name).
    """
    rows = inputs.get("accesses")
    for column, wanted in (("event_id", event), ("person_id", person), ("staff_id", staff)):
        if wanted:
            rows = rows.filter(rows[column] == wanted)
    arguments = {name: inputs.get(name) for name in explained.asks_for if name != "accesses"}
    answered = explained.answer(accesses=rows, **arguments).order_by("occurred_at", "event_id")
    zone = inputs.settings.charity.timezone
    told = [
        {
            "when": say_time(row["occurred_at"], zone),
            "event_id": row["event_id"],
            "staff_id": row["staff_id"],
            "person_id": row["person_id"],
            "action": row["action"],
            "verdict": {True: "kept", False: "broken"}.get(row["kept"], "cannot tell"),
            "explanations": row["explanations"],
            "why": _sentence(explained, row, zone),
        }
        for row in inputs.engine.frame(answered).to_dict("records")
    ]
    return pd.DataFrame(told, columns=list(COLUMNS))


def _sentence(control: Control, row: dict[Any, Any], zone: str) -> str:
    if row["kept"] is not True:
        return sentence(control, row["because"], row, zone)
    strongest, *others = (SENTENCES[code] for code in row["explanations"].split())
    also = f" Besides, {' and '.join(others)}." if others else ""
    return f"Needed, since {strongest}.{also}"
