"""The command line as a manager uses it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chs_audit.controls import CONTROLS
from chs_audit.records import TABLES
from tests.command_line import as_a_program, chs_audit

COMMANDS = (
    *("demo", "new", "check", "run", "import", "explain", "explained", "flags", "tensions"),
    *("fix-list", "controls", "work", "decide", "agree", "return", "withdraw", "reopen", "note"),
    *("history", "sign", "verify", "compare", "sample", "reveal", "pack", "lab", "workbook"),
    "meeting",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command):
    told = chs_audit(command, "--help")
    assert told.returncode == 0
    assert "Usage" in told.stdout


def test_new_makes_settings_and_a_template_for_every_table(tmp_path):
    told = chs_audit("new", tmp_path / "mine", "--name", "Ours")
    assert told.returncode == 0
    assert 'name = "Ours"' in (tmp_path / "mine" / "audit.toml").read_text()
    names = {path.stem for path in (tmp_path / "mine" / "templates").iterdir()}
    assert names == {table.name for table in TABLES}


def test_new_never_writes_over_what_is_there(small_folder):
    before = (small_folder / "audit.toml").read_text()
    told = chs_audit("new", small_folder)
    assert told.returncode == 1
    assert (small_folder / "audit.toml").read_text() == before


def test_the_templates_can_be_read_as_records(tmp_path):
    chs_audit("new", tmp_path / "mine")
    (tmp_path / "mine" / "templates").rename(tmp_path / "templates")
    for template in (tmp_path / "templates").iterdir():
        template.rename(tmp_path / "mine" / "records" / template.name)
    told = chs_audit("check", tmp_path / "mine")
    assert told.returncode == 0, told.stderr


def test_check_says_what_was_read_and_judges_nothing(small_folder):
    told = chs_audit("check", small_folder)
    assert told.returncode == 0
    assert "access_log.csv" in told.stdout
    assert not (small_folder / "audit.json").exists()


def test_run_shows_the_scorecard_and_where_the_papers_are(small_folder):
    told = as_a_program("run", small_folder)
    assert told.returncode == 0
    assert "Need to know" in told.stdout
    for name in ("scorecard.html", "findings.xlsx", "audit.json"):
        assert str(small_folder / name) in told.stdout
        assert (small_folder / name).is_file()


def test_the_screen_holds_no_name(small_folder):
    told = chs_audit("run", small_folder)
    assert "Thimblewick" not in told.stdout + told.stderr


def test_findings_are_no_failure_unless_asked(small_folder):
    assert chs_audit("run", small_folder).returncode == 0
    assert chs_audit("run", small_folder, "--fail-on", "broken").returncode == 1


def test_fail_on_broken_passes_where_nothing_is_broken(small_folder):
    told = chs_audit(
        "run", small_folder, "--from", "2025-03-01", "--to", "01/03/2025", "--fail-on", "broken"
    )
    assert told.returncode == 0


def test_json_on_the_screen_is_json_and_nothing_else(small_folder):
    told = chs_audit("run", small_folder, "--json", "-")
    assert json.loads(told.stdout)["charity"] == "A <b>small</b> charity"


def test_bad_input_is_told_in_full_and_ends_with_one(small_folder):
    staff = small_folder / "records" / "staff.csv"
    staff.write_text(staff.read_text().replace("2024-01-01", "31/02/2024"))
    (small_folder / "audit.json").write_text("old")
    told = as_a_program("run", small_folder)
    assert told.returncode == 1
    assert "staff.csv, column started_on, rows 2-3" in told.stderr
    assert "31/02/2024" not in told.stderr
    assert "Traceback" not in told.stderr
    assert (small_folder / "audit.json").read_text() == "old"


@pytest.mark.parametrize("arguments", [("run",), ("rum", "x"), ("run", "x", "--from", "yesterday")])
def test_wrong_usage_ends_with_two(arguments):
    assert as_a_program(*arguments).returncode == 2


def test_demo_writes_over_nothing_else(small_folder):
    told = chs_audit("demo", small_folder)
    assert told.returncode == 2
    assert not (small_folder / "answer-key.csv").exists()


def test_explain_tells_why_a_record_was_opened(small_folder):
    told = chs_audit("explain", small_folder, "--event", "E1")
    assert told.returncode == 0
    assert "The person had been on the worker's own caseload since 1 January 2025." in told.stdout
    assert "Marrowby" not in told.stdout


def test_explain_needs_to_know_whose(small_folder):
    assert chs_audit("explain", small_folder).returncode == 2


def test_explain_says_when_there_is_nothing_to_explain(small_folder):
    told = chs_audit("explain", small_folder, "--person", "P9")
    assert told.returncode == 1
    assert "check the number" in told.stderr


def test_explained_counts_what_is_explained(small_folder):
    told = chs_audit("explained", small_folder)
    assert told.returncode == 0
    assert "25.00% of 4 accesses are explained." in told.stdout
    assert "own-case" in told.stdout
    assert "volunteer" not in told.stdout  # Roles are not on record: nobody is named instead.
    assert "Marrowby" not in told.stdout


def test_explained_tells_what_other_choices_would_do(small_folder):
    told = chs_audit(
        "explained", small_folder, "--without", "own-case", "--set", "session-window-days=3"
    )
    assert "Of 4 accesses: 1 (25.00%) would become unexplained" in told.stdout
    later = chs_audit("explained", small_folder, "--set", "case_grace_days=15")
    assert "Of 4 accesses: nothing would change" in later.stdout


@pytest.mark.parametrize(
    ("choice", "code", "said"),
    [
        (("--without", "own-cases"), 1, "Did you mean `own_case`?"),
        (("--set", "case_grace_day=3"), 1, "Did you mean `case_grace_days`?"),
        (("--set", "case_grace_days=long"), 2, "session_window_days=3"),
    ],
)
def test_a_choice_that_cannot_be_made_is_told(small_folder, choice, code, said):
    told = chs_audit("explained", small_folder, *choice)
    assert told.returncode == code
    assert said in told.stderr


def test_flags_shows_each_flag_and_each_case(small_folder):
    told = chs_audit("flags", small_folder)
    assert told.returncode == 0
    assert "expectation" in told.stdout
    assert "not tested" in told.stdout
    assert "CASE-" in told.stdout
    assert "employee" in told.stdout
    assert "Thimblewick" not in told.stdout


def test_flags_shows_every_access_of_a_case(small_folder):
    id = next(word for word in chs_audit("flags", small_folder).stdout.split() if "CASE-" in word)
    told = chs_audit("flags", small_folder, "--case", id)
    assert told.returncode == 0
    assert "(E3)" in told.stdout


def test_an_unknown_case_is_told(small_folder):
    told = chs_audit("flags", small_folder, "--case", "CASE-0")
    assert told.returncode == 1
    assert "no case CASE-0" in told.stderr


def test_tensions_lists_all_of_them(small_folder):
    told = chs_audit("tensions", small_folder)
    assert all(f"T{number} " in told.stdout for number in range(1, 17))


def test_the_fix_list_says_who_can_supply_what(small_folder):
    told = chs_audit("fix-list", small_folder)
    assert "the front office" in told.stdout


def test_the_catalogue_as_json_lists_every_control():
    listed = json.loads(chs_audit("controls", "--json").stdout)
    assert [entry["id"] for entry in listed] == [one.id for one in CONTROLS]


def test_the_catalogue_on_the_screen_says_what_to_do():
    assert chs_audit("controls").stdout.count("What to do:") == len(CONTROLS)


def test_nothing_slow_is_imported_for_help():
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, chs_audit.cli; print([m for m in ('ibis', 'pandas', 'matplotlib') if m in sys.modules])",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    assert told.stdout.strip() == "[]"
