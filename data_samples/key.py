"""The answer keys: which record breaks which control, and which access is worth a look."""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from typing import Literal

Kind = Literal["broken", "cannot-tell", "two-verdicts", "to-look-at"]

# Codes that mean "nobody can tell", whatever the control.
CANNOT_TELL = frozenset(
    {
        "age-unknown",
        "file-missing",
        "group-too-small",
        "no-counts",
        "no-text",
        "not-comparable",
        "not-one-table",
        "not-registered",
        "totals-unclear",
        "unreadable",
        "allowed-unknown",
        "assignment-undated",
        "board-unknown",
        "by-whom-unknown",
        "channel-unknown",
        "decision-undated",
        "kind-unknown",
        "no-first-contact-date",
        "no-mode",
        "no-signing-time",
        "no-start",
        "no-start-date",
        "not-due",
        "not-recorded",
        "notice-undated",
        "part-not-recorded",
        "person-unknown",
        "purpose-unknown",
        "recipient-unknown",
        "relationship-unknown",
        "request-undated",
        "review-not-due",
        "review-undated",
        "risk-unknown",
        "role-unknown",
        "sent-unknown",
        "staff-unknown",
        "time-unknown",
        "undated",
        "views-not-logged",
        "whom-unknown",
        "withdrawal-not-recorded",
    }
)
# Codes that break one control, and leave another open.
_BY_CONTROL = {("NK-04", "no-action"), ("VF-03", "no-version")}


@dataclass(frozen=True, order=True)
class KeyRow:
    """One planted answer.

    Args:
        control: id of the control, such as "NK-01".
        key: the population row's key values, joined with "|".
        reason: the reason codes, joined by a space.
        kind: whether the record breaks the control, cannot be judged, is kept though another
            clause judges it differently, or is no breach, but worth a look.
        happened_on: the day that places the row in a period; None for a row that every
            audit of this folder looks at.
        note: what was planted, without any name.
        only_from: for what follows from a whole period: the first day of the one audit of
            this folder that finds it; None for any.
    """

    control: str
    key: str
    reason: str
    kind: Kind
    happened_on: dt.date | None
    note: str
    only_from: dt.date | None = None


@dataclass
class AnswerKey:
    """All planted answers; whatever is not in here is kept."""

    rows: list[KeyRow] = field(default_factory=list)

    def add(
        self,
        control: str,
        key: str,
        reason: str,
        happened_on: dt.date | None,
        note: str,
        only_from: dt.date | None = None,
    ) -> None:
        """Write one planted answer down."""
        kind: Kind = "broken" if reason else "two-verdicts"
        if control == "EQ-01":
            kind = "to-look-at"
        if reason in CANNOT_TELL or (control, reason) in _BY_CONTROL:
            kind = "cannot-tell"
        self.rows.append(KeyRow(control, key, reason, kind, happened_on, note, only_from))

    def within(self, first: dt.date, last: dt.date) -> list[KeyRow]:
        """The answers that an audit of that period finds."""
        return [
            row
            for row in self.rows
            if (row.happened_on is None or first <= row.happened_on <= last)
            and row.only_from in (None, first)
        ]

    def finish(self) -> None:
        """Sort the answers, so that the same seed writes the same file."""
        self.rows.sort(key=lambda row: (row.control, row.reason, row.key, str(row.only_from)))

    def write(self, path: Path) -> None:
        """Write the key as CSV."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.name for column in fields(KeyRow))
            writer.writerows(astuple(row) for row in self.rows)


@dataclass(frozen=True, order=True)
class FlagRow:
    """One access planted for a flag.

    Args:
        flag: code of the flag.
        event_id: the access.
        fires: whether the flag is raised; if not, it is a near miss.
        happened_on: its day.
        note: what was planted, without any name.
    """

    flag: str
    event_id: str
    fires: bool
    happened_on: dt.date | None
    note: str


@dataclass
class FlagsKey:
    """Accesses that must be flagged, and near misses that must not.

    Unlike the answer key it leaves the rest open: chance raises flags, too.
    """

    rows: list[FlagRow] = field(default_factory=list)

    def add(
        self, flag: str, event_id: str, fires: bool, happened_on: dt.date | None, note: str
    ) -> None:
        """Write one planted access down."""
        self.rows.append(FlagRow(flag, event_id, fires, happened_on, note))

    def write(self, path: Path) -> None:
        """Write the key as CSV."""
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(column.name for column in fields(FlagRow))
            writer.writerows(astuple(row) for row in sorted(self.rows))
