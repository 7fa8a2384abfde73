"""The rules of deciding, pure: who may move a finding from which state to which.

A decision is proposed by one person and agreed or returned by another, and nobody decides on
a record that names them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from chs_audit.errors import Problem
from chs_audit.review.people import Actor
from chs_audit.settings import Role

State = Literal["undecided", "proposed", "agreed", "returned", "withdrawn", "reopened"]
Name = Literal["propose", "agree", "return", "withdraw", "reopen", "lapse"]
Who = Literal["anybody", "another", "the same", "the program"]

DECIDERS: tuple[Role, ...] = ("manager", "data-protection-lead", "trustee")
# States in which a finding waits for a proposal.
OPEN: tuple[State, ...] = ("undecided", "returned", "withdrawn", "reopened")


@dataclass(frozen=True)
class Move:
    """One allowed move.

    Args:
        name: the command that makes it.
        before: the states that it leads out of.
        after: the state that it leads to.
        roles: who may make it; nobody, where only the program does.
        who: anybody with the role, another person than the one who proposed, or the same.
        help: what it means.
        to_say_why: whether a reason must be given.
        own: whether it may be made on a record that names oneself.
    """

    name: Name
    before: tuple[State, ...]
    after: State
    roles: tuple[Role, ...]
    who: Who
    help: str
    to_say_why: bool = False
    own: bool = False


MOVES: dict[Name, Move] = {
    one.name: one
    for one in (
        Move(
            "propose",
            OPEN,
            "proposed",
            DECIDERS,
            "anybody",
            "Somebody says what they conclude, with the command `decide`.",
        ),
        Move(
            "agree",
            ("proposed",),
            "agreed",
            DECIDERS,
            "another",
            "A second person looks at it and agrees: it is decided.",
        ),
        Move(
            "return",
            ("proposed",),
            "returned",
            DECIDERS,
            "another",
            "A second person sends it back, and says why.",
            to_say_why=True,
        ),
        Move(
            "withdraw",
            ("proposed",),
            "withdrawn",
            DECIDERS,
            "the same",
            "Whoever proposed it takes it back before it is agreed.",
            own=True,
        ),
        Move(
            "reopen",
            ("agreed",),
            "reopened",
            DECIDERS,
            "anybody",
            "What was decided was wrong, and somebody says why.",
            to_say_why=True,
        ),
        Move(
            "lapse",
            ("proposed", "agreed"),
            "reopened",
            (),
            "the program",
            "An audit finds that the record has changed, or that the decision's date has passed.",
            own=True,
        ),
    )
}


@dataclass(frozen=True)
class Conclusion:
    """What can be concluded about a finding, and what must be said with it."""

    title: str
    needs: tuple[str, ...]


# The words are those of the record table of decisions.
CONCLUSIONS = {
    "breach": Conclusion("It is a breach.", ()),
    "not-a-breach": Conclusion("It is not a breach.", ("because",)),
    "remedied": Conclusion("It was put right.", ("because",)),
    "accepted": Conclusion("It is accepted until a date.", ("because", "until")),
    "needs-facts": Conclusion("More facts are needed.", ("ask", "by")),
}
_SAID_AS = {
    "because": ("why, or how", "--because"),
    "until": ("until when", "--until"),
    "ask": ("whom to ask", "--ask"),
    "by": ("by when", "--by"),
}


@dataclass(frozen=True)
class Decision:
    """A conclusion about a finding, and what goes with it.

    Args:
        conclusion: a word of CONCLUSIONS.
        because: why, or how it was put right.
        until: for what is accepted: the last day on which it is.
        ask: for what needs facts: the number of who has them.
        by: and the day by which they are needed.
        owner: the number of who sees to what follows.
        due: by when that is due.
        attachments: the SHA-256 of files that show it.
    """

    conclusion: str
    because: str = ""
    until: dt.date | None = None
    ask: str = ""
    by: dt.date | None = None
    owner: str = ""
    due: dt.date | None = None
    attachments: tuple[str, ...] = ()

    @property
    def ends_on(self) -> dt.date | None:
        """The last day on which it stands, if it does not stand for good."""
        return {"accepted": self.until, "needs-facts": self.by}.get(self.conclusion)

    def plain(self) -> dict[str, Any]:
        """Plain data for the ledger: what was said, and nothing that was not."""
        said = {name: value for name, value in asdict(self).items() if value}
        return {
            name: str(value) if isinstance(value, dt.date) else value
            for name, value in said.items()
        }

    @classmethod
    def of(cls, plain: dict[str, Any]) -> Decision:
        """The decision that plain data say."""
        given = dict(plain)
        for name in ("until", "by", "due"):
            if name in given:
                given[name] = dt.date.fromisoformat(given[name])
        given["attachments"] = tuple(given.get("attachments", ()))
        return cls(**given)


@dataclass(frozen=True)
class Standing:
    """How a finding stands.

    Args:
        version: how many moves it has made.
        proposer: the staff number of who proposed the decision.
        decision: what was last proposed.
        fingerprint: of the evidence that was decided on.
        as_at: the audit date of that evidence.
        involved: the numbers of staff whom its record names.
    """

    state: State = "undecided"
    version: int = 0
    proposer: str = ""
    decision: Decision | None = None
    fingerprint: str = ""
    as_at: dt.date = dt.date.min
    involved: frozenset[str] = field(default_factory=frozenset)


def mistakes(decision: Decision, as_at: dt.date) -> list[Problem]:
    """What is missing from a decision, or does not belong to it."""
    if decision.conclusion not in CONCLUSIONS:
        return [Problem(f"one of {', '.join(CONCLUSIONS)}", "Choose one of them.")]
    needs = CONCLUSIONS[decision.conclusion].needs
    found = [
        Problem(f"{what} with {decision.conclusion}", f"Add {option}.")
        for name, (what, option) in _SAID_AS.items()
        if name in needs and not getattr(decision, name)
    ]
    found += [
        Problem(f"no {option} with {decision.conclusion}", f"Leave {option} out.")
        for name, (_, option) in _SAID_AS.items()
        if name not in (*needs, "because") and getattr(decision, name)
    ]
    if decision.ends_on and decision.ends_on < as_at:
        problem = Problem("a day that is not before the audit date", "Choose a later day.")
        found.append(problem)
    return found


def refusal(move: Move, standing: Standing, actor: Actor, because: str = "") -> str:
    """Why somebody may not make a move, or "" if they may."""
    if standing.state not in move.before:
        return f"it is {standing.state}; {move.name} is for what is {' or '.join(move.before)}"
    if move.who == "the program":
        return ""
    if not set(actor.roles) & set(move.roles):
        return f"you have no role that may {move.name}: {', '.join(move.roles)}"
    if not move.own and actor.staff_id in standing.involved:
        return "the record names you, and nobody decides on their own record"
    if move.who == "another" and actor.staff_id == standing.proposer:
        return f"you proposed it; another person must {move.name}"
    if move.who == "the same" and actor.staff_id != standing.proposer:
        return f"another person proposed it; only they may {move.name}"
    if move.to_say_why and not because:
        return f"say why with --because when you {move.name}"
    return ""


def diagram() -> str:
    """The moves as a picture in Mermaid's words."""
    lines = ["stateDiagram-v2", "    [*] --> undecided"]
    lines += [
        f"    {before} --> {move.after}: {move.name}"
        for move in MOVES.values()
        for before in move.before
    ]
    return "\n".join(lines)
