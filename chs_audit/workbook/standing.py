"""How findings stand in the ledger, in the words that filters and tables use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from chs_audit.errors import InputError

if TYPE_CHECKING:
    from chs_audit.audit import Audit

TO_DECIDE = "to decide"
WAITING = "waits for a second person"
DECIDED = "decided"
FLAGS_ONLY = "flags only"
STATUSES = (TO_DECIDE, WAITING, DECIDED, FLAGS_ONLY)


def stands(audit: Audit) -> dict[str, str]:
    """Finding id -> its state in the ledger; empty where nothing was ever written down."""
    from chs_audit.review.deciding import cases
    from chs_audit.review.ledger import exists, open_ledger

    if not exists(audit.folder, audit.settings):
        return {}
    with open_ledger(audit.folder, audit.settings) as ledger, ledger.reading() as book:
        try:
            _, known = cases(book)
        except InputError:
            return {}
    return {id: case.standing.state for id, case in known.items()}


def status_of(findings: Iterable[str], states: Mapping[str, str]) -> str:
    """How several findings stand together: the one that is furthest from decided says it."""
    held = {states.get(id, "undecided") for id in findings}
    if not held:
        return FLAGS_ONLY
    if held == {"agreed"}:
        return DECIDED
    return WAITING if held <= {"agreed", "proposed"} else TO_DECIDE
