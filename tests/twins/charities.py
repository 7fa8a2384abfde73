"""Small random charities: a handful of rows a table, drawn from few values, blanks allowed.

Few days and few names make rows meet: the same day, the minute a meeting starts, the last
day of a limit. References lead somewhere and keys are unique, as reading the files ensures.

A charity is drawn from a number, and not cell by cell: of a thousand cells a generator that
grows its examples leaves most as they were, and hardly any row would pass all of a control.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from chs_audit.need_to_know.explanations import EXPLANATIONS
from chs_audit.records import BY_NAME, Column, RecordTable, Type
from tests.twins.verdict import LONDON, Period, Row, Tables, months_before

# Month ends, a leap day, and the night on which the clocks go forward.
_AUDIT_DATES = (dt.date(2025, 6, 30), dt.date(2024, 2, 29), dt.date(2025, 3, 30))
_CLOCKS = (dt.time(0), dt.time(10), dt.time(10, 0, 30), dt.time(10, 1), dt.time(23, 59, 59))
_STAFF = ("s1", "s2", "s3", "s4")
_PEOPLE = ("p1", "p2", "p3")
_SECTIONS = ("notes", " Notes", "health", "notes; Health")
# What a column may hold; a word that stands twice is drawn twice as often.
_WORDS: dict[str, tuple[Any, ...]] = {
    "staff_id": _STAFF,
    "person_id": _PEOPLE,
    "family_id": ("h1", "h2"),
    "meeting_id": ("m1", "m2", "m3"),
    "visitor_id": ("v1", "v2"),
    "policy_id": ("confidentiality", "confidentiality", "disclosure", "safeguarding"),
    "version": ("1", "2"),
    "confidentiality_policy_version": ("1", "2"),
    "disclosure_policy_version": ("1", "2"),
    "role": ("worker", " Worker", "driver"),
    "section": ("notes", " Notes", "health", "money"),
    "sections": _SECTIONS,
    "sections_sent": _SECTIONS,
    "sections_asked": _SECTIONS,
    "reason": ("because", " Because", "as agreed", "a third", "a fourth", "a fifth"),
    "place": ("office 1", " Office 1", "office 2", "cafe"),
    "source": ("a", "b"),
    "purpose": ("school", " School", "sale"),
    "purposes": ("school", "sale; School "),
    "recipient": ("Elm", " elm", "Oak"),
    "recipients": ("Elm", "oak; ELM ", "Oak"),
    "partner": ("Elm", "ELM ", "Oak"),
    "series": ("panel", "team"),
    "team": ("north", " North", "south"),
    "group_name": ("club", "club", "choir"),
    "promise": ("AT-01", "AT-02", "AT-03", "AT-04"),
    "finding_id": ("NK-01-1", "NK-01-2", "NK-01-3"),
    "action": ("view", "export", "print", "download", "share", "edit"),
    "decision": ("given", "given", "given", "refused", "breach", "remedied"),
    "given_by": ("self", "self", "parental-responsibility", "other-carer", "other"),
    "mode": ("written", "oral", "oral", "implied"),
    "course": ("data-protection", "data-protection", "safeguarding"),
    "ground": ("consent", "consent", "police", "police", "emergency", "legal-duty"),
    "reviewed_by": ("management", "management", "trustees"),
}
# What is blank in most rows of most charities.
_MOSTLY_BLANK = {
    *("left_on", "closed_on", "withdrawn_at", "expires_on", "invalidated_at", "destroyed_on"),
    *("ended_on", "until_on", "reason"),
}
_ROWS = {"access_log": (6, 16), "disclosures": (6, 10), "consents": (5, 9), "attestations": (3, 7)}
_KEYS = {"staff": _STAFF, "service_users": _PEOPLE, "meetings": ("m1", "m2", "m3")}
# Small limits, so that a handful of rows passes them.
_SETTINGS: dict[str, dict[str, tuple[Any, ...]]] = {
    "need_to_know": {
        "sections": ({"Worker": ["Notes"]}, {"worker": ["notes", "health"], "driver": []}),
        "bulk_copy_people": (2, 1),
        "usual_copy_people": (1, 0),
        "usual_events": (1, 2),
        "case_grace_days": (14, 1),
        "recording_grace_days": (7, 0),
        "request_grace_days": (14, 0),
        "leaving_grace_days": (0, 1),
    },
    "explanations": {
        **{one.switch: (True, True, True, False) for one in EXPLANATIONS},
        "same_team": (False, False, True),
    },
    "informed_consent": {
        "ability_age": (16, 15),
        "purposes": (["school"], ["School", "sale"]),
        "review_months": (12, 1),
    },
    "disclosure": {
        "purposes": (["School"],),
        "sections_by_purpose": ({}, {"School": ["notes"]}, {"sale": ["Health"]}),
        "boilerplate_count": (2, 3),
    },
    "visitor_forms": {
        "same_minute": ("broken", "kept"),
        "volunteers_sign": (False, True),
        "covers": ("each-meeting", "series", "once"),
        "policies_given": ("same-day-before-start", "same-day", "before-start"),
        "disclosure_policy": ("disclosure", "confidentiality"),
    },
    "safeguarding": {"escalation_hours": (24, 1), "decision_days": (5, 1)},
    "awareness": {"induction_days": (30, 0), "new_version_days": (30, 0)},
    "records_kept": {
        "permitted_places": (["Office 1"], ["office 1", "cafe"]),
        "networks": (["office"], ["office 1", "cafe"]),
        "remote_kinds": ([], ["volunteer"]),
    },
    "equality": {"smallest_group": (1, 2)},
    "precedence": {
        "session_detail": ("", "5.1", "exceptions"),
        "grounds": ("", "1.3", "wider"),
        "organisation_data": ("", "3.1", "consent"),
        "team_sharing": ("", "4.2", "5.1"),
    },
}


def charity(number: int) -> tuple[Tables, Period, dict[str, Any]]:
    """Record tables, the period of an audit of them, and choices for audit.toml."""
    rng = Random(number)
    as_at = rng.choice(_AUDIT_DATES)
    last = as_at - dt.timedelta(days=rng.choice((0, 0, 1)))
    first = last - dt.timedelta(days=rng.choice((13, 40, 400)))
    choices = {
        section: {name: rng.choice(values) for name, values in options.items()}
        for section, options in _SETTINGS.items()
    }
    blank = rng.choice((0.03, 0.1, 0.25))
    days = rng.sample(_days(as_at), 8)
    tables = {name: _rows(rng, table, days, blank) for name, table in BY_NAME.items()}
    for name, table in BY_NAME.items():
        _lead_somewhere(tables, name, table)
    return tables, Period(first, last, as_at), choices


def _days(as_at: dt.date) -> list[dt.date]:
    """Days on either side of every limit, the audit date most of all."""
    near = [as_at - dt.timedelta(days=back) for back in (-1, 0, 0, 1, 3, 5, 6, 7, 14, 15, 30, 31)]
    far = [months_before(as_at, months) for months in (1, 6, 12)]
    return [*near, *far, *(on - dt.timedelta(days=1) for on in far)]


def _rows(rng: Random, table: RecordTable, days: list[dt.date], blank: float) -> list[Row]:
    # A table without rows leaves its controls untested: that must happen, but seldom.
    count = rng.randint(*_ROWS.get(table.name, (2, 4))) if rng.random() < 0.97 else 0
    rows = [
        {column.name: _cell(rng, table, column, days, blank) for column in table.columns}
        for _ in range(count)
    ]
    if len(table.key) == 1 and table.key[0] not in ("policy_id", "finding_id"):
        names = _KEYS.get(table.name, [f"r{number:02d}" for number in range(count)])
        return [row | {table.key[0]: name} for row, name in zip(rows, names, strict=False)]
    return list({tuple(row[part] for part in table.key): row for row in rows}.values())


def _cell(
    rng: Random, table: RecordTable, column: Column, days: list[dt.date], blank: float
) -> Any:
    name = column.name
    often_blank = name in _MOSTLY_BLANK and table.name != "disclosures"
    if not column.required and rng.random() < (0.7 if often_blank else blank):
        return None
    if column.type is Type.YES_NO:
        return rng.random() < 0.7
    if name == "date_of_birth":
        return months_before(rng.choice(days), 12 * rng.choice((15, 16, 40)))
    if column.type is Type.DATE:
        return rng.choice(days)
    if column.type is Type.TIME:
        moment = dt.datetime.combine(rng.choice(days), rng.choice(_CLOCKS), LONDON)
        return moment.astimezone(dt.UTC)
    if "staff" in column.refers_to:
        return rng.choice(_STAFF if "service_users" not in column.refers_to else (*_PEOPLE, "s1"))
    if table.name == "access_log" and name in ("staff_id", "person_id") and rng.random() < blank:
        return "nobody we know"
    words = [one for one in _WORDS.get(name, ()) if not column.words or one in column.words]
    return rng.choice(words or column.words or ("said", "written"))


def _lead_somewhere(tables: Tables, name: str, table: RecordTable) -> None:
    """Blank references that lead nowhere, or take their rows out: reading would refuse them."""
    for column in table.columns:
        if not column.refers_to:
            continue
        there = {row[BY_NAME[one].key[0]] for one in column.refers_to for row in tables[one]}
        kept = []
        for row in tables[name]:
            if row[column.name] is not None and row[column.name] not in there:
                if column.required:
                    continue
                row[column.name] = None
            kept.append(row)
        tables[name] = kept
