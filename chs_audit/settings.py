"""audit.toml -> one frozen object, every mistake reported at once."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from pathlib import Path
from typing import Any, Literal
from zoneinfo import available_timezones

import tomlkit
from pydantic import BaseModel, Field, ValidationError, field_validator, model_validator

from chs_audit.errors import InputError, Problem
from chs_audit.policy import Parameters, Section

FILE_NAME = "audit.toml"

Role = Literal["manager", "data-protection-lead", "trustee"]


class Charity(Section):
    name: str = Field("Our charity", description="The name that stands on reports.")
    timezone: str = Field(
        "Europe/London", description="Where times without a zone were written down."
    )

    @field_validator("timezone")
    @classmethod
    def _known(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError("a time zone such as Europe/London")
        return zone


class Period(Section):
    from_: dt.date | None = Field(
        None, alias="from", description="First day of the audit; by default a year before its last."
    )
    to: dt.date | None = Field(
        None, description="Last day of the audit; by default the audit date."
    )
    as_at: dt.date | None = Field(
        None,
        description="The audit date: states are judged as they stood at its end; by default today.",
    )

    @model_validator(mode="after")
    def _in_order(self) -> Period:
        if self.from_ and self.to and self.from_ > self.to:
            raise ValueError("a first day that is not after the last day")
        return self


class Source(Section):
    """Where one kind of record comes from, when the file is not one of ours.

    Args:
        file: name or pattern of files in the folder `records`, such as "purview-*.csv".
        kind: "table" for rows and columns; "microsoft-365" for an audit log export.
        table: the record table that the rows are.
        sheet: for a workbook: the sheet to read; by default all sheets named after tables.
        columns: our column = the file's column.
        values: our column = one value for every row.
        skip_blank: leave out (and count) rows in which this column of ours is blank.
        people: for microsoft-365: user or mailbox = staff_id, whatever the case.
        places: for microsoft-365: start of a site's or folder's address = person_id.
        place_patterns: the same for many: ".../{person_id}/{section}/".
    """

    file: str
    kind: Literal["table", "microsoft-365"] = "table"
    table: str = "access_log"
    sheet: str = ""
    columns: dict[str, str] = Field(default_factory=dict)
    values: dict[str, str] = Field(default_factory=dict)
    skip_blank: str = ""
    people: dict[str, str] = Field(default_factory=dict)
    places: dict[str, str] = Field(default_factory=dict)
    place_patterns: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Source:
        of_tables = {"table", "sheet", "columns", "values", "skip_blank"}
        of_logs = {"people", "places", "place_patterns"}
        idle = self.model_fields_set & (of_logs if self.kind == "table" else of_tables)
        if idle:
            raise ValueError(f"no {' or '.join(sorted(idle))} in a source of kind {self.kind}")
        return self


class Person(Section):
    """Who somebody is that signs in to this computer, or to JupyterHub, and what they may do.

    Args:
        staff_id: their number in the table of staff. No name stands here, nor in the ledger.
        roles: what they may do to findings; without any, they may only add notes.
    """

    staff_id: str = Field(min_length=1)
    roles: tuple[Role, ...] = ()


class LedgerPlace(Section):
    url: str = Field(
        "",
        description='Where decisions are kept: by default audit.db in this folder; for a team, "postgresql://..." (see docs/decisions.md; the variable CHS_AUDIT_LEDGER goes before this).',
    )


class Settings(Parameters):
    """All of `audit.toml`: the charity, the period, where records come from, and the choices.

    `people` are those who decide, by the name they sign in with.
    """

    charity: Charity = Charity()
    audit: Period = Period.model_validate({})
    ledger: LedgerPlace = LedgerPlace()
    people: dict[str, Person] = Field(default_factory=dict)
    source: tuple[Source, ...] = ()


# What says nothing of how records are judged, but holds sign-in names and passwords.
PRIVATE = frozenset({"source", "people", "ledger"})


def load(folder: Path) -> Settings:
    """The settings of an audit folder; the defaults where `audit.toml` is silent.

    Raises:
        InputError: listing every unknown name, wrong value and unreadable line.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        raise InputError(
            [
                Problem(
                    f"a file {FILE_NAME} in the folder",
                    "Make an audit folder with `chs-audit new`, or give the path of one.",
                    file=str(folder.name or folder),
                )
            ]
        )
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        where = f" ({error})" if isinstance(error, tomllib.TOMLDecodeError) else ""
        raise InputError(
            [Problem(f"settings in TOML{where}", "Mend that line.", file=FILE_NAME)]
        ) from None
    return parse(raw)


