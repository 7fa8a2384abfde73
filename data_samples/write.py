"""Writes the sample as an audit folder, in as many forms as small charities have files.

Each file has its own encoding, separator and way to write days and times; within a file each
column has one. Cells carry the harmless mess of real files: stray spaces, words in mixed case.
"""

from __future__ import annotations

import csv
import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import tomlkit
import xlsxwriter

from chs_audit.records import BY_NAME, Column, RecordTable, Type
from chs_audit.settings import FILE_NAME, template
from data_samples import write_log
from data_samples.charity import Charity
from data_samples.choices import CHOICES
from data_samples.days import AS_AT, DEFAULT_FROM, LONDON

NAME = "Lanterns for Larks (sample charity)"
WORKBOOK = ("meetings", "attendances", "visitor_forms")

_PEOPLE = (
    ("director", "S001", "manager"),
    ("lead", "S003", "data-protection-lead"),
    ("chair", "S046", "trustee"),
)

ISO_DAY, UK_DAY = "%Y-%m-%d", "%d/%m/%Y"
ISO_TIME, UK_TIME, OFFSET = "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M", "offset"


@dataclass(frozen=True)
class Form:
    """How one file is written."""

    encoding: str = "utf-8"
    separator: str = ","
    day: str = ISO_DAY
    time: str = ISO_TIME


_FORMS = {
    "staff": Form(encoding="utf-8-sig", day=UK_DAY),
    "families": Form(separator=";"),
    "caseload": Form(day=UK_DAY, time=OFFSET),
    "sessions": Form(time=UK_TIME),
    "privacy_notices": Form(day=UK_DAY),
    "consents": Form(encoding="utf-16"),
    "disclosures": Form(time=OFFSET),
    "enquiries": Form(time=UK_TIME),
    "policy_reviews": Form(day=UK_DAY, time=UK_TIME),
    "acknowledgements": Form(time=OFFSET),
    "training": Form(day=UK_DAY),
    "breaches": Form(time="%Y-%m-%dT%H:%M"),
}


def folder(charity: Charity, place: Path) -> None:
    """Write audit.toml and records/."""
    records = place / "records"
    records.mkdir(parents=True, exist_ok=True)
    (place / FILE_NAME).write_text(settings(), encoding="utf-8")
    for name, table in BY_NAME.items():
        if name == "access_log":
            write_log.write(charity, records)
        elif name not in WORKBOOK:
            _csv(charity, table, records / f"{name}.csv")
    _workbook(charity, records / "meetings.xlsx")


def settings() -> str:
    """The template with the charity's name, its period, its choices, and where the log is from."""
    document = tomlkit.parse(template(NAME))
    for section, choices in CHOICES.items():
        for name, value in choices.items():
            # On one line: a table of its own would swallow the settings after it.
            document[section][name] = _inline(value)
    text = tomlkit.dumps(document)
    for name, on in (("from", DEFAULT_FROM), ("to", AS_AT), ("as_at", AS_AT)):
        before = f"\n# {name} = "
        start = text.index(before)  # A ValueError here: the template has changed its form.
        end = text.index("\n", start + 1)
        text = f"{text[:start]}\n{name} = {on}{text[end:]}"
    # Sign-in names that are nobody's, so that one person can play every part.
    for name, number, role in _PEOPLE:
        text += f'\n[people.{name}]\nstaff_id = "{number}"\nroles = ["{role}"]\n'
    return text + (
        "\n[[source]]\n"
        'file = "purview-*.csv"\n'
        'kind = "microsoft-365"\n'
        'place_patterns = ["/sites/records/Shared Documents/{person_id}/{section}/"]\n'
    )


def _inline(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    table = tomlkit.inline_table()
    table.update(value)
    return table


def london(moment: dt.datetime) -> dt.datetime:
    """What the clock on the wall showed; never in an hour that it showed twice."""
    local = moment.astimezone(LONDON)
    twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    if twice:
        raise ValueError("a local time without a zone must mean one moment")
    return local.replace(tzinfo=None)


def _csv(charity: Charity, table: RecordTable, path: Path) -> None:
    rng = charity.random(f"mess in {table.name}")
    form = _FORMS.get(table.name, Form())
    with path.open("w", encoding=form.encoding, newline="") as file:
        writer = csv.writer(file, delimiter=form.separator)
        writer.writerow(column.name for column in table.columns)
        for row in charity.tables[table.name]:
            writer.writerow(cell(rng, form, column, row[column.name]) for column in table.columns)


def cell(rng: Random, form: Form, column: Column, value: Any) -> str:
    """A value as that file writes it."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        if form.time == OFFSET:
            return value.astimezone(LONDON).isoformat()
        return london(value).strftime(form.time)
    if isinstance(value, dt.date):
        return value.strftime(form.day)
    if isinstance(value, bool):
        return _messy(rng, "yes" if value else "no")
    if column.type in (Type.WORD, Type.WORDS):
        return _messy(rng, str(value))
    if column.type is Type.TEXT and not column.refers_to and not column.name.endswith("_id"):
        return f" {value}  " if rng.random() < 0.02 else str(value)
    return str(value)


def _messy(rng: Random, word: str) -> str:
    chance = rng.random()
    if chance < 0.04:
        return word.capitalize()
    if chance < 0.06:
        return word.upper()
    return f" {word} " if chance < 0.08 else word


def _workbook(charity: Charity, path: Path) -> None:
    rng = charity.random("mess in the workbook")
    book = xlsxwriter.Workbook(path)
    # Without this the file would hold the time of writing, and differ from run to run.
    book.set_properties({"created": dt.datetime(2026, 9, 1, tzinfo=dt.UTC)})
    time = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    for name in WORKBOOK:
        sheet = book.add_worksheet(name)
        columns = BY_NAME[name].columns
        sheet.write_row(0, 0, [column.name for column in columns])
        for line, row in enumerate(charity.tables[name], start=1):
            for place, column in enumerate(columns):
                value = row[column.name]
                if isinstance(value, dt.datetime):
                    sheet.write_datetime(line, place, london(value), time)
                elif value is not None:
                    sheet.write_string(line, place, cell(rng, Form(), column, value))
    book.close()
