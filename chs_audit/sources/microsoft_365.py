"""Audit log exports of Microsoft 365 (Purview, Sentinel) -> access log.

Reads an `AuditData` column of JSON, lines of such JSON, or the same fields as flat columns.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import duckdb

from chs_audit.errors import Problem
from chs_audit.records import BY_NAME
from chs_audit.settings import FILE_NAME, Source
from chs_audit.sources import places
from chs_audit.sources.columns import Origin
from chs_audit.sources.raw import RAW, Raw, RawTable, one_row, plain, quoted, unreadable
from chs_audit.sources.text_files import encoding_of
from chs_audit.sources.validate import staging

NAME = "microsoft-365"
SET_ASIDE_WHY = f"not in a place that {FILE_NAME} maps to a person"
SET_ASIDE = "_set_aside"
_EVENTS = "import_events"
_AUDIT_DATA = "auditdata"
_CHUNK_ROWS = 50_000

# In the order of preference: the event itself first, then what exports put beside it.
_FIELDS = {
    "event_id": ("id", "officeid", "recordid", "identity"),
    "occurred_at": ("creationtime", "timegenerated", "timegenerated_[utc]", "creationdate"),
    "user": ("userid", "userids"),
    "operation": ("operation", "operations"),
    "object": ("objectid", "officeobjectid"),
    "site": ("siteurl", "site_url"),
    "mailbox": ("mailboxownerupn",),
    "place": ("clientip", "client_ipaddress", "clientipaddress", "actoripaddress"),
}
# Tried in this order: "...LinkCreated" shares, other "...Created" operations create.
_ACTIONS = (
    (
        "share",
        r"sharing(set|invitationcreated|inheritancebroken|linkcreated)|addedto(secure|sharing)link"
        r"|(anonymous|company|secure)link(created|updated)|sharinginvitation.*|permissionleveladded",
    ),
    (
        "view",
        r"(file|page)(accessed|viewed|previewed)(extended)?|list(item)?viewed|mailitemsaccessed"
        r"|folderbind|messagebind|(anonymous|company|secure)linkused",
    ),
    ("download", r"filedownloaded|filesyncdownloaded(full|partial)"),
    (
        "delete",
        r"(file|folder|list|listitem|site|page).*(deleted|recycled).*|recycled|harddelete|softdelete|movetodeleteditems",
    ),
    ("create", r"fileuploaded|filesyncuploaded(full|partial)|(file|folder)copied|.*created|create"),
    (
        "edit",
        r"(file|folder|page|list|listitem)(modified|modifiedextended|updated|renamed|moved|restored)"
        r"|file(checkedin|checkedout)|update",
    ),
    ("search", r"searchqueryperformed|searchqueryinitiated.*"),
    ("print", r"fileprinted"),
)


def known_headers() -> set[str]:
    """Headers by which a flat or mixed export is recognised, in the form they are compared in."""
    return {_AUDIT_DATA, *(name for names in _FIELDS.values() for name in names)}


def load_json(path: Path, database: duckdb.DuckDBPyConnection) -> tuple[Raw | None, list[Problem]]:
    """The events of a .json or .jsonl file as a raw table with the one column `AuditData`.

    A row's number is its line, or for a JSON list its place in the list.
    """
    encoding = encoding_of(path)
    if isinstance(encoding, Problem):
        return None, [encoding]
    table = RawTable(database, ["AuditData"])
    numbers: list[int] = []
    texts: list[str] = []
    with path.open(encoding=encoding) as file:
        first = file.read(1)
        while first.isspace():
            first = file.read(1)
        file.seek(0)
        if first == "[":
            try:
                events = json.load(file)
            except ValueError:
                return None, [
                    unreadable(path.name, "not valid JSON", "Export it again; it may be cut short.")
                ]
            numbers = list(range(1, len(events) + 1))
            texts = [json.dumps(event) for event in events]
        else:
            for line_number, line in enumerate(file, start=1):
                if line.strip():
                    numbers.append(line_number)
                    texts.append(line)
                if len(texts) == _CHUNK_ROWS:
                    table.add(numbers, [texts])
                    numbers, texts = [], []
    table.add(numbers, [texts])
    return table.done(path.name), []


def to_access_log(
    database: duckdb.DuckDBPyConnection, raw: Raw, source: Source
) -> tuple[Raw, dict[str, Origin], list[Problem]]:
    """A raw table of events as a raw table of access log rows.

    Its column `_set_aside` is true for events that are in no place mapped to a person.
    The staff table must be in its staging table already: sign-in names are looked up there.

    Returns:
        The raw table of the access log, where its columns come from, and what is wrong with
        the events.
    """
    flat = {plain(header): f"c{index}" for index, header in reversed(list(enumerate(raw.headers)))}
    body = _make_bodies(database, flat)
    broken = _rows(database, "body IS NULL AND has_body")
    problems = []
    if broken:
        problems.append(
            Problem(
                "one whole JSON object",
                "Export the log again: some programs cut long cells off. Excel does so when it "
                "opens and saves the file.",
                file=raw.file,
                sheet=raw.sheet,
                column=raw.headers[int(body[1:])] if body else "",
                rows=tuple(broken),
                was="not valid JSON, perhaps cut short",
            )
        )
    spellings = _spellings(database)
    fields = {field: _field(names, spellings, flat) for field, names in _FIELDS.items()}
    labels = _labels(raw, spellings)
    for field, wanted in (
        ("event_id", "Id or OfficeId"),
        ("occurred_at", "CreationTime or TimeGenerated"),
    ):
        if fields[field] == "NULL" and not (broken and not spellings):
            problems.append(
                Problem(
                    f"a column {wanted}, or an AuditData column that holds it",
                    "Export the log again with all its columns.",
                    file=raw.file,
                    sheet=raw.sheet,
                    was=f"no event has {'an id' if field == 'event_id' else 'a time'}",
                )
            )
    _make_events(database, source, fields)
    names = ("event_id", "occurred_at", "staff_id", "person_id", "action", "section", "place")
    found = {
        name: Origin(name, labels.get(name, name), raw.file)
        for name in names
        if fields.get(name, "") != "NULL"
    }
    found["source"] = Origin(quoted(NAME), "source", raw.file)
    return Raw(raw.file, raw.sheet, raw.headers, raw.rows, not problems, _EVENTS), found, problems


def _make_bodies(database: duckdb.DuckDBPyConnection, flat: dict[str, str]) -> str:
    """Adds each event's JSON object, if it has one, as `body`; gives the raw column it is in."""
    column = flat.get(_AUDIT_DATA, "")
    text = f"nullif(trim({column}), '')" if column else "NULL"
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE import_bodies AS
        SELECT *, {text} IS NOT NULL AS has_body,
            CASE WHEN json_valid({text}) AND json_type({text}) = 'OBJECT' THEN {text} END AS body
        FROM {RAW}"""
    )
    nested = _spellings(database).get(_AUDIT_DATA, [])
    if nested:
        inner = f"coalesce({', '.join(_json(name) for name in nested)})"
        database.execute(
            f"""UPDATE import_bodies SET body = CASE WHEN json_valid({inner})
                AND json_type({inner}) = 'OBJECT' THEN {inner} END
            WHERE {inner} IS NOT NULL"""
        )
    return column


def _spellings(database: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The field names in the events' JSON: lower-cased = as they are spelled."""
    found = database.execute(
        "SELECT DISTINCT unnest(json_keys(body)) AS name FROM import_bodies ORDER BY name"
    ).fetchall()
    names: dict[str, list[str]] = {}
    for (name,) in found:
        names.setdefault(plain(name), []).append(name)
    return names


