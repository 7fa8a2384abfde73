"""Explanations: recorded facts that make an access needed.

Explanation-based auditing goes back to Fabbri and LeFevre (2011), who found that most
accesses in a hospital are explained by the hospital's own records. Every explanation here
is declared by hand: none is learnt from the log, since what is usual is not what is needed.

An explanation draws *ties* from record tables: this member of staff had a reason to open
this person's record from one day up to, but not including, another. A tie without a last
day goes on; one whose first day is not on record cannot be judged.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis.expr.types import Table

from chs_audit.settings import Settings


@dataclass(frozen=True)
class Explanation:
    """One way in which an access can be needed.

    Args:
        code: its name in findings and settings.
        sentence: what a reader is told when it holds.
        tie: what the tie is, where a reader is told that it does not hold any more or yet.
        ties: tables asked for by name -> staff_id, person_id, from_on, until_on.
        asks_for: the function's argument names.
    """

    code: str
    sentence: str
    tie: str
    ties: Callable[..., Table]
    asks_for: tuple[str, ...]


def explanation(
    code: str, sentence: str, tie: str
) -> Callable[[Callable[..., Table]], Explanation]:
    """Make an explanation out of a function that draws ties from record tables."""

    def decorate(function: Callable[..., Table]) -> Explanation:
        return Explanation(
            code, sentence, tie, function, tuple(inspect.signature(function).parameters)
        )

    return decorate


def _days(count: int) -> ibis.expr.types.IntervalValue:
    return ibis.interval(days=count)


def _own_cases(caseload: Table, settings: Settings) -> Table:
    """Ties of one's own cases, with the days after their end in which things are finished off."""
    own = caseload.filter(
        caseload.capacity.isnull() | caseload.capacity.isin(["own", "supervision"])
    )
    return own.select(
        "staff_id",
        "person_id",
        "from_on",
        until_on=own.until_on + _days(settings.need_to_know.case_grace_days + 1),
    )


@explanation("own-case", "the person was on their own caseload", "a case of their own")
def own_case(caseload: Table, settings: Settings) -> Table:
    return _own_cases(caseload, settings)


@explanation("cover", "they stood in for a colleague who was away", "cover for a colleague")
def cover(caseload: Table) -> Table:
    rows = caseload.filter(caseload.capacity == "cover")
    return rows.select("staff_id", "person_id", "from_on", until_on=rows.until_on + _days(1))


@explanation(
    "session",
    "they had a session with the person around that time",
    "a session with the person",
)
def session(sessions: Table, settings: Settings) -> Table:
    window = settings.need_to_know.session_window_days
    last_day = ibis.coalesce(sessions.ends_on, sessions.starts_on)
    return sessions.select(
        "staff_id",
        "person_id",
        from_on=sessions.starts_on - _days(window),
        until_on=last_day + _days(window + 1),
    )


@explanation(
    "same-family",
    "a close relative of the person was on their own caseload",
    "a case of their own in the same family",
)
def same_family(caseload: Table, families: Table, settings: Settings) -> Table:
    member = families.select("family_id", "person_id")
    relative = families.select("family_id", relative_id=families.person_id)
    related = member.inner_join(relative, "family_id").filter(
        lambda pair: pair.person_id != pair.relative_id
    )
    own = _own_cases(caseload, settings).rename(case_person_id="person_id")
    return own.inner_join(related, own.case_person_id == related.person_id).select(
        "staff_id", "from_on", "until_on", person_id=related.relative_id
    )


# The strongest first: an access that several explain is told with the first.
EXPLANATIONS: tuple[Explanation, ...] = (own_case, cover, session, same_family)
