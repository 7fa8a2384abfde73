"""The first screen: opening a folder, making one, and what is missing."""

from __future__ import annotations

import pytest

from chs_audit.figures import promises_readable
from chs_audit.figures.readiness import EVERY, NONE, SOME
from chs_audit.papers.fix_list import fix_list
from chs_audit.workbook import StartHere, readiness, session
from chs_audit.workbook.words import breakable
from tests.workbook import small


@pytest.fixture
def start(audit, monkeypatch):
    monkeypatch.setattr(session, "run_audit", lambda *_: audit)
    start = StartHere()
    start.open.click()
    return start


def test_every_file_is_told_with_what_became_of_its_rows(start):
    assert "access_log.csv" in start.imported.value
    assert "with 18 rows: 18 kept, 0 repeats left out, 0 set aside." in start.imported.value


def test_everything_that_is_missing_is_listed(start, audit):
    missing = fix_list(audit)
    assert f"{len(missing)} things to supply" in start.missing.value
    assert all(breakable(what) in start.missing.value for what in missing["missing"])


def test_a_whole_promise_without_records_counts_all_its_rows(start):
    assert '<td style="text-align:left">all</td>' in start.missing.value


def test_every_promise_is_counted_once(audit):
    frame = promises_readable(audit)
    assert frame["promises"].sum() == len(audit.scorecard)
    assert (frame[[EVERY, SOME, NONE]].sum(axis=1) == frame["promises"]).all()
    assert frame[NONE].sum() == (audit.scorecard["not_tested"] != "").sum()


def test_the_other_pages_are_named_by_what_they_answer(start):
    files = [file for file, _, _ in readiness.pages()]
    assert "02_annual_audit.ipynb" in files
    assert "01_start_here.ipynb" not in files
    assert "can this audit be signed?" in start.next.value


def test_a_file_whose_name_may_tell_of_somebody_is_not_named(tmp_path):
    folder = small.write(tmp_path / "audit", access_log="")
    log = folder / "records" / "access_log Pip One.csv"
    log.write_text(
        "event_id,occurred_at,staff_id,person_id,action\ne1,2025-02-10 10:00,amy,p1,view\n"
    )
    audit = session.run_audit(str(folder), None, None, lambda *_: None)
    html = readiness.imported(audit)
    assert "Pip" not in html
    assert "called by a number here" in html


def test_an_empty_folder_is_made_and_chosen(tmp_path):
    start = StartHere()
    start.new_folder.value, start.charity_name.value = str(tmp_path / "ours"), "Larks"
    start.make.click()
    assert "templates" in start.told.value
    assert "Larks" in (tmp_path / "ours" / "audit.toml").read_text(encoding="utf-8")
    assert start.folder.value == str(tmp_path / "ours")


@pytest.mark.parametrize("button", ["make", "make_sample"])
def test_what_is_there_already_is_not_touched(tmp_path, button):
    (tmp_path / "mine.txt").write_text("mine")
    start = StartHere()
    before = start.folder.value
    start.new_folder.value = str(tmp_path)
    getattr(start, button).click()
    assert "Nothing was made." in start.told.value
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert start.folder.value == before


def test_without_a_name_it_says_what_to_type():
    start = StartHere()
    start.make.click()
    assert "Type where it shall be" in start.told.value


def test_a_folder_that_cannot_be_used_shows_why_and_nothing_of_the_one_before(start, monkeypatch):
    trouble = session.Trouble("These records cannot be audited yet.", ("Mend row 3.",))
    monkeypatch.setattr(session, "run_audit", lambda *_: trouble)
    start.open.click()
    assert "Mend row 3." in start.status.value
    assert start._shown.layout.display == "none"
    assert "Mend row 3." in start.page_missing().html


def test_hostile_text_is_escaped(hostile_audit):
    html = readiness.imported(hostile_audit) + readiness.missing(hostile_audit)
    assert "<img src=x" not in html


def test_every_control_has_a_label():
    start = StartHere()
    names = ("folder", "open", "new_folder", "charity_name", "make", "make_sample")
    assert all(getattr(start, name).description for name in names)


def test_the_chart_says_the_finding_and_has_an_alternative_text(start, audit):
    picture = readiness.picture(audit)
    assert picture.title in start.heading.value
    assert "Stacked bars by area of policy" in start.chart.value
