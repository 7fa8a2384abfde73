"""Events, each of which carries the hash of the one before: pure, no database."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

# What the first event carries in place of a hash before it.
BEGINNING = "0" * 64


def canonical(value: Any) -> str:
    """The one way in which plain data is written down, so that its hash is always the same."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def sha256(text: str) -> str:
    """The SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Head:
    """Where a chain ends: how many events it has, and the hash of the last one."""

    count: int
    hash: str


@dataclass(frozen=True)
class Event:
    """One thing that happened, as the ledger keeps it.

    Args:
        seq: its place, from 1 on without a gap.
        at: when, in UTC, such as 2026-09-01T08:30:00.000000Z.
        actor: the staff number of who did it; "" for somebody who is not in `[people]`.
        kind: what happened, such as "decision", "run" or "note".
        subject: the finding or audit that it is about, or "".
        content: the payload, as canonical JSON.
        before: the hash of the event before.
        hash: its own.
    """

    seq: int
    at: str
    actor: str
    kind: str
    subject: str
    content: str
    before: str
    hash: str

    @property
    def payload(self) -> dict[str, Any]:
        """The content as plain data."""
        payload: dict[str, Any] = json.loads(self.content)
        return payload

    @property
    def rightful_hash(self) -> str:
        """The hash that it should carry."""
        parts = (self.seq, self.at, self.actor, self.kind, self.subject, self.content, self.before)
        return sha256(canonical(parts))


def following(
    head: Head, at: str, actor: str, kind: str, subject: str, payload: dict[str, Any]
) -> Event:
    """The event that comes next in a chain that ends at `head`."""
    parts = (head.count + 1, at, actor, kind, subject, canonical(payload), head.hash)
    return Event(*parts, hash=sha256(canonical(parts)))


def breaks(events: Sequence[Event]) -> Iterator[tuple[int, str]]:
    """(seq, what is wrong) for every place at which the chain does not hold."""
    head = Head(0, BEGINNING)
    for event in events:
        if event.seq != head.count + 1:
            missing = event.seq - head.count - 1
            what = "1 event is" if missing == 1 else f"{missing} events are"
            yield head.count + 1, f"{what} missing before event {event.seq}"
        elif event.before != head.hash:
            yield event.seq, "it does not carry the hash of the event before"
        if event.hash != event.rightful_hash:
            yield event.seq, "its content does not fit its hash: it was changed"
        head = Head(event.seq, event.hash)
