"""Promises that no record can show: somebody vouches for each, by name and with evidence."""

from __future__ import annotations

from dataclasses import replace

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import Control, broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.policy import ATTESTED, CLAUSES, Clause
from chs_audit.settings import Settings


def _answer(
    attested_promises: Table, attestations: Table, settings: Settings, as_at: Moment
) -> Table:
    """Somebody vouches for the promise, by name and with evidence.

    Why: Some promises leave no trace in records. Then a person must stand for them.

    What breaks it: Nobody has vouched for it, or not with a name and evidence; or it is
    longer ago than the settings allow.

    What to do: Ask whoever answers for it to look, and to put their name to what they find.
    """
    words = attestations.filter(
        (attestations.attested_on.isnull() | (attestations.attested_on <= as_at.day))
        & attestations.attested_by.notnull()
        & attestations.evidence.notnull()
    )
    latest = words.group_by(vouched_promise="promise").aggregate(
        attested_on=words.attested_on.max()
    )
    rows = attested_promises.left_join(latest, attested_promises.promise == latest.vouched_promise)
    months = ibis.interval(months=settings.attestations.months)
    return decide(
        rows,
        broken(rows.vouched_promise.isnull(), "not-attested"),
        cannot_tell(rows.attested_on.isnull(), "undated"),
        broken((rows.attested_on + months).cast("date") < as_at.day, "attestation-old"),
    )


def _control(clause: Clause) -> Control:
    one = control(
        clause.id,
        population="attested_promises",
        asked_of=lambda rows: rows.promise == clause.id,
        severity="low",
        reasons={
            "not-attested": "Nobody has vouched for this promise, by name and with evidence.",
            "attestation-old": "Somebody last vouched for this promise on {attested_on}.",
        },
        cannot_tell={"undated": "Somebody vouched for this promise, and when is not on record."},
        parameters=("attestations.months",),
    )(_answer)
    # The promise itself is the title: one function answers for all of them.
    return replace(one, title=clause.promise.removesuffix("."))


CONTROLS = tuple(_control(one) for one in CLAUSES if one.area == ATTESTED)
