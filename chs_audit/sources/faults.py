"""What each fault of a cell is called, what was expected, and what to do about it."""

from __future__ import annotations

from chs_audit.records import Column, Type
from chs_audit.sources import cells

MIXED = "mixed"
_DATE = "a date such as 2026-04-03 or 03/04/2026 (3 April)"
_TIME = "a date and time such as 2026-04-03 14:30 or 03/04/2026 14:30 (3 April)"


def words(fault: str, column: Column) -> tuple[str, str, str]:
    """(was, expected, todo) of a :class:`Problem` for a fault named by :func:`cells.form`."""
    when = _TIME if column.type is Type.TIME else _DATE
    listed = ", ".join(column.words)
    return {
        cells.BLANK: (
            "blank",
            f"a value in every row: {column.help[0].lower()}{column.help[1:].rstrip('.')}",
            "Fill the cell, or delete the row if it is not a record.",
        ),
        "long": (
            f"longer than {cells.LONGEST:,} characters",
            "a cell of ordinary length",
            'Look for a " that is not closed, or shorten the text.',
        ),
        "word": ("not one of the words", f"one of: {listed}", "Use one of these words."),
        "words": (
            "not in the list of words",
            f"words of: {listed}",
            "Use these words; put ; between two of them.",
        ),
        "yes_no": ("not yes or no", "yes or no", "Write yes or no, or leave the cell blank."),
        "number": (
            "not a whole number",
            "a whole number such as 12",
            "Write digits only.",
        ),
        "date": ("not a date", when, "Write the date in that form."),
        "time": ("not a date and time", when, "Write it in that form, on the 24-hour clock."),
        "day_only": ("a date without a time", when, "Add the time of day."),
        "impossible": (
            "a day or time that does not exist",
            when,
            "Look the date up and correct it.",
        ),
        "year": (
            "a year before 1900 or after 2100",
            when,
            "Correct the year.",
        ),
        "short": (
            "a year of two digits",
            when,
            "Write the year with four digits.",
        ),
        "serial": (
            "Excel date serials (days counted from 1900)",
            when,
            "In Excel, format the column as a date and save again.",
        ),
        cells.AMERICAN: (
            "looks month-first, as in America: there is no such month, so no cell of this "
            "column can be trusted",
            f"{when}, the day first",
            "In Excel, open the original with the column imported as month-day-year, format it "
            "as YYYY-MM-DD and save again; do not correct these rows alone.",
        ),
        "gap": (
            "a time that did not exist, since the clocks went forward over it",
            when,
            "Look the time up; if it is in UTC, write Z after it.",
        ),
        MIXED: (
            "dates written in two ways in one column; these rows are the fewer",
            "one form throughout: all like 2026-04-03, or all like 03/04/2026 (3 April)",
            "Make sure what these dates mean, then write the whole column in one form.",
        ),
    }[fault]
