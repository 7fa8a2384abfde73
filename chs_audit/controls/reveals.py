"""Reveals: the audit's own promise, that nobody learns a name for nothing."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.settings import Settings


@control(
    "NK-08",
    population="reveals_made",
    severity="medium",
    reasons={
        "no-finding": "Somebody was revealed on {revealed_on} for no finding.",
        "not-decided": "Somebody was revealed on {revealed_on} for the finding {finding_id}, and nobody has decided on it within the limit.",
    },
    cannot_tell={
        "not-due": "Somebody was revealed on {revealed_on} for the finding {finding_id}; the time to decide is not over yet.",
        "time-unknown": "Somebody was revealed, and when, or when the finding was decided, is not on record.",
    },
    parameters=("need_to_know.reveal_decision_days",),
)
def reveal_decided(reveals_made: Table, settings: Settings, as_at: Moment) -> Table:
    """Whoever is told a name in an audit needed it for a finding, and that finding is decided.

    Why: A name that is looked up and leads to nothing was not needed.

    What breaks it: No finding was named, or by the end of the days that the settings allow
    nobody has decided on it. A decision may have come before the name was asked for.

    What to do: Decide on the finding, or have it decided; ask whoever looked why it took so long.
    """
    rows = reveals_made
    due_on = rows.revealed_on + ibis.interval(days=settings.need_to_know.reveal_decision_days)
    undecided = rows.decision.isnull() | (rows.decided_on > as_at.day).fill_null(False)
    return decide(
        rows,
        broken(rows.finding_id.isnull(), "no-finding"),
        cannot_tell(rows.revealed_on.isnull(), "time-unknown"),
        cannot_tell(undecided & (due_on >= as_at.day), "not-due"),
        broken(undecided | (rows.decided_on > due_on).fill_null(False), "not-decided"),
        cannot_tell(rows.decided_on.isnull(), "time-unknown"),
    )


CONTROLS = (reveal_decided,)
