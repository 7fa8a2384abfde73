"""Enquiries: nobody who asks is told even whether a person is known to us."""

from __future__ import annotations

from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide, kept
from chs_audit.controls.disclosure import LAWFUL_GROUNDS


@control(
    "TP-10",
    population="enquiries_received",
    severity="high",
    reasons={
        "confirmed-known": "To somebody who asked on {received_on} it was confirmed that a person is known to us, without a ground."
    },
    cannot_tell={
        "not-recorded": "Whether an enquiry of {received_on} was told that a person is known to us is not on record."
    },
)
def nothing_confirmed(enquiries_received: Table) -> Table:
    """Nobody who asks is told even whether a person is known to us.

    Why: That we know a child says all: it has a parent in prison.

    What breaks it: It was confirmed that the person is known, and no lawful ground with its
    facts is on record.

    What to do: Find out who asked. Practise the agreed words with whoever answered.
    """
    rows = enquiries_received
    lawful = rows.ground.isin(LAWFUL_GROUNDS).fill_null(False) & rows.ground_facts.notnull()
    return decide(
        rows,
        cannot_tell(rows.confirmed_known.isnull(), "not-recorded"),
        kept(lawful),
        broken(rows.confirmed_known, "confirmed-known"),
    )


CONTROLS = (nothing_confirmed,)
