"""The ledger: the only writer of decisions and of everything else that people did.

Events are only ever added, each with the hash of the one before. A decision and its event are
written in one transaction, and a call that returns has its events on disk.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, insert, select
from sqlalchemy.exc import OperationalError

from chs_audit.errors import InputError, Problem
from chs_audit.review import head as head_file
from chs_audit.review.chain import BEGINNING, Event, Head, canonical, following, sha256
from chs_audit.review.shape import one_at_a_time, up_to_date
from chs_audit.review.tables import DECISIONS, EVENTS, FILE_NAME, LISTS, connect, place
from chs_audit.settings import Settings


def exists(folder: Path, settings: Settings) -> bool:
    """Whether the folder has a ledger: its file, or the database that it names."""
    url = place(folder, settings)
    return url.get_backend_name() != "sqlite" or Path(str(url.database)).is_file()


@contextmanager
def open_ledger(folder: Path, settings: Settings) -> Iterator[Ledger]:
    """The folder's ledger, made where there is none yet, and closed afterwards.

    Raises:
        InputError: if its database cannot be reached, or a newer version has written it.
    """
    engine = connect(place(folder, settings))
    try:
        try:
            with engine.connect() as connection:
                if not up_to_date(connection):
                    raise LedgerError([_NEWER])
        except OperationalError:
            # What the driver says may hold the address and its password.
            raise LedgerError([_UNREACHABLE]) from None
        yield Ledger(engine, folder)
    finally:
        engine.dispose()


@contextmanager
def open_existing(folder: Path, settings: Settings) -> Iterator[Ledger]:
    """The folder's ledger, which is not made: see :func:`open_ledger`.

    Raises:
        InputError: if there is none, too.
    """
    if not exists(folder, settings):
        todo = "Audit the records first with `chs-audit run`; if they were, the ledger was removed."
        raise InputError([Problem(f"a ledger: the file {FILE_NAME}", todo, file=folder.name)])
    with open_ledger(folder, settings) as ledger:
        yield ledger


_UNREACHABLE = Problem(
    "a ledger that can be opened",
    "See that audit.db can be read and written, or that the database server answers and lets you in.",
)

_NEWER = Problem(
    "a ledger of this version of chs-audit, or of an older one",
    "A newer version has written it: install that.",
)


class LedgerError(InputError):
    """The ledger cannot be opened or written; the records may be as they should be."""


class Ledger:
    """An open ledger."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self._engine = engine
        self._folder = folder

    def append(
        self, kind: str, payload: dict[str, Any], *, actor: str = "", subject: str = ""
    ) -> Event:
        """Add one event; it is on disk when this returns.

        Args:
            kind: what happened, as a word of your own ("reveal", "sample-drawn").
            payload: plain data for JSON; keys of records, never a person's name.
            actor: the staff number of who did it; "" for somebody not in `[people]`.
            subject: the finding or audit that it is about.
        """
        with self.writing() as book:
            return book.append(kind, payload, actor=actor, subject=subject)

    @contextmanager
    def writing(self) -> Iterator[Book]:
        """Several events in one transaction: all of them are written, or none.

        Others who write wait meanwhile, so what is read in it is how things stand.

        Raises:
            LedgerError: if the database cannot be written, or lets nobody write for too long.
        """
        try:
            with self._engine.begin() as connection:
                one_at_a_time(connection)
                book = Book(connection)
                yield book
                end = book.head
        except OperationalError:
            raise LedgerError([_UNREACHABLE]) from None
        head_file.write(self._folder, end)

    @contextmanager
    def reading(self) -> Iterator[Book]:
        """One moment of the ledger, whatever others write meanwhile."""
        options: dict[str, Any] = {"reading": True}
        if self._engine.dialect.name == "postgresql":
            options["isolation_level"] = "REPEATABLE READ"
        with self._engine.connect().execution_options(**options) as connection:
            yield Book(connection)

    def events(self, kind: str = "", subject: str = "") -> list[Event]:
        """All events, or those of a kind, or about a subject, in their order."""
        with self.reading() as book:
            return book.events(kind, subject)


class Book:
    """The ledger within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._head: Head | None = None

    @property
    def head(self) -> Head:
        """Where the chain ends."""
        if self._head is None:
            last = select(EVENTS.c.seq, EVENTS.c.hash).order_by(EVENTS.c.seq.desc()).limit(1)
            row = self.connection.execute(last).first()
            self._head = Head(row.seq, row.hash) if row else Head(0, BEGINNING)
        return self._head

    def append(
        self, kind: str, payload: dict[str, Any], *, actor: str = "", subject: str = ""
    ) -> Event:
        """Add one event; see :meth:`Ledger.append`."""
        now = dt.datetime.now(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
        event = following(self.head, now, actor, kind, subject, payload)
        self.connection.execute(insert(EVENTS), vars(event))
        self._head = Head(event.seq, event.hash)
        return event

    def decide(self, finding: str, payload: dict[str, Any], *, actor: str) -> Event:
        """Add the event of a move of a finding, and the move itself: `payload` has its
        `version` and the state that it leads `to`."""
        event = self.append("decision", payload, actor=actor, subject=finding)
        row = {
            "seq": event.seq,
            "finding": finding,
            "version": payload["version"],
            "state": payload["to"],
        }
        self.connection.execute(insert(DECISIONS), row)
        return event

    def keep_list(self, value: Any) -> str:
        """Keep a long list once, and return the hash by which events name it."""
        content = canonical(value)
        name = sha256(content)
        known = select(LISTS.c.hash).where(LISTS.c.hash == name)
        if self.connection.execute(known).first() is None:
            self.connection.execute(insert(LISTS), {"hash": name, "content": content})
        return name

    def list_content(self, name: str) -> str | None:
        """The text of a list that was kept, or None."""
        return self.connection.execute(
            select(LISTS.c.content).where(LISTS.c.hash == name)
        ).scalar_one_or_none()

    def events(self, kind: str = "", subject: str = "") -> list[Event]:
        """All events, or those of a kind, or about a subject, in their order."""
        wanted = select(EVENTS).order_by(EVENTS.c.seq)
        if kind:
            wanted = wanted.where(EVENTS.c.kind == kind)
        if subject:
            wanted = wanted.where(EVENTS.c.subject == subject)
        return [Event(*row) for row in self.connection.execute(wanted)]

    def last(self, kind: str) -> Event | None:
        """The latest event of a kind."""
        wanted = select(EVENTS).where(EVENTS.c.kind == kind).order_by(EVENTS.c.seq.desc()).limit(1)
        row = self.connection.execute(wanted).first()
        return Event(*row) if row else None

    def latest_moves(self, before: int = 0, findings: Collection[str] = ()) -> list[Event]:
        """The last move of every finding that was ever moved, or was before an event; only of
        some findings, if they are given."""
        newest = select(func.max(DECISIONS.c.seq)).group_by(DECISIONS.c.finding)
        if findings:
            newest = newest.where(DECISIONS.c.finding.in_(findings))
        if before:
            newest = newest.where(DECISIONS.c.seq < before)
        wanted = select(EVENTS).where(EVENTS.c.seq.in_(newest)).order_by(EVENTS.c.seq)
        return [Event(*row) for row in self.connection.execute(wanted)]

    def moves(self) -> list[tuple[int, str, int, str]]:
        """(seq, finding, version, state) of every move, in its order."""
        rows = self.connection.execute(select(DECISIONS).order_by(DECISIONS.c.seq))
        return [(row.seq, row.finding, row.version, row.state) for row in rows]
