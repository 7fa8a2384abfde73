"""Addresses in Microsoft 365 -> whose record is kept there, and which part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from chs_audit.errors import Problem
from chs_audit.settings import FILE_NAME, Source
from chs_audit.sources.raw import quoted

_NAMES = ("person_id", "section")
_LAST_SECTION = "/{section}"


@dataclass(frozen=True)
class Pattern:
    """A compiled place pattern.

    Args:
        regex: in the syntax that DuckDB and Python share.
        groups: what each group of it holds, in order.
    """

    regex: str
    groups: tuple[str, ...]


def compile_pattern(text: str) -> Pattern:
    """A pattern such as `/sites/records/{person_id}/{section}/`; each name is one path segment.

    A folder of sections also holds files of no section, so a last `/{section}` may be missing.
    Raises ValueError, with what was expected, for other names and for a missing person_id.
    """
    names = re.findall(r"\{([^{}]*)\}", text)
    if set(names) - set(_NAMES) or len(names) != len(set(names)) or "person_id" not in names:
        raise ValueError("{person_id} once, {section} at most once, and no other name in { }")
    body = text.rstrip("/")
    optional_section = body.endswith(_LAST_SECTION)
    if optional_section:
        body = body.removesuffix(_LAST_SECTION)
    pieces = re.split(r"(\{[^{}]*\})", _address(body))
    regex = "".join("([^/]+)" if piece.startswith("{") else re.escape(piece) for piece in pieces)
    end = "(?:/([^/]+)/|/|$)" if optional_section else "(?:/|$)"
    return Pattern(f"(?is){regex}{end}", tuple(names))


def check(source: Source, index: int) -> list[Problem]:
    """What is wrong with the places of a Microsoft 365 `[[source]]`."""
    if not source.places and not source.place_patterns:
        return [
            Problem(
                "places or place_patterns, which say whose record an address is",
                'Add a line such as place_patterns = ["/sites/records/Shared Documents/'
                '{person_id}/"], or places = { "https://example.sharepoint.com/sites/records/'
                'Shared Documents/Case 17" = "P017" }.',
                file=FILE_NAME,
                column=f"source {index}",
                was="no address is mapped to a person",
            )
        ]
    problems = []
    for number, text in enumerate(source.place_patterns, start=1):
        try:
            compile_pattern(text)
        except ValueError as error:
            problems.append(
                Problem(
                    str(error),
                    "Mend the pattern.",
                    file=FILE_NAME,
                    column=f"source {index}, place_patterns {number}",
                )
            )
    return problems


def match(database: duckdb.DuckDBPyConnection, source: Source, addresses: str) -> None:
    """Makes the table `import_places` (address, person_id, section) for the addresses found in one.

    Args:
        addresses: a table with one column `address`, each once, as the log writes them.
    """
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE import_decoded AS
        SELECT address, {_address_sql("address")} AS decoded FROM {addresses}"""
    )
    _match_prefixes(database, source)
    person: list[str] = []
    section: list[str] = []
    for text in source.place_patterns:
        pattern = compile_pattern(text)
        for name, into in (("person_id", person), ("section", section)):
            if name not in pattern.groups:
                into.append(f"WHEN regexp_matches(decoded, {quoted(pattern.regex)}) THEN NULL")
                continue
            group = pattern.groups.index(name) + 1
            into.append(
                f"WHEN regexp_matches(decoded, {quoted(pattern.regex)}) "
                f"THEN nullif(regexp_extract(decoded, {quoted(pattern.regex)}, {group}), '')"
            )
    by_pattern = f"CASE {' '.join(person)} END" if person else "NULL"
    by_section = f"CASE {' '.join(section)} END" if section else "NULL"
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE import_places AS
        SELECT address, coalesce(prefixed.person_id, {by_pattern}) AS person_id,
            {by_section} AS section
        FROM import_decoded LEFT JOIN import_prefixed AS prefixed USING (decoded)"""
    )


def _match_prefixes(database: duckdb.DuckDBPyConnection, source: Source) -> None:
    """The longest given start of each address, compared folder by folder.

    Every folder above an address is looked up at once: testing each start against each address
    would take hours for a charity with one folder for each of a thousand people.
    """
    database.execute(
        "CREATE OR REPLACE TEMP TABLE import_prefixes (prefix VARCHAR, person_id VARCHAR)"
    )
    for prefix, person in source.places.items():
        database.execute(
            f"INSERT INTO import_prefixes SELECT lower({_address_sql('$prefix')}), $person",
            {"prefix": prefix, "person": person},
        )
    database.execute(
        """CREATE OR REPLACE TEMP TABLE import_prefixed AS
        WITH segments AS (
            SELECT DISTINCT decoded, string_split(lower(decoded), '/') AS path FROM import_decoded
        ), folders AS (
            SELECT decoded, unnest(list_transform(range(1, len(path) + 1),
                lambda n: array_to_string(path[1:n], '/'))) AS prefix
            FROM segments
        )
        SELECT decoded, arg_max(person_id, length(prefix)) AS person_id
        FROM folders JOIN import_prefixes USING (prefix) GROUP BY decoded"""
    )


def _address(text: str) -> str:
    return re.sub(r"^https?://", "", text, flags=re.IGNORECASE)


def _address_sql(text: str) -> str:
    """SQL for an address without scheme, query, escapes and a last slash."""
    bare = f"regexp_replace({text}, '(?i)^https?://', '')"
    return f"rtrim(url_decode(regexp_replace({bare}, '\\?.*$', '', 's')), '/')"
