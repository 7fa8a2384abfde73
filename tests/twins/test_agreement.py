"""The engine and the slow twins agree on small random charities, control by control."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from chs_audit import settings as settings_file
from chs_audit.controls import BY_ID, CONTROLS
from chs_audit.controls import answers as asking
from chs_audit.controls.answer import Answer
from chs_audit.controls.answers import ask
from chs_audit.controls.equality import COLUMNS, compare_groups
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.moment import Moment, Span
from chs_audit.engine import Engine
from chs_audit.records import BY_NAME, RecordTable, Type, day_column
from tests.support import fill
from tests.twins import TWINS, Period, judge
from tests.twins.charities import charity
from tests.twins.verdict import Row, Tables, local_day

ASKED = sorted(
    (one for one in CONTROLS if one.id in TWINS),
    key=lambda one: one.population,
)


def stored(table: RecordTable, row: Row) -> Row:
    """A row as the engine holds it: UTC without a zone, each moment with its London day."""
    cells = dict(row)
    for column in table.columns:
        moment = row[column.name]
        if column.type is Type.TIME and moment is not None:
            cells[column.name] = moment.astimezone(dt.UTC).replace(tzinfo=None)
            cells.setdefault(day_column(column.name), local_day(moment))
    return cells


def stored_rows(tables: Tables) -> dict[str, list[Row]]:
    """All rows of a charity as the engine holds them."""
    return {name: [stored(BY_NAME[name], row) for row in rows] for name, rows in tables.items()}


def answered(tables: Tables, choices: dict[str, Any], period: Period) -> list[Answer]:
    """The engine's answers, all controls of a population in one go."""
    engine = Engine(threads=1)
    fill(engine.database, stored_rows(tables))
    inputs = Inputs(
        engine,
        settings_file.parse(choices),
        Span(period.first, period.last),
        Moment(period.as_at, "Europe/London"),
    )
    answers = [
        answer
        for _, group in groupby(ASKED, key=lambda one: one.population)
        for answer in ask(inputs, list(group))
    ]
    if "service_users" not in inputs.empty:
        engine.put("group_rates", compare_groups(inputs, answers), COLUMNS)
        answers += ask(inputs, [BY_ID["EQ-01"]])
    return answers


def told(answer: Answer) -> set[tuple[str, str, str, str]]:
    """What the engine found: key, kind, reasons, and the other clause's verdict."""
    return {
        (row.key, row.kind.replace(" ", "-"), row.reasons, row.also)
        for row in answer.findings.itertuples()
    }


def untestable(answer: Answer) -> bool:
    """A table that the control cannot do without holds no row."""
    return answer.not_tested.startswith("no records of")


@given(st.integers(min_value=0, max_value=2**32))
@examples(
    max_examples=12,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
def test_engine_and_twins_agree(seed: int) -> None:
    tables, period, choices = charity(seed)
    # Of a large population, rows are set aside first: half of the charities count as large.
    with patch.object(asking, "MANY", 0 if seed % 2 else asking.MANY):
        answers = answered(tables, choices, period)
    untested = {answer.control.id for answer in answers if untestable(answer)}
    twins = judge(tables, settings_file.parse(choices), period, untested)
    for answer in answers:
        if untestable(answer):
            continue
        mine = twins[answer.control.id]
        found = {(one.key, one.kind, one.reason, one.also) for one in mine if one.kind}
        assert told(answer) == found, answer.control.id
        assert answer.examined == len(mine), answer.control.id
