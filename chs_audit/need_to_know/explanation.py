"""What an explanation is: a recorded fact that makes an access needed, and for how long.

An explanation finds facts in record tables: this member of staff had to do with this person
from one day to another. Days of grace before and after, which are the trustees' to set, make
a *tie* of each fact: from one day up to, but not including, another, an access is needed. A
tie without a last day goes on; one whose first day is not on record cannot be judged.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
from ibis.expr.types import DateValue, Table

from chs_audit.settings import Settings


@dataclass(frozen=True)
class Explanation:
    """One way in which an access can be needed.

    Args:
        code: its name in findings; with _ for -, its switch in the settings.
        told: what a reader is told where it holds. {since} becomes the days of a fact that
            lasts, {on} that of one which happens, {about} the fact's own word.
        tie: what the tie is, where a reader is told that it does not hold any more or yet.
        facts: tables asked for by name -> staff_id, person_id, began_on, ended_on (the last
            day), and where they are on record recorded_on (when the fact was written down)
            and about (a word that tells it from others, such as the name of a group).
        asks_for: the function's argument names.
        before: the setting of need_to_know with the days before the fact that count.
        after: the setting of need_to_know with the days after the fact that count.
    """

    code: str
    told: str
    tie: str
    facts: Callable[..., Table]
    asks_for: tuple[str, ...]
    before: str = ""
    after: str = ""

    @property
    def switch(self) -> str:
        """The name of the setting that switches it on or off."""
        return switch_of(self.code)

    def ties(self, given: Mapping[str, object], settings: Settings) -> Table:
        """Its facts, with code, from_on and until_on (not in the tie)."""
        rows = self.facts(**{name: given[name] for name in self.asks_for})
        before, after = (
            getattr(settings.need_to_know, name) if name else 0
            for name in (self.before, self.after)
        )
        blank = {"recorded_on": "date", "about": "string"}
        return rows.select(
            "staff_id",
            "person_id",
            "began_on",
            "ended_on",
            **{
                name: rows[name] if name in rows.columns else ibis.null(type)
                for name, type in blank.items()
            },
            code=ibis.literal(self.code),
            from_on=days_after(rows.began_on, -before),
            until_on=days_after(rows.ended_on, after + 1),
        )


def explanation(
    code: str, told: str, tie: str, *, before: str = "", after: str = ""
) -> Callable[[Callable[..., Table]], Explanation]:
    """Make an explanation out of a function that finds facts in record tables."""

    def decorate(function: Callable[..., Table]) -> Explanation:
        asks_for = tuple(inspect.signature(function).parameters)
        return Explanation(code, told, tie, function, asks_for, before, after)

    return decorate


def draw(
    explanations: tuple[Explanation, ...], given: Mapping[str, object], settings: Settings
) -> Table:
    """The ties of several explanations in one table."""
    drawn = [one.ties(given, settings) for one in explanations]
    return functools.reduce(lambda some, more: some.union(more), drawn)


def days_after(day: DateValue, count: int) -> DateValue:
    """The day that many days later; null for null."""
    # By way of a moment: DuckDB's day plus days is a moment, whatever Ibis calls it.
    return (day.cast("timestamp") + ibis.interval(days=count)).date()


def switch_of(code: str) -> str:
    """The name of the setting that switches an explanation of that code on or off."""
    return code.replace("-", "_")
