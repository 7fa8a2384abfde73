"""Every published file, with where in it somebody on record is named."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from chs_audit.privacy.finding_people import Finder
from chs_audit.privacy.folding import joined
from chs_audit.privacy.identifiers import BORN, NAME, NUMBER, POSTCODE, Spellings, spellings
from chs_audit.privacy.table_checks import first_rows, same_file

COLUMNS = {
    "file": "VARCHAR",
    "published_on": "DATE",
    "here": "BOOLEAN",
    "readable": "BOOLEAN",
    "mentions": "BIGINT",
    "where_found": "VARCHAR",
}
_SHOWN = 3


def text_checks(
    texts: pd.DataFrame,
    publications: pd.DataFrame,
    service_users: pd.DataFrame,
    staff: pd.DataFrame,
) -> pd.DataFrame:
    """One row for each file, and for each row of the register whose file is not there.

    Columns as in `COLUMNS`: `here` says whether the file is there, `readable` whether all
    of it could be searched, `mentions` how often it names somebody on record, and
    `where_found` what kinds of identifier stand where, never the identifiers themselves.

    Args:
        texts: file, place, text, readable (see `sources.publications`).
        publications: the record table of that name.
        service_users: the record table of that name.
        staff: the record table of that name.
    """
    # To learn everybody's names takes long where they are many, and without a text it is vain.
    finder = Finder(spellings(service_users, staff) if len(texts) else Spellings())
    register = first_rows(publications)
    published: dict[str, object] = {}
    for file, on in zip(register["file"], register["published_on"], strict=True):
        if isinstance(file, str):
            published.setdefault(same_file(file), on)
    rows: list[dict[str, object]] = []
    for name, mine in texts.groupby("file", sort=True):
        file = str(name)
        count, where = _found(finder, file, zip(mine["place"], mine["text"], strict=True))
        rows.append(
            {
                "file": file,
                "published_on": published.get(same_file(file)),
                "here": True,
                "readable": bool(mine["readable"].all()),
                "mentions": count,
                "where_found": where,
            }
        )
    here = {same_file(str(file)) for file in texts["file"]}
    for row in register.to_dict("records"):
        file = row["file"] if isinstance(row["file"], str) else ""
        if file and same_file(file) in here:
            continue
        here.add(same_file(file) if file else "")
        rows.append(
            {
                "file": file or f"{row['publication_id']} (no file named)",
                "published_on": row["published_on"],
                "here": False,
                "readable": False,
                "mentions": 0,
                "where_found": "",
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("file", ignore_index=True)


def _found(finder: Finder, file: str, parts: Iterable[tuple[str, str]]) -> tuple[int, str]:
    name = "".join(sign if sign.isalnum() or sign == "'" else " " for sign in file)
    places: dict[str, list[str]] = {NAME: [], BORN: [], POSTCODE: [], NUMBER: []}
    # The file's own name is searched apart: nothing runs over from it into the text.
    for whole in (joined([("name of the file", name)]), joined(parts)):
        for mention in finder.mentions(whole.text):
            places[mention.kind].append(whole.place(mention.start))
    told = [_told(kind, found) for kind, found in places.items() if found]
    return sum(map(len, places.values())), "; ".join(told)


def _told(kind: str, places: list[str]) -> str:
    words = kind if len(places) == 1 else f"{kind}s".replace("date of births", "dates of birth")
    different = list(dict.fromkeys(places))
    shown = ", ".join(different[:_SHOWN])
    more = f" and {len(different) - _SHOWN} more places" if len(different) > _SHOWN else ""
    return f"{len(places)} {words} ({shown}{more})"
