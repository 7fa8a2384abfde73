"""Expressions that explanations and controls share: text as it is compared, codes as they are
joined, the first row of each group."""

from __future__ import annotations

from collections.abc import Sequence

import ibis
from ibis.expr.types import ArrayValue, BooleanValue, StringValue, Table, Value


def same_words(text: StringValue) -> StringValue:
    """The text trimmed and in lower case, as it is compared between records."""
    # `.strip()` is wrong on Spark, where it also eats letters.
    return text.re_replace(r"^\s+|\s+$", "").lower()


def words_in(text: StringValue) -> ArrayValue:
    """The words of a list that stands in one cell, separated by ;, as they are compared."""
    tidy = text.re_replace(r"^[\s;]+|[\s;]+$", "").re_replace(r"\s*;[\s;]*", ";")
    return tidy.lower().split(";")


def as_compared(word: str) -> str:
    """A word of the settings, as :func:`same_words` writes those of records."""
    return word.strip().lower()


def all_in(words: StringValue, allowed: StringValue) -> StringValue:
    """Whether every word of one list stands in another; null if either list is blank."""
    given, permitted = words_in(words), words_in(allowed)
    none_besides = given.filter(lambda word: ~permitted.contains(word)).length() == 0
    # Of a blank list the filter would drop every word, and so allow all of them.
    return (words.isnull() | allowed.isnull()).ifelse(ibis.null("boolean"), none_besides)


def codes_where(*pairs: tuple[BooleanValue, str]) -> StringValue:
    """The codes of all conditions that hold, joined by a space; "" where none does."""
    text = ibis.literal("")
    for condition, code in pairs:
        text = text.concat(ibis.ifelse(condition.fill_null(False), f" {code}", ""))
    return text.substr(1)


def first_of_each(rows: Table, key: str, order: Sequence[str | Value]) -> Table:
    """One row for each value of the key: the first in that order; ibis.desc for the latest."""
    ranked = rows.mutate(place=ibis.row_number().over(ibis.window(group_by=key, order_by=order)))
    return ranked.filter(ranked.place == 0).drop("place")


def as_text(rows: Table, columns: Sequence[str]) -> StringValue:
    """The columns' values in one text, joined by "|"; a blank is empty."""
    if not columns:
        return ibis.literal("")
    return ibis.literal("|").join([_written(rows[name]).fill_null("") for name in columns])


def _written(value: Value) -> StringValue:
    """A value as text that is the same on every engine."""
    if value.type().is_date():
        # DuckDB takes a day plus days for a moment, and would write its midnight, too.
        value = value.cast("timestamp").date()
    elif value.type().is_floating():
        # Each engine writes fractions in its own way, and their last digits differ.
        value = (value * 10**9).round().cast("int64")
    return value.cast("string")