def _json(name: str) -> str:
    path = '$."' + name.replace('"', "") + '"'
    return f"nullif(trim(json_extract_string(body, {quoted(path)})), '')"


def _field(names: Sequence[str], spellings: dict[str, list[str]], flat: dict[str, str]) -> str:
    """SQL for the first of some fields that an event fills, its JSON before its flat columns."""
    found = [_json(spelled) for name in names for spelled in spellings.get(name, [])]
    found += [f"nullif(trim({flat[name]}), '')" for name in names if name in flat]
    return f"coalesce({', '.join(found)})" if found else "NULL"


def _labels(raw: Raw, spellings: dict[str, list[str]]) -> dict[str, str]:
    """For messages: our column = the field as the file spells it."""
    headers = {plain(header): header for header in raw.headers}
    labels = {}
    for field, names in _FIELDS.items():
        spelled = [spellings[name][0] for name in names if name in spellings]
        spelled += [headers[name] for name in names if name in headers]
        if spelled:
            labels[field] = spelled[0]
    return labels


def _rows(database: duckdb.DuckDBPyConnection, condition: str) -> list[int]:
    found = one_row(
        database, f"SELECT list(_row ORDER BY _row) FROM import_bodies WHERE {condition}"
    )
    return list(found[0]) if found and found[0] else []


