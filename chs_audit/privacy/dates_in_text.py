"""Days as they are written in a text."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?<!\d)(?P<day>\d{1,2})"
_TH = r"(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d)"
_FORMS = (
    re.compile(rf"{_DAY}\s?([/.-])\s?(?P<month>\d{{1,2}})\s?\2\s?{_YEAR}"),
    re.compile(r"(?<!\d)(?P<year>\d{4})([/.-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})(?!\d)"),
    re.compile(rf"{_DAY}{_TH}(?: of)?[ /-]?{_MONTH},?[ /-]?{_YEAR}"),
    re.compile(rf"(?<![^\W_]){_MONTH} (?P<day>\d{{1,2}}){_TH},? (?P<year>\d{{4}})(?!\d)"),
)


def days_in(text: str) -> Iterator[tuple[int, int, tuple[dt.date, ...]]]:
    """Where each day stands in a folded text, and which days it can mean: day before month,
    unless the month is a word; a year of two digits is of this century or the last."""
    for form in _FORMS:
        for found in form.finditer(text):
            month = found["month"]
            number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
            year = found["year"]
            years = (int(year),) if len(year) == 4 else (1900 + int(year), 2000 + int(year))
            days = tuple(_days(years, number, int(found["day"])))
            if days:
                yield found.start(), found.end(), days


def _days(years: tuple[int, ...], month: int, day: int) -> Iterator[dt.date]:
    for year in years:
        try:
            yield dt.date(year, month, day)
        except ValueError:
            continue
