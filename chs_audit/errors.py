"""What went wrong with a user's input, said so that they can mend it.

Nothing here ever holds a value from a record: a problem says where it is, what was
expected and what to do, and the person at the keyboard looks at the cell themselves.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend in the user's input.

    Args:
        expected: what should have stood there, as a clause ("a date such as 03/04/2026").
        todo: what the user can do about it, as an instruction.
        file: the file's name inside the audit folder, if the problem is in a file.
        sheet: the sheet's name, for workbooks of several sheets.
        column: the column's name as the user's file spells it.
        rows: line numbers as the user's program shows them, the header being line 1.
        was: what stands there now, in words and never as a value ("not a date").
    """

    expected: str
    todo: str
    file: str = ""
    sheet: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    was: str = ""

    def __str__(self) -> str:
        place = ", ".join(
            part
            for part in (
                self.file,
                f"sheet {self.sheet}" if self.sheet else "",
                f"column {self.column}" if self.column else "",
                _rows(self.rows),
            )
            if part
        )
        found = f"{self.was}; " if self.was else ""
        return f"{place}: {found}expected {self.expected}. {self.todo}".lstrip(": ")


def _rows(rows: tuple[int, ...]) -> str:
    """All row numbers, neighbours joined: (2, 3, 4, 9) reads "rows 2-4, 9"."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    words = ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)
    if not words:
        return ""
    return f"rows {words}" if len(set(rows)) > 1 else f"row {words}"


class InputError(Exception):
    """The user's input cannot be used as it is. Lists every problem, not the first one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(str(self))

    def __str__(self) -> str:
        count = len(self.problems)
        head = "1 problem to mend" if count == 1 else f"{count} problems to mend"
        return "\n".join([f"{head}:", *(f"  - {problem}" for problem in self.problems)])


class NotFoundError(LookupError):
    """The user named something that is not there; the message says what is."""
