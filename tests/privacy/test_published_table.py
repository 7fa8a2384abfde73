"""Reading a sheet as a table of counts."""

from __future__ import annotations

import pytest

from chs_audit.privacy.one_table import looks_like_a_table
from chs_audit.privacy.published_table import read_table
from tests.privacy.tables import cells, table


def one_cell(text: str, header: str = "Families", label: str = "North"):
    return table(f"Area|{header}\n{label}|{text}\nSouth|2000")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("12", 12),
        ("0", 0),
        ("1,204", 1204),
        ("1 204", 1204),
        ("1\u2009204", 1204),
        ("12.0", 12),
        ("12 (3%)", 12),
        ("12 [r]", 12),
        ("12*", 12),
    ],
)
def test_whole_numbers_are_counts(text, count):
    assert one_cell(text).counts[0, 0] == count


@pytest.mark.parametrize("text", ["12.5", "12%", "-3", "1,20", "twelve", "n/a", "2024-03", "=1+1"])
def test_anything_else_is_no_count(text):
    read = one_cell(text)
    assert (0, 0) not in read.counts
    assert (0, 0) not in read.hidden


@pytest.mark.parametrize(
    "text",
    [
        *("*", "**", "c", "C", "[c]", "x", "[x]", "-", "–", "--", "..", "…", "...", "suppressed"),
        *("Suppressed", "<10", "< 10", "fewer than 10", "Less than 5", "under 10"),
    ],
)
def test_marks_of_hidden_cells(text):
    assert one_cell(text).hidden == ((0, 0),)


def test_blank_is_no_cell():
    read = table("Area|2023|2024\nNorth||12\nSouth|15|18")
    assert (0, 0) not in {*read.counts, *read.hidden}


def test_titles_above_and_notes_below_are_no_part_of_it():
    read = table("Families we supported\nAs at March\nArea|Families\nNorth|12\nc means hidden")
    assert read.rows == ("North", "c means hidden")
    assert read.counts == {(0, 0): 12}
    assert read.hidden == ()


def test_first_column_is_labels_even_of_numbers():
    assert table("Ward|Families\n7|12\n8|15").counts == {(0, 0): 12, (1, 0): 15}


def test_years_in_the_header_are_no_counts():
    assert set(table("Area|2023|2024\nNorth|12|15").counts.values()) == {12, 15}


@pytest.mark.parametrize(
    "label", ["Total", "TOTAL", "Grand total", "All", "All areas", "Overall", "sum"]
)
def test_totals_by_their_label(label):
    assert table(f"Area|Families\nNorth|12\n{label}|12").total_rows == (1,)
    assert table(f"Area|Families|{label}\nNorth|12|12").total_columns == (1,)


@pytest.mark.parametrize("label", ["Subtotal", "Allotments", "Summer", "Overalls"])
def test_labels_that_only_begin_alike_are_no_totals(label):
    assert table(f"Area|Families\nNorth|12\n{label}|12").total_rows == ()


def test_total_sums_all_other_cells_of_its_line():
    read = table("Area|Boys|Girls|Total\nNorth|12|c|30\nSouth|c|15|27\nTotal|24|33|57")
    assert ((2, 0), [(0, 0), (1, 0)]) in read.sums()
    assert ((0, 2), [(0, 0), (0, 1)]) in read.sums()
    assert ((2, 2), [(0, 2), (1, 2)]) in read.sums()
    assert len(read.sums()) == 6


@pytest.mark.parametrize("label", ["%", "Per cent", "Percentage", "Rate", "Average age", "mean"])
def test_columns_of_rates_are_left_out(label):
    assert one_cell("12", header=label).counts == {}


def test_columns_of_mostly_decimals_are_left_out():
    read = table("Area|Families|Change\nNorth|12|0.5\nSouth|15|1\nEast|20|1.5")
    assert set(read.counts.values()) == {12, 15, 20}


def test_rows_of_rates_are_left_out():
    read = table("|2023|2024\nFamilies|12|15\nHappy, %|98|97")
    assert set(read.counts.values()) == {12, 15}


FIVE = "Area|Families\nNorth|15\nSouth|20\nEast|35\nWest|40"


