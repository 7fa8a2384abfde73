"""Flags and cases on the screen of the command line."""

from __future__ import annotations

import math
from typing import Any

from rich.markup import escape
from rich.table import Table

from chs_audit.audit import Audit
from chs_audit.controls.sentences import say_time
from chs_audit.papers.flags import number
from chs_audit.review.identity import dressed


def flags_table(audit: Audit) -> Table:
    """Every flag over the team."""
    table = Table(title="Worth a look: flags, no breach by themselves", title_justify="left")
    for name in ("Flag", "Observed"):
        table.add_column(name, overflow="fold")
    for name in ("By chance", "Lift"):
        table.add_column(name, justify="right")
    table.add_column("Cannot be tested", overflow="fold")
    for row in audit.flags.to_dict("records"):
        if row["not_tested"]:
            table.add_row(row["title"], "", "", "", f"not tested: {row['not_tested']}")
            continue
        lift = ""
        if not math.isnan(row["expected"]):
            lift = f"{number(row['lift'])} ({number(row['low'])} to {number(row['high'])})"
        table.add_row(
            row["title"],
            f"{row['observed']:,} of {row['tested']:,} {row['counted']}",
            number(row["expected"]) or "no expectation",
            lift,
            f"{row['untested']:,} visits" if row["untested"] else "",
        )
    return table


def case_table(audit: Audit) -> Table:
    """Every case with its sentence, the most serious first."""
    table = Table(title="Cases, the most serious first", title_justify="left", show_lines=True)
    for name in ("Case", "Who"):
        table.add_column(name, no_wrap=True)
    table.add_column("What", overflow="fold")
    table.add_column("Flags", overflow="fold")
    for row in dressed(audit, audit.cases).to_dict("records"):
        who = escape(_text(row["staff_id"]) or "unknown")
        table.add_row(row["id"], who, row["sentence"], row["flagged"].replace(" ", ", "))
    return table


def case_lines(audit: Audit, id: str) -> list[str]:
    """One case and all its accesses, oldest first."""
    case = audit.case(id)
    zone = audit.settings.charity.timezone
    lines = [case.sentence]
    for row in dressed(audit, case.accesses).to_dict("records"):
        who, whom, done, event = (
            escape(_text(row[name]) or "unknown")
            for name in ("staff_id", "person_id", "action", "event_id")
        )
        codes = ", ".join(f"{row['breaches']} {row['flags']}".split()) or "nothing by itself"
        when = say_time(row["occurred_at"], zone)
        lines += [f"{when}: {who} with {whom}, {done} ({event})", f"  {codes}"]
    return lines


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
