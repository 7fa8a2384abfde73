"""The shape of a record table: one description that validation, templates and docs are drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Type(Enum):
    """What a column holds, and how a cell of it is written in a user's file."""

    TEXT = "text"
    WORD = "one word of a list"
    WORDS = "words of a list, separated by ;"
    DATE = "a date"
    TIME = "a date and time"
    YES_NO = "yes or no"
    NUMBER = "a whole number"


@dataclass(frozen=True)
class Column:
    """One column of a record table.

    Args:
        name: its name in files and in Python.
        type: what a cell holds.
        help: one sentence that a manager understands.
        required: no cell may be blank. A column that is not required may be missing
            altogether: what depends on it is then answered *cannot tell*.
        words: the allowed words, for the two kinds of word columns.
        personal: whether the column tells something about a person that a reader
            without need to know must not see.
        refers_to: record tables of which one must hold this value as its key.
    """

    name: str
    type: Type
    help: str
    required: bool = False
    words: tuple[str, ...] = ()
    personal: bool = False
    refers_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class RecordTable:
    """The agreed shape of one kind of record.

    Args:
        name: its name in files, settings and Python.
        title: its name in sentences.
        help: one sentence on what a row is.
        kept_by: who in a small charity usually has these records, and can supply them.
        key: the columns that tell two rows apart. All required.
        columns: in the order of the template.
        when: the column that places a row in an audit's period, or "" for a state of
            affairs, which is looked at as it stood on the audit date.
    """

    name: str
    title: str
    help: str
    kept_by: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    when: str = ""

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return {column.name: column for column in self.columns}[name]

    @property
    def personal(self) -> tuple[str, ...]:
        """Names of the columns that tell something about a person."""
        return tuple(column.name for column in self.columns if column.personal)


def day_column(name: str) -> str:
    """The companion of a time column that holds its day in the charity's time zone.

    Rules that speak of days read `signed_on` beside `signed_at`, so that no rule needs to
    know about time zones: midnight in London is not midnight in UTC for half the year.
    """
    return name.removesuffix("_at") + "_on"
