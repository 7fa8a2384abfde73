"""Which file is what: by name, by sheet, or by [[source]] in audit.toml."""

import shutil

import pytest
import xlsxwriter

from chs_audit.records import TABLES, day_column
from chs_audit.records.schema import Type
from tests.sources.support import Folder


def sheets(folder: Folder, name: str, **tables: list[list[str]]) -> None:
    with xlsxwriter.Workbook(folder.records / name) as book:
        for title, rows in tables.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)


STAFF = [["staff_id"], ["S1"]]


@pytest.mark.parametrize(
    "name",
    ["staff.csv", "Staff.CSV", "staff-2025.csv", "staff_new.txt", "staff 2.csv", "staff7.csv"],
)
def test_a_file_may_be_named_after_its_table(folder: Folder, name: str) -> None:
    folder.write(name, "staff_id\nS1")
    folder.read()
    assert folder.column("staff_id") == ["S1"]


def test_the_longest_name_counts(folder: Folder) -> None:
    folder.write("policy-versions 2025.csv", "policy_id,version\nconfidentiality,2")
    folder.read()
    assert folder.column("version", "policy_versions") == ["2"]


def test_several_files_fill_one_table(folder: Folder) -> None:
    folder.write("staff-1.csv", "staff_id\nS1")
    folder.write("staff-2.csv", "name,staff_id\nBea,S2")
    folder.read()
    assert folder.rows("SELECT staff_id, name FROM staff") == [("S1", None), ("S2", "Bea")]


def test_a_file_of_another_name_is_a_problem_with_the_nearest_name(folder: Folder) -> None:
    folder.write("staf.csv", "staff_id\nS1")
    problem = folder.problem()
    assert problem.file == "staf.csv"
    assert problem.todo.startswith("Did you mean `staff`?")


@pytest.mark.parametrize("name", ["staff.xls", "staff.ods", "photo.jpg", "staff.csv.gz"])
def test_other_kinds_of_files_are_a_problem(folder: Folder, name: str) -> None:
    folder.write(name, "x")
    assert "Save it as .xlsx or CSV" in folder.problem().todo


@pytest.mark.parametrize("name", [".hidden", "~$staff.xlsx", "Thumbs.db"])
def test_lock_files_and_hidden_files_are_passed_over(folder: Folder, name: str) -> None:
    folder.write(name, "x")
    assert folder.read().files == ()


def test_a_folder_without_records_is_a_problem(folder: Folder) -> None:
    shutil.rmtree(folder.records)
    assert folder.problem().expected == "a folder records with your files of records"


def test_sheets_are_named_after_tables(folder: Folder) -> None:
    sheets(folder, "all.xlsx", Staff=STAFF, **{"Policy Versions": [["policy_id", "version"]]})
    assert [(file.sheet, file.table, file.rows_read) for file in folder.read().files] == [
        ("Policy Versions", "policy_versions", 0),
        ("Staff", "staff", 1),
    ]


def test_a_workbook_named_after_a_table_may_have_one_sheet_of_any_name(folder: Folder) -> None:
    sheets(folder, "staff 2025.xlsx", Sheet1=STAFF)
    folder.read()
    assert folder.column("staff_id") == ["S1"]


def test_an_unknown_sheet_with_cells_is_a_problem(folder: Folder) -> None:
    sheets(folder, "all.xlsx", staff=STAFF, stafff=STAFF, Sheet3=[])
    problem = folder.problem()
    assert (problem.file, problem.sheet) == ("all.xlsx", "stafff")


def test_a_source_names_the_columns_of_a_file(folder: Folder) -> None:
    folder.write("team.csv", "Number,Full Name,Shoe size,role\n1,Ann,5,cook")
    columns = {"staff_id": "number", "name": "Full name"}
    folder.read({"file": "team*.csv", "table": "staff", "columns": columns})
    assert folder.rows("SELECT staff_id, name, role FROM staff") == [("1", "Ann", "cook")]


def test_a_source_gives_a_value_to_every_row(folder: Folder) -> None:
    folder.write("team.csv", "staff_id\n1\n2")
    folder.read({"file": "team.csv", "table": "staff", "values": {"kind": "Volunteer"}})
    assert folder.column("kind") == ["volunteer", "volunteer"]


