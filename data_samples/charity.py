"""The sample charity in memory: one list of rows for each record table, and the key."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from chs_audit.records import BY_NAME
from data_samples.days import AS_AT, FIRST, days
from data_samples.key import AnswerKey, FlagsKey

Row = dict[str, Any]

# Tables whose key is a number of our own: prefix and width.
_NUMBERS = {
    "caseload": "C{:05d}",
    "sessions": "N{:05d}",
    "requests": "R{:04d}",
    "privacy_notices": "T{:05d}",
    "consents": "K{:05d}",
    "disclosures": "D{:04d}",
    "enquiries": "Q{:04d}",
    "protocols": "J{:02d}",
    "publications": "B{:02d}",
    "meetings": "M{:04d}",
    "visitor_forms": "F{:04d}",
    "policy_reviews": "PR{:03d}",
    "acknowledgements": "A{:04d}",
    "training": "G{:04d}",
    "concerns": "SC{:03d}",
    "breaches": "BR{:02d}",
    "reveals": "RV{:03d}",
    "assets": "AS{:02d}",
    "attestations": "AT{:02d}",
}


def new_event(staff_id: str | None, person_id: str | None, moment: dt.datetime) -> Row:
    """An access event with everything else still blank."""
    return {
        "event_id": None,
        "occurred_at": moment,
        "staff_id": staff_id,
        "person_id": person_id,
        "action": "view",
        "section": None,
        "reason": None,
        "break_glass": None,
        "reviewed_at": None,
        "place": None,
        "source": None,
    }


@dataclass
class Charity:
    """One fictional charity.

    Args:
        seed: all randomness comes from it.
        tables: rows by record table; values are str, aware UTC datetime, date, bool or None.
        key: what was planted.
        flags: accesses planted for flags.
    """

    seed: int
    tables: dict[str, list[Row]] = field(default_factory=dict)
    key: AnswerKey = field(default_factory=AnswerKey)
    # Service users about whom no further concern may be raised.
    calm: set[str] = field(default_factory=set)
    flags: FlagsKey = field(default_factory=FlagsKey)
    # What the planting has already touched, so that two plants never meet.
    _taken: set[str] = field(default_factory=set)
    _people: dict[str, Row] = field(default_factory=dict)
    _added: Counter[str] = field(default_factory=Counter)
    _pairs: set[tuple[str, str]] | None = None
    _pending: list[tuple[Row, str, str, str]] = field(default_factory=list)
    _details: list[tuple[Row, Row]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for name in BY_NAME:
            self.tables.setdefault(name, [])

    def random(self, topic: str) -> Random:
        """A stream of its own for each topic: a change in one leaves the others alone."""
        return Random(f"{self.seed}:{topic}")

    def add(self, table: str, **values: Any) -> Row:
        """One more row; columns that are not given are blank, a number of ours is given."""
        row: Row = dict.fromkeys(column.name for column in BY_NAME[table].columns)
        rows = self.tables[table]
        if table in _NUMBERS:
            row[BY_NAME[table].key[0]] = _NUMBERS[table].format(self._next(table))
        if unknown := values.keys() - row.keys():
            raise KeyError(f"no such columns of {table}: {sorted(unknown)}")
        row.update(values)
        rows.append(row)
        return row

    def _next(self, table: str) -> int:
        """Counts what was ever added: planting takes rows out, and no number may come twice."""
        self._added[table] += 1
        return self._added[table]

    def staff(self, staff_id: str) -> Row:
        """The staff row of that number."""
        return next(row for row in self.tables["staff"] if row["staff_id"] == staff_id)

    def person(self, person_id: str) -> Row | None:
        """The service user of that number, or None."""
        if person_id not in self._people:
            people = self.tables["service_users"]
            self._people = {row["person_id"]: row for row in people}
        return self._people.get(person_id)

    def serving(self, on: dt.date, role: str) -> list[Row]:
        """Who held that role on that day."""
        return [
            row
            for row in self.tables["staff"]
            if row["role"] == role and row["started_on"] and in_service(row, on)
        ]

    def take(self, rng: Random, wanted: Callable[[Row], bool]) -> Row:
        """A service user that no plant has touched; from now on taken."""
        free = [
            row
            for row in self.tables["service_users"]
            if row["person_id"] not in self._taken and wanted(row)
        ]
        person = rng.choice(free)
        self._taken.add(person["person_id"])
        return person

    def _ties(self) -> set[tuple[str, str]]:
        """Which worker ever had to do with which family."""
        if self._pairs is None:
            family = self.family_of()
            manager = {row["staff_id"]: row["manager_id"] for row in self.tables["staff"]}
            self._pairs = {
                (row["staff_id"], family[row["person_id"]])
                for name in ("caseload", "sessions", "requests")
                for row in self.tables[name]
            }
            self._pairs |= {
                (manager[row["staff_id"]], family[row["person_id"]])
                for row in self.tables["caseload"]
            }
        return self._pairs

    def tie(self, staff_id: str, person_id: str) -> None:
        """Note that this worker had to do with this service user's family."""
        self._ties().add((staff_id, self.family_of()[person_id]))

    def tied_people(self, staff_id: str) -> set[str]:
        """The service users with whose family this worker ever had to do."""
        ties = self._ties()
        return {person for person, home in self.family_of().items() if (staff_id, home) in ties}

    def stranger(self, rng: Random, staff_id: str, on: dt.date, *others: str) -> str:
        """A service user, open that day, with whose family these workers never had to do.

        From now on they count as tied, so that no second plant meets the first.
        """
        tied = set().union(*(self.tied_people(one) for one in (staff_id, *others)))
        free = [
            row["person_id"]
            for row in self.tables["service_users"]
            if open_on(row, on) and row["person_id"] not in tied
        ]
        person_id = str(rng.choice(free))
        for one in (staff_id, *others):
            self.tie(one, person_id)
        return person_id

    def family_of(self) -> dict[str, str]:
        """Family number by service user."""
        return {row["person_id"]: row["family_id"] for row in self.tables["families"]}

    def log_event(self, event: Row, **details: Any) -> Row:
        """Add an event; what the system notes about it is filled in later, save for these."""
        self.tables["access_log"].append(event)
        self._details.append((event, details))
        return event

    def plant_event(
        self, event: Row, note: str, nk01: str = "", nk03: str = "", **details: Any
    ) -> Row:
        """Add an event that breaks something."""
        self.log_event(event, **details)
        for control, reason in (("NK-01", nk01), ("NK-03", nk03)):
            if reason:
                self.note_event(event, control, reason, note)
        return event

    def note_event(self, event: Row, control: str, reason: str, note: str) -> None:
        """Put an event into the key; its number is only known when the log is sorted."""
        self._pending.append((event, control, reason, note))

    def details(self) -> Iterator[tuple[Row, Row]]:
        """Events of which more is known than the system would note."""
        yield from self._details

    def pending(self) -> Iterator[tuple[Row, str, str, str]]:
        """Planted events that still wait for their number in the key."""
        yield from self._pending


def in_service(staff: Row, on: dt.date) -> bool:
    """Whether they worked here that day, as far as is known."""
    started, left = staff["started_on"], staff["left_on"]
    return (not started or started <= on) and (not left or on <= left)


def open_on(person: Row, on: dt.date) -> bool:
    """Whether the service user was supported that day, as far as is known."""
    first, closed = person["first_contact_on"], person["closed_on"]
    return bool(first) and first <= on and (not closed or closed > on)


def clip(row: Row, staff: Row) -> tuple[dt.date, dt.date]:
    """The days of an assignment on which its worker was here and the log ran.

    The first day is left out: policies are read and signed before records are opened.
    """
    first = max(row["from_on"], FIRST)
    if staff["started_on"]:
        first = max(first, staff["started_on"] + days(1))
    last = min(row["until_on"] or AS_AT, staff["left_on"] or AS_AT, AS_AT)
    return first, last
