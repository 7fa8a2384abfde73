"""What a control's arguments mean: record tables, populations and what is derived from them."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ibis.expr.types import Table

from chs_audit.controls.derived import DERIVED
from chs_audit.controls.moment import Moment, Span
from chs_audit.controls.populations import POPULATIONS
from chs_audit.controls.publications import CHECKED
from chs_audit.engine import Engine
from chs_audit.need_to_know.explanation import draw
from chs_audit.need_to_know.explanations import switched_on
from chs_audit.need_to_know.timeline import covered, timeline
from chs_audit.records import BY_NAME
from chs_audit.settings import Settings

# Tables that are worked out in Python and put into the engine, and what they are made from.
WORKED_OUT = {
    "group_rates": frozenset({"service_users"}),
    **{name: one.needs for name, one in CHECKED.items()},
}

# What one audit holds must not take the place of what another one, over the same engine, holds.
_NUMBER = itertools.count()


@dataclass(frozen=True)
class Inputs:
    """Everything that a control may ask for by argument name.

    Args:
        engine: holds the record tables.
        settings: the audit's settings.
        period: the first and last day of the audit.
        as_at: the audit date.
    """

    engine: Engine
    settings: Settings
    period: Span
    as_at: Moment
    _held: dict[str, Table] = field(default_factory=dict, init=False, repr=False, compare=False)

    def get(self, name: str) -> Any:
        """The thing of that name: a record table, a population, or a given of the audit."""
        if name in BY_NAME:
            return self.engine.table(name)
        if name in POPULATIONS:
            return self.once(name, lambda: self.call(POPULATIONS[name].rows))
        if name == "timeline":
            return self._hold(name, lambda: self.timeline_of(self.get("access_log")))
        if name == "covered":
            return self._hold(name, self._covered)
        if name == "ties":
            return self._hold(name, self._ties)
        if name in DERIVED:
            return self._hold(name, lambda: self.call(DERIVED[name]))
        if name in CHECKED:
            return self._checked(name)
        if name in WORKED_OUT:
            return self.engine.table(name)
        return getattr(self, name)

    def once(self, name: str, build: Callable[[], Table]) -> Table:
        """A question that is asked again and again, put into words once for this audit."""
        if name not in self._held:
            self._held[name] = build()
        return self._held[name]

    def hold(self, name: str, rows: Table) -> Table:
        """Work rows out once, for all who will ask for them by this name."""
        self._held.pop(name, None)
        return self._hold(name, lambda: rows)

    def found_in(self, population: str) -> Table:
        """The rows of a population among which all of its findings are: all of them, or of a
        large one those that were set aside."""
        return self._held.get(set_aside(population), self.get(population))

    def _ties(self) -> Table:
        chosen = switched_on(self.settings)
        given = {name: self.get(name) for one in chosen for name in one.asks_for}
        return draw(chosen, given, self.settings)

    def timeline_of(self, accesses: Table) -> Table:
        """The timeline of the pairs in some accesses, in the period: no more is looked up."""
        pairs = accesses.select("staff_id", "person_id").distinct()
        ties = self.get("ties").semi_join(pairs, ["staff_id", "person_id"])
        rows = timeline(ties, switched_on(self.settings), self.settings)
        return rows.filter(
            rows.tie_until_on > self.period.first, rows.tie_from_on <= self.period.last
        )

    def _covered(self) -> Table:
        return covered(self.get("ties"), self.settings, self.period.first, self.period.last)

    def _hold(self, name: str, work_out: Callable[[], Table]) -> Table:
        """A table that several ask for, worked out once for this audit."""
        if name not in self._held:
            self._held[name] = self.engine.keep(f"held_{name}_{next(_NUMBER)}", work_out())
        return self._held[name]

    def _checked(self, name: str) -> Table:
        """A table that Python works out from others; once, and then it is there."""
        if not self.engine.has(name):
            one = CHECKED[name]
            frames = {each: self.engine.frame(self.engine.table(each)) for each in one.asks_for}
            self.engine.put(name, one.rows(**frames, settings=self.settings), one.columns)
        return self.engine.table(name)

    def call(self, function: Callable[..., Table]) -> Table:
        """The function's table, its arguments found by their names."""
        return self.call_with(function)

    def call_with(self, function: Callable[..., Table], **given: Any) -> Table:
        """The function's table, the arguments that are not given found by their names."""
        asked = [name for name in self.asked_by(function) if name not in given]
        if "timeline" in asked and "accesses" in given:
            # Accesses that nobody made are of other pairs than the log's.
            given["timeline"] = self.timeline_of(given["accesses"])
            asked.remove("timeline")
        return function(**given, **{name: self.get(name) for name in asked})

    @staticmethod
    def asked_by(function: Callable[..., Table]) -> tuple[str, ...]:
        """The names of what a function asks for."""
        return tuple(inspect.signature(function).parameters)

    def missing(self, *names: str) -> frozenset[str]:
        """The empty record tables without which something of these names cannot be judged."""
        needed = tables_needed(*names)
        if "timeline" in names and not self.settings.explanations.own_case:
            needed -= {"caseload"}
        return needed & self.empty

    @cached_property
    def empty(self) -> frozenset[str]:
        """The record tables that hold no row."""
        return self.engine.empty_tables()


def set_aside(population: str) -> str:
    """What those rows of a large population are called that are worth a second look."""
    return f"{population}_set_aside"


def tables_needed(*names: str) -> frozenset[str]:
    """The record tables without which something of these names cannot be worked out."""
    needed: set[str] = set()
    for name in names:
        if name in BY_NAME:
            needed.add(name)
        elif name in POPULATIONS:
            population = POPULATIONS[name]
            needed |= tables_needed(*population.asks_for) - set(population.optional)
        elif name == "timeline":
            # A charity may have no families or sessions on record; without any caseload,
            # everything would look unexplained, unless the settings say that none is kept.
            needed.add("caseload")
        elif name in WORKED_OUT:
            needed |= WORKED_OUT[name]
        elif name in DERIVED:
            needed |= tables_needed(*inspect.signature(DERIVED[name]).parameters)
    return frozenset(needed)
