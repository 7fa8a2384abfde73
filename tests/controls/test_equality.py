"""Are the promises kept alike for everybody? EQ-01, under equality and diversity."""

from __future__ import annotations

from math import comb

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chs_audit.controls.equality import NOT_RECORDED, OTHERS, comparisons, holm


def people(**groups: int) -> pd.DataFrame:
    """So many people of each ethnicity; nothing else is on record about them."""
    names = [name for name, count in groups.items() for _ in range(count)]
    frame = pd.DataFrame({"person_id": range(len(names)), "ethnicity": names})
    return frame.assign(sex="x", disability="x", religion="x", age="x")


def about(frame: pd.DataFrame, **broken: int) -> pd.DataFrame:
    """For so many people of each ethnicity the promise was broken."""
    place = frame.groupby("ethnicity").cumcount()
    limit = frame["ethnicity"].map(broken).fillna(0)
    return pd.DataFrame(
        {"about": "NK-01", "person_id": frame["person_id"], "broken": place < limit}
    )


def compared(smallest: int = 10, broken: dict[str, int] | None = None, **groups: int):
    frame = people(**groups)
    return comparisons(about(frame, **(broken or {})), frame, smallest)


def test_two_groups_are_compared_once():
    assert list(compared(lark=20, owl=15).group) == ["owl"]


def test_three_groups_are_each_compared_with_the_rest():
    rows = compared(broken={"lark": 3}, lark=20, owl=15, wren=10)
    assert list(rows.group) == ["lark", "owl", "wren"]
    lark = rows.iloc[0]
    counts = (lark.people, lark.people_broken, lark.others, lark.others_broken)
    assert counts == (20, 3, 25, 0)


def test_a_group_of_exactly_the_smallest_size_is_shown():
    assert compared(lark=20, owl=10).people.tolist() == [10]


def test_groups_too_small_are_merged():
    assert set(compared(lark=20, owl=9, wren=9).group) == {OTHERS}


def test_what_is_still_too_small_hides_the_whole_comparison():
    rows = compared(broken={"owl": 9}, lark=20, owl=9)
    assert rows.group.tolist() == ["(hidden)"]
    assert rows.people.tolist() == [0]
    assert rows.adjusted.isna().all()


def test_one_group_alone_is_compared_with_nobody():
    assert compared(lark=20).empty


def test_people_of_unknown_group_are_a_group():
    assert NOT_RECORDED in set(compared(**{"lark": 20, NOT_RECORDED: 12, "owl": 10}).group)


def test_a_clear_difference_is_found():
    rows = compared(broken={"owl": 10}, lark=100, owl=20)
    assert rows.adjusted.iloc[0] < 0.05


def test_the_same_share_is_no_difference():
    rows = compared(broken={"owl": 2, "lark": 10}, lark=100, owl=20)
    assert rows.adjusted.iloc[0] == pytest.approx(1.0)


@given(st.integers(10, 14), st.integers(10, 14), st.data())
def test_the_test_is_fishers(inside, outside, data):
    """Two-sided: the chances of all tables no likelier than this one, counted by hand."""
    bad, others_bad = data.draw(st.integers(0, inside)), data.draw(st.integers(0, outside))
    rows = compared(broken={"a": others_bad, "b": bad}, a=outside, b=inside)
    first = rows.iloc[0]
    size, hits, rest = int(first.people), int(first.people_broken), int(first.others)
    total_bad = bad + others_bad
    chance = {
        k: comb(size, k) * comb(rest, total_bad - k) / comb(size + rest, total_bad)
        for k in range(max(0, total_bad - rest), min(size, total_bad) + 1)
    }
    expected = sum(p for p in chance.values() if p <= chance[hits] * (1 + 1e-9))
    assert first.adjusted == pytest.approx(min(expected, 1.0))


def test_holm_as_worked_by_hand():
    # 4 x 0.005, 3 x 0.011, 2 x 0.02, then 0.04 held up by the one before.
    assert list(holm([0.02, 0.005, 0.04, 0.011])) == pytest.approx([0.04, 0.02, 0.04, 0.033])


def test_holm_never_passes_one_and_leaves_blanks_blank():
    adjusted = holm([0.9, None, 0.8])
    assert adjusted[0] == adjusted[2] == 1.0
    assert pd.isna(adjusted[1])
