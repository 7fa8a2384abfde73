"""The papers written into the folder: whole, safe to open, and without names."""

from __future__ import annotations

import json
from dataclasses import replace

import openpyxl
import pytest

from chs_audit import open_audit
from chs_audit.flags import FLAGS
from chs_audit.papers import folder as papers
from chs_audit.papers.evidence import evidence_json
from chs_audit.papers.folder import write_papers
from chs_audit.papers.scorecard import by_area, scorecard_html, worst_findings
from tests.conftest import RECORDS

NAMES = [name for row in ("Thimblewick", "Quillfeather", "Marrowby") for name in [row]]


@pytest.fixture
def audit(small_audit):
    return small_audit


def test_an_area_is_as_good_as_its_worst_promise(audit):
    areas = by_area(audit.scorecard).set_index("area")
    assert areas.verdict["Need to know"] == "broken"
    assert areas.verdict["Visitors and meetings"] == "not tested"


def test_the_worst_findings_come_from_different_promises(audit):
    assert list(worst_findings(audit, 2).control) == ["NK-01", "NK-03"]


def test_the_scorecard_escapes_what_users_wrote(audit):
    page = scorecard_html(audit)
    assert "A &lt;b&gt;small&lt;/b&gt; charity" in page
    assert "<b>small" not in page


def test_the_scorecard_stands_alone(audit):
    page = scorecard_html(audit)
    assert "http" not in page
    assert "<script" not in page


def test_no_paper_holds_a_name(audit, small_folder):
    for path in write_papers(audit, small_folder):
        content = path.read_bytes().decode("utf-8", errors="ignore")
        if path.suffix == ".xlsx":
            book = openpyxl.load_workbook(path)
            content = " ".join(
                str(cell)
                for sheet in book
                for row in sheet.iter_rows(values_only=True)
                for cell in row
            )
        assert not [name for name in NAMES if name in content], path.name


def test_the_workbook_lists_every_finding_with_its_sentence(audit, small_folder):
    write_papers(audit, small_folder)
    sheet = openpyxl.load_workbook(small_folder / "findings.xlsx")["Findings"]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == list(audit.findings.id)
    assert [row[6] for row in rows] == list(audit.sentences(audit.findings))


def test_a_formula_in_a_record_stays_text(small_folder):
    log = small_folder / "records" / "access_log.csv"
    log.write_text(RECORDS["access_log.csv"].replace("E2", "=1+1"))
    audit = open_audit(small_folder).run()
    write_papers(audit, small_folder)
    sheet = openpyxl.load_workbook(small_folder / "findings.xlsx")["Findings"]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value == "=1+1"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_evidence_says_what_was_read_and_how(audit, small_folder):
    write_papers(audit, small_folder)
    evidence = json.loads((small_folder / "audit.json").read_text(encoding="utf-8"))
    assert evidence["as_at"] == "2025-12-31"
    assert len(evidence["findings"]) == len(audit.findings)
    assert {file["file"] for file in evidence["files"]} == set(RECORDS)
    assert all(len(file["sha256"]) == 64 for file in evidence["files"])


def test_no_name_of_a_file_reaches_scorecard_or_evidence(small_folder):
    """Neither that of records nor that of what was published, nor a label in its tables."""
    records, published = small_folder / "records", small_folder / "publications"
    (records / "access_log.csv").rename(records / "access_log-Marrowby.csv")
    settings = small_folder / "audit.toml"
    source = '[[source]]\nfile = "access_log-Marrowby.csv"\ntable = "access_log"\n'
    settings.write_text(settings.read_text() + source)
    published.mkdir()
    (published / "Tansy Marrowby.txt").write_text("A story of Tansy Marrowby.")
    (published / "Marrowby figures.csv").write_text("Street,Families\nMarrowby,3\nElm,40\n")
    audit = open_audit(small_folder).run()
    assert {"PU-01", "PU-02"} <= set(audit.findings.control)
    assert audit.findings.key.str.contains("Marrowby").any()
    # Even if they are the worst of all.
    only_files = replace(
        audit, answers=tuple(one for one in audit.answers if one.control.id.startswith("PU"))
    )
    for one in (audit, only_files):
        assert "Marrowby" not in scorecard_html(one)
        assert "Marrowby" not in evidence_json(one)
    assert "file 1" in scorecard_html(audit)


def test_the_workbook_lists_every_case_and_each_of_its_accesses(audit, small_folder):
    write_papers(audit, small_folder)
    book = openpyxl.load_workbook(small_folder / "findings.xlsx")
    cases = list(book["Cases"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in cases] == list(audit.cases.id)
    accesses = list(book["Accesses of cases"].iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in accesses] == list(audit.case_accesses.event_id)
    assert len(list(book["Flags"].iter_rows(min_row=2))) == len(FLAGS)


def test_the_evidence_holds_flags_and_cases_in_aggregate(audit, small_folder):
    write_papers(audit, small_folder)
    text = (small_folder / "audit.json").read_text(encoding="utf-8")
    # Neither NaN nor Infinity is JSON.
    evidence = json.loads(text, parse_constant=lambda name: pytest.fail(name))
    assert {row["flag"] for row in evidence["flags"]} == {one.code for one in FLAGS}
    assert len(evidence["cases"]) == len(audit.cases) > 0
    assert not {"staff_id", "person_id", "event_ids"} & set(evidence["cases"][0])


def test_an_error_leaves_the_old_papers_as_they_were(audit, small_folder, monkeypatch):
    write_papers(audit, small_folder)
    before = {path.name: path.read_bytes() for path in small_folder.iterdir() if path.is_file()}

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(papers, "write_findings", fail)
    with pytest.raises(OSError, match="no space"):
        write_papers(audit, small_folder)
    assert {p.name: p.read_bytes() for p in small_folder.iterdir() if p.is_file()} == before
