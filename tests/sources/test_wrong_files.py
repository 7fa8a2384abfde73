"""Ten wrong files: each gives one clear list of file, sheet, row and column, and never a value."""

import xlsxwriter

from chs_audit.sources.cells import LONGEST
from tests.sources.support import MARKER, Folder


def place(problem):
    return problem.file, problem.sheet, problem.column, problem.rows


def test_a_wrong_header_is_named_with_the_nearest_right_one(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,rolle\nS1,{MARKER}")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "rolle", ())
    assert "Did you mean `role`?" in problem.todo


def test_a_wrong_type_lists_its_rows(folder: Folder) -> None:
    folder.write(
        "consents.csv",
        f"""consent_id,person_id,told_why
        C1,P1,yes
        C2,P1,{MARKER}
        C3,P1,
        C4,P1,{MARKER}""",
    )
    problem = folder.problem()
    assert place(problem) == ("consents.csv", "", "told_why", (3, 5))
    assert problem.was == "not yes or no"


def test_a_word_that_is_not_in_the_list_gets_the_list(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,kind\nS1,Employee\nS2,{MARKER}")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "kind", (3,))
    assert problem.expected == "one of: employee, volunteer, trustee, student"


def test_a_bad_date_lists_its_row(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,started_on\nS1,2026-04-03\nS2,{MARKER}")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "started_on", (3,))
    assert problem.was == "not a date"


def test_a_repeated_key_names_the_row_it_repeats(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,name\nS1,Ann\nS2,Bea\nS1,{MARKER}")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "staff_id", (4,))
    assert problem.was == "row 4 repeats the key of row 2, with other content"


def test_a_dangling_reference_names_the_table_it_should_be_in(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,manager_id\nS1,\nS2,S1\nS3,{MARKER}")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "manager_id", (4,))
    assert problem.expected == "a staff_id in staff"


def test_an_empty_file_is_said_to_be_empty(folder: Folder) -> None:
    folder.write("staff.csv", b"")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "", ())
    assert problem.was == "the file is empty"


def test_a_binary_file_is_said_to_be_no_text(folder: Folder) -> None:
    folder.write("staff.csv", b"staff_id,name\nS1,\0\1" + MARKER.encode())
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "", ())
    assert problem.was == "not a text file"


def test_a_huge_cell_lists_its_row(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,name\nS1,Ann\nS2,{MARKER * LONGEST}")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "name", (3,))
    assert problem.was == "longer than 32,767 characters"


def test_two_encodings_in_one_file_list_the_lines_that_differ(folder: Folder) -> None:
    modern, older = f"S1,Zoë {MARKER}\n".encode(), f"S2,Zoë {MARKER}\n".encode("cp1252")
    folder.write("staff.csv", b"staff_id,name\n" + modern + older + modern)
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "", (3,))
    assert problem.was == "two encodings in one file"


def test_excel_date_serials_are_told_from_dates(folder: Folder) -> None:
    with xlsxwriter.Workbook(folder.records / "charity.xlsx") as book:
        sheet = book.add_worksheet("Staff")
        book.add_worksheet("Families")
        sheet.write_row(0, 0, ["staff_id", "name", "started_on"])
        sheet.write_row(1, 0, ["S1", MARKER, 46000])
        sheet.write_row(2, 0, ["S2", MARKER, 46000.5])
    problems = folder.problems()
    assert place(problems[-1]) == ("charity.xlsx", "Staff", "started_on", (2, 3))
    assert "format the column as a date and save again" in problems[-1].todo


def test_all_problems_of_all_files_come_in_one_list(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,kind,started_on\nS1,{MARKER},{MARKER}")
    folder.write("families.csv", f"family_id,person_id\nF1,\n{MARKER},")
    assert [place(problem) for problem in folder.problems()] == [
        ("families.csv", "", "person_id", (2, 3)),
        ("staff.csv", "", "kind", (2,)),
        ("staff.csv", "", "started_on", (2,)),
    ]


def test_nothing_is_half_written(folder: Folder) -> None:
    folder.write("families.csv", "family_id,person_id\nF1,P1")
    folder.write("staff.csv", "staff_id,kind\nS1,janitor")
    folder.problems()
    assert folder.rows("SHOW TABLES") == []


def test_one_fault_in_many_rows_is_one_problem(folder: Folder) -> None:
    rows = "".join(f"S{n},{MARKER}\n" for n in range(50_000))
    folder.write("staff.csv", ("staff_id,kind\n" + rows).encode())
    assert len(folder.problem().rows) == 50_000


def test_a_row_of_the_wrong_length_is_listed(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,name\nS1,Ann\nS2,{MARKER},{MARKER}\nS3\nS4,Dee,,")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "", (3, 4))
    assert problem.expected == "2 cells in each row, as in the header"


def test_a_quotation_mark_left_open_is_listed(folder: Folder) -> None:
    folder.write("staff.csv", f'staff_id,name\nS1,Ann\nS2,"{MARKER}\nS3,Dee')
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "", (3,))
    assert problem.was == "a quotation mark out of place"


def test_a_first_row_without_headers_is_not_shown(folder: Folder) -> None:
    folder.write("staff.csv", f"S1,{MARKER}\nS2,Bea")
    assert folder.problem().was == "no column of staff is in the header row"


def test_a_required_column_that_is_missing_is_named(folder: Folder) -> None:
    folder.write("families.csv", "family_id,relation\nF1,child")
    problem = folder.problem()
    assert (problem.column, problem.was) == ("person_id", "the column is missing")


def test_a_header_that_is_there_twice_is_named(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id,Name,name\nS1,a,b")
    problem = folder.problem()
    assert (problem.column, problem.was) == ("Name", "the header is there 2 times")


def test_a_cell_under_no_header_is_listed(folder: Folder) -> None:
    folder.write("staff.csv", f"staff_id,,name\nS1,,Ann\nS2,{MARKER},Bea")
    problem = folder.problem()
    assert place(problem) == ("staff.csv", "", "number 2", (3,))


def test_a_formula_that_fails_is_not_read_as_blank(folder: Folder) -> None:
    with xlsxwriter.Workbook(folder.records / "staff.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["staff_id", "name"])
        sheet.write_row(1, 0, ["S1"])
        sheet.write_formula(1, 1, "=NA()", None, "#N/A")
    problem = folder.problem()
    assert place(problem) == ("staff.xlsx", "", "name", (2,))
    assert problem.was == "a formula that gives an error"


def test_no_reference_is_called_dangling_when_its_table_could_not_be_read(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id,name\nS1,Ann\nS2,Bea,Cat")
    folder.write("training.csv", "training_id,staff_id\nT1,S2")
    assert folder.problem().file == "staff.csv"
