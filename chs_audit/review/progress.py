"""How far an audit is from being signed: what is decided, and who is waited for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping

import pandas as pd

from chs_audit.review.deciding import Case
from chs_audit.review.moves import OPEN

# What is waited for.
PROPOSAL = "a proposal"
AGREEMENT = "another person to agree"
FACTS = "facts"
FOLLOW_UP = "what follows from a decision"


def states(known: Mapping[str, Case]) -> Counter[str]:
    """How many findings are in each state."""
    return Counter(case.standing.state for case in known.values())


def undecided(known: Mapping[str, Case]) -> int:
    """How many findings still keep the audit from being signed."""
    return sum(case.standing.state != "agreed" for case in known.values())


def waiting(known: Mapping[str, Case], today: dt.date) -> pd.DataFrame:
    """One row per thing that is waited for, and from whom.

    Returns:
        what (a word of this module), who (a staff number: who proposed, for what waits for
        another person; who has the facts; who sees to what follows; "" for anybody who may),
        findings (how many), overdue (how many of them were due before today), next_due (the
        earliest day that is not over, or None).
    """
    counted: dict[tuple[str, str], list[dt.date | None]] = {}
    for case in known.values():
        standing, decision = case.standing, case.standing.decision
        if standing.state in OPEN:
            counted.setdefault((PROPOSAL, ""), []).append(None)
            continue
        if standing.state == "proposed":
            counted.setdefault((AGREEMENT, standing.proposer), []).append(None)
        if decision and decision.conclusion == "needs-facts":
            counted.setdefault((FACTS, decision.ask), []).append(decision.by)
        if decision and (decision.owner or decision.due):
            counted.setdefault((FOLLOW_UP, decision.owner), []).append(decision.due)
    order = (PROPOSAL, AGREEMENT, FACTS, FOLLOW_UP)
    rows = [
        {
            "what": what,
            "who": who,
            "findings": len(days),
            "overdue": sum(day is not None and day < today for day in days),
            "next_due": min((day for day in days if day and day >= today), default=None),
        }
        for (what, who), days in sorted(
            counted.items(), key=lambda one: (order.index(one[0][0]), -len(one[1]), one[0][1])
        )
    ]
    return pd.DataFrame(rows, columns=["what", "who", "findings", "overdue", "next_due"])
