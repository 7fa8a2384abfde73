"""How decisions are told: states, moves, conclusions and history in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pandas as pd

from chs_audit.review.chain import Event
from chs_audit.review.identity import pseudonym
from chs_audit.review.moves import CONCLUSIONS, Decision, Name, Standing
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import escape, many, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

# A sign beside each word, so that no state hangs on colour; in the order of what waits for somebody.
STATES = {
    "undecided": "○ open",
    "reopened": "○ open again",
    "returned": "○ sent back",
    "withdrawn": "○ taken back",
    "proposed": "◐ waits for agreement",
    "agreed": "● decided",
}
ROLES = {
    "manager": "manager",
    "data-protection-lead": "data protection lead",
    "trustee": "trustee",
}
# What each move is called on a button, and what is said once it is made.
MOVE_WORDS: dict[Name, tuple[str, str]] = {
    "propose": ("Propose a decision", "Proposed"),
    "agree": ("Agree", "Agreed"),
    "return": ("Send back", "Sent back"),
    "withdraw": ("Take back", "Taken back"),
    "reopen": ("Open again", "Opened again"),
}
# What is said once it is made, and what follows.
_DONE = {
    "propose": "Another person must agree before this stands; until then you can take it back.",
    "agree": "This is decided. What turns out to be wrong can be opened again.",
    "return": "Whoever proposed it sees your reason, and it waits for a new proposal.",
    "withdraw": "It waits for a new proposal.",
    "reopen": "It waits for a new proposal.",
}
_BREACH = " Enter a breach in the breach register today: 72 hours run from when you knew of it."
_TOLD = {
    "agree": "agreed",
    "return": "sent it back",
    "withdraw": "took the proposal back",
    "reopen": "opened it again",
    "lapse": "opened it again",
}
# The command line's names for what is said, and the workbook's.
FIELDS = {
    "--because": "Why",
    "--until": "Accepted until",
    "--ask": "Whom to ask",
    "--by": "Needed by",
    "--owner": "Who sees to it",
    "--due": "Due on",
}
# What "Why" is called where something was put right.
PUT_RIGHT = "How it was put right"


def state(name: str) -> str:
    """A state of review as sign and words, which no line break parts."""
    return STATES.get(name, name).replace(" ", "\u00a0", 1)


def somebody(audit: Audit, number: str, me: str = "") -> str:
    """Who acted: "you", a pseudonym, or the program."""
    if not number:
        return "an audit"
    return "you" if number == me else str(pseudonym(audit, "staff_id", number))


def concluded(audit: Audit, decision: Decision, me: str = "") -> str:
    """A decision in a sentence or two."""
    said = [CONCLUSIONS[decision.conclusion].title]
    if decision.because:
        said.append(f"Why: {_ended(decision.because)}")
    if decision.until:
        said.append(f"Accepted until {uk_day(decision.until)}.")
    if decision.ask:
        said.append(f"To ask: {somebody(audit, decision.ask, me)}.")
    if decision.by:
        said.append(f"Needed by {uk_day(decision.by)}.")
    if decision.owner:
        said.append(f"Who sees to it: {somebody(audit, decision.owner, me)}.")
    if decision.due:
        said.append(f"Due on {uk_day(decision.due)}.")
    if decision.attachments:
        said.append(f"{many(len(decision.attachments), 'file')} kept as proof.")
    return " ".join(said)


def _ended(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


def told(audit: Audit, event: Event, me: str = "") -> str:
    """What somebody did about a finding, without who and when."""
    payload: Mapping[str, Any] = event.payload
    if event.kind == "note":
        files = len(payload["attachments"])
        more = f" ({many(files, 'file')} kept as proof)" if files else ""
        return f"noted: {payload['text']}{more}"
    if event.kind == "reveal":
        return f"had the name of {payload['pseudonym']} revealed: {payload['reason']}"
    if event.kind != "decision":
        return event.kind
    if payload["move"] == "propose":
        return f"proposed: {concluded(audit, Decision.of(payload['decision']), me)}"
    because = payload.get("because", "")
    return _TOLD[payload["move"]] + (f": {because}" if because else "")


def history(audit: Audit, events: Iterable[Event], me: str = "") -> str:
    """Everything that people did about one finding, as an HTML table."""
    zone = ZoneInfo(audit.settings.charity.timezone)
    rows = []
    for event in events:
        at = dt.datetime.fromisoformat(event.at).astimezone(zone)
        when = f"{uk_day(at)}, {at:%H:%M}"
        rows.append((when, somebody(audit, event.actor, me), told(audit, event, me)))
    if not rows:
        return "<p>Nobody has done anything about this finding yet.</p>"
    frame = pd.DataFrame(rows, columns=["When", "Who", "What was done"])
    return plain_table(frame, caption="What was done about it")


def stands(audit: Audit, standings: Mapping[str, Standing], me: str = "") -> str:
    """How the chosen findings stand, as HTML: one in a sentence, several as a table of counts."""
    if len(standings) == 1:
        (one,) = standings.values()
        return f"<p>{escape(_stands(audit, one, me))}</p>"
    counts: dict[str, int] = {}
    for one in standings.values():
        # Whoever agrees to several at once reads what was proposed, by whom, and why.
        line = _stands(audit, one, me) if one.decision else state(one.state)
        counts[line] = counts.get(line, 0) + 1
    frame = pd.DataFrame(sorted(counts.items()), columns=["How they stand", "Findings"])
    return plain_table(frame.astype(object), caption=many(len(standings), "chosen finding"))


def _stands(audit: Audit, one: Standing, me: str) -> str:
    what = concluded(audit, one.decision, me) if one.decision else ""
    who = somebody(audit, one.proposer, me)
    if one.state == "undecided":
        return f"{STATES[one.state]}: nobody has proposed a decision on it."
    if one.state == "proposed":
        return f"{STATES[one.state]}: {who} proposed: {what}"
    if one.state == "agreed":
        return f"{STATES[one.state]}: {who} proposed, and another person agreed: {what}"
    return f"{STATES[one.state]}. What {who} had proposed: {what}"


def written(name: str, count: int, breach: bool) -> str:
    """What is said once a move was made on some findings, of which it calls some a breach or
    none, or a note ("note") written."""
    if name not in _DONE:
        return "The note is kept."
    made = f"{MOVE_WORDS[name][1]}: {many(count, 'finding')}. {_DONE[name]}"  # type: ignore[index]
    return made + (_BREACH if breach else "")
