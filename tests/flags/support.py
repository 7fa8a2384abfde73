"""One flag asked of a handful of accesses."""

from __future__ import annotations

import pandas as pd

from chs_audit.flags import BY_CODE
from chs_audit.flags.asking import Flagged, raise_flags
from tests.support import inputs

STAFF = """
    staff_id | name              | kind      | started_on | left_on    | address
    amy      | Amy Thimblewick   | volunteer | 2020-01-01 | -          | 1 Moon Mews, Larkhaven
    ben      | Ben Quillfeather  | employee  | 2020-01-01 | 2025-06-30 | 2 Moon Mews, Larkhaven
"""
PEOPLE = "person_id | name | address\n" + "\n".join(
    f"P{number:03d} | Tansy {'Thimblewick' if number == 1 else 'Marrowby'} "
    f"| {'1 moon mews Larkhaven.' if number == 2 else '9 Moon Mews'}"
    for number in range(1, 21)
)
CASELOAD = """
    case_id | staff_id | person_id | capacity | from_on    | until_on
    c1      | amy      | P001      | own      | 2024-01-01 | 2024-12-31
"""
CONFLICTS = """
    staff_id | person_id | relation | ended_on
    amy      | P003      | self     | -
    amy      | P004      | friend   | 2025-03-03
"""


def log(*looks: str) -> str:
    """An access log; a look is "when who whom action", the last two by default P001 and view."""
    rows = ["event_id | occurred_at | staff_id | person_id | action | source"]
    for number, look in enumerate(looks):
        day, clock, *rest = look.split()
        who, whom, action, source = [*rest, *("amy", "P001", "view", "casebook")[len(rest) :]]
        rows.append(f"e{number:03d} | {day} {clock} | {who} | {whom} | {action} | {source}")
    return "\n".join(rows)


def flagged(*codes: str, looks: tuple[str, ...], **given: object) -> Flagged:
    """What these flags find in these looks; all of them by default."""
    tables: dict[str, object] = {
        "staff": STAFF,
        "service_users": PEOPLE,
        "caseload": CASELOAD,
        "declared_conflicts": CONFLICTS,
        "access_log": log(*looks),
    }
    asked = tuple(BY_CODE[code] for code in codes or BY_CODE)
    return raise_flags(inputs(**(tables | given)), asked)  # type: ignore[arg-type]


def raised(code: str, *looks: str, **given: object) -> list[str]:
    """The visits on which the flag is raised, as "day who whom"; or ["not tested: why"]."""
    found = flagged(code, looks=looks, **given)
    why = found.flags["not_tested"].iloc[0]
    if why:
        return [f"not tested: {why}"]
    visits = found.visits.sort_values(["occurred_on", "staff_id", "person_id"])
    return [f"{row.occurred_on} {row.staff_id} {row.person_id}" for row in visits.itertuples()]


def counted(code: str, *looks: str, **given: object) -> pd.Series:
    """The flag's row for the whole team."""
    return flagged(code, looks=looks, **given).flags.iloc[0]
