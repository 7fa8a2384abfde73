"""Populations: the rows that a control asks its question of.

Most are the rows of a record table that fall into the audit's period. A row whose date is
blank stays in: it may belong there, and what cannot be judged must not vanish. Some are
derived, such as every open service user with every purpose. Facts that several controls
about one population need are joined on here, once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

from ibis.expr.types import BooleanValue, Column, Table

from chs_audit.controls.moment import Moment, Span


@dataclass(frozen=True)
class Population:
    """Rows to ask, and how a row is named.

    Args:
        name: what controls call it.
        title: what one row is, in a sentence ("access to a record").
        key: the columns whose values, joined by "|", name a row.
        happened_on: the column with the day of what the row records, or "".
        rows: tables asked for by name -> the rows.
        asks_for: the function's argument names.
        to_count: the same rows, where not all that is joined on is needed to count those that
            each control is asked of; the same function where it is.
        optional: tables asked for that may be empty without making it untestable.
        about_people: whether a row is about somebody, so that a small number of rows could
            single them out.
        of_files: whether its rows are files, whose names and labels may tell of somebody.
    """

    name: str
    title: str
    key: tuple[str, ...]
    happened_on: str
    rows: Callable[..., Table]
    asks_for: tuple[str, ...]
    to_count: Callable[..., Table]
    optional: tuple[str, ...] = ()
    about_people: bool = True
    of_files: bool = False


def population(
    title: str,
    key: tuple[str, ...],
    happened_on: str = "",
    optional: tuple[str, ...] = (),
    about_people: bool = True,
    of_files: bool = False,
    to_count: Callable[..., Table] | None = None,
) -> Callable[[Callable[..., Table]], Population]:
    """Make a population out of a function of that name."""

    def decorate(function: Callable[..., Table]) -> Population:
        asks_for = tuple(inspect.signature(function).parameters)
        name = function.__name__
        return Population(
            name,
            title,
            key,
            happened_on,
            function,
            asks_for,
            to_count or function,
            optional,
            about_people,
            of_files,
        )

    return decorate


def in_period(day: Column, period: Span) -> Column:
    """Whether a day lies in the period, or is not on record."""
    return day.isnull() | day.between(period.first, period.last)


def on_record(rows: Table, as_at: Moment) -> BooleanValue:
    """Whether a row was written down by the audit date, or nobody knows when it was.

    What was written down afterwards is backdated: nobody could have shown it by then.
    """
    return rows.recorded_at.isnull() | (rows.recorded_at < as_at.end)


def joined(rows: Table, other: Table, key: str, **columns: str) -> Table:
    """The rows with columns of another table (ours = theirs) looked up by its unique key.

    `<key>_known` says whether the key was found. `key` is "ours" or "ours=theirs".
    """
    ours, _, theirs = key.partition("=")
    looked_up = other.select(
        **{name: other[column] for name, column in columns.items()},
        joined_key=other[theirs or ours],
    )
    return (
        rows.left_join(looked_up, rows[ours] == looked_up.joined_key)
        .mutate(**{f"{ours}_known": looked_up.joined_key.notnull()})
        .drop("joined_key")
    )
