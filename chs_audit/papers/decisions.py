"""What the command line shows of decisions: work lists, histories, and two audits compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from rich.box import SIMPLE
from rich.markup import escape
from rich.table import Table

from chs_audit.review.chain import Event
from chs_audit.review.runs import Run

_SAID = {
    "because": "because",
    "until": "until",
    "ask": "to ask",
    "by": "by",
    "owner": "owner",
    "due": "due",
}


def work_table(listed: pd.DataFrame) -> Table:
    """The work list, as `choosing.work` gives it."""
    table = Table(title="What waits for somebody comes first", title_justify="left", box=SIMPLE)
    table.add_column("Finding", no_wrap=True)
    for name in ("Severity", "Kind", "State", "Concluded", "By", "To be seen to"):
        table.add_column(name)
    for row in listed.to_dict("records"):
        cells = [
            row[name] for name in ("id", "severity", "kind", "state", "conclusion", "proposer")
        ]
        to_do = [row["owner"], f"by {row['due']}" if row["due"] else ""]
        to_do.append(f"stands until {row['ends_on']}" if row["ends_on"] else "")
        table.add_row(*map(escape, [*cells, " ".join(one for one in to_do if one)]))
    return table


def history_lines(events: Iterable[Event], zone: str) -> Iterator[str]:
    """What people did about a finding, one line for each time."""
    for event in events:
        at = dt.datetime.fromisoformat(event.at).astimezone(ZoneInfo(zone))
        told = _told(event.kind, event.payload)
        yield f"{at:%d/%m/%Y %H:%M}  {event.actor or 'an audit'}  {told}  (event {event.seq})"


def _told(kind: str, payload: dict[str, Any]) -> str:
    if kind == "note":
        files = "".join(f" [file {one[:12]}…]" for one in payload["attachments"])
        return f"note: {payload['text']}{files}"
    if kind == "reveal":
        return f"reveal: {payload['pseudonym']}: {payload['reason']}"
    if kind != "decision":
        return kind
    move = f"{payload['move']}: {payload['from']} -> {payload['to']}"
    decision = payload["decision"]
    if payload["move"] == "propose":
        said = [f"{words} {decision[name]}" for name, words in _SAID.items() if name in decision]
        said += [f"file {one[:12]}…" for one in decision.get("attachments", ())]
        move += f"; {', '.join([decision['conclusion'], *said])}"
    return f"{move}; {payload['because']}" if "because" in payload else move


def comparison_table(compared: pd.DataFrame) -> Table:
    """Two audits side by side, as `comparing.compare` gives them."""
    table = Table(title="Then and now", title_justify="left", box=SIMPLE)
    table.add_column("Promise", no_wrap=True)
    for name in ("Rows then", "now", "Broken then", "now", "per 1,000 then", "now"):
        table.add_column(name, justify="right")
    for name in ("Repeat", "New", "Gone"):
        table.add_column(name, justify="right")
    for row in compared.to_dict("records"):
        counts = ("examined_before", "examined_now", "broken_before", "broken_now")
        rates = (row["per_thousand_before"], row["per_thousand_now"])
        table.add_row(
            f"{row['control']}{'' if row['asked'] == 'alike' else ' *'}",
            *(f"{row[name]:,}" for name in counts),
            *("–" if pd.isna(rate) else f"{rate:,.1f}" for rate in rates),
            *(f"{row[name]:,}" for name in ("repeat", "new", "gone")),
        )
    return table


def comparison_lines(compared: pd.DataFrame, now: Run, before: Run) -> Iterator[str]:
    """What the table means."""
    for name, run in (("Then", before), ("Now", now)):
        first, last = run.period
        yield (
            f"{name}: {first:%d/%m/%Y} to {last:%d/%m/%Y}, as at {run.as_at:%d/%m/%Y}, "
            f"audit {run.audit_id}."
        )
    yield (
        "Broken per 1,000 rows examined is what can be compared; a finding repeats if the very "
        "same record was found in both."
    )
    if (compared["asked"] != "alike").any():
        yield "* The question or the settings were not the same, so the numbers may not be either."
