"""Counts of our own as they may be shown: hidden below the threshold, rounded above."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chs_audit.policy.parameters import Publications
from chs_audit.privacy.small_numbers import FEWER, HIDDEN, TOTAL, figure, protected

CHOICE = Publications(threshold=10, rounding=5)


@pytest.mark.parametrize(
    ("count", "shown"),
    [(0, 0), (1, FEWER), (9, FEWER), (10, 10), (11, 10), (12, 10), (13, 15), (17, 15), (18, 20)],
)
def test_a_count_is_hidden_below_the_threshold_and_rounded_from_it(count, shown):
    assert figure(count, CHOICE) == shown


def test_every_row_stays_and_totals_come_last():
    shown = protected(pd.DataFrame({"people": [20, 40]}, index=["a", "b"]), CHOICE)
    assert shown["people"].to_list() == [20, 40, 60]
    assert list(shown.index) == ["a", "b", TOTAL]


def test_a_hidden_cell_that_its_total_gives_away_gets_company():
    # 60 - 55 leaves 5 or so for the one that is hidden.
    shown = protected(pd.DataFrame({"people": [3, 57]}, index=["a", "b"]), CHOICE)
    assert shown["people"].to_list() == [FEWER, HIDDEN, 60]


def test_the_smallest_other_cell_is_hidden_and_never_a_zero():
    counts = pd.DataFrame({"people": [3, 57, 0, 31]}, index=list("abcd"))
    exact = Publications(threshold=10, rounding=1)
    shown = protected(counts, exact)["people"].to_list()
    assert shown == [FEWER, 57, 0, HIDDEN, 91]


def test_alone_among_zeros_its_total_is_hidden_too():
    shown = protected(pd.DataFrame({"people": [3, 0]}, index=["a", "b"]), CHOICE)
    assert shown["people"].to_list() == [FEWER, 0, FEWER]


def test_many_rounded_cells_hide_one_by_themselves():
    counts = pd.DataFrame({"people": [3] + [40] * 11})
    assert protected(counts, CHOICE)["people"].to_list()[1:12] == [40] * 11


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=5),
    st.sampled_from([(5, 1), (5, 5), (10, 1), (10, 5)]),
)
def test_no_hidden_cell_can_be_told_to_within_the_threshold(counts, choice):
    """Twin: every whole number that each cell can have, tried one by one."""
    threshold, rounding = choice
    settings = Publications(threshold=threshold, rounding=rounding)
    shown = protected(pd.DataFrame({"n": counts}), settings)["n"].to_list()
    *cells, total = shown
    half = rounding // 2

    def span(cell):
        if not isinstance(cell, int):
            return 0, 10_000
        return (cell - half, cell + half) if cell else (0, 0)

    low, high = zip(*map(span, cells), strict=True)
    least, most = span(total)
    for place, cell in enumerate(cells):
        if isinstance(cell, int):
            continue
        others_least, others_most = sum(low) - low[place], sum(high) - high[place]
        floor = max(0, least - others_most)
        ceiling = min(10_000, most - others_least)
        assert ceiling - floor >= threshold
