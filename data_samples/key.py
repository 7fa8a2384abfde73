"""The answer key: which record breaks which control, and why."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import Literal

Kind = Literal["broken", "cannot-tell"]

# Codes that mean "nobody can tell", whatever the control.
CANNOT_TELL = frozenset(
    {
        "person-unknown",
        "staff-unknown",
        "assignment-undated",
        "no-start-date",
        "no-first-contact-date",
        "notice-undated",
        "request-undated",
        "part-not-recorded",
        "decision-undated",
        "time-unknown",
        "review-not-due",
        "recipient-unknown",
        "purpose-unknown",
        "no-start",
        "no-signing-time",
        "undated",
        "board-unknown",
        "review-undated",
    }
)


@dataclass(frozen=True, order=True)
class KeyRow:
    """One planted answer.

    Args:
        control: id of the control, such as "NK-01".
        key: the population row's key values, joined with "|".
        reason: the reason codes, joined by a space.
        kind: whether the record breaks the control, or cannot be judged.
        happened_on: the day that places the row in a period; None for a row that every
            audit of this folder looks at.
        note: what was planted, without any name.
    """

    control: str
    key: str
    reason: str
    kind: Kind
    happened_on: dt.date | None
    note: str


@dataclass
class AnswerKey:
    """All planted answers; whatever is not in here is kept."""

    rows: list[KeyRow] = field(default_factory=list)

    def add(
        self, control: str, key: str, reason: str, happened_on: dt.date | None, note: str
    ) -> None:
        """Write one planted answer down."""
        kind: Kind = "cannot-tell" if reason in CANNOT_TELL else "broken"
        self.rows.append(KeyRow(control, key, reason, kind, happened_on, note))

    def within(self, first: dt.date, last: dt.date) -> list[KeyRow]:
        """The answers that an audit of that period finds."""
        return [
            row for row in self.rows if row.happened_on is None or first <= row.happened_on <= last
        ]

    def finish(self) -> None:
        """Sort the answers, so that the same seed writes the same file."""
        self.rows.sort(key=lambda row: (row.control, row.reason, row.key))

    def write(self, path: Path) -> None:
        """Write the key as CSV."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.name for column in fields(KeyRow))
            writer.writerows(astuple(row) for row in self.rows)
