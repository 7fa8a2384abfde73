"""The table of rows to choose from: what it tells the browser, and what the browser tells it."""

from __future__ import annotations

import json
from operator import itemgetter

import pandas as pd
import pytest

from chs_audit.workbook.row_table import MOST_ROWS, RowTable
from tests.workbook.small import HOSTILE

MONTHS = ["May", "June", "July"]


def rows(*names):
    months = pd.Categorical(MONTHS[: len(names)], MONTHS, ordered=True)
    return pd.DataFrame({"Name": names, "Month": months, "Looks": range(10, 10 + len(names))})


def cells(table):
    return json.loads(table.table.cells)


@pytest.fixture
def told():
    return []


@pytest.fixture
def table(told):
    made = RowTable("Looks", told.append, several=True)
    made.put(rows("amy", "ben", "cara"))
    return made


class TestCells:
    def test_text_is_escaped(self, table):
        table.put(rows(HOSTILE))
        assert cells(table)[0][0].startswith("&lt;img src=x onerror=&quot;")

    def test_so_are_categories(self, table):
        table.put(pd.DataFrame({"Team": pd.Categorical([HOSTILE], [HOSTILE], ordered=True)}))
        assert "<" not in cells(table)[0][0]["text"]

    def test_an_ordered_category_is_sorted_by_what_it_means(self, table):
        months = [row[1] for row in cells(table)]
        assert [one["text"] for one in sorted(months, key=itemgetter("place"))] == MONTHS

    def test_the_tenth_category_comes_after_the_ninth(self, table):
        days = [str(day) for day in range(12)]
        table.put(pd.DataFrame({"Day": pd.Categorical(days, days, ordered=True)}))
        told = sorted((row[0] for row in cells(table)), key=itemgetter("place"))
        assert [one["text"] for one in told] == days

    def test_a_category_that_is_blank_says_so(self, table):
        table.put(pd.DataFrame({"Month": pd.Categorical([None], MONTHS, ordered=True)}))
        assert cells(table)[0][0]["text"] == "none on record"

    def test_numbers_stay_numbers(self, table):
        assert [row[2] for row in cells(table)] == [10, 11, 12]


class TestOtherRows:
    def test_they_come_into_the_same_table(self, table):
        before = table.table
        table.put(rows("dora"))
        assert table.table is before
        assert [row[0] for row in cells(table)] == ["dora"]

    def test_with_other_columns_they_come_into_another(self, table):
        before = table.table
        table.put(pd.DataFrame({"Team": ["north"]}))
        assert table.table is not before
        assert table.box.children == (table.table,)

    def test_without_any_there_is_no_table(self, table):
        table.put(rows())
        assert table.table is None
        assert table.box.children == ()

    def test_after_none_they_come_into_the_same_table(self, table):
        before = table.table
        table.put(rows())
        table.put(rows("dora"))
        assert table.table is before

    def test_the_same_rows_are_seen_from_their_beginning_again(self, table):
        turn = table.table.turn
        table.put(rows("amy", "ben", "cara"))
        assert table.table.turn != turn

    def test_no_more_come_than_a_browser_can_draw(self, table):
        table.put(pd.DataFrame({"Name": ["amy"] * (MOST_ROWS + 1)}))
        assert len(cells(table)) == MOST_ROWS


class TestChoosing:
    def test_what_somebody_chooses_is_told(self, table, told):
        table.table.selected_rows = [1, 2]
        assert told == [[1, 2]]

    def test_it_is_told_after_the_rows_were_exchanged_too(self, table, told):
        table.put(rows("dora", "eli"))
        table.table.selected_rows = [1]
        assert told == [[1]]

    def test_nothing_is_chosen_of_other_rows(self, table, told):
        table.table.selected_rows = [1]
        table.put(rows("dora", "eli"))
        assert table.table.selected_rows == []
        assert told == [[1]]

    def test_what_the_program_chooses_is_not_told(self, table, told):
        table.put(rows("dora", "eli"), chosen=[1])
        table.choose([0])
        assert table.table.selected_rows == [0]
        assert told == []
