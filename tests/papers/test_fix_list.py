"""What is missing, said so that somebody can supply it: worked out, and every row of it."""

from __future__ import annotations

import openpyxl
import pandas as pd
import pytest

from chs_audit import open_audit
from chs_audit.controls import CONTROLS
from chs_audit.papers.findings_book import write_findings
from chs_audit.papers.fix_list import NOBODY_CAN_SUPPLY, fix_list
from chs_audit.papers.scorecard import scorecard_html
from chs_audit.papers.screen import fix_table
from chs_audit.records import BY_NAME

# Two weeks of a log, of which one day is missing on which there is usually something.
_DAYS = [f"2025-03-{day:02d}" for day in range(3, 29) if day != 12]
LOG = "event_id,occurred_at,staff_id,person_id,source\n" + "".join(
    f"E{day}-{number},{day} 10:0{number},S1,P1,microsoft-365\n"
    for day in _DAYS
    for number in range(5)
)
UNKNOWN = "U1,2025-03-20 10:00,S9,P1,microsoft-365\nU2,2025-03-21 10:00,S9,P1,microsoft-365\n"


@pytest.fixture
def audit(small_folder):
    records = small_folder / "records"
    (records / "access_log.csv").write_text(LOG + UNKNOWN)
    staff = "staff_id,name,kind,started_on\nS1,Posy Thimblewick,volunteer,2024-01-01\nS2,,,\n"
    (records / "staff.csv").write_text(staff)
    return open_audit(small_folder).run()


def found(audit, part: str) -> tuple[str, int | None, str]:
    """What the one line that says so blocks, in how many rows, and who can mend it."""
    frame = fix_list(audit)
    ((_, blocks, rows, who),) = frame[frame["missing"].str.contains(part, regex=False)].to_numpy()
    return blocks, None if pd.isna(rows) else rows, who


def test_rows_that_cannot_be_judged_are_told_by_what_they_lack(audit):
    blocks, rows, who = found(audit, "the log does not say by whom, or names nobody we know.")
    assert (blocks, rows, who) == ("NK-01, NK-03", 2, BY_NAME["access_log"].kept_by)


def test_what_another_table_lacks_its_keeper_can_supply(small_folder):
    records = small_folder / "records"
    (records / "staff.csv").write_text("staff_id,kind\nS1,volunteer\nS2,employee\n")
    (records / "caseload.csv").write_text("case_id,staff_id,person_id,from_on\nC1,S1,P1,\n")
    audit = open_audit(small_folder).run()
    assert found(audit, "whose first day")[1:] == (3, BY_NAME["staff"].kept_by)
    assert found(audit, "no first day on record")[1:] == (1, BY_NAME["caseload"].kept_by)


def test_days_without_a_log_keep_all_that_reads_the_log_from_judging(audit):
    blocks, rows, who = found(audit, "(microsoft-365)")
    assert blocks.split(", ") == [one.id for one in CONTROLS if "accesses" in one.asks_for]
    assert (rows, who) == (1, BY_NAME["access_log"].kept_by)


def test_a_source_that_soon_deletes_its_log_is_told(audit):
    # 180 days after 28 March.
    since = "ends on 28 March 2025, and since 24 September 2025 its source deletes what came after."
    assert found(audit, since)[0] == "NK-07"


def test_a_table_that_nobody_supplied_leaves_promises_untested(audit):
    blocks, rows, who = found(audit, "no records of consents, ")
    assert "TP-01" in blocks.split(", ")
    assert "NK-01" not in blocks.split(", "), "only where 4.2 stands it reads them"
    assert (rows, who) == (None, BY_NAME["consents"].kept_by)


def test_a_column_that_nobody_fills_is_told(audit):
    assert found(audit, "Nobody fills the column place of ")[2] == BY_NAME["access_log"].kept_by


def test_a_setting_that_nobody_made_is_for_the_trustees(small_folder):
    log = "event_id,occurred_at,staff_id,person_id,section\nE1,2025-03-01 10:00,S1,P1,notes\n"
    (small_folder / "records" / "access_log.csv").write_text(log)
    audit = open_audit(small_folder).run()
    assert found(audit, "need_to_know.sections")[2] == "the trustees, by a decision"


def test_every_line_is_a_sentence_with_somebody_to_ask_and_nothing_of_anybody(audit):
    frame = fix_list(audit)
    assert frame["missing"].str.fullmatch(r"[A-Z].*\.").all()
    assert not frame["missing"].str.contains(r"[{}]|S1|P1|Thimblewick").any()
    assert (frame["who_can_supply"] != "").all()


def test_what_only_time_can_supply_is_not_listed(audit):
    assert set(NOBODY_CAN_SUPPLY) <= {code for one in CONTROLS for code in one.cannot_tell}


def test_every_line_is_on_the_screen_in_the_workbook_and_on_the_scorecard(audit, tmp_path):
    missing = list(fix_list(audit)["missing"])
    assert len(missing) > 30
    assert list(fix_table(audit).columns[0].cells) == missing
    write_findings(audit, tmp_path / "findings.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "findings.xlsx")["Fix list"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == missing
    page = scorecard_html(audit)
    assert all(f'<th scope="row">{one}</th>' in page for one in missing)
