"""How closely hidden cells can be worked out: checked by trying every filling there is."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chs_audit.privacy.ranges import DoesNotAddUpError, Link, Ranges
from tests.privacy.tables import table

HIDE = "c"


def lines(inner: list[list[int]], hidden: set[tuple[int, int]], round_to: int = 1) -> str:
    """A table of these cells with all totals, some inner cells hidden, rounded."""
    full = [[*row, sum(row)] for row in inner]
    full.append([sum(column) for column in zip(*full, strict=True)])
    text = ["|".join(["", *(f"c{i}" for i in range(len(inner[0]))), "Total"])]
    for number, row in enumerate(full):
        label = "Total" if number == len(inner) else f"r{number}"
        shown = [str(round_to * round(cell / round_to)) for cell in row]
        for column in range(len(row)):
            if (number, column) in hidden:
                shown[column] = HIDE
        text.append("|".join([label, *shown]))
    return "\n".join(text)


def every_filling(read, most: int):
    """All whole-numbered inner cells that fit what the table shows."""
    height, width = len(read.rows) - 1, len(read.columns) - 1
    spots = list(itertools.product(range(height), range(width)))
    choices = []
    for spot in spots:
        low, high = read.bounds(spot)
        # Bounded by its line's total, if not by itself.
        choices.append(range(int(low), int(min(high, most)) + 1))
    for values in itertools.product(*choices):
        cells = dict(zip(spots, values, strict=True))
        if all(
            read.bounds(total)[0]
            <= sum(cells_of(cells, total, height, width))
            <= read.bounds(total)[1]
            for total in totals(height, width)
        ):
            yield cells


def totals(height: int, width: int):
    yield from ((height, column) for column in range(width))
    yield from ((row, width) for row in range(height))
    yield height, width


def cells_of(cells, total, height, width):
    row, column = total
    rows = range(height) if row == height else [row]
    columns = range(width) if column == width else [column]
    return [cells[spot] for spot in itertools.product(rows, columns)]


def grids(height: int, width: int, most: int):
    row = st.lists(st.integers(0, most), min_size=width, max_size=width)
    return st.lists(row, min_size=height, max_size=height)


spots_of = {
    (height, width): st.sets(
        st.sampled_from(list(itertools.product(range(height), range(width)))),
        min_size=1,
        max_size=4,
    )
    for height, width in ((2, 1), (1, 2), (2, 2), (2, 3), (3, 3))
}


def assert_exact(read, most: int):
    ranges = Ranges([read])
    fillings = list(every_filling(read, most))
    for spot in read.hidden:
        values = [filling[spot] for filling in fillings]
        assert ranges.range((0, spot)) == pytest.approx((min(values), max(values)))


@settings(max_examples=40, deadline=None)
@given(grids(2, 3, 2), spots_of[2, 3])
def test_exact_tables_give_the_very_ranges_of_all_fillings(inner, hidden):
    assert_exact(table(lines(inner, hidden)), most=sum(map(sum, inner)))


@settings(max_examples=25, deadline=None)
@given(grids(1, 2, 12), spots_of[1, 2])
def test_rounded_tables_give_the_very_ranges_of_all_fillings(inner, hidden):
    read = table(lines(inner, hidden, round_to=5), rounding=5)
    assert_exact(read, most=sum(map(sum, inner)) + 8)


@settings(max_examples=40, deadline=None)
@given(grids(2, 1, 5), grids(2, 1, 3), spots_of[2, 1], spots_of[2, 1])
def test_two_nested_tables_never_give_a_narrower_range_than_all_fillings(
    short, rest, hidden_long, hidden_short
):
    long = [[a + b for a, b in zip(*rows, strict=True)] for rows in zip(short, rest, strict=True)]
    tables = [table(lines(long, hidden_long)), table(lines(short, hidden_short))]
    links = [
        Link((0, spot), (1, spot), equal=False) for spot in (*tables[0].counts, *tables[0].hidden)
    ]
    most = sum(map(sum, long))
    pairs = [
        (more, less)
        for more in every_filling(tables[0], most)
        for less in every_filling(tables[1], most)
        if all(more[spot] >= less[spot] for spot in more)
    ]
    ranges = Ranges(tables, links)
    for place, read in enumerate(tables):
        for spot in read.hidden:
            values = [pair[place][spot] for pair in pairs]
            least, most_found = ranges.range((place, spot))
            assert least <= min(values) + 1e-6
            assert most_found >= max(values) - 1e-6


@settings(max_examples=40, deadline=None)
@given(grids(3, 3, 15), spots_of[3, 3], st.integers(1, 12))
def test_the_short_way_finds_what_asking_each_cell_finds(inner, hidden, width):
    read = table(lines(inner, hidden))
    cells = [(0, spot) for spot in read.hidden]
    one_by_one = Ranges([read])
    slow = []
    for cell in cells:
        least, most = one_by_one.range(cell)
        if most - least < width - 1e-6:
            slow.append(cell)
    assert Ranges([read]).narrow(cells, width) == slow


def test_one_hidden_cell_is_its_total_less_the_rest():
    read = table("Area|Families\nNorth|12\nSouth|c\nTotal|19")
    assert Ranges([read]).range((0, (1, 0))) == (7, 7)


@pytest.mark.parametrize(("total", "narrow"), [(21, True), (22, False)])
def test_range_of_just_the_threshold_is_not_narrow(total, narrow):
    read = table(f"Area|Families\nNorth|12\nSouth|c\nEast|c\nTotal|{total}")
    assert bool(Ranges([read]).narrow([(0, (1, 0))], 10)) is narrow


def test_without_totals_nothing_is_known():
    read = table("Area|Families\nNorth|12\nSouth|c")
    assert Ranges([read]).range((0, (1, 0))) == (0, float("inf"))
    assert Ranges([read]).narrow([(0, (1, 0))], 10**6) == []


def test_hidden_totals_bound_nothing():
    read = table("Area|Families\nNorth|12\nSouth|c\nTotal|c")
    assert Ranges([read]).range((0, (1, 0)))[1] == float("inf")
    assert Ranges([read]).range((0, (2, 0))) == (12, float("inf"))


def test_totals_that_are_not_sums_are_told():
    read = table("Area|Families\nNorth|12\nSouth|c\nTotal|11")
    with pytest.raises(DoesNotAddUpError):
        Ranges([read])


def test_a_table_of_nothing_has_ranges_of_nothing():
    assert Ranges([table("")]).narrow([], 10) == []
