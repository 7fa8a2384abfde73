"""The key tells the truth: slow twins of the controls judge the sample and find just that."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

import data_samples
from chs_audit.policy import CLAUSES
from chs_audit.records import BY_NAME
from chs_audit.settings import Settings
from data_samples import AnswerKey, Charity, build
from data_samples.days import AS_AT, DEFAULT_FROM, FIRST
from tests.twins import TWINS, Period, judge

THREE_YEARS = Period(FIRST, AS_AT, AS_AT)
LAST_YEAR = Period(DEFAULT_FROM, AS_AT, AS_AT)
# Controls whose population is a state of affairs: the key has no day for them.
STATES = {"IC-07", "PO-01"}


@pytest.fixture(scope="module", params=[1, 2])
def charity(request: pytest.FixtureRequest) -> Charity:
    return build(request.param)


@pytest.mark.parametrize("period", [THREE_YEARS, LAST_YEAR], ids=["three years", "last year"])
def test_twins_find_what_is_planted_and_nothing_else(charity: Charity, period: Period) -> None:
    found = {
        (control, verdict.key, verdict.reason, "broken" if verdict.kept is False else "cannot-tell")
        for control, verdicts in judge(charity.tables, Settings(), period).items()
        for verdict in verdicts
        if verdict.kept is not True
    }
    planted = {
        (row.control, row.key, row.reason, row.kind)
        for row in charity.key.within(period.first, period.last)
    }
    assert found == planted


def test_no_two_records_share_a_key(charity: Charity) -> None:
    for name, rows in charity.tables.items():
        keys = Counter(tuple(row[part] for part in BY_NAME[name].key) for row in rows)
        assert max(keys.values()) == 1, name


def test_no_record_is_planted_twice_for_one_control(charity: Charity) -> None:
    counts = Counter((row.control, row.key) for row in charity.key.rows)
    assert max(counts.values()) == 1


def test_every_reason_has_three_cases(charity: Charity) -> None:
    codes = Counter((row.control, code) for row in charity.key.rows for code in row.reason.split())
    assert {code: count for code, count in codes.items() if count < 3} == {}


def test_every_reason_happens_in_the_last_year(charity: Charity) -> None:
    ever = {(row.control, row.reason) for row in charity.key.rows}
    lately = {(row.control, row.reason) for row in charity.key.within(DEFAULT_FROM, AS_AT)}
    assert ever == lately


def test_events_are_spread_over_the_years(charity: Charity) -> None:
    years: dict[tuple[str, str], set[int]] = {}
    for row in charity.key.rows:
        if row.happened_on and row.control != "AW-01" and row.reason != "review-not-due":
            # Years of the charity begin in September.
            year = (row.happened_on - dt.timedelta(days=243)).year
            years.setdefault((row.control, row.reason), set()).add(year)
    assert {code: found for code, found in years.items() if len(found) < 3} == {}


def test_every_control_of_the_key_has_a_clause_and_a_twin(charity: Charity) -> None:
    controls = {row.control for row in charity.key.rows}
    assert controls == set(TWINS)
    assert controls <= {clause.id for clause in CLAUSES}


def test_states_have_no_day(charity: Charity) -> None:
    assert all(row.happened_on is None for row in charity.key.rows if row.control in STATES)


def test_copy_of_the_key_is_fresh(tmp_path: Path) -> None:
    """After a change: `python -m data_samples` writes it anew."""
    build(1).key.write(tmp_path / "key.csv")
    copy = Path(data_samples.__file__).parent / "answer_key.csv"
    assert copy.read_bytes() == (tmp_path / "key.csv").read_bytes()


def test_period_of_a_key_holds_its_ends_and_what_has_no_day() -> None:
    key = AnswerKey()
    for day in (dt.date(2026, 1, 1), dt.date(2026, 1, 31), dt.date(2026, 2, 1), None):
        key.add("NK-01", str(day), "unexplained", day, "")
    found = key.within(dt.date(2026, 1, 1), dt.date(2026, 1, 31))
    assert [row.key for row in found] == ["2026-01-01", "2026-01-31", "None"]