@pytest.mark.parametrize(
    ("text", "rounding", "rounded_to"),
    [
        # Of exact tables of five cells, one in 3,125 holds multiples of five alone.
        (f"{FIVE}\nHill|10", 5, 5),
        (FIVE, 5, 1),
        (f"{FIVE}\nHill|11", 5, 1),
        (f"{FIVE}\nHill|10", 1, 1),
        # Nought and totals are multiples if the rest are, and say nothing more.
        (f"{FIVE}\nHill|0", 5, 1),
        (f"{FIVE}\nTotal|110", 5, 1),
        # A total that is not their sum was rounded by itself.
        (f"{FIVE}\nTotal|115", 5, 5),
        (f"{FIVE}\nHill|c\nTotal|125", 5, 1),
        # It takes three cells where one in ten is a multiple.
        ("Area|Families\nNorth|20\nSouth|30\nEast|60", 10, 10),
        ("Area|Families\nNorth|20\nSouth|30", 10, 1),
    ],
)
def test_rounded_only_if_enough_cells_say_so(text, rounding, rounded_to):
    assert read_table(cells(text), rounding).rounded_to == rounded_to


@pytest.mark.parametrize(
    "text",
    [
        FIVE,
        "Families by area\n\nArea|Families\nNorth|12\n\nTotal|12\n\nc means hidden",
        "Area|2023|2024\nNorth|12|15",
        "Children|1|2|3\nNorth|12|15|10",
        "Area|Manager|Families\nNorth|A. Body|12\nSouth|N. O. Body|15",
        "Area|Families|Change, %\nNorth|12|0.5\nSouth|c|-",
        "Area|Families\nHappy, %|98.5\nNorth|12",
        "Area|Families\nNorth|2000\nSouth|12",
        "Area|Says\nNorth|yes\nSouth|no",
    ],
)
def test_what_is_one_table(text):
    assert read_table(cells(text), 5).is_one


@pytest.mark.parametrize(
    "text",
    [
        # One below the other, by words or by years.
        "Area|Families\nNorth|12\n\nNeed|Children\nHousing|15",
        "Area|2023|2024\nNorth|12|15\n\nNeed|2023|2024\nHousing|15|18",
        "Published|in June\n\nArea|Families\nNorth|12",
        # Side by side.
        "Area|Families||Need|Families\nNorth|12||Housing|15\nSouth|18||Money|21",
        "Area|Families|Need|Families\nNorth|12|Housing|15\nSouth|18|Money|21",
        # No header: what stands in the first row would be no count.
        "North|7\nSouth|12",
    ],
)
def test_what_is_more_than_one_table_or_has_no_header(text):
    assert not read_table(cells(text), 5).is_one


@pytest.mark.parametrize(
    ("text", "guessed"),
    [
        ("Area Families\nNorth 12\nSouth 15\nRose Hill c", True),
        ("Area | New | Known\n| North | 12 | 3 |\n| South | 15 | 4 |\n| East | 9 | 1 |", True),
        ("North\n12\nSouth\n15\nEast\n7", True),
        ("North 12\nSouth 15\n\nA good year", False),
        ("We supported 142 families\nand 91% would come again\nWe thank all 14 helpers", False),
        ("It began in 2023\nit ended in 2024\nwe met in 2025", False),
        ("Page\n3", False),
    ],
)
def test_a_table_in_running_text_is_guessed(text, guessed):
    assert looks_like_a_table(text) is guessed


@pytest.mark.parametrize(
    ("count", "rounding", "bounds"),
    [(20, 5, (18, 22)), (0, 5, (0, 2)), (20, 10, (15, 25)), (20, 1, (20, 20))],
)
def test_bounds_of_a_count(count, rounding, bounds):
    assert table(f"Area|Families\nNorth|{count}", rounding).bounds((0, 0)) == bounds


@pytest.mark.parametrize("text", ["", "one cell only", "a\nb\nc", "a|b", "|x", "%|%\n%|%"])
def test_sheets_without_a_table_have_no_counts(text):
    assert not table(text).has_counts


def test_labels_are_safe_to_show():
    long = "North\x07 \x1b[31m" + "x" * 200
    label = table(f"Area|Families\n{long}|12").label((0, 0))
    assert label.isprintable()
    assert len(label) < 80


def test_labels_that_come_twice_are_not_set_beside_others():
    assert table("Area|Families\nNorth|12\nNorth|15\nSouth|20").by_label == {
        ("south", "families"): (2, 0)
    }
