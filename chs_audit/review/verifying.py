"""Proving a ledger: its chain, its decisions, its ends, and the files of its latest run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from chs_audit.errors import InputError
from chs_audit.review import chain, runs
from chs_audit.review import head as head_file
from chs_audit.review.chain import Event, Head
from chs_audit.review.ledger import Book, Ledger
from chs_audit.review.moves import MOVES, Standing, refusal
from chs_audit.review.people import Actor
from chs_audit.review.signing import outcome
from chs_audit.settings import FILE_NAME as SETTINGS_FILE
from chs_audit.settings import Settings
from chs_audit.sources import archive

_TABLES = ("events", "decisions", "lists")


@dataclass(frozen=True)
class Proof:
    """What was looked at, and every fault: (place, what is wrong)."""

    head: Head
    decisions: int
    files: int
    faults: tuple[tuple[str, str], ...]


def verify(ledger: Ledger, folder: Path, settings: Settings) -> Proof:
    """Prove everything that can be proved without judging the records again."""
    with ledger.reading() as book:
        events = book.events()
        faults = [(f"event {seq}", what) for seq, what in chain.breaks(events)]
        faults += _guards(book)
        faults += _lists(book, events)
        faults += _decisions(book, events)
        faults += _ends(folder, events)
        run = _latest(book)
        if run is None:
            faults.append(("ledger", "no audit run that can be read stands in it"))
        else:
            faults += _inputs(folder, settings, run)
        files = len(run.payload["files"]) if run else 0
        return Proof(book.head, len(book.moves()), files, tuple(dict.fromkeys(faults)))


Faults = Iterator[tuple[str, str]]


def _guards(book: Book) -> Faults:
    """Whether the database still refuses changes."""
    if book.connection.dialect.name == "sqlite":
        there = book.connection.execute(
            text("SELECT count(*) FROM sqlite_master WHERE type = 'trigger'")
        ).scalar_one()
        wanted = 2 * len(_TABLES)
    else:
        there = book.connection.execute(
            text(
                "SELECT count(*) FROM pg_trigger WHERE tgname LIKE '%_only_added_to' AND tgenabled = 'O'"
            )
        ).scalar_one()
        wanted = len(_TABLES)
    if there < wanted:
        yield "ledger", "what keeps its rows from being changed was removed"


def _lists(book: Book, events: list[Event]) -> Faults:
    """Whether every list of findings is there, as it was."""
    for event in events:
        if event.kind != "run":
            continue
        name = _payload(event).get("findings", "")
        content = book.list_content(name)
        if content is None:
            yield f"event {event.seq}", "the list of findings of this run is missing"
        elif chain.sha256(content) != name:
            yield f"event {event.seq}", "the list of findings of this run was changed"


def _decisions(book: Book, events: list[Event]) -> Faults:
    """Whether every decision has its event, every event its decision, and every move and
    signature was allowed when it was made."""
    rows = {seq: rest for seq, *rest in book.moves()}
    stands: dict[str, Standing] = {}
    concluded: dict[str, tuple[str, str]] = {}
    run: runs.Run | None = None
    for event in events:
        payload, place = _payload(event), f"event {event.seq}"
        if event.kind == "run":
            run = _readable(book, event)
        elif event.kind == "signed" and run:
            now = {id: concluded.get(id, ("undecided", "")) for id in run.findings}
            if payload.get("outcome") != outcome(now, run):
                yield place, "the signature does not cover the findings as they stood"
        elif event.kind == "decision":
            row = rows.pop(event.seq, None)
            if row is None:
                yield place, f"the decision on {event.subject} is missing"
            elif row != [event.subject, payload.get("version"), payload.get("to")]:
                yield place, f"the decision on {event.subject} was changed"
            wrong = _move(stands, event, payload)
            if wrong:
                yield place, f"the move of {event.subject} was not allowed: {wrong}"
            state = str(payload.get("to"))
            told = payload.get("decision", {}).get("conclusion", "")
            concluded[event.subject] = (state, told if state in ("agreed", "proposed") else "")
    for seq, (finding, *_) in rows.items():
        yield f"decision {seq}", f"the decision on {finding} has no event"


def _move(stands: dict[str, Standing], event: Event, payload: dict[str, Any]) -> str:
    """Make the move of an event; what was wrong with it, or ""."""
    move = MOVES.get(payload.get("move"))  # type: ignore[arg-type]
    before = stands.get(event.subject, Standing())
    if move is None or payload.get("version") != before.version + 1:
        return "one before it is missing"
    before = Standing(
        before.state,
        before.version,
        before.proposer,
        involved=frozenset(payload.get("involved", ())),
    )
    stands[event.subject] = Standing(
        move.after, before.version + 1, str(payload.get("proposer", ""))
    )
    actor = Actor(event.actor, tuple(payload.get("roles", ())))
    return refusal(move, before, actor, str(payload.get("because", "")))


def _ends(folder: Path, events: list[Event]) -> Faults:
    """Whether the chain holds every end that was written down outside the ledger."""
    hashes = {event.seq: event.hash for event in events}
    told = {head_file.FILE_NAME: head_file.read(folder)}
    if events and told[head_file.FILE_NAME] is None:
        yield head_file.FILE_NAME, "it is missing or cannot be read"
    papers = [folder / "audit.json", *sorted(folder.glob("signed/*/audit.json"))]
    told |= {path.relative_to(folder).as_posix(): _end_of(path) for path in papers}
    for place, end in told.items():
        if end and end.count and hashes.get(end.count) != end.hash:
            last = events[-1].seq if events else 0
            what = (
                f"it knows of {end.count} events, and the ledger ends at {last}: the end was cut off"
                if end.count > last
                else f"it knows another event {end.count} than the ledger"
            )
            yield place, what


def _end_of(paper: Path) -> Head | None:
    try:
        told = json.loads(paper.read_text(encoding="utf-8")).get("ledger")
        return Head(int(told["events"]), str(told["hash"])) if told else None
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _inputs(folder: Path, settings: Settings, run: runs.Run) -> Faults:
    """Whether the files and settings are those of the latest run."""
    then, now = run.payload["files"], runs.input_files(folder)
    paths = runs.input_paths(folder)
    for name in sorted({**then, **now}):
        place = paths[name].relative_to(folder).as_posix() if name in paths else name
        if name not in now:
            yield place, "it was read by the latest run, and is gone"
        elif name not in then:
            yield place, "it came after the latest run"
        elif then[name] != now[name]:
            yield place, "it was changed after the latest run"
    try:
        for name in archive.verify(folder):
            yield name, "it is not as the archive's list of contents says"
    except InputError as error:
        yield from ((problem.file, problem.was) for problem in error.problems)
    if run.payload["settings"] != runs.settings_hash(settings):
        yield SETTINGS_FILE, "settings that decide how records are judged were changed"


def _latest(book: Book) -> runs.Run | None:
    event = book.last("run")
    return _readable(book, event) if event else None


def _readable(book: Book, event: Event) -> runs.Run | None:
    try:
        return runs.of_event(book, event)
    except (LookupError, ValueError, TypeError):
        return None


def _payload(event: Event) -> dict[str, Any]:
    """The payload, or nothing where it was spoilt; the chain says so."""
    try:
        payload = event.payload
    except ValueError:
        return {}
    return payload if isinstance(payload, dict) else {}
