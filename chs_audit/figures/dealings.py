"""What members of staff had to do with people: accesses, ties, consents and requests of pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.controls.answer import KEPT
from chs_audit.controls.moment import Span
from chs_audit.controls.team_sharing import about_need

if TYPE_CHECKING:
    from chs_audit.audit import Audit

PAIR = ["staff_id", "person_id"]


@dataclass(frozen=True)
class Dealings:
    """Of one or several pairs of a member of staff and a person on record.

    Args:
        accesses: event_id, occurred_at (UTC), occurred_on, staff_id, person_id, action, kind
            (the verdict of NK-01; "" where it was not tested), for those of the period.
        ties: staff_id, person_id, code (of an explanation), began_on, ended_on, about.
        consents: consent_id, person_id, purpose, requested_on, decision, decided_on,
            withdrawn_on, expires_on.
        requests: request_id, person_id, staff_id, kind, opened_on, closed_on.
        period: the days that the accesses are of.
    """

    accesses: pd.DataFrame
    ties: pd.DataFrame
    consents: pd.DataFrame
    requests: pd.DataFrame
    period: Span

    def of(self, staff: str, person: str) -> Dealings:
        """Those of one pair only."""

        def mine(rows: pd.DataFrame) -> pd.DataFrame:
            return rows[(rows["staff_id"] == staff) & (rows["person_id"] == person)]

        return Dealings(
            mine(self.accesses),
            mine(self.ties),
            self.consents[self.consents["person_id"] == person],
            self.requests[self.requests["person_id"] == person],
            self.period,
        )


def dealings(audit: Audit, pairs: pd.DataFrame) -> Dealings:
    """What these pairs had to do with each other, fetched for all of them at once.

    Args:
        audit: whose records they are.
        pairs: staff_id, person_id; a pair of which one is not on record has no dealings.
    """
    engine = audit.inputs.engine
    known = pairs[PAIR].dropna().drop_duplicates()
    engine.put("asked_pairs", known, dict.fromkeys(PAIR, "VARCHAR"))
    asked = engine.table("asked_pairs")
    people = asked.select("person_id").distinct()
    log = audit.inputs.get("accesses").semi_join(asked, PAIR)
    accesses = engine.frame(
        log.select("event_id", "occurred_at", "occurred_on", *PAIR, "action").order_by(
            "occurred_at", "event_id"
        )
    )
    found = about_need(audit.findings.query("control == 'NK-01'")).set_index("key")["kind"]
    (answer,) = (one for one in audit.answers if one.control.id == "NK-01")
    judged = accesses["event_id"].map(found).astype("object").fillna(KEPT)
    accesses["kind"] = "" if answer.not_tested else judged
    ties = audit.inputs.get("ties").semi_join(asked, PAIR)
    consents, requests = (
        engine.table(name).semi_join(people, "person_id") for name in ("consents", "requests")
    )
    held = Dealings(
        accesses,
        engine.frame(ties.select(*PAIR, "code", "began_on", "ended_on", "about")),
        engine.frame(
            consents.select(
                *("consent_id", "person_id", "purpose", "requested_on", "decision", "decided_on"),
                *("withdrawn_on", "expires_on"),
            )
        ),
        engine.frame(requests.select("request_id", *PAIR, "kind", "opened_on", "closed_on")),
        audit.period,
    )
    engine.drop("asked_pairs")
    return held
