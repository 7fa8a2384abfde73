"""Reveals that led to nothing: somebody learned a name, and nobody has decided since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from chs_audit.review.chain import Event
    from chs_audit.review.ledger import Book

REVEALED = "reveal"


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
