"""Which texts name somebody on record."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chs_audit.privacy.finding_people import NEAR
from chs_audit.privacy.folding import fold
from chs_audit.privacy.identifiers import name_of
from tests.privacy.people import kinds, mentions

ROSE = "P0008 | Rose Hill | 2014-05-01 | ZZ9 9ZZ"


@pytest.mark.parametrize(
    "text",
    [
        "Posy Thimblewick",
        "Posy Mae Thimblewick",
        "Posy M. Thimblewick",
        "Posy K Thimblewick",
        "Thimblewick, Posy",
        "THIMBLEWICK Posy",
        "P. Thimblewick",
        "P Thimblewick",
        "P.M. Thimblewick",
        "PM Thimblewick",
        "Thimblewick, P.",
        "we met Posy\nThimblewick.",
        "Posy Thimble-\nwick",
        "Posy Thimble\ufffewick",
        "Posy Thimble\u00adwick",
        "Posy\u00a0Thimblewick’s mother",
        "(Posy Thimblewick)",
        "Pósy Thimblewíck",
        "name:Posy Thimblewick,age:8",
    ],
)
def test_spellings_of_a_name(text):
    assert kinds(text) == ["name"]


@pytest.mark.parametrize(
    "text",
    [
        *("Posy", "Thimblewick", "Mae Thimblewick", "Posy Thimblewicks", "Roposy Thimblewick"),
        *("B. Thimblewick", "Posy the Thimblewick", "Posy Quillfeather", "", " ", "P. T."),
    ],
)
def test_what_is_not_her_name(text):
    assert kinds(text) == []


@pytest.mark.parametrize("text", ["Niamh O'Neil", "Niamh O’Neil", "Niamh O`Neil", "Niamh ONeil"])
def test_apostrophes_are_alike(text):
    assert kinds(text, "P0009 | Niamh O'Neil | - | -") == ["name"]


@pytest.mark.parametrize(
    "text", ["Ann-Marie Quill", "Ann–Marie Quill", "Ann Marie Quill", "Ann-\nMarie Quill"]
)
def test_dashes_are_alike(text):
    assert kinds(text, "P0009 | Ann-Marie Quill | - | -") == ["name"]


@pytest.mark.parametrize(
    ("recorded", "given", "surname"),
    [
        ("Mr Barnaby Quill", ("barnaby",), "quill"),
        ("Quill, Barnaby John", ("barnaby", "john"), "quill"),
        ("Barnaby (Barney) Quill", ("barnaby",), "quill"),
        ("Lucia de la Rue", ("lucia",), "de la rue"),
        ("Quill", (), "quill"),
    ],
)
def test_parts_of_a_recorded_name(recorded, given, surname):
    name = name_of(recorded)
    assert (name.given, name.surname) == (given, surname)


@pytest.mark.parametrize(
    "text",
    [
        *("03/04/2015", "3/4/2015", "3.4.2015", "03-04-2015", "2015-04-03", "2015/4/3"),
        *("3 April 2015", "3rd April 2015", "3rd of April 2015", "3 Apr 2015", "3 Apr. 2015"),
        *("April 3, 2015", "Apr 3rd 2015", "3-Apr-2015", "03 APRIL, 2015", "2015-04-03T00:00"),
        "born 3 April\n2015.",
    ],
)
def test_ways_to_write_a_date_of_birth(text):
    assert kinds(text) == ["date of birth"]


@pytest.mark.parametrize(
    "text",
    [
        *("04/04/2015", "4/3/2015", "2 April 2015", "3 April 2014", "April 2015", "3 April"),
        *("13/4/2015", "3/4/20151", "31/04/2015", "3/4/15", "3.4", "2015"),
    ],
)
def test_other_days_and_parts_of_days(text):
    assert kinds(text) == []


def test_two_digits_of_a_year_count_beside_a_name():
    assert kinds("Posy Thimblewick, 3/4/15") == ["name", "date of birth"]


@pytest.mark.parametrize("text", ["ZZ12 3ZZ", "zz12 3zz", "ZZ123ZZ", "ZZ12\n3ZZ", "at ZZ12 3ZZ."])
def test_postcodes(text):
    assert kinds(text) == ["postcode"]


@pytest.mark.parametrize("text", ["ZZ12", "ZZ12 3", "ZZ12 3ZY", "AZZ12 3ZZ", "ZZ12 3ZZ4"])
def test_districts_and_other_postcodes(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "found"), [("P0007", True), ("p0007:", True), ("P00071", False), ("XP0007", False)]
)
def test_numbers_of_people(text, found):
    assert bool(kinds(text)) is found


@pytest.mark.parametrize("number", ["7", "P7", "1024", "20153"])
def test_short_or_plain_numbers_need_company(number):
    person = f"{number} | Posy Thimblewick | - | -"
    assert kinds(f"{number} families came", person) == []
    assert kinds(f"{number} Posy Thimblewick", person) == ["number", "name"]


class TestNamesThatAreWords:
    def test_alone_they_name_nobody(self):
        assert kinds("We walked up Rose Hill, and R. Hill came", ROSE) == []

    @pytest.mark.parametrize("other", ["1 May 2014", "ZZ9 9ZZ", "P0008"])
    def test_beside_something_else_about_the_person_they_count(self, other):
        assert "name" in kinds(f"Rose Hill, {other}", ROSE)

    def test_beside_a_name_of_the_family_they_count(self):
        assert kinds("Rose Hill and Ptolemy Hill", ROSE, "P0010 | Ptolemy Hill | - | -") == [
            "name",
            "name",
        ]

    def test_beside_somebody_else_they_do_not(self):
        assert (
            len(kinds("Rose Hill and Posy Thimblewick", ROSE, "P1 | Posy Thimblewick | - | -")) == 1
        )

    def test_twice_the_same_is_no_company(self):
        assert kinds("Rose Hill. Rose Hill. R Hill.", ROSE) == []

    @pytest.mark.parametrize(("gap", "counts"), [(NEAR, True), (NEAR + 1, False)])
    def test_company_stands_within_two_hundred_characters(self, gap, counts):
        text = "Rose Hill" + " " + "x" * (gap - 2) + " " + "P0008"
        assert ("name" in kinds(text, ROSE)) is counts

    def test_an_initial_with_a_word_is_one_too(self):
        person = "P0011 | Ptolemy Hill | - | -"
        assert kinds("see p. Hill", person) == []
        assert kinds("Ptolemy Hill", person) == ["name"]


class TestNamesOfStaff:
    def test_staff_are_not_looked_for(self):
        assert kinds("Barnaby Quill is our director", colleagues=("Barnaby Quill",)) == []

    def test_a_name_that_staff_share_needs_company(self):
        person = "P0011 | Barnaby Quill | 2012-02-02 | -"
        assert kinds("Barnaby Quill", person, colleagues=("Barnaby Quill",)) == []
        assert kinds("B. Quill", person, colleagues=("Bella Quill",)) == []
        assert len(kinds("Barnaby Quill, 2/2/2012", person, colleagues=("Barnaby Quill",))) == 2


def test_one_mention_is_counted_once():
    assert len(mentions("Thimblewick, Posy Mae Thimblewick")) == 2
    assert len(mentions("Posy Mae Thimblewick")) == 1


def test_blanks_on_record_find_nothing():
    assert kinds("Posy Thimblewick 1900-01-01 None nan NaT", "P0012 | - | - | -") == []


WORDS = """
Posy posy Thimblewick Thimble-{line}wick P. P P0007 Rose Hill , ZZ12 3ZZ ZZ123ZZ 3 April 2015
3/4/2015 O’Neil Niamh - x ( é
"""
words = st.sampled_from([word.format(line="\n") for word in WORDS.split()])


@settings(max_examples=150, deadline=None)
@given(st.lists(words, max_size=14).map(" ".join))
def test_finds_what_plain_patterns_find(text):
    people = ("P0007 | Posy Thimblewick | 2015-04-03 | ZZ12 3ZZ", "P0009 | Niamh O'Neil | - | -")
    folded = fold(text)
    plain = [
        *(r"(?:posy|p) thimblewick", r"thimblewick,? (?:posy|p)", r"posy [a-z] thimblewick"),
        *(r"(?:niamh|n) o'?neil", r"o'?neil,? (?:niamh|n)", r"niamh [a-z] o'?neil"),
        *("p0007", r"zz12 ?3zz"),
        *(r"3[ /-]?april[ /-]?2015", r"3 ?/ ?4 ?/ ?2015", r"april 3,? 2015"),
    ]
    starts = {
        position
        for pattern in plain
        for position in range(len(folded))
        if re.compile(rf"(?<![^\W_]){pattern}(?![^\W_])").match(folded, position)
    }
    found = mentions(text, *people)
    assert {one.start for one in found} <= starts
    assert all(any(one.start <= start < one.end for one in found) for start in starts)
