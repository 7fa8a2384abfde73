"""Lists to take away: safe in a spreadsheet and in a browser, written whole or not at all."""

from __future__ import annotations

import zipfile

import fastexcel
import pandas as pd
import pytest

from chs_audit.papers.take_away import TakeAway, write_take_away

HOSTILE = '=cmd|"/c calc"!A1<script>alert(1)</script>'


@pytest.fixture
def paper():
    rows = pd.DataFrame({"Visitor": ["v1", HOSTILE], "Kind": ["student", "@SUM(A1)"]})
    return TakeAway("a-list", "Who must sign", ("As at 1 May 2026.", HOSTILE), rows)


def test_a_spreadsheet_and_a_page_are_written(paper, tmp_path):
    paths = write_take_away(paper, tmp_path)
    assert [path.name for path in paths] == ["a-list.xlsx", "a-list.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a-list.html", "a-list.xlsx"]


def test_the_spreadsheet_has_every_row_and_no_formula(paper, tmp_path):
    path, _ = write_take_away(paper, tmp_path)
    frame = fastexcel.read_excel(path).load_sheet(0, dtypes="string").to_pandas()
    assert frame["Visitor"].to_list() == ["v1", HOSTILE]
    with zipfile.ZipFile(path) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_the_page_shows_text_as_text(paper, tmp_path):
    _, path = write_take_away(paper, tmp_path)
    page = path.read_text(encoding="utf-8")
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 2


def test_a_line_breaks_only_within_what_is_longer_than_any_word(tmp_path):
    rows = pd.DataFrame({"Kind": ["volunteer at the next meetings", "", "v" * 21]})
    _, path = write_take_away(TakeAway("a-list", "List", (), rows), tmp_path)
    page = path.read_text(encoding="utf-8")
    assert "<td>volunteer at the next meetings</td>" in page
    assert f'<td class="endless">{"v" * 21}</td>' in page


def test_a_new_list_takes_the_old_ones_place(paper, tmp_path):
    write_take_away(paper, tmp_path)
    write_take_away(TakeAway("a-list", "New", (), pd.DataFrame({"A": ["b"]})), tmp_path)
    assert "Who must sign" not in (tmp_path / "a-list.html").read_text(encoding="utf-8")


def test_what_fails_leaves_the_old_list_whole(paper, tmp_path, monkeypatch):
    write_take_away(paper, tmp_path)
    before = (tmp_path / "a-list.xlsx").read_bytes()

    def fail(*_):
        raise OSError("full")

    monkeypatch.setattr("chs_audit.papers.take_away._write_page", fail)
    with pytest.raises(OSError, match="full"):
        write_take_away(paper, tmp_path)
    assert (tmp_path / "a-list.xlsx").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2
