"""Flags and their slow twins agree on small random charities, flag by flag."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from chs_audit import settings as settings_file
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.moment import Moment, Span
from chs_audit.engine import Engine
from chs_audit.flags import FLAGS
from chs_audit.flags.asking import raise_flags
from chs_audit.records import BY_NAME
from tests.flags.twins import TWINS, Log
from tests.support import fill
from tests.twins.charities import charity
from tests.twins.test_agreement import stored
from tests.twins.verdict import Period, Tables

_NAMES = ("Posy Thimblewick", "thimblewick, Rufus", "Tansy  Marrowby ", "Marrowby", None)
_HOMES = ("1 Moon Mews", "1, MOON mews.", "2 Moon Mews", None)
# Small limits, so that a handful of looks passes them.
_CHOICES: dict[str, tuple[Any, ...]] = {
    "office_from": (7, 10),
    "office_until": (11, 23),
    "office_days": (["Monday", "Friday"], ["Sunday", "Thursday", "Saturday"]),
    "many_people": (2, 3),
    "short_minutes": (1, 30),
    "walk_people": (3,),
    "walk_step": (1, 2),
    "after_case_days": (1, 10),
    "dormant_days": (1, 10),
    "repeated_days": (2, 3),
    "edit_view_days": (0, 5),
}


def busy(number: int) -> tuple[Tables, Period, dict[str, Any]]:
    """A small charity with a longer log, more people, and names and homes that meet."""
    tables, period, choices = charity(number)
    rng = Random(number)
    people = [f"p{one}" for one in range(1, 7)]
    known = {row["person_id"]: row for row in tables["service_users"]}
    blank = dict.fromkeys(column.name for column in BY_NAME["service_users"].columns)
    tables["service_users"] = [
        known.get(one, blank | {"person_id": one}) for one in people if rng.random() < 0.9
    ]
    for table in ("staff", "service_users"):
        for row in tables[table]:
            row |= {"name": rng.choice(_NAMES), "address": rng.choice(_HOMES)}
    template = tables["access_log"][:1]
    days = [row["occurred_at"] for row in tables["access_log"] if row["occurred_at"]]
    for number_of_look in range(40 if template else 0):
        moment = rng.choice(days) + dt.timedelta(seconds=rng.choice((0, 30, 60, 90, 3600)))
        tables["access_log"].append(
            rng.choice(tables["access_log"])
            | {"event_id": f"x{number_of_look:02d}", "occurred_at": moment}
            | {"person_id": rng.choice([*people, None]), "staff_id": rng.choice(("s1", "s2"))}
        )
    choices["flags"] = {name: rng.choice(values) for name, values in _CHOICES.items()}
    return tables, period, choices


@given(st.integers(min_value=0, max_value=2**32))
@examples(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    # A smaller number makes no smaller charity.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
def test_flags_and_twins_agree(number: int) -> None:
    tables, period, choices = busy(number)
    settings = settings_file.parse(choices)
    engine = Engine(threads=1)
    rows = {name: [stored(BY_NAME[name], row) for row in rows] for name, rows in tables.items()}
    fill(engine.database, rows)
    found = raise_flags(
        Inputs(
            engine,
            settings,
            Span(period.first, period.last),
            Moment(period.as_at, "Europe/London"),
        )
    )
    untested = set(found.flags.loc[found.flags["not_tested"] != "", "flag"])
    log = Log(tables, settings, period)
    for one in FLAGS:
        if one.code in untested:
            continue
        raised = {
            # A blank number is no text, whatever pandas makes of it.
            (
                row.staff_id,
                row.person_id if isinstance(row.person_id, str) else None,
                row.occurred_on,
            )
            for row in found.visits.itertuples()
            if one.code in row.flags.split()
        }
        assert raised == TWINS[one.code](log), one.code


def test_every_flag_has_a_twin() -> None:
    assert set(TWINS) == {one.code for one in FLAGS}
