"""What a control is: a clause made testable, asked of every row of one population."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

import ibis
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from chs_audit.policy import BY_ID, CLAUSES, Clause

Severity = Literal["high", "medium", "low"]


@dataclass(frozen=True)
class Control:
    """A control as data, and the function that answers it.

    Args:
        clause: the promise it tests.
        population: the name of the population whose rows it asks.
        severity: how much harm a broken row can do to the person it is about.
        reasons: code -> sentence, for rows that break the promise. A sentence may name
            columns of the answer in braces.
        cannot_tell: code -> sentence, for rows that cannot be judged.
        title: the promise as kept, for trustees.
        why: why it matters.
        breaks: what breaks it.
        remedy: what to do about a finding.
        parameters: the settings it reads, as "section.name".
        answer: population and other tables -> the population with `kept` and `because`.
        asked_of: which rows of the population are asked at all; every one by default.
        needs_settings: settings, as "section.name", without which nothing can be judged.
        to_look_at: whether a row that is not kept is no breach, but worth a look.
        optional: tables asked for that may be empty without making it untestable.
        missing_in: code of `cannot_tell` -> the record table that lacks what is missing, or
            "audit.toml"; by default the first one that the population is made from.
        asks_for: the function's argument names.
    """

    clause: Clause
    population: str
    severity: Severity
    reasons: Mapping[str, str]
    cannot_tell: Mapping[str, str]
    title: str
    why: str
    breaks: str
    remedy: str
    parameters: tuple[str, ...]
    answer: Callable[..., Table]
    asks_for: tuple[str, ...]
    asked_of: Callable[[Table], BooleanValue] | None = None
    needs_settings: tuple[str, ...] = ()
    to_look_at: bool = False
    optional: tuple[str, ...] = ()
    missing_in: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs(self) -> tuple[str, ...]:
        """The names of what it asks for and cannot do without."""
        return tuple(name for name in self.asks_for if name not in self.optional)

    @property
    def id(self) -> str:
        """The clause's permanent id, such as "NK-01"."""
        return self.clause.id

    @property
    def order(self) -> int:
        """Where it stands in the catalogue: as its clause among the clauses."""
        return CLAUSES.index(self.clause)

    def sentence(self, reason: str) -> str:
        """The sentence of one reason code, whether it breaks or cannot be judged."""
        return {**self.reasons, **self.cannot_tell}[reason]


def control(
    id: str,
    *,
    population: str,
    severity: Severity,
    reasons: Mapping[str, str],
    cannot_tell: Mapping[str, str],
    parameters: tuple[str, ...] = (),
    asked_of: Callable[[Table], BooleanValue] | None = None,
    needs_settings: tuple[str, ...] = (),
    to_look_at: bool = False,
    optional: tuple[str, ...] = (),
    missing_in: Mapping[str, str] = MappingProxyType({}),
) -> Callable[[Callable[..., Table]], Control]:
    """Make a control out of a function; its docstring holds what people read.

    The first line is the title. Three paragraphs follow, which begin with *Why:*,
    *What breaks it:* and *What to do:*. ValueError if one is missing.
    """

    def decorate(function: Callable[..., Table]) -> Control:
        parts = re.split(
            r"\n\s*\n(?:Why|What breaks it|What to do): ", inspect.getdoc(function) or ""
        )
        if len(parts) != 4:
            raise ValueError(f"{id}: the docstring needs a title, Why, What breaks it, What to do")
        title, why, breaks, remedy = (" ".join(part.split()) for part in parts)
        return Control(
            clause=BY_ID[id],
            population=population,
            severity=severity,
            reasons=reasons,
            cannot_tell=cannot_tell,
            title=title.removesuffix("."),
            why=why,
            breaks=breaks,
            remedy=remedy,
            parameters=parameters,
            answer=function,
            asks_for=tuple(inspect.signature(function).parameters),
            asked_of=asked_of,
            needs_settings=needs_settings,
            to_look_at=to_look_at,
            optional=optional,
            missing_in=missing_in,
        )

    return decorate


@dataclass(frozen=True)
class Step:
    """One step of a judgement: where `when` holds, the answer is `kept` for this `reason`."""

    when: BooleanValue
    kept: bool | None
    reason: str | StringValue | None


def kept(when: BooleanValue) -> Step:
    """Where this holds, the promise is kept."""
    return Step(when, True, None)


def broken(when: BooleanValue, reason: str | StringValue) -> Step:
    """Where this holds, the promise is broken for this reason, or codes joined by a space."""
    return Step(when, False, reason)


def cannot_tell(when: BooleanValue, reason: str) -> Step:
    """Where this holds, what is on record does not suffice to judge."""
    return Step(when, None, reason)


def answered_yes(answer: BooleanValue, *, blank: str, no: str) -> tuple[Step, Step]:
    """A blank answer cannot be told, and no breaks the promise."""
    return cannot_tell(answer.isnull(), blank), broken(~answer, no)


def decide(rows: Table, *steps: Step, also: StringValue | None = None) -> Table:
    """The rows with `kept` (nullable), `because` and `also`: the first step that holds decides.

    A row for which no step holds is kept, so a control must say for every blank what it
    means; a condition that is null does not hold. `also` says, where another clause judges
    the row differently, how, and what settled it; such a row is shown even if it is kept.
    """
    return rows.mutate(
        also=_or_null(also, "string"),
        kept=ibis.cases(
            *((step.when, _or_null(step.kept, "boolean")) for step in steps),
            else_=ibis.literal(True),
        ),
        because=ibis.cases(
            *((step.when, _or_null(step.reason, "string")) for step in steps),
            else_=ibis.null("string"),
        ),
    )


def _or_null(value: bool | str | StringValue | None, type: str) -> Value:
    if value is None:
        return ibis.null(type)
    return ibis.literal(value) if isinstance(value, bool | str) else value