def parse(raw: dict[str, Any]) -> Settings:
    """Settings from plain data. Raises InputError listing every mistake."""
    try:
        # Through JSON-like leniency a TOML array becomes a tuple; everything else stays strict.
        return Settings.model_validate(_tuples(raw))
    except ValidationError as error:
        raise InputError(_problem(dict(one)) for one in error.errors()) from None


def changed(settings: Settings, choices: dict[str, dict[str, Any]]) -> Settings:
    """The settings with other choices, by section and name; InputError listing every mistake."""
    raw = settings.model_dump(by_alias=True, exclude_unset=True)
    for section, values in choices.items():
        raw[section] = raw.get(section, {}) | values
    return parse(raw)


def _tuples(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_tuples(item) for item in value)
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return value


def _problem(error: dict[str, Any]) -> Problem:
    place = [str(part) for part in error["loc"]]
    name = ".".join(place)
    if error["type"] == "extra_forbidden":
        valid = _names_beside(place[:-1])
        close = difflib.get_close_matches(place[-1], valid, n=1, cutoff=0.5)
        hint = (
            f"Did you mean `{close[0]}`?" if close else f"Known here: {', '.join(sorted(valid))}."
        )
        return Problem(
            "a setting that exists", hint, file=FILE_NAME, column=name, was="unknown name"
        )
    expected = str(error["msg"]).removeprefix("Value error, ").removeprefix("Input should be ")
    return Problem(
        expected,
        "Mend the value, or delete the line to use the default.",
        file=FILE_NAME,
        column=name,
    )


def _names_beside(place: list[str]) -> list[str]:
    model: type[BaseModel] = Settings
    # The second part of a place in a list is its number; of a person, their sign-in name.
    listed: dict[str, type[BaseModel]] = {"source": Source, "people": Person}
    if place and place[0] in listed:
        if len(place) == 1:
            return []
        model, place = listed[place[0]], place[2:]
    for part in place:
        annotation = model.model_fields[part].annotation
        if not (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
            return []
        model = annotation
    return [field.alias or name for name, field in model.model_fields.items()]


def template(name: str = "") -> str:
    """A commented `audit.toml` with every setting at its default."""
    document = tomlkit.document()
    document.add(
        tomlkit.comment(
            "Settings of this audit. A line that starts with # says what the next one decides."
        )
    )
    defaults = Settings()
    for section in ("charity", "audit", "ledger", *Parameters.model_fields):
        model = getattr(defaults, section)
        table = tomlkit.table()
        for key, setting in type(model).model_fields.items():
            value = getattr(model, key)
            table.add(tomlkit.comment(setting.description or ""))
            if section == "charity" and key == "name" and name:
                value = name
            if value is None:
                table.add(tomlkit.comment(f"{setting.alias or key} = 2026-03-31"))
            else:
                table.add(setting.alias or key, _toml(value))
        document.add(section, table)
    return tomlkit.dumps(document) + _PEOPLE_HELP + _SOURCE_HELP


def _toml(value: Any) -> Any:
    if isinstance(value, dict):
        # On one line: a table of its own would swallow the settings after it.
        inline = tomlkit.inline_table()
        inline.update({key: _toml(items) for key, items in value.items()})
        return inline
    return list(value) if isinstance(value, tuple) else value


_PEOPLE_HELP = """
# Who decides on findings: the name they sign in with, their number among the staff, and their
# roles (manager, data-protection-lead, trustee). No decision stands until another person agrees.
#
# [people.sign-in-name]
# staff_id = "S001"
# roles = ["manager"]
"""

_SOURCE_HELP = """
# Files named after a record table (records/staff.csv, records/access_log-2025.xlsx) are read
# as they are. For any other file, say here what it holds. Two examples:
#
# [[source]]
# file = "purview-*.csv"
# kind = "microsoft-365"
# place_patterns = ["/sites/records/Shared Documents/{person_id}/"]
# people = { "someone@example.org" = "S001" }
#
# [[source]]
# file = "cases.csv"
# table = "caseload"
# columns = { case_id = "Case number", staff_id = "Worker", person_id = "Child" }
# values = { capacity = "own" }
"""
