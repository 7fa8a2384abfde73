import datetime as dt

import pytest

from chs_audit.controls import CONTROLS
from chs_audit.workbook import words


def test_html_in_a_record_is_shown_and_not_obeyed():
    assert words.escape('<b a="c">') == "&lt;b a=&quot;c&quot;&gt;"


def test_days_are_written_as_in_the_united_kingdom():
    assert words.uk_day(dt.date(2026, 3, 1)) == "1 March 2026"


def test_a_verdict_has_a_sign_beside_its_word():
    assert words.verdict("cannot tell") == "?\u00a0cannot tell"


def test_several_reasons_are_parted():
    assert words.in_words("after-leaving before-start") == "after leaving; before start"


def test_every_fuller_wording_belongs_to_a_reason_that_exists():
    codes = {code for one in CONTROLS for code in (*one.reasons, *one.cannot_tell)}
    assert set(words.FULLER) <= codes


@pytest.mark.parametrize(("column", "label"), [("staff_id", "Staff"), ("told_why", "Told why")])
def test_columns_are_named_in_words(column, label):
    assert words.label(column) == label


@pytest.mark.parametrize(
    ("given", "told"), [(True, "yes"), (False, "no"), (None, "none on record"), ("x", "x")]
)
def test_values_are_told_in_words(given, told):
    assert words.value("told_why", given, "Europe/London") == told


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [
        (0, 10, "0.0%"),
        (1, 10_000, "under 0.1%"),
        (9_999, 10_000, "over 99%"),
        (1, 3, "33%"),
        (0, 0, "none"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_everything(part, whole, told):
    assert words.share(part, whole) == told


def test_one_and_many():
    assert (words.many(1, "finding"), words.many(1204, "finding")) == (
        "1 finding",
        "1,204 findings",
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("in short words, however many of them there are", None),
        ("a" * 30, None),
        ("a" * 31, f"{'a' * 30}<wbr>a"),
        ("a" * 60 + " b", f"{'a' * 30}<wbr>{'a' * 30} b"),
        ("<" * 31, f"{'&lt;' * 30}<wbr>&lt;"),
    ],
)
def test_a_line_may_break_within_what_is_longer_than_any_word(text, told):
    assert words.breakable(text) == (told or text)
