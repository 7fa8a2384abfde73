"""Choosing findings to move together, and the list of what is still to be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from chs_audit.errors import InputError, Problem
from chs_audit.policy import BY_ID as CLAUSES
from chs_audit.review.deciding import Case
from chs_audit.review.moves import Move, refusal
from chs_audit.review.people import Actor

# What waits for somebody comes first.
ORDER = ("reopened", "returned", "withdrawn", "undecided", "proposed", "agreed")
_SEVERITIES = ("high", "medium", "low")


@dataclass(frozen=True)
class Wanted:
    """Which findings are meant: those named, or else all that fit every filter given."""

    ids: tuple[str, ...] = ()
    controls: tuple[str, ...] = ()
    kind: str = ""
    everything: bool = False


def choose(
    known: Mapping[str, Case], wanted: Wanted, how: Move, actor: Actor, because: str = ""
) -> tuple[list[str], Counter[str]]:
    """The findings meant, and how many were left out, by the reason.

    Those named are never left out: whether they can be moved is for the move to say.

    Raises:
        InputError: if nothing is meant, or nothing fits.
    """
    if wanted.ids:
        if wanted.controls or wanted.kind or wanted.everything:
            problem = Problem("findings, or a way to choose them", "Give one or the other.")
            raise InputError([problem])
        return list(dict.fromkeys(wanted.ids)), Counter()
    if not (wanted.controls or wanted.kind or wanted.everything):
        raise InputError(
            [Problem("which findings are meant", "Name them, or give --control, --kind or --all.")]
        )
    unknown = [id for id in wanted.controls if id not in CLAUSES]
    if unknown:
        raise InputError([Problem("controls that exist", "`chs-audit controls` lists them all.")])
    # That most of what fits is decided already needs no saying.
    fitting = [
        id
        for id, case in known.items()
        if _fits(case, wanted) and case.standing.state in how.before
    ]
    why = {id: refusal(how, known[id].standing, actor, because) for id in fitting}
    chosen = [id for id in fitting if not why[id]]
    left_out = Counter(reason for reason in why.values() if reason)
    if not chosen:
        told = "; ".join(f"{count:,} where {reason}" for reason, count in left_out.items())
        what = f"findings that are {' or '.join(how.before)}, and that you may {how.name}"
        raise InputError(
            [Problem(what, "`chs-audit work` lists them all.", was=told or "none fits")]
        )
    return chosen, left_out


def _fits(case: Case, wanted: Wanted) -> bool:
    return (not wanted.controls or case.found.control in wanted.controls) and (
        not wanted.kind or case.found.kind == wanted.kind
    )


def work(known: Mapping[str, Case], states: Collection[str] = ()) -> pd.DataFrame:
    """One row per finding, what waits for somebody first, the most severe first among them.

    Returns:
        id, severity, kind, state, conclusion, proposer, owner, due, ends_on (days as text,
        blank where there is none).
    """
    # Slow, and only the list needs it.
    from chs_audit.controls import BY_ID

    rows = []
    for id, case in known.items():
        standing, decision = case.standing, case.standing.decision
        if states and standing.state not in states:
            continue
        rows.append(
            {
                "id": id,
                "severity": BY_ID[case.found.control].severity,
                "kind": case.found.kind,
                "state": standing.state,
                "conclusion": decision.conclusion if decision else "",
                "proposer": standing.proposer,
                "owner": decision.owner if decision else "",
                "due": f"{decision.due:%d/%m/%Y}" if decision and decision.due else "",
                "ends_on": f"{decision.ends_on:%d/%m/%Y}" if decision and decision.ends_on else "",
            }
        )
    frame = pd.DataFrame(rows, columns=_COLUMNS)
    order = pd.DataFrame(
        {
            "state": frame["state"].map(ORDER.index),
            "severity": frame["severity"].map(_SEVERITIES.index),
            "id": frame["id"],
        }
    )
    by_order = order.sort_values(list(order.columns)).index
    return frame.loc[by_order].reset_index(drop=True)


_COLUMNS = [
    "id",
    "severity",
    "kind",
    "state",
    "conclusion",
    "proposer",
    "owner",
    "due",
    "ends_on",
]
