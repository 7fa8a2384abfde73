"""Employees, volunteers, trustees and students: the roster is fixed, the names are drawn."""

from __future__ import annotations

from data_samples import names
from data_samples.charity import Charity
from data_samples.days import day, days

# Which role stands for whom in the planting is told by these numbers; see planted_*.py.
# number, kind, role, team, first day, last day, duties
_ROSTER = """
S001 employee director office 2018-04-02 - management
S002 employee safeguarding-lead office 2019-01-07 - management;safeguarding-lead
S003 employee office-lead office 2020-02-03 - management;data-protection-lead
S004 employee team-lead north 2019-09-02 - management
S005 employee team-lead south 2021-01-11 - management
S006 employee family-worker north 2019-05-13 2024-03-28 -
S007 employee family-worker north 2021-09-06 - -
S008 employee family-worker north 2022-02-14 2025-10-31 -
S009 employee family-worker south 2020-10-05 - -
S010 employee family-worker south 2022-06-20 2025-01-17 -
S011 employee family-worker south 2023-01-09 - -
S012 employee family-worker north 2024-03-11 - -
S013 employee family-worker south 2025-01-06 - -
S014 employee family-worker north 2025-10-13 - -
S015 employee group-worker groups 2021-04-12 - -
S016 employee administrator office 2022-09-12 2024-11-29 -
S017 employee administrator office 2024-11-18 - -
S018 volunteer mentor north 2022-03-07 - -
S019 volunteer mentor south 2022-09-19 - -
S020 volunteer mentor north 2023-10-02 - -
S021 volunteer mentor south 2023-02-06 - -
S022 volunteer mentor north 2024-02-05 - -
S023 volunteer mentor south 2024-09-30 - -
S024 volunteer mentor north 2023-11-06 2025-06-27 -
S025 volunteer mentor south 2022-05-09 2024-01-26 -
S026 volunteer mentor north 2023-03-13 2024-07-19 -
S027 volunteer mentor south 2024-01-15 2025-03-28 -
S028 volunteer mentor north 2024-04-22 - -
S029 volunteer mentor south 2025-02-10 - -
S030 volunteer mentor north 2025-09-22 - -
S031 volunteer mentor south 2025-11-03 - -
S032 volunteer mentor north 2023-05-15 - -
S033 volunteer mentor south 2024-10-14 - -
S034 volunteer helper groups 2025-10-06 - -
S035 volunteer helper groups 2022-10-10 - -
S036 volunteer helper groups 2023-09-18 - -
S037 volunteer helper groups 2021-10-04 2023-12-15 -
S038 volunteer helper groups 2024-01-08 - -
S039 volunteer helper groups 2024-09-09 2026-02-20 -
S040 volunteer helper groups 2022-11-14 2024-12-13 -
S041 volunteer helper groups 2022-01-17 2024-05-24 -
S042 volunteer driver groups - 2024-08-16 -
S043 volunteer driver groups - 2025-07-11 -
S044 volunteer driver groups - - -
S045 volunteer mentor south 2021-05-10 2023-06-30 -
S046 trustee chair board 2019-06-03 - -
S047 trustee treasurer board 2020-11-16 - -
S048 trustee trustee board 2021-03-08 - -
S049 trustee trustee board 2022-07-04 - -
S050 trustee trustee board 2023-05-22 - -
S051 trustee trustee board 2024-11-21 - -
S052 trustee trustee board 2018-09-17 2024-11-20 -
S053 student student north 2023-10-02 2024-05-31 -
S054 student student south 2024-09-23 2025-06-13 -
S055 student student north 2026-01-12 - -
S056 volunteer fundraiser office 2026-08-05 - -
S057 volunteer fundraiser office 2024-06-03 2024-06-28 -
S058 volunteer fundraiser office 2025-03-03 2025-04-02 -
S059 volunteer fundraiser office 2026-05-06 2026-06-06 -
"""

_LETTER_WRITERS = 230
_MANAGERS = {"north": "S004", "south": "S005", "groups": "S015", "office": "S001", "board": "S046"}


def add(charity: Charity) -> None:
    """Fill the table of staff."""
    rng = charity.random("staff")
    # From the end, so that families rarely share a surname by accident; one is planted.
    surnames = names.surnames(charity.random("surnames"))[::-1]
    for line, surname in zip(_ROSTER.strip().splitlines(), surnames, strict=False):
        number, kind, role, team, started, left, duties = line.split()
        first = names.first_name(rng)
        manager = _MANAGERS[team]
        charity.add(
            "staff",
            staff_id=number,
            name=f"{first} {surname}",
            kind=kind,
            role=role.replace("-", " "),
            team=team,
            started_on=None if started == "-" else day(started),
            left_on=None if left == "-" else day(left),
            manager_id=None if number in ("S001", "S046") else _up(number, manager),
            user_name=f"{first}.{surname}@lanterns.example".lower(),
            duties=None if duties == "-" else duties,
            address=names.address(rng),
        )
    _letter_writers(charity)


def _letter_writers(charity: Charity) -> None:
    """Most volunteers of such a charity write cards and pack parcels, and open no record."""
    rng = charity.random("letter writers")
    surnames = names.surnames(rng)
    for place in range(_LETTER_WRITERS):
        first, surname = names.first_name(rng), "-".join(surnames[place : place + 2])
        started = day("2019-03-04") + days(7 * rng.randrange(300))
        charity.add(
            "staff",
            staff_id=f"S{100 + place}",
            name=f"{first} {surname}",
            kind="volunteer",
            role="letter writer",
            team="letters",
            started_on=started,
            left_on=started + days(rng.randint(200, 1200)) if rng.random() < 0.15 else None,
            manager_id="S003",
            user_name=f"{first}.{surname}@lanterns.example".lower(),
            duties=None,
            address=names.address(rng),
        )


def _up(number: str, manager: str) -> str:
    return "S001" if number == manager or number in ("S004", "S005", "S015") else manager
