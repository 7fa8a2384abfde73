"""How dates and times are read: one form for each column of a file, and the charity's clock."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from tests.sources.support import Folder

DAY = dt.date
MOMENT = dt.datetime


def staff(folder: Folder, *dates: str) -> None:
    rows = "\n".join(f"S{number},{date}" for number, date in enumerate(dates))
    folder.write("staff.csv", f"staff_id,started_on\n{rows}")


def meetings(folder: Folder, *times: str) -> None:
    rows = "\n".join(f"M{number},{time}" for number, time in enumerate(times))
    folder.write("meetings.csv", f"meeting_id,starts_at\n{rows}")


def starts(folder: Folder, *times: str) -> list[object]:
    meetings(folder, *times)
    folder.read()
    return folder.column("starts_at", "meetings")


def test_a_slashed_date_has_the_day_first(folder: Folder) -> None:
    staff(folder, "03/04/2026")
    folder.read()
    assert folder.column("started_on") == [DAY(2026, 4, 3)]


def test_a_slashed_date_needs_no_leading_noughts(folder: Folder) -> None:
    staff(folder, "3/4/2026")
    folder.read()
    assert folder.column("started_on") == [DAY(2026, 4, 3)]


def test_midnight_on_a_date_is_how_excel_writes_dates(folder: Folder) -> None:
    staff(folder, "2026-04-03 00:00:00")
    folder.read()
    assert folder.column("started_on") == [DAY(2026, 4, 3)]


def test_two_forms_in_one_column_list_the_fewer(folder: Folder) -> None:
    staff(folder, "2026-04-03", "03/04/2026", "2026-04-05")
    problem = folder.problem()
    assert (problem.column, problem.rows) == ("started_on", (3,))
    assert "two ways" in problem.was


def test_two_columns_may_each_have_their_form(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id,started_on,left_on\nS1,2026-04-03,05/04/2026")
    folder.read()
    assert folder.rows("SELECT started_on, left_on FROM staff") == [
        (DAY(2026, 4, 3), DAY(2026, 4, 5))
    ]


def test_two_files_may_each_have_their_form(folder: Folder) -> None:
    folder.write("staff-1.csv", "staff_id,started_on\nS1,2026-04-03")
    folder.write("staff-2.csv", "staff_id,started_on\nS2,03/04/2026")
    folder.read()
    assert folder.column("started_on") == [DAY(2026, 4, 3)] * 2


def test_one_month_first_date_makes_the_column_untrustworthy(folder: Folder) -> None:
    staff(folder, "03/04/2026", "04/13/2026", "05/04/2026")
    problem = folder.problem()
    assert problem.rows == (3,)
    assert "no cell of this column can be trusted" in problem.was


@pytest.mark.parametrize(
    ("written", "was"),
    [
        ("31/02/2026", "a day or time that does not exist"),
        ("2026-02-30", "a day or time that does not exist"),
        ("03/04/26", "a year of two digits"),
        ("1026-04-03", "a year before 1900 or after 2100"),
        ("03/04/2206", "a year before 1900 or after 2100"),
        ("46000", "Excel date serials (days counted from 1900)"),
        ("46000.5", "Excel date serials (days counted from 1900)"),
        ("2026-04-03 25:15", "a day or time that does not exist"),
        ("3 April 2026", "not a date"),
    ],
)
def test_a_cell_that_is_no_date(folder: Folder, written: str, was: str) -> None:
    staff(folder, written)
    problem = folder.problem()
    assert (problem.rows, problem.was) == ((2,), was)
    assert written not in str(problem)


@pytest.mark.parametrize(
    "written",
    [
        "2026-04-03T00:00:00",
        "2026-04-03 23:59",
        "03/04/2026 23:59:59",
        # 23:30 in UTC is half past midnight in London's summer time.
        "2026-04-02T23:30:00Z",
        "2026-04-02 23:30:00.788000+00:00",
    ],
)
def test_of_a_moment_the_day_in_the_charitys_zone_is_taken(folder: Folder, written: str) -> None:
    staff(folder, written)
    folder.read()
    assert folder.column("started_on") == [DAY(2026, 4, 3)]


@pytest.mark.parametrize(
    ("written", "was"),
    [
        ("2026-04-03", "a date without a time"),
        ("03/04/2026", "a date without a time"),
        ("2026-04-03 25:00", "a day or time that does not exist"),
        ("04/13/2026 10:00", None),
        ("03/04/26 10:00", "a year of two digits"),
        ("46000.5", "Excel date serials (days counted from 1900)"),
        ("2026-04-03 9 am", "not a date and time"),
    ],
)
def test_a_cell_that_is_no_time(folder: Folder, written: str, was: str | None) -> None:
    meetings(folder, written)
    problem = folder.problem()
    assert problem.rows == (2,)
    assert problem.was == was or (was is None and "month-first" in problem.was)


@pytest.mark.parametrize(
    "written",
    [
        "2026-07-01 10:15",
        "2026-07-01T10:15:00",
        "2026-07-01 10:15:00.000",
        "01/07/2026 10:15",
        "1/7/2026 10:15:00",
        "2026-07-01T09:15:00Z",
        "2026-07-01T11:15:00+02:00",
        "2026-07-01 11:15+0200",
        "2026-07-01T09:15:00.0000000Z",
    ],
)
def test_these_are_the_same_moment(folder: Folder, written: str) -> None:
    assert starts(folder, written) == [MOMENT(2026, 7, 1, 9, 15)]


def test_fractions_of_a_second_are_kept(folder: Folder) -> None:
    assert starts(folder, "2026-01-01 10:15:00.25") == [MOMENT(2026, 1, 1, 10, 15, 0, 250_000)]


def test_another_charity_has_another_clock(folder: Folder) -> None:
    meetings(folder, "2026-07-01 10:15")
    folder.read(charity={"timezone": "America/New_York"})
    assert folder.column("starts_at", "meetings") == [MOMENT(2026, 7, 1, 14, 15)]


def test_the_clock_of_the_machine_does_not_matter(folder: Folder) -> None:
    folder.database.execute("SET TimeZone = 'Asia/Tokyo'")
    assert (
        starts(folder, "2026-07-01 10:15", "2026-07-01T09:15:00Z")
        == [MOMENT(2026, 7, 1, 9, 15)] * 2
    )


def test_a_time_that_did_not_exist_is_a_problem(folder: Folder) -> None:
    meetings(folder, "2026-03-29 00:59", "2026-03-29 01:30", "2026-03-29 02:00")
    problem = folder.problem()
    assert (problem.column, problem.rows) == ("starts_at", (3,))
    assert "did not exist" in problem.was


@pytest.mark.parametrize(
    ("zone", "written", "utc"),
    [
        ("Europe/London", "2026-10-25 01:30", MOMENT(2026, 10, 25, 0, 30)),
        ("America/New_York", "2026-11-01 01:30", MOMENT(2026, 11, 1, 5, 30)),
        ("Australia/Lord_Howe", "2026-04-05 01:45", MOMENT(2026, 4, 4, 14, 45)),
    ],
)
def test_a_time_that_occurs_twice_is_the_earlier(
    folder: Folder, zone: str, written: str, utc: dt.datetime
) -> None:
    meetings(folder, written)
    folder.read(charity={"timezone": zone})
    assert folder.column("starts_at", "meetings") == [utc]


def test_the_hours_around_the_clock_change_are_read_as_they_are(folder: Folder) -> None:
    assert starts(folder, "2026-10-25 00:59", "2026-10-25 02:00") == [
        MOMENT(2026, 10, 24, 23, 59),
        MOMENT(2026, 10, 25, 2, 0),
    ]


def test_a_time_has_its_day_on_the_charitys_calendar(folder: Folder) -> None:
    folder.write("visitor_forms.csv", "form_id,visitor_id,signed_at\nV1,X1,2026-06-30T23:30:00Z")
    folder.read()
    assert folder.rows("SELECT signed_at, signed_on FROM visitor_forms") == [
        (MOMENT(2026, 6, 30, 23, 30), DAY(2026, 7, 1))
    ]


# Also the days that read as another valid date when day and month change places.
ANY_DAYS = st.lists(st.dates(DAY(1900, 1, 1), DAY(2100, 12, 31)), min_size=1, max_size=30)


@hypothesis_settings(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=ANY_DAYS)
def test_dates_mean_the_same_however_they_are_written(folder: Folder, days: list[dt.date]) -> None:
    for written in ([f"{day:%d/%m/%Y}" for day in days], [day.isoformat() for day in days]):
        staff(folder, *written)
        folder.read()
        assert folder.column("started_on") == days
