"""Keeping people's names out of what is written into the ledger for good."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb

from chs_audit.errors import InputError, Problem
from chs_audit.privacy.finding_people import Finder
from chs_audit.privacy.folding import fold
from chs_audit.privacy.identifiers import BORN, NAME, POSTCODE, spellings
from chs_audit.settings import Settings
from chs_audit.sources import read

_TOLD_BY = (NAME, BORN, POSTCODE)


def refuse_names(folder: Path, settings: Settings, texts: Mapping[str, str]) -> None:
    """See that no text names somebody on record; numbers of records are welcome.

    A first name alone is not found, nor a name that is spelt otherwise than on record.

    Args:
        texts: what each is, as its writer knows it ("--because") -> the text.

    Raises:
        InputError: saying which text names somebody, and never whom.
    """
    if not any(texts.values()):
        return
    database = duckdb.connect()
    read(folder, settings, database, only=("staff", "service_users"))
    people, staff = (
        database.sql(f"FROM {table}").to_arrow_table().to_pandas()
        for table in ("service_users", "staff")
    )
    colleagues = staff.rename(columns={"staff_id": "person_id"}).assign(
        date_of_birth=None, postcode=None
    )
    finders = [Finder(spellings(one, staff.head(0))) for one in (people, colleagues)]
    problems = [
        Problem("nobody's name", "Write their number or pseudonym instead.", what)
        for what, text in texts.items()
        if any(
            mention.kind in _TOLD_BY
            for finder in finders
            for mention in finder.mentions(fold(text))
        )
    ]
    if problems:
        raise InputError(problems)