def _make_events(
    database: duckdb.DuckDBPyConnection, source: Source, fields: dict[str, str]
) -> None:
    """The access log's columns as text, in the table `import_events`."""
    listed = ", ".join(f'{sql} AS "{name}"' for name, sql in fields.items())
    # Events whose JSON is broken are reported as such, and not for what they lack besides.
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE import_fields AS
        SELECT _row, {listed} FROM import_bodies WHERE body IS NOT NULL OR NOT has_body"""
    )
    database.execute("DROP TABLE import_bodies")
    database.execute(
        """CREATE OR REPLACE TEMP TABLE import_addresses AS
        SELECT object AS address FROM import_fields WHERE object IS NOT NULL
        UNION SELECT site FROM import_fields WHERE site IS NOT NULL
        UNION SELECT mailbox FROM import_fields WHERE mailbox IS NOT NULL"""
    )
    places.match(database, source, "import_addresses")
    _make_users(database, source)
    actions = " ".join(
        f"WHEN regexp_full_match(operation, '(?i){pattern}') THEN '{action}'"
        for action, pattern in _ACTIONS
    )
    # The log's times are UTC whether or not they say so.
    zoned = r"regexp_matches(occurred_at, '(Z|:.*[+-]\d{2}:?\d{2})$')"
    day_only = r"NOT contains(occurred_at, ':')"
    where = "coalesce(by_object.person_id, by_site.person_id, by_mailbox.person_id)"
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE {_EVENTS} AS
        SELECT _row, event_id,
            CASE WHEN {zoned} OR {day_only} THEN occurred_at ELSE occurred_at || 'Z' END
                AS occurred_at,
            users.staff_id,
            {where} AS person_id,
            CASE {actions} ELSE 'other' END AS action,
            CASE WHEN by_object.person_id IS NOT NULL THEN by_object.section
                ELSE by_site.section END AS section,
            place,
            {where} IS NULL AND event_id IS NOT NULL AND occurred_at IS NOT NULL AS {SET_ASIDE}
        FROM import_fields
            LEFT JOIN import_places AS by_object ON by_object.address = object
            LEFT JOIN import_places AS by_site ON by_site.address = site
            LEFT JOIN import_places AS by_mailbox ON by_mailbox.address = mailbox
            LEFT JOIN import_users AS users ON users.name = lower("user")
        ORDER BY _row"""
    )


def _make_users(database: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Sign-in name = staff_id: as the settings say, else as the staff table says unequivocally."""
    database.execute("CREATE OR REPLACE TEMP TABLE import_people (name VARCHAR, staff_id VARCHAR)")
    for name, staff_id in source.people.items():
        database.execute(
            "INSERT INTO import_people VALUES (lower(trim($name)), $staff_id)",
            {"name": name, "staff_id": staff_id},
        )
    database.execute(
        f"""CREATE OR REPLACE TEMP TABLE import_users AS
        SELECT name, min(staff_id) AS staff_id FROM import_people GROUP BY name
        UNION ALL
        SELECT lower(user_name), min(staff_id) FROM {staging(BY_NAME["staff"])}
        WHERE user_name IS NOT NULL
            AND lower(user_name) NOT IN (SELECT name FROM import_people)
        GROUP BY lower(user_name) HAVING count(DISTINCT staff_id) = 1"""
    )
