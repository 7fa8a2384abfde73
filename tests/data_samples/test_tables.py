"""The sample is well formed: its words, its references, and every column in use."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from chs_audit.records import BY_NAME, Type
from data_samples import Charity, build
from data_samples.days import AS_AT, FIRST, local_day
from data_samples.log import EVENTS


@pytest.fixture(scope="module")
def charity() -> Charity:
    return build(1)


def test_every_table_has_rows(charity: Charity) -> None:
    assert [name for name in BY_NAME if not charity.tables[name]] == []


def test_every_column_is_filled_somewhere(charity: Charity) -> None:
    empty = [
        (name, column.name)
        for name, table in BY_NAME.items()
        for column in table.columns
        if all(row[column.name] is None for row in charity.tables[name])
    ]
    assert empty == []


def test_values_have_the_type_of_their_column(charity: Charity) -> None:
    types = {Type.DATE: dt.date, Type.TIME: dt.datetime, Type.YES_NO: bool}
    wrong = {
        (name, column.name)
        for name, table in BY_NAME.items()
        for column in table.columns
        for row in charity.tables[name]
        if row[column.name] is not None
        and type(row[column.name]) is not types.get(column.type, str)
    }
    assert wrong == set()


def test_times_are_in_utc(charity: Charity) -> None:
    naive = {
        (name, column)
        for name, rows in charity.tables.items()
        for row in rows
        for column, value in row.items()
        if isinstance(value, dt.datetime) and value.tzinfo is not dt.UTC
    }
    assert naive == set()


def test_words_are_those_of_the_table(charity: Charity) -> None:
    unknown = {
        (name, column.name, row[column.name])
        for name, table in BY_NAME.items()
        for column in table.columns
        if column.words
        for row in charity.tables[name]
        if row[column.name] is not None
        and not set(row[column.name].split(";")) <= set(column.words)
    }
    assert unknown == set()


def test_references_lead_somewhere(charity: Charity) -> None:
    numbers = {
        name: {row[table.key[0]] for row in charity.tables[name]} for name, table in BY_NAME.items()
    }
    astray = {
        (name, column.name, row[column.name])
        for name, table in BY_NAME.items()
        for column in table.columns
        if column.refers_to
        for row in charity.tables[name]
        if row[column.name] is not None
        and not any(row[column.name] in numbers[other] for other in column.refers_to)
    }
    assert astray == set()


def test_log_is_as_large_as_promised_and_silent_only_where_planted(charity: Charity) -> None:
    planted = {row.happened_on for row in charity.key.rows if row.reason == "log-gap"}
    days = Counter(local_day(row["occurred_at"]) for row in charity.tables["access_log"])
    # The looks that only registers explain, and what is planted, come on top.
    assert EVENTS - 500 <= sum(days.values()) <= EVENTS + 4000
    every_day = [FIRST + dt.timedelta(days=number) for number in range((AS_AT - FIRST).days + 1)]
    silent = [day for day in every_day if day.weekday() < 5 and not days[day]]
    assert set(silent) == planted
    assert set(days) <= set(every_day)


def test_about_forty_people_work_with_families_and_two_hundred_write_letters(
    charity: Charity,
) -> None:
    here = [row["role"] for row in charity.tables["staff"] if row["left_on"] is None]
    letters = here.count("letter writer")
    assert 35 <= len(here) - letters <= 45
    assert 180 <= letters <= 220


def test_nobody_lives_where_people_live(charity: Charity) -> None:
    assert all(row["postcode"].startswith("ZZ") for row in charity.tables["service_users"])


def test_same_seed_same_charity_other_seed_another() -> None:
    assert build(3).tables == build(3).tables
    assert build(3).tables["staff"] != build(4).tables["staff"]
