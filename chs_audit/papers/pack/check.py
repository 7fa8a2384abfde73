"""The leak guard: a pack is held to the policy's own promises about publications first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.errors import Problem
from chs_audit.papers.pack.build import in_words
from chs_audit.papers.pack.model import MeetingPack
from chs_audit.privacy.table_checks import table_checks
from chs_audit.privacy.text_checks import text_checks
from chs_audit.records import BY_NAME

_TABLES = {
    "promises": ("examined", "broken", "cannot_tell", "to_look_at"),
    "months": ("accesses", "unexplained", "cannot_tell"),
}


def leaks(pack: MeetingPack, audit: Audit, earlier: Sequence[MeetingPack] = ()) -> list[Problem]:
    """What in a pack could lead to a person: none, or it must not be written.

    Args:
        pack: the pack.
        audit: whose people must not be in it.
        earlier: packs that trustees have already, against which it is set too.
    """
    return [*_numbers(pack, audit, earlier), *_names(pack, audit)]


def _numbers(pack: MeetingPack, audit: Audit, earlier: Sequence[MeetingPack]) -> list[Problem]:
    """PU-01: small cells, hidden cells that can be worked out, also with earlier packs."""
    every = {f"pack {number}": one for number, one in enumerate(earlier)} | {"this pack": pack}
    cells = [
        (f"{name}: {table}", "", *cell)
        for name, one in every.items()
        for table in _TABLES
        for cell in _cells(one, table)
    ]
    # The days of a year's pack are no guide to when it was written; its order here is.
    register = [
        (f"{name}: {table}", name, dt.date(2000, 1, 1) + dt.timedelta(days=order), table, one)
        for order, (name, one) in enumerate(every.items())
        for table in _TABLES
    ]
    publications = pd.DataFrame(
        [
            {
                "publication_id": file,
                "file": file,
                "published_on": on,
                "counts": table,
                "period_from_on": one.first,
                "period_until_on": one.last,
            }
            for file, _, on, table, one in register
        ]
    )
    found = table_checks(
        pd.DataFrame(cells, columns=["file", "sheet", "row_number", "column_number", "text"]),
        pd.DataFrame(columns=["file", "place", "text", "readable"]),
        publications,
        audit.settings.publications,
    )
    mine = found[found["file"].str.startswith("this pack")]
    return [
        Problem(
            f"no number that lets anybody be singled out (PU-01: {what})",
            "Raise the threshold or the rounding under [publications] in audit.toml, or choose "
            "the period of an earlier pack.",
            file=str(row["file"]),
            was=str(row[cells_of]),
        )
        for row in mine.to_dict("records")
        for what, count, cells_of in (
            ("small cells", "small", "small_cells"),
            ("cells that can be worked out", "derivable", "derivable_cells"),
            ("differences to an earlier pack", "differences", "difference_cells"),
        )
        if row[count]
    ]


def _cells(pack: MeetingPack, table: str) -> Iterator[tuple[int, int, str]]:
    columns = _TABLES[table]
    # Counts of policies or of days single nobody out.
    rows = [row for row in getattr(pack, table) if getattr(row, "about_people", True)]
    if not rows:
        return
    yield from ((1, number, name) for number, name in enumerate(("label", *columns), 1))
    for line, row in enumerate(rows, 2):
        yield line, 1, row.id if table == "promises" else row.month
        for number, name in enumerate(columns, 2):
            yield line, number, in_words(getattr(row, name), pack.threshold)


def _names(pack: MeetingPack, audit: Audit) -> list[Problem]:
    """PU-02: names, dates of birth, postcodes and numbers of people on record."""
    frame = audit.inputs.engine.frame
    table = audit.inputs.engine.table
    texts = pd.DataFrame(
        [
            ("this pack", place, text, True)
            for place, text in _strings(pack.model_dump(mode="json"))
        ],
        columns=["file", "place", "text", "readable"],
    )
    none = pd.DataFrame(columns=[one.name for one in BY_NAME["publications"].columns])
    (found,) = text_checks(
        texts, none, frame(table("service_users")), frame(table("staff"))
    ).to_dict("records")
    if not found["mentions"]:
        return []
    return [
        Problem(
            "nothing that tells who somebody on record is (PU-02)",
            "Look in audit.toml for the words that are shown there, and choose others.",
            file="this pack",
            was=str(found["where_found"]),
        )
    ]


def _strings(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _strings(part, f"{place} {name}".strip())
    elif isinstance(value, list):
        for number, part in enumerate(value, 1):
            yield from _strings(part, f"{place} {number}")
    elif isinstance(value, str):
        yield place, value
