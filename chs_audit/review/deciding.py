"""Deciding on findings: the moves that people make, written into the ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from chs_audit.errors import InputError, NotFoundError, Problem
from chs_audit.review import runs
from chs_audit.review.chain import Event
from chs_audit.review.ledger import Book, Ledger
from chs_audit.review.moves import MOVES, Decision, Move, Name, Standing, mistakes, refusal
from chs_audit.review.people import Actor
from chs_audit.review.runs import Found, Run

NO_RUN = Problem(
    "an audit run in the ledger", "Audit the records first: `chs-audit run` and this folder."
)


# As many as every database takes in one question.
_FEW = 500


@dataclass(frozen=True)
class Case:
    """One finding of the latest run, and how it stands."""

    found: Found
    standing: Standing


def cases(book: Book) -> tuple[Run, dict[str, Case]]:
    """The latest run, and its findings as they stand, by finding id.

    Raises:
        InputError: if nothing was ever audited.
    """
    run = runs.latest(book)
    if run is None:
        raise InputError([NO_RUN])
    moved = {event.subject: event for event in book.latest_moves()}
    return run, {
        id: Case(found, _standing(moved.get(id), found)) for id, found in run.findings.items()
    }


def standings(book: Book, run: Run, findings: Sequence[str]) -> dict[str, Standing]:
    """How some findings of a run stand, by finding id; the others are not looked at."""
    few = findings if len(findings) <= _FEW else ()
    moved = {event.subject: event for event in book.latest_moves(findings=few)}
    return {id: _standing(moved.get(id), run.findings[id]) for id in findings}


def _standing(event: Event | None, found: Found) -> Standing:
    involved = frozenset(found.involved)
    if event is None:
        return Standing(involved=involved)
    told = event.payload
    return Standing(
        told["to"],
        told["version"],
        told["proposer"],
        Decision.of(told["decision"]),
        told["fingerprint"],
        dt.date.fromisoformat(told["as_at"]),
        involved,
    )


def propose(
    ledger: Ledger,
    findings: Iterable[str],
    decision: Decision,
    actor: Actor,
    seen: Mapping[str, int] | None = None,
) -> list[Event]:
    """Propose one decision on findings of the latest run: on all of them, or on none.

    Args:
        seen: finding -> the version that the person saw, where they looked at it before.

    Raises:
        InputError: saying for each finding why not; for what changed meanwhile, who did what.
        NotFoundError: if the latest run has no such finding.
    """

    def said(run: Run, case: Case) -> dict[str, Any]:
        return {
            "decision": decision.plain(),
            "proposer": actor.staff_id,
            "fingerprint": case.found.fingerprint,
            "as_at": str(run.as_at),
        }

    def check(run: Run) -> list[Problem]:
        numbers = {"--owner": decision.owner, "--ask": decision.ask}
        return mistakes(decision, run.as_at) + [
            Problem(f"a staff number with {option}", "Take it from the table of staff.")
            for option, number in numbers.items()
            if number and number not in run.staff
        ]

    return _move(ledger, MOVES["propose"], findings, actor, "", seen, said, check)


def move(
    ledger: Ledger,
    name: Name,
    findings: Iterable[str],
    actor: Actor,
    because: str = "",
    seen: Mapping[str, int] | None = None,
) -> list[Event]:
    """Agree, return, withdraw or reopen: all of these findings, or none; see :func:`propose`."""

    def said(run: Run, case: Case) -> dict[str, Any]:
        return _carried(case.standing)

    return _move(ledger, MOVES[name], findings, actor, because, seen, said, lambda run: [])


def _carried(before: Standing) -> dict[str, Any]:
    """What goes on from the proposal into the moves after it."""
    return {
        "decision": before.decision.plain() if before.decision else {},
        "proposer": before.proposer,
        "fingerprint": before.fingerprint,
        "as_at": str(before.as_at),
    }


def _move(
    ledger: Ledger,
    how: Move,
    findings: Iterable[str],
    actor: Actor,
    because: str,
    seen: Mapping[str, int] | None,
    said: Callable[[Run, Case], dict[str, Any]],
    check: Callable[[Run], list[Problem]],
) -> list[Event]:
    with ledger.writing() as book:
        run, known = cases(book)
        chosen = list(dict.fromkeys(findings))
        missing = [id for id in chosen if id not in known]
        if missing:
            raise NotFoundError(f"the latest audit has no finding {', '.join(missing)}")
        problems = check(run)
        for id in chosen:
            standing = known[id].standing
            if seen is not None and seen.get(id, 0) != standing.version:
                why = f"meanwhile {_last_move(book, id)}; nothing of yours was written"
            else:
                why = refusal(how, standing, actor, because)
            if why:
                problems.append(
                    Problem("a finding that you may move so", "Leave it out.", id, was=why)
                )
        if problems:
            raise InputError(problems)
        return [
            _write(book, how, id, known[id].standing, said(run, known[id]), actor, because)
            for id in chosen
        ]


def _write(
    book: Book,
    how: Move,
    finding: str,
    before: Standing,
    said: dict[str, Any],
    actor: Actor,
    because: str,
) -> Event:
    """Write one move that is allowed."""
    payload = {
        "move": how.name,
        "from": before.state,
        "to": how.after,
        "version": before.version + 1,
        "roles": list(actor.roles),
        "involved": sorted(before.involved),
        **said,
        **({"because": because} if because else {}),
    }
    return book.decide(finding, payload, actor=actor.staff_id)


def _last_move(book: Book, finding: str) -> str:
    last = book.events("decision", finding)[-1]
    return f"{last.actor or 'an audit'} moved it ({last.payload['move']}) at {last.at[:16]} UTC"


def note(
    ledger: Ledger, finding: str, text: str, actor: Actor, attachments: tuple[str, ...] = ()
) -> Event:
    """Add a note to a finding; anybody in `[people]` may.

    Raises:
        NotFoundError: if no audit has found it, and nobody has decided on it.
    """
    with ledger.writing() as book:
        run = runs.latest(book)
        if (run is None or finding not in run.findings) and not book.events("", finding):
            raise NotFoundError(f"no audit has a finding {finding}")
        payload = {"text": text, "attachments": list(attachments)}
        return book.append("note", payload, actor=actor.staff_id, subject=finding)


def reopen_what_changed(book: Book, run: Run) -> list[Event]:
    """Reopen what was proposed or agreed on evidence that has changed since, or until a day
    that has passed on the audit date; the event says which."""
    _, known = cases(book)
    events = []
    for id, case in known.items():
        standing = case.standing
        if standing.state not in MOVES["lapse"].before or standing.decision is None:
            continue
        if run.as_at < standing.as_at:
            # An audit of a year before tells nothing about what was decided since.
            continue
        why = ""
        ends_on = standing.decision.ends_on
        if standing.fingerprint != case.found.fingerprint:
            why = "What is on record about it has changed since."
        elif ends_on and ends_on < run.as_at:
            why = f"It stood until {ends_on:%d/%m/%Y}, which has passed."
        if why:
            said = _carried(standing)
            events.append(_write(book, MOVES["lapse"], id, standing, said, Actor(""), why))
    return events


def decided_rows(book: Book, zone: str, before: int = 0) -> list[dict[str, object]]:
    """Every finding that is agreed upon, or was before an event, as a row of the record table
    of decisions."""
    return [
        {
            "finding_id": event.subject,
            "decision": event.payload["decision"]["conclusion"],
            "decided_on": dt.datetime.fromisoformat(event.at).astimezone(ZoneInfo(zone)).date(),
            "decided_by": event.payload["proposer"],
        }
        for event in book.latest_moves(before)
        if event.payload["to"] == "agreed"
    ]
