"""Signing an audit, and saying of one whether it is signed or a draft."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from chs_audit.errors import InputError, Problem
from chs_audit.review import runs
from chs_audit.review.chain import Event, Head, canonical, sha256
from chs_audit.review.deciding import Case, cases
from chs_audit.review.ledger import Book, Ledger
from chs_audit.review.people import Actor
from chs_audit.review.runs import Run
from chs_audit.settings import Role, Settings

if TYPE_CHECKING:
    from chs_audit.audit import Audit

SIGNERS: tuple[Role, ...] = ("manager", "trustee")
# What a signature repeats of the run, so that it can be read by itself.
_COVERS = ("period", "as_at", "files", "settings", "controls", "package")


@dataclass(frozen=True)
class Status:
    """Whether an audit is signed or a draft, and how its findings stand.

    Args:
        draft: whether it is not signed.
        says: that, in a sentence that stands on every paper.
        brief: the same without a number of anything or anybody, for papers without a person.
        audit_id: the audit's name; "" without a ledger.
        head: where the ledger's chain ended when this was asked.
        stands: finding id -> (its state, its conclusion or "").
    """

    draft: bool
    says: str
    brief: str = "DRAFT"
    audit_id: str = ""
    head: Head | None = None
    stands: Mapping[str, tuple[str, str]] = field(default_factory=dict)


NO_LEDGER = Status(True, "Nobody has decided on these findings yet.")


def sign(ledger: Ledger, audit: Audit, folder: Path, actor: Actor) -> Event:
    """Sign the latest run: `audit` is the same one, judged again to see that nothing changed.

    Raises:
        InputError: listing everything that keeps it from being signed.
    """
    about, listed = runs.describe(audit, folder)
    with ledger.writing() as book:
        run, known = cases(book)
        problems = obstacles(known, actor)
        if runs.audit_id(about, listed) != run.audit_id:
            what = "the records, settings and controls of the latest run"
            todo = "They have changed since: audit them again with `chs-audit run`."
            problems.append(Problem(what, todo))
        if problems:
            raise InputError(problems)
        conclusions = Counter(_conclusion(case) for case in known.values())
        payload = {
            "run": run.event.seq,
            **{name: run.payload[name] for name in _COVERS},
            "outcome": outcome(_stands(known), run),
            "conclusions": dict(conclusions),
        }
        return book.append("signed", payload, actor=actor.staff_id, subject=run.audit_id)


def obstacles(known: Mapping[str, Case], actor: Actor) -> list[Problem]:
    """What keeps somebody from signing, as far as it can be told without judging again."""
    problems = []
    if not set(actor.roles) & set(SIGNERS):
        what = f"somebody with the role {' or '.join(SIGNERS)}"
        problems.append(Problem(what, "Ask one of them to sign."))
    states = Counter(case.standing.state for case in known.values())
    waiting = ", ".join(
        f"{count:,} {state}" for state, count in sorted(states.items()) if state != "agreed"
    )
    if waiting:
        todo = "Decide on them, and let a second person agree: `chs-audit work` lists them."
        problems.append(Problem("every finding decided and agreed", todo, was=waiting))
    return problems


def outcome(stands: Mapping[str, tuple[str, str]], run: Run) -> str:
    """The hash of all findings of a run, and how each stands."""
    lines = [[id, one.fingerprint, *stands[id]] for id, one in sorted(run.findings.items())]
    return sha256(canonical(lines))


def status(book: Book, audit_id: str, settings: Settings) -> Status:
    """Whether the latest run, if it is of that audit, is signed as its findings stand now."""
    run, known = cases(book)
    if run.audit_id != audit_id:
        return NO_LEDGER
    stands = _stands(known)
    covers = outcome(stands, run)
    for event in reversed(book.events("signed", audit_id)):
        if event.payload["outcome"] == covers:
            on = dt.datetime.fromisoformat(event.at).astimezone(ZoneInfo(settings.charity.timezone))
            day = f"{on.day} {on:%B %Y}"
            says = (
                f"Signed by {event.actor} on {day}. Audit {audit_id}; "
                f"event {event.seq} of the ledger, {event.hash}."
            )
            return Status(False, says, f"Signed on {day}", audit_id, book.head, stands)
    decided = sum(state == "agreed" for state, _ in stands.values())
    says = f"{decided:,} of {len(stands):,} findings are decided; nobody has signed."
    return Status(True, says, "DRAFT", audit_id, book.head, stands)


def _stands(known: Mapping[str, Case]) -> dict[str, tuple[str, str]]:
    return {id: (case.standing.state, _conclusion(case)) for id, case in known.items()}


def _conclusion(case: Case) -> str:
    decided = case.standing.decision
    return decided.conclusion if decided and case.standing.state in ("agreed", "proposed") else ""
