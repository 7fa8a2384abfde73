"""People on record, for tests of the search for identifiers."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from chs_audit.privacy.finding_people import Finder, Mention
from chs_audit.privacy.folding import fold
from chs_audit.privacy.identifiers import spellings


def service_users(*rows: str) -> pd.DataFrame:
    """Rows written "person_id | name | date of birth | postcode"; "-" is blank."""
    listed = []
    for row in rows:
        number, name, born, postcode = (
            None if cell.strip() == "-" else cell.strip() for cell in row.split("|")
        )
        listed.append(
            {
                "person_id": number,
                "name": name,
                "date_of_birth": born and dt.date.fromisoformat(born),
                "postcode": postcode,
            }
        )
    return pd.DataFrame(listed, columns=["person_id", "name", "date_of_birth", "postcode"])


def staff(*names: str) -> pd.DataFrame:
    """Members of staff of these names."""
    return pd.DataFrame({"name": list(names)}, dtype="object")


POSY = "P0007 | Posy Mae Thimblewick | 2015-04-03 | ZZ12 3ZZ"


def mentions(text: str, *people: str, colleagues: tuple[str, ...] = ()) -> list[Mention]:
    """What counts in a text, Posy being on record if nobody is given."""
    found = spellings(service_users(*(people or (POSY,))), staff(*colleagues))
    return Finder(found).mentions(fold(text))


def kinds(text: str, *people: str, colleagues: tuple[str, ...] = ()) -> list[str]:
    """The kinds of what counts."""
    return [one.kind for one in mentions(text, *people, colleagues=colleagues)]
