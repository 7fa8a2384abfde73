"""Published files and where in them somebody is named."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from chs_audit.privacy.text_checks import COLUMNS, text_checks
from tests.privacy.people import POSY, service_users, staff


def check(texts=(), register=(), people=(POSY,), colleagues=()):
    frame = pd.DataFrame(texts, columns=["file", "place", "text", "readable"])
    columns = ["publication_id", "file", "published_on"]
    rows = pd.DataFrame(list(register), columns=columns, dtype="object")
    found = text_checks(frame, rows, service_users(*people), staff(*colleagues))
    assert list(found.columns) == list(COLUMNS)
    return {row["file"]: row for row in found.to_dict("records")}


DAY = dt.date(2025, 3, 1)


def test_kinds_and_places_are_told_and_never_the_identifier():
    texts = [
        ("a.pdf", "page 1", "Posy Thimblewick came.", True),
        ("a.pdf", "page 3", "P. Thimblewick, born 3 April 2015, and again P. Thimblewick", True),
    ]
    row = check(texts)["a.pdf"]
    assert row["where_found"] == "3 names (page 1, page 3); 1 date of birth (page 3)"
    assert row["mentions"] == 4


def test_many_places_are_counted():
    texts = [("a.txt", f"line {number}", "P0007", True) for number in range(1, 6)]
    assert check(texts)["a.txt"]["where_found"] == (
        "5 numbers (line 1, line 2, line 3 and 2 more places)"
    )


def test_a_name_that_runs_over_is_where_it_begins():
    texts = [("a.pdf", "page 1", "we met Posy", True), ("a.pdf", "page 2", "Thimblewick", True)]
    assert check(texts)["a.pdf"]["where_found"] == "1 name (page 1)"
    texts = [("a.txt", "line 1", "Posy Thimble-", True), ("a.txt", "line 2", "wick", True)]
    assert check(texts)["a.txt"]["mentions"] == 1


def test_files_do_not_run_into_each_other():
    assert (
        check([("a.txt", "line 1", "Posy", True), ("b.txt", "line 1", "Thimblewick", True)])[
            "a.txt"
        ]["mentions"]
        == 0
    )


def test_the_name_of_the_file_counts():
    row = check([("stories/posy-thimblewick.docx", "paragraph 1", "A story", True)])
    assert row["stories/posy-thimblewick.docx"]["where_found"] == "1 name (name of the file)"


def test_register_and_folder_are_set_beside_each_other():
    found = check(
        [("A.txt", "line 1", "x", True), ("b.pdf", "", "", False)],
        [
            ("B1", "a.TXT ", DAY),
            ("B2", "gone.txt", DAY),
            ("B3", None, None),
            ("B4", "gone.txt", None),
        ],
    )
    assert {file: bool(row["here"]) for file, row in found.items()} == {
        "A.txt": True,
        "b.pdf": True,
        "gone.txt": False,
        "B3 (no file named)": False,
    }
    assert found["A.txt"]["published_on"] == DAY
    assert found["b.pdf"]["published_on"] is None
    assert not found["b.pdf"]["readable"]


def test_one_page_that_cannot_be_read_is_enough():
    texts = [("a.pdf", "page 1", "x", True), ("a.pdf", "page 2", "", False)]
    assert not check(texts)["a.pdf"]["readable"]


def test_nothing_gives_nothing():
    assert check() == {}
