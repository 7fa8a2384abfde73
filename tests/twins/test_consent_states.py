"""The states of a consent: the engine and its slow twin agree at and beside every boundary."""

from __future__ import annotations

import datetime as dt
from random import Random

import pandas as pd
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from chs_audit.controls.consent_states import (
    IN_FORCE,
    STATES,
    consent_stretches,
    moment,
    with_state,
)
from chs_audit.engine import Engine
from chs_audit.records import BY_NAME
from tests.support import fill
from tests.twins.consent_states import HOLDS, MOVES, events, state_at
from tests.twins.test_agreement import stored
from tests.twins.verdict import LONDON, Row, local_day

MINUTE = dt.timedelta(minutes=1)
# The nights on which the clocks change, a leap day, and the days beside them.
_DAYS = [
    *(dt.date(2024, 2, 28) + dt.timedelta(days=count) for count in range(3)),
    *(dt.date(2025, 3, 29) + dt.timedelta(days=count) for count in range(3)),
    *(dt.date(2025, 10, 25) + dt.timedelta(days=count) for count in range(3)),
]
_CLOCKS = (dt.time(0), dt.time(0, 1), dt.time(12), dt.time(23, 59), dt.time(23, 59, 59))


def consents(number: int) -> list[Row]:
    """A few answers of four people to two questions, blanks and contradictions included."""
    rng = Random(number)
    blank = dict.fromkeys(column.name for column in BY_NAME["consents"].columns)

    def instant(often: float) -> dt.datetime | None:
        at = dt.datetime.combine(rng.choice(_DAYS), rng.choice(_CLOCKS), LONDON)
        return at.astimezone(dt.UTC) if rng.random() < often else None

    def some_day(often: float) -> dt.date | None:
        return rng.choice(_DAYS) if rng.random() < often else None

    return [
        blank
        | {
            "consent_id": f"c{place}",
            "person_id": rng.choice(("p1", "p2", "p3", "p4")),
            "purpose": rng.choice(("school", " School", "health", None)),
            "recipients": rng.choice(("Elm", "ELM ", "Oak")),
            "decision": rng.choice(("given", "given", "given", "refused", None)),
            "requested_at": instant(0.8),
            "decided_at": instant(0.9),
            "reviewed_on": some_day(0.4),
            "expires_on": some_day(0.4),
            "withdrawn_at": instant(0.3),
            "invalidated_at": instant(0.15),
        }
        for place in range(rng.randint(1, 15))
    ]


def boundaries(rows: list[Row]) -> list[dt.datetime]:
    """Every moment at which anything happens to any of them; a minute before; a minute after."""
    at = {when for row in rows for when, _ in events(row, rows)}
    return sorted(when + shift for when in at for shift in (-MINUTE, dt.timedelta(), MINUTE))


def engine_states(rows: list[Row], whens: list[dt.datetime]) -> dict[tuple[str, dt.datetime], str]:
    """What the engine says, for every consent at every moment."""
    engine = Engine(threads=1)
    fill(engine.database, {"consents": [stored(BY_NAME["consents"], row) for row in rows]})
    asked = pd.DataFrame(
        [
            (row["consent_id"], when.replace(tzinfo=None), local_day(when))
            for row in rows
            for when in whens
        ],
        columns=["consent_id", "at", "on"],
    )
    engine.put("asked", asked, {"consent_id": "VARCHAR", "at": "TIMESTAMP", "on": "DATE"})
    table = engine.table("asked")
    stretches = consent_stretches(engine.table("consents"))
    found = engine.frame(with_state(table, stretches, moment(table["at"], table["on"])))
    assert len(found) == len(asked), "a consent has one state at a time"
    return {
        (row.consent_id, row.at.tz_localize(dt.UTC).to_pydatetime()): row.consent_state
        for row in found.fillna({"consent_state": ""}).itertuples()
    }


@given(st.integers(min_value=0, max_value=2**32).map(consents))
@examples(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_engine_and_twin_agree_at_every_boundary(rows: list[Row]) -> None:
    whens = boundaries(rows)
    found = engine_states(rows, whens)
    for row in rows:
        for when in whens:
            twin = state_at(row, rows, when)
            assert found[row["consent_id"], when] == twin, (row, when)


def test_the_table_allows_the_moves_that_the_twin_allows() -> None:
    allowed = {
        name: {state.name for state in STATES if name in state.after}
        for name in ("", *(state.name for state in STATES))
    }
    assert allowed == MOVES


def test_a_consent_only_moves_down_the_table() -> None:
    place = {state.name: place for place, state in enumerate(STATES)}
    assert all(place.get(one, -1) < place[state.name] for state in STATES for one in state.after)


def test_what_is_in_force_is_said_once() -> None:
    assert set(IN_FORCE) == HOLDS
