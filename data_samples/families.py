"""Children, parents and carers, and the families they make."""

from __future__ import annotations

import datetime as dt
from random import Random

from data_samples import names
from data_samples.charity import Charity
from data_samples.days import AS_AT, day, days, some_day

FAMILIES = 190


def add(charity: Charity) -> None:
    """Fill service users and families."""
    rng = charity.random("families")
    surnames = names.surnames(charity.random("surnames"))
    for number in range(FAMILIES):
        _family(charity, rng, f"H{number + 1:03d}", surnames[number % len(surnames)])


def _family(charity: Charity, rng: Random, family_id: str, surname: str) -> None:
    first = some_day(rng, day("2021-06-01"), AS_AT - days(11))
    closed: dt.date | None = first + days(rng.randint(200, 1150))
    if closed and closed > AS_AT:
        closed = None
    home = (names.address(rng), names.postcode(rng))
    children = rng.choices((1, 2, 3), (55, 32, 13))[0]
    adults = rng.choices((1, 2), (78, 22))[0]
    ethnicity = rng.choice(("Larkish", "Owlish", "Wrenish", "Mixed", "Not said"))
    religion = rng.choice(("None", "Stargazing", "Tea", "Not said"))
    for place in range(children + adults):
        child = place < children
        later = first
        # Some brothers and sisters are only met when the family is already known.
        if child and place and rng.random() < 0.2 and first + days(100) < (closed or AS_AT):
            later = first + days(rng.randint(10, 80))
        age = rng.randint(3 * 365, 15 * 365) if child else rng.randint(22 * 365, 60 * 365)
        born = later - days(age)
        relation = "child" if child else rng.choices(("parent", "carer"), (80, 20))[0]
        person = charity.add(
            "service_users",
            person_id=f"P{len(charity.tables['service_users']) + 1:04d}",
            name=f"{names.first_name(rng)} {surname}",
            date_of_birth=born if rng.random() < 0.97 else None,
            address=home[0],
            postcode=home[1],
            first_contact_on=later,
            closed_on=closed,
            services="mentoring;groups" if child and rng.random() < 0.5 else "family support",
            sex=rng.choice(("female", "male")),
            ethnicity=ethnicity,
            disability=rng.random() < 0.12,
            religion=religion if rng.random() < 0.8 else None,
            able_to_consent=True if not child else age > 13 * 365 or None,
        )
        charity.add(
            "families",
            family_id=family_id,
            person_id=person["person_id"],
            relation=relation,
            parental_responsibility=None if child else relation == "parent" or rng.random() < 0.5,
        )
