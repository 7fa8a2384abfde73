"""What publications give away together."""

from __future__ import annotations

import pytest

from chs_audit.privacy.differences import narrowed, remainders
from tests.privacy.tables import published

HIDDEN = "Area|Families\nNorth|c\nSouth|c\nEast|30\nTotal|60"


def told(one, *others):
    return narrowed(one, others, set(), 10)


class TestNarrowed:
    def test_a_count_for_the_same_period_fills_a_hidden_cell(self):
        older = published("Area|Families\nSouth|24", "older.csv", on="2025-01-01")
        assert told(published(HIDDEN), older) == ["North / Families", "South / Families"]

    def test_a_cell_hidden_before_and_now_worked_out_counts(self):
        older = published(HIDDEN, "older.csv", on="2025-01-01")
        now = published("Area|Families\nSouth|24\nEast|30")
        # South is a plain count now; North is what its publication gives away.
        assert told(now, older) == ["North / Families of older.csv"]

    def test_what_was_given_away_before_is_not_told_again(self):
        oldest = published("Area|Families\nSouth|24", "a.csv", on="2025-01-01")
        older = published(HIDDEN, "b.csv", on="2025-02-01")
        now = published("Area|Families\nEast|30", "c.csv", on="2025-03-01")
        assert told(now, oldest, older) == []

    @pytest.mark.parametrize(("south", "narrow"), [(20, False), (21, True)])
    def test_a_shorter_period_bounds_from_below(self, south, narrow):
        # North and South are 30 together: South between its earlier count and 30.
        older = published(
            f"Area|Families\nSouth|{south}", "older.csv", "2025-01-01", "2024-01-01 2024-06-30"
        )
        assert bool(told(published(HIDDEN), older)) is narrow

    @pytest.mark.parametrize(("north", "narrow"), [(9, True), (10, False)])
    def test_a_longer_period_bounds_from_above(self, north, narrow):
        older = published(
            f"Area|Families\nNorth|{north}", "older.csv", "2025-01-01", "2023-01-01 2024-12-31"
        )
        assert bool(told(published(HIDDEN), older)) is narrow

    @pytest.mark.parametrize(
        "changes",
        [
            {"counts": "children"},
            {"period": "2023-01-01 2023-12-31"},
            {"period": "2023-07-01 2024-06-30"},
            {"file": "this.csv"},
        ],
    )
    def test_what_cannot_be_set_beside_it_tells_nothing(self, changes):
        given = {"file": "older.csv", "on": "2025-01-01"} | changes
        assert told(published(HIDDEN), published("Area|Families\nSouth|24", **given)) == []

    def test_figures_that_were_revised_tell_nothing(self):
        older = published("Area|Families\nSouth|24\nTotal|70", "older.csv", on="2025-01-01")
        assert told(published(HIDDEN), older) == []

    def test_labels_are_compared_without_case(self):
        older = published("area|FAMILIES\nSOUTH|24", "older.csv", on="2025-01-01")
        assert told(published(HIDDEN), older)


class TestRemainders:
    SHORT = "2024-01-01 2024-11-30"

    def told(self, long: str, short: str, rounding: int = 1, period: str = SHORT) -> list[str]:
        older = published(
            f"Area|Families\nNorth|{short}", "older.csv", "2025-01-01", period, rounding=rounding
        )
        now = published(f"Area|Families\nNorth|{long}", rounding=rounding)
        return remainders(now, [older], 10)

    @pytest.mark.parametrize(("long", "small"), [(20, False), (21, True), (29, True), (30, False)])
    def test_small_is_above_nothing_and_below_the_threshold(self, long, small):
        assert bool(self.told(str(long), "20")) is small

    def test_the_later_publication_may_be_of_the_shorter_period(self):
        longer = "2023-01-01 2024-12-31"
        assert self.told("20", "23", period=longer) == ["North / Families, set against older.csv"]

    @pytest.mark.parametrize(("long", "small"), [("25", True), ("30", False), ("20", False)])
    def test_rounded_counts_must_leave_a_small_number_for_certain(self, long, small):
        # 25 less 20 was between 23 - 22 and 27 - 18, so 1 to 9.
        assert bool(self.told(long, "20", rounding=5)) is small

    def test_one_period_twice_leaves_no_remainder(self):
        assert self.told("23", "20", period="2024-01-01 2024-12-31") == []

    def test_hidden_cells_leave_no_remainder(self):
        assert self.told("c", "20") == []
        assert self.told("23", "c") == []
