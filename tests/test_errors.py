"""Problems are told with their place, and all of them."""

from chs_audit.errors import InputError, Problem


def test_a_problem_names_file_sheet_column_and_rows():
    told = str(Problem("a date", "Mend it.", "a.xlsx", "staff", "started_on", (2,), "not a date"))
    assert told == (
        "a.xlsx, sheet staff, column started_on, row 2: not a date; expected a date. Mend it."
    )


def test_rows_next_to_each_other_are_joined_and_none_is_left_out():
    told = str(Problem("a date", "Mend it.", file="a.csv", rows=(9, 3, 2, 4, 2)))
    assert "rows 2-4, 9:" in told


def test_every_problem_is_listed():
    told = str(InputError([Problem("x", "Do.", file="a.csv"), Problem("y", "Do.", file="b.csv")]))
    assert told.splitlines()[0] == "2 problems to mend:"
    assert len(told.splitlines()) == 3
