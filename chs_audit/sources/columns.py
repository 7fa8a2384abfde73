"""Which of a file's columns is which column of a record table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chs_audit.errors import Problem
from chs_audit.records import BY_NAME, RecordTable
from chs_audit.settings import FILE_NAME, Settings, Source
from chs_audit.sources.files import Part
from chs_audit.sources.raw import Raw, did_you_mean, nearest, plain, quoted


@dataclass(frozen=True)
class Origin:
    """Where the cells of one of our columns come from.

    Args:
        sql: an expression over the raw table.
        label: the column's name as the user's file spells it.
        file: the file to mend when a cell is wrong; audit.toml for a constant.
        constant: whether it is one value for every row.
    """

    sql: str
    label: str
    file: str
    constant: bool = False


def check_settings(settings: Settings) -> list[Problem]:
    """Names in `[[source]]` entries that no record table or column has."""
    problems = []
    for index, source in enumerate(settings.source, start=1):
        place = f"source {index}"
        table = BY_NAME.get(source.table)
        if table is None:
            problems.append(
                Problem(
                    "the name of a record table",
                    did_you_mean(source.table, BY_NAME),
                    file=FILE_NAME,
                    column=f"{place}, table",
                    was="unknown name",
                )
            )
            continue
        names = [column.name for column in table.columns]
        used = [("columns", name) for name in source.columns]
        used += [("values", name) for name in source.values]
        used += [("skip_blank", source.skip_blank)] if source.skip_blank else []
        for setting, name in used:
            if name not in names:
                problems.append(
                    Problem(
                        f"a column of {table.name}",
                        did_you_mean(name, names),
                        file=FILE_NAME,
                        column=f"{place}, {setting}.{name}",
                        was="unknown name",
                    )
                )
        problems += [
            Problem(
                "a column named once",
                "Keep it under columns or under values.",
                file=FILE_NAME,
                column=f"{place}, {name}",
                was="both a column and a value",
            )
            for name in source.columns
            if name in source.values
        ]
    return problems


def known_headers(parts: Iterable[Part]) -> set[str]:
    """The headers that a file of these parts should have, in the form they are compared in."""
    known: set[str] = set()
    for part in parts:
        known |= {plain(column.name) for column in part.table.columns}
        if part.source:
            known |= {plain(header) for header in part.source.columns.values()}
    return known


def origins(raw: Raw, part: Part) -> tuple[dict[str, Origin], list[Problem]]:
    """The columns of a part's record table that its file fills, and what is wrong with its header."""
    table = part.table
    places: dict[str, int] = {}
    for index, header in enumerate(raw.headers):
        places.setdefault(plain(header), index)
    mapped = part.source.columns if part.source else {}
    wanted = {column.name: mapped.get(column.name, column.name) for column in table.columns}
    found = {
        name: Origin(f"c{places[plain(header)]}", raw.headers[places[plain(header)]], raw.file)
        for name, header in wanted.items()
        if header.strip() and plain(header) in places
    }
    constants = part.source.values if part.source else {}
    if not found:
        return {}, [_no_header(raw, table, part.source)]
    for name, value in constants.items():
        found[name] = Origin(quoted(value), f"source, values.{name}", FILE_NAME, constant=True)
    problems = _repeated(
        raw, {plain(wanted[name]) for name in found if name not in constants}, mapped
    )
    problems += [
        Problem(
            f"the header that audit.toml names for {name}: `{header}`",
            _hint(header, raw.headers),
            file=raw.file,
            sheet=raw.sheet,
            column=header,
            was="no such column",
        )
        for name, header in mapped.items()
        if name in wanted and plain(header) not in places
    ]
    problems += [
        Problem(
            f"a column `{column.name}`: {column.help[0].lower()}{column.help[1:].rstrip('.')}",
            f"Add it to the header row, or name yours under [[source]] in {FILE_NAME}.",
            file=raw.file,
            sheet=raw.sheet,
            column=column.name,
            was="the column is missing",
        )
        for column in table.columns
        if column.required and column.name not in found and column.name not in mapped
    ]
    if part.source and part.source.skip_blank in set(wanted) - set(found):
        problems.append(
            Problem(
                f"the column {part.source.skip_blank}, which skip_blank in {FILE_NAME} looks at",
                "Name the file's column under columns, or delete skip_blank.",
                file=raw.file,
                sheet=raw.sheet,
                column=part.source.skip_blank,
                was="no such column",
            )
        )
    if not mapped:
        known = [column.name for column in table.columns]
        free = [name for name in known if name not in found]
        problems += [
            Problem(
                f"only columns of {table.name}",
                f"{_hint(header, free)} Rename or delete the column.".strip(),
                file=raw.file,
                sheet=raw.sheet,
                column=header,
                was="unknown column",
            )
            for header in dict.fromkeys(raw.headers)
            if header and plain(header) not in {plain(name) for name in known}
        ]
    return found, problems


def nameless(raw: Raw, part: Part) -> list[int]:
    """Positions of columns without a header, where the file should have no other columns."""
    if part.source and part.source.columns:
        return []
    return [index for index, header in enumerate(raw.headers) if not header]


def _no_header(raw: Raw, table: RecordTable, source: Source | None) -> Problem:
    # If nothing in the first row is a header, it may be a record: none of it may be shown.
    names = [column.name for column in table.columns]
    first = [source.columns.get(name, name) for name in names] if source else names
    return Problem(
        f"a first row with the names of columns, such as {', '.join(first[:4])}",
        "Put the column names into the first row, "
        f"or name yours under [[source]] in {FILE_NAME}. Columns of {table.name}: "
        f"{', '.join(names)}.",
        file=raw.file,
        sheet=raw.sheet,
        was=f"no column of {table.name} is in the header row",
    )


def _repeated(raw: Raw, used: set[str], mapped: dict[str, str]) -> list[Problem]:
    counts = Counter(plain(header) for header in raw.headers if header)
    return [
        Problem(
            "each column once",
            "Rename or delete one of them.",
            file=raw.file,
            sheet=raw.sheet,
            column=next(header for header in raw.headers if plain(header) == name),
            was=f"the header is there {count} times",
        )
        for name, count in counts.items()
        if count > 1 and (name in used or not mapped)
    ]


def _hint(name: str, names: Iterable[str]) -> str:
    close = nearest(name, [one for one in names if one])
    return f"Did you mean `{close}`?" if close else ""
