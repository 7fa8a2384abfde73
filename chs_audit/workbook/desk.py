"""What one person may do about an audit's findings: read from the ledger, and written there.

No widgets: the screens ask it, and it speaks in words that can be shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chs_audit.errors import InputError, NotFoundError, Problem
from chs_audit.review import deciding, runs
from chs_audit.review.chain import Event
from chs_audit.review.identity import number_of
from chs_audit.review.ledger import Ledger, LedgerError, exists, open_existing
from chs_audit.review.moves import CONCLUSIONS, MOVES, Decision, Name, Standing, refusal
from chs_audit.review.people import Actor, acting, sign_in_name
from chs_audit.review.wording import refuse_names
from chs_audit.workbook import review_words, session
from chs_audit.workbook.review_words import FIELDS, MOVE_WORDS, PUT_RIGHT, ROLES
from chs_audit.workbook.words import many

if TYPE_CHECKING:
    from chs_audit.audit import Audit

ANEW = (
    "Meanwhile these records were audited anew, so nothing can be decided on what is shown here. "
    "Press Open to see them as they are now."
)
# Whether a reason is given is seen when it is written, not when a move is offered.
_ANY_REASON = "some reason"


@dataclass(frozen=True)
class Option:
    """One move that a person may make on some of the chosen findings.

    Args:
        ids: the findings that it may be made on.
        left_out: how many of the chosen ones it may not, by the reason.
    """

    ids: tuple[str, ...]
    left_out: Counter[str]


class Desk:
    """The ledger beside an audit, for the person at the keyboard.

    Args:
        audit: what is shown.

    `why_not` says why nothing can be decided, or is ""; `actor` is None for somebody who is
    not listed in audit.toml, and `acts` says in words who acts.
    """

    def __init__(self, audit: Audit) -> None:
        self.audit = audit
        self.actor: Actor | None = None
        self.why_not = session.not_decided_here(audit)
        self._run: runs.Run | None = None
        try:
            self.actor = acting(audit.settings)
        except InputError:
            self.acts = (
                f"You are signed in as {sign_in_name()}, and audit.toml does not list that name "
                "among [people], so you may read and not decide. Ask whoever looks after "
                "audit.toml to list you, with your staff number and your role."
            )
        else:
            roles = (
                ", ".join(ROLES[one] for one in self.actor.roles) or "no role: you may add notes"
            )
            self.acts = (
                f"You are signed in as {sign_in_name()}, and act as "
                f"{self.name(self.actor.staff_id)} ({roles})."
            )
        if not self.why_not:
            self._find_run()

    @property
    def me(self) -> str:
        return self.actor.staff_id if self.actor else ""

    def name(self, number: str) -> str:
        """A member of staff as they are shown."""
        return review_words.somebody(self.audit, number)

    def _find_run(self) -> None:
        try:
            with self._ledger() as ledger, ledger.reading() as book:
                self._run = runs.latest(book)
        except LedgerError:
            self.why_not = session.NO_LEDGER
            return
        except InputError:
            pass
        if self._run is None or self._run.audit_id != self.audit.recorded_as:
            self.why_not, self._run = ANEW, None

    def _ledger(self) -> AbstractContextManager[Ledger]:
        return open_existing(self.audit.folder, self.audit.settings)

    def states(self) -> dict[str, str]:
        """Finding -> its state, for every finding that was ever moved."""
        if not exists(self.audit.folder, self.audit.settings):
            return {}
        try:
            with self._ledger() as ledger, ledger.reading() as book:
                return {finding: state for _, finding, _, state in book.moves()}
        except LedgerError:
            return {}

    def owners(self) -> dict[str, str]:
        """Finding -> the number of who sees to what follows, for every decision that says so."""
        if not exists(self.audit.folder, self.audit.settings):
            return {}
        try:
            with self._ledger() as ledger, ledger.reading() as book:
                moves = book.latest_moves()
        except LedgerError:
            return {}
        return {
            one.subject: one.payload["decision"].get("owner", "")
            for one in moves
            if one.payload["to"] in ("proposed", "agreed") and one.payload["decision"].get("owner")
        }

    def standings(self, ids: Sequence[str]) -> dict[str, Standing]:
        """How these findings stand now; none where nothing can be decided."""
        run = self._run
        if run is None:
            return {}
        known = [id for id in ids if id in run.findings]
        with self._ledger() as ledger, ledger.reading() as book:
            latest = book.last("run")
            if latest is None or latest.seq != run.event.seq:
                self.why_not, self._run = ANEW, None
                return {}
            return deciding.standings(book, run, known)

    def history(self, id: str) -> list[Event]:
        """Everything that people did about a finding."""
        if not exists(self.audit.folder, self.audit.settings):
            return []
        try:
            with self._ledger() as ledger:
                return ledger.events(subject=id)
        except LedgerError:
            return []

    def options(self, standings: Mapping[str, Standing]) -> dict[Name, Option]:
        """The moves that this person may make on at least one of these findings."""
        actor = self.actor
        if actor is None:
            return {}
        found: dict[Name, Option] = {}
        for name in MOVE_WORDS:
            why = {id: _why_not(name, one, actor) for id, one in standings.items()}
            ids = tuple(id for id, reason in why.items() if not reason)
            if ids:
                found[name] = Option(ids, Counter(reason for reason in why.values() if reason))
        return found

    def refusals(self, standings: Mapping[str, Standing]) -> list[str]:
        """Why this person may not make the move that comes next, one line per reason."""
        if self.actor is None:
            return [self.acts]
        counted: Counter[str] = Counter()
        for one in standings.values():
            next_move: Name = "agree" if one.state == "proposed" else "propose"
            if one.state != "agreed":
                counted[refusal(MOVES[next_move], one, self.actor, _ANY_REASON)] += 1
        return [
            _with_count(reason, count, len(standings))
            for reason, count in counted.items()
            if reason
        ]

    def propose(self, ids: Sequence[str], decision: Decision, seen: Mapping[str, int]) -> list[str]:
        """Propose a decision; returns what keeps it from being written, or nothing."""
        given = replace(
            decision,
            ask=number_of(self.audit, decision.ask.strip()) if decision.ask.strip() else "",
            owner=number_of(self.audit, decision.owner.strip()) if decision.owner.strip() else "",
        )

        def write(ledger: Ledger, actor: Actor) -> None:
            deciding.propose(ledger, ids, given, actor, seen)

        return self._write(write, {"Why": decision.because}, seen)

    def move(
        self, name: Name, ids: Sequence[str], because: str, seen: Mapping[str, int]
    ) -> list[str]:
        """Agree, send back, take back or open again; returns what keeps it from being written."""

        def write(ledger: Ledger, actor: Actor) -> None:
            deciding.move(ledger, name, ids, actor, because, seen)

        return self._write(write, {"Why": because}, seen)

    def note(self, id: str, text: str, attachments: tuple[str, ...] = ()) -> list[str]:
        """Add a note; returns what keeps it from being written."""

        def write(ledger: Ledger, actor: Actor) -> None:
            deciding.note(ledger, id, text, actor, attachments)

        return self._write(write, {"Note": text}, {})

    def _write(
        self,
        write: Callable[[Ledger, Actor], None],
        texts: Mapping[str, str],
        seen: Mapping[str, int],
    ) -> list[str]:
        if self.actor is None:
            return [self.acts]
        before = self.standings(list(seen)) if seen else {}
        if self.why_not:
            return [self.why_not]
        try:
            refuse_names(self.audit.folder, self.audit.settings, texts)
            with self._ledger() as ledger:
                write(ledger, self.actor)
        except LedgerError:
            return [session.NO_LEDGER]
        except InputError as error:
            now = self.standings(list(seen)) if seen else before
            changed = [id for id, one in now.items() if one.version != seen[id]]
            return self._meanwhile(changed) if changed else [_plain(one) for one in error.problems]
        except NotFoundError:
            return [ANEW]
        return []

    def _meanwhile(self, changed: Iterable[str]) -> list[str]:
        """Who did what to these findings since they were looked at."""
        lines = []
        for id in changed:
            last = [event for event in self.history(id) if event.kind == "decision"][-1]
            who = review_words.somebody(self.audit, last.actor, self.me)
            lines.append(f"{id}: meanwhile {who} {review_words.told(self.audit, last, self.me)}")
        lines.append("Nothing of yours was written, and what you typed is still here.")
        return lines


def _why_not(name: Name, standing: Standing, actor: Actor) -> str:
    """Why somebody may not make a move, or ""; of what is in another state, how it stands."""
    if standing.state not in MOVES[name].before:
        return f"{review_words.STATES[standing.state][2:]}"
    return refusal(MOVES[name], standing, actor, _ANY_REASON)


def missing(decision: Decision) -> list[str]:
    """What must still be filled in, in the words of the screen."""
    needs = CONCLUSIONS[decision.conclusion].needs
    fields = {name: FIELDS[f"--{name}"] for name in needs}
    if decision.conclusion == "remedied":
        fields["because"] = PUT_RIGHT
    return [f"Fill in “{field}”." for name, field in fields.items() if not getattr(decision, name)]


def _with_count(reason: str, count: int, of: int) -> str:
    line = f"{reason[:1].upper()}{reason[1:]}."
    return line if of == 1 else f"{many(count, 'finding')}: {line}"


def _plain(problem: Problem) -> str:
    """A problem in the words of the screen, which has fields where a command has options."""
    text = str(problem)
    for option, field in FIELDS.items():
        text = text.replace(option, f"“{field}”")
    return text
