"""The ledger's tables, and how a database is opened so that nothing acknowledged is lost.

The tables are made by the migrations; here they are described for reading and writing.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import ArgumentError

from chs_audit.errors import InputError, Problem
from chs_audit.settings import Settings

FILE_NAME = "audit.db"
URL_VARIABLE = "CHS_AUDIT_LEDGER"
# How long one writer waits for another, in seconds.
PATIENCE = 60

METADATA = MetaData()

EVENTS = Table(
    "events",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("kind", String, nullable=False, index=True),
    Column("subject", String, nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("before", String, nullable=False, unique=True),
    Column("hash", String, nullable=False, unique=True),
)

# The moves of findings, for asking how one stands; each is the event of the same number. No
# two have the same version of the same finding, so nobody decides on what has changed meanwhile.
DECISIONS = Table(
    "decisions",
    METADATA,
    Column("seq", Integer, ForeignKey("events.seq"), primary_key=True, autoincrement=False),
    Column("finding", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String, nullable=False),
    UniqueConstraint("finding", "version"),
)

# Long lists that events name by their hash, such as the findings of an audit.
LISTS = Table(
    "lists",
    METADATA,
    Column("hash", String, primary_key=True),
    Column("content", Text, nullable=False),
)


def place(folder: Path, settings: Settings) -> URL:
    """Where the folder's ledger is: the variable CHS_AUDIT_LEDGER, else `[ledger] url` of
    audit.toml, else audit.db in the folder.

    Raises:
        InputError: if that is no address of a PostgreSQL database.
    """
    given = os.environ.get(URL_VARIABLE, "") or settings.ledger.url
    if not given:
        return URL.create("sqlite", database=str(folder / FILE_NAME))
    try:
        url = make_url(given)
    except ArgumentError:
        url = URL.create("none")
    if url.get_backend_name() not in ("postgresql", "postgres"):
        # Never the address itself: a password may stand in it.
        problem = Problem(
            'an address such as "postgresql://server/database"',
            f"Mend the variable {URL_VARIABLE}, or [ledger] url in audit.toml.",
        )
        raise InputError([problem])
    return url.set(drivername="postgresql+psycopg")


def connect(url: URL) -> Engine:
    """An engine whose commits are on disk when they return, and whose writers take turns."""
    if url.get_backend_name() != "sqlite":
        # A server that is told to be quick instead of safe is overruled.
        settings = f"-c synchronous_commit=on -c lock_timeout={PATIENCE}s"
        return create_engine(url, connect_args={"options": settings})
    engine = create_engine(url, connect_args={"timeout": PATIENCE})

    @event.listens_for(engine, "connect")
    def _prepare(connection, _record) -> None:  # type: ignore[no-untyped-def]
        # The driver's own BEGIN would come too late to keep writers apart.
        connection.isolation_level = None
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
