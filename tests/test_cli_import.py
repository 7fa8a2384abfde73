"""`chs-audit import` as a manager uses it."""

from __future__ import annotations

from tests.command_line import chs_audit


def test_an_import_is_told_and_check_mentions_the_archive(small_folder):
    log = small_folder / "records" / "access_log.csv"
    moved = log.rename(small_folder.parent / "access_log-2025.csv")
    told = chs_audit("import", small_folder, moved)
    assert told.returncode == 0, told.stderr
    assert "4 kept" in told.stdout
    holds = "The archive holds 4 events from 1 March 2025 to 13 July 2025."
    assert holds in told.stdout
    checked = chs_audit("check", small_folder)
    assert checked.returncode == 0, checked.stderr
    assert holds in checked.stdout


def test_a_wrong_file_ends_with_exit_code_1_and_every_problem(small_folder):
    wrong = small_folder / "access_log.csv"
    wrong.write_text("event_id,occurred_at,action\nE1,soon,view\nE2,2025-03-01 10:00,peep\n")
    told = chs_audit("import", small_folder, wrong)
    assert told.returncode == 1
    assert "2 problems to mend" in told.stderr
    assert "soon" not in told.stderr
    assert "Traceback" not in told.stderr