def test_a_wrong_value_is_a_problem_of_the_settings(folder: Folder) -> None:
    folder.write("team.csv", "staff_id\n1\n2")
    problem = folder.problem({"file": "team.csv", "table": "staff", "values": {"kind": "boss"}})
    assert (problem.file, problem.rows) == ("audit.toml", ())


def test_one_file_may_give_two_tables(folder: Folder) -> None:
    folder.write("log.csv", "id,who,whom,when\n1,S1,P1,2026-01-01 10:00")
    shared = {"staff_id": "who", "person_id": "whom"}
    report = folder.read(
        {"file": "log.csv", "table": "caseload", "columns": {"case_id": "id", **shared}},
        {
            "file": "log.csv",
            "table": "access_log",
            "columns": {"event_id": "id", "occurred_at": "when", **shared},
        },
    )
    assert [file.table for file in report.files] == ["caseload", "access_log"]
    assert folder.column("case_id", "caseload") == folder.column("event_id", "access_log") == ["1"]


def test_a_source_names_the_sheet(folder: Folder) -> None:
    sheets(folder, "crm.xlsx", People=[["Number"], ["7"]], Notes=[["Zebedee Quill"]])
    folder.read(
        {"file": "crm.xlsx", "sheet": "people", "table": "staff", "columns": {"staff_id": "Number"}}
    )
    assert folder.column("staff_id") == ["7"]


def test_a_header_that_the_settings_name_must_be_there(folder: Folder) -> None:
    folder.write("team.csv", "Number,Nmae\n1,Ann")
    columns = {"staff_id": "Number", "name": "Name"}
    problem = folder.problem({"file": "team.csv", "table": "staff", "columns": columns})
    assert (problem.column, problem.todo) == ("Name", "Did you mean `Nmae`?")


def test_a_source_without_a_file_is_a_problem(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id\n1")
    problem = folder.problem({"file": "stuff.csv", "table": "staff"})
    assert (problem.file, problem.todo) == ("audit.toml", "Did you mean `staff.csv`?")


def test_unknown_names_in_a_source_are_problems_with_the_nearest(folder: Folder) -> None:
    folder.write("a.csv", "x\n1")
    folder.write("b.csv", "x\n1")
    problems = folder.problems(
        {"file": "a.csv", "table": "staf"},
        {"file": "b.csv", "table": "staff", "columns": {"staff_id": "x", "nam": "x"}},
    )
    assert [problem.todo for problem in problems] == [
        "Did you mean `staff`?",
        "Did you mean `name`?",
    ]


def test_rows_with_a_certain_blank_are_set_aside_and_counted(folder: Folder) -> None:
    folder.write("visits.csv", "session_id,staff_id,person_id\n1,S1,P1\n2,,P2\n3,S1,P3")
    (file,) = folder.read(
        {"file": "visits.csv", "table": "sessions", "skip_blank": "staff_id"}
    ).files
    assert (file.rows_read, file.rows_kept, file.set_aside) == (3, 2, 1)
    assert file.set_aside_why == "staff_id is blank"


def test_every_table_is_made_with_all_its_columns_and_days(folder: Folder) -> None:
    folder.read()
    for table in TABLES:
        expected = []
        for column in table.columns:
            expected.append(column.name)
            if column.type is Type.TIME:
                expected.append(day_column(column.name))
        made = [row[0] for row in folder.rows(f"DESCRIBE {table.name}")]
        assert made == list(dict.fromkeys(expected)), table.name


def test_nothing_else_stays_in_the_database(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id\nS1")
    folder.read()
    published = {"published_cells", "published_texts"}
    tables = {row[0] for row in folder.rows("SHOW TABLES")}
    assert tables == {table.name for table in TABLES} | published


def test_progress_is_told_for_each_file(folder: Folder) -> None:
    from chs_audit.settings import Settings
    from chs_audit.sources import read

    folder.write("staff.csv", "staff_id\nS1")
    folder.write("meetings.csv", "meeting_id\nM1")
    told: list[tuple[str, int, int]] = []
    read(folder.path, Settings(), folder.database, lambda *what: told.append(what))
    assert told == [
        ("Reading meetings.csv", 0, 2),
        ("Reading staff.csv", 1, 2),
        ("Comparing files", 2, 2),
    ]
