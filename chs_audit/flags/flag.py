"""What a flag is: something worth a look that is no breach by itself."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis.expr.types import BooleanValue, NumericValue, Table, Value

from chs_audit.flags.chance import Chance

# What a flag adds to every visit.
ADDED = ("tested", "fired", "unit", "chance")


@dataclass(frozen=True)
class Flag:
    """A flag as data, and the function that raises it.

    Args:
        code: its name in tables, cases and settings.
        title: what it is, for a person.
        clause: how a case's sentence says it, after who opened what and when.
        record: for a flag about whose record it is: what the only record of a case is called.
        counted: what is counted, in the plural ("people opened").
        needs: record tables ("caseload") or columns ("staff.name") without which it cannot
            be tested at all.
        blank: why a visit cannot be tested, where a cell that it needs is blank.
        chance: how often it would be raised by chance, and why that may be said.
        parameters: the settings it reads, as "section.name".
        why: why it is worth a look, and what an innocent reason can be.
        raised: visits and other tables -> the visits with the columns of ADDED.
        asks_for: the function's argument names.
    """

    code: str
    title: str
    clause: str
    counted: str
    needs: tuple[str, ...]
    blank: str
    chance: Chance
    parameters: tuple[str, ...]
    why: str
    raised: Callable[..., Table]
    asks_for: tuple[str, ...]
    record: str = ""


def flag(
    code: str,
    *,
    clause: str,
    counted: str,
    chance: Chance,
    needs: tuple[str, ...] = (),
    blank: str = "the log does not say by whom",
    parameters: tuple[str, ...] = (),
    record: str = "",
) -> Callable[[Callable[..., Table]], Flag]:
    """Make a flag out of a function; its docstring holds what people read.

    The first line is the title. A paragraph that begins with *Why:* follows; what comes
    after it is for whoever reads the code. ValueError if one is missing.
    """

    def decorate(function: Callable[..., Table]) -> Flag:
        title, *paragraphs = re.split(r"\n\s*\n", inspect.getdoc(function) or "")
        if not paragraphs or not paragraphs[0].startswith("Why: "):
            raise ValueError(f"{code}: the docstring needs a title and a paragraph with Why")
        return Flag(
            code=code,
            title=title.removesuffix("."),
            clause=clause,
            counted=counted,
            needs=needs,
            blank=blank,
            chance=chance,
            parameters=parameters,
            why=" ".join(paragraphs[0].removeprefix("Why: ").split()),
            raised=function,
            asks_for=tuple(inspect.signature(function).parameters),
            record=record,
        )

    return decorate


def raise_where(
    rows: Table,
    fired: BooleanValue,
    *,
    tested: BooleanValue,
    unit: Value | None = None,
    chance: NumericValue | None = None,
) -> Table:
    """The visits with the columns of ADDED.

    Args:
        rows: the visits.
        fired: whether the flag is raised; a blank counts as no, so `tested` must say of
            every blank that it cannot be tested.
        tested: whether the flag is asked of this visit; null where it should be and cannot.
        unit: what is counted once for each member of staff; by default every visit.
        chance: what the flag's model adds up for each member of staff.
    """
    return rows.mutate(
        tested=tested,
        fired=(tested & fired).fill_null(False),
        # One text for all kinds of units, so that all flags can be added up alike.
        unit=ibis.null("string") if unit is None else unit.cast("string"),
        chance=ibis.literal(0.0) if chance is None else chance.cast("float64"),
    )


def known(rows: Table, *cells: Value, of: BooleanValue | None = None) -> BooleanValue:
    """`of` (by default true) where the member of staff and these cells are on record, else null."""
    there = rows.staff_id_known
    for cell in cells:
        there &= cell.notnull()
    asked = ibis.literal(True) if of is None else of
    return there.ifelse(asked, ibis.null("boolean"))


def person_known(rows: Table) -> BooleanValue:
    """True where the person is on record, else null."""
    return rows.person_id_known.ifelse(ibis.literal(True), ibis.null("boolean"))
