"""How findings stand in the ledger, in the words that filters and tables use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from chs_audit.workbook.desk import Desk

if TYPE_CHECKING:
    from chs_audit.audit import Audit

TO_DECIDE = "to decide"
WAITING = "waits for a second person"
DECIDED = "decided"
FLAGS_ONLY = "flags only"
STATUSES = (TO_DECIDE, WAITING, DECIDED, FLAGS_ONLY)


def stands(audit: Audit) -> dict[str, str]:
    """Finding id -> its state, of all that were ever moved; the ledger is looked at anew."""
    return Desk(audit).states()


def status_of(findings: Iterable[str], states: Mapping[str, str]) -> str:
    """How several findings stand together: the one that is furthest from decided says it."""
    held = {states.get(id, "undecided") for id in findings}
    if not held:
        return FLAGS_ONLY
    if held == {"agreed"}:
        return DECIDED
    return WAITING if held <= {"agreed", "proposed"} else TO_DECIDE
