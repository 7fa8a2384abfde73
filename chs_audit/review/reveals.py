"""Reveals that led to nothing: somebody learned a name, and nobody has decided since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from chs_audit.review.chain import Event
    from chs_audit.review.ledger import Book

REVEALED = "reveal"


def revealed_rows(book: Book, zone: str, before: int = 0) -> list[dict[str, object]]:
    """Every reveal, or those before an event, as a row of the record table of reveals."""
    rows: list[dict[str, object]] = []
    for event in book.events(REVEALED):
        if before and event.seq >= before:
            continue
        moment = dt.datetime.fromisoformat(event.at)
        rows.append(
            {
                "reveal_id": f"event {event.seq}",
                "revealed_at": moment.astimezone(dt.UTC).replace(tzinfo=None),
                "revealed_on": moment.astimezone(ZoneInfo(zone)).date(),
                "revealed_by": event.actor,
                "finding_id": event.subject,
                "reason": event.payload["reason"],
            }
        )
    return rows


def undecided_reveals(book: Book) -> Iterator[tuple[Event, str]]:
    """(reveal, how its finding stands) for every reveal for a finding without a decision.

    Whoever learns a name for a finding decides on it, or sees to it that somebody does.
    """
    states: Mapping[str, str] = {
        event.subject: str(event.payload.get("to")) for event in book.latest_moves()
    }
    for event in book.events(REVEALED):
        state = states.get(event.subject, "undecided")
        if state != "agreed":
            yield event, state
