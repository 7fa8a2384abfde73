"""The same records give the same tables, whatever the kind of file."""

import datetime as dt
from collections.abc import Callable

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from chs_audit.errors import Problem
from tests.sources.support import Folder

TEXT = """staff_id,name,kind,started_on,duties
S1,Zoë Ö'Brien,Employee,03/04/2024,Management; safeguarding-lead
 S2 ,"Quill, Bea",volunteer,29/02/2024,
S3,,TRUSTEE,,data-protection-lead
"""
MEETINGS = """meeting_id,title,starts_at
M1,"Two
lines",2026-07-01 10:15
M2,Tea,2026-01-01 10:15
"""
MADE = {
    "staff": [
        ("S1", "Zoë Ö'Brien", "employee", dt.date(2024, 4, 3), "management;safeguarding-lead"),
        ("S2", "Quill, Bea", "volunteer", dt.date(2024, 2, 29), None),
        ("S3", None, "trustee", None, "data-protection-lead"),
    ],
    "meetings": [
        ("M1", "Two\nlines", dt.datetime(2026, 7, 1, 9, 15)),  # noqa: DTZ001
        ("M2", "Tea", dt.datetime(2026, 1, 1, 10, 15)),  # noqa: DTZ001
    ],
}


def text_files(folder: Folder, encoding: str, change: Callable[[str], str] = lambda x: x) -> None:
    (folder.records / "staff.csv").write_bytes(change(TEXT).encode(encoding))
    (folder.records / "meetings.csv").write_bytes(change(MEETINGS).encode(encoding))


def workbook(folder: Folder) -> None:
    with xlsxwriter.Workbook(folder.records / "everything.xlsx") as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        staff = book.add_worksheet("Staff")
        header = ["staff_id", "name", "kind", "started_on", "duties"]
        staff.write_row("A3", header)
        staff.write_row("A4", ["S1", "Zoë Ö'Brien", "Employee"])
        staff.write_datetime("D4", dt.datetime(2024, 4, 3), day)  # noqa: DTZ001
        staff.write("E4", "Management; safeguarding-lead")
        staff.write_row("A5", [" S2\u00a0", "Quill, Bea", "volunteer"])
        staff.write_datetime("D5", dt.datetime(2024, 2, 29), day)  # noqa: DTZ001
        staff.write_row("A7", ["S3", "", "TRUSTEE", "", "data-protection-lead"])
        meetings = book.add_worksheet("Meetings")
        meetings.write_row("A1", ["Meeting ID", "Title", "Starts-at"])
        meetings.write_row("A2", ["M1", "Two\nlines", "2026-07-01 10:15"])
        meetings.write_row("A3", ["M2", "Tea", "2026-01-01 10:15"])
        book.add_worksheet("Sheet3")


def parquet(folder: Folder) -> None:
    moments = [dt.datetime(2026, 7, 1, 9, 15, tzinfo=dt.UTC), None]
    moments[1] = dt.datetime(2026, 1, 1, 10, 15, tzinfo=dt.UTC)
    staff = {
        "staff_id": ["S1", "S2", "S3"],
        "name": ["Zoë Ö'Brien", "Quill, Bea", None],
        "kind": ["Employee", "volunteer", "TRUSTEE"],
        "started_on": [dt.date(2024, 4, 3), dt.date(2024, 2, 29), None],
        "duties": ["Management; safeguarding-lead", None, "data-protection-lead"],
    }
    meetings = {"meeting_id": ["M1", "M2"], "title": ["Two\nlines", "Tea"], "starts_at": moments}
    pq.write_table(pa.table(staff), folder.records / "staff.parquet")
    pq.write_table(pa.table(meetings), folder.records / "meetings.parquet")


def semicolons(text: str) -> str:
    return (
        text.replace('"Quill, Bea"', "Quill@ Bea")
        .replace(",", ";")
        .replace("@", ",")
        .replace("Management; safeguarding", '"Management; safeguarding')
        .replace("safeguarding-lead\n", 'safeguarding-lead"\n')
    )


FORMATS: dict[str, Callable[[Folder], None]] = {
    "comma": lambda folder: text_files(folder, "utf-8"),
    "comma with BOM": lambda folder: text_files(folder, "utf-8-sig"),
    "Windows-1252": lambda folder: text_files(folder, "cp1252"),
    "Windows line ends": lambda folder: text_files(
        folder, "utf-8", lambda text: text.replace("2024,\n", "2024,\r\n")
    ),
    "semicolon": lambda folder: text_files(folder, "utf-8", semicolons),
    "semicolon UTF-16": lambda folder: text_files(folder, "utf-16", semicolons),
    "UTF-16 big-endian": lambda folder: text_files(
        folder, "utf-16-be", lambda text: "\ufeff" + text
    ),
    "workbook": workbook,
    "Parquet": parquet,
}


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_yields_the_same_tables(folder: Folder, format: str) -> None:
    FORMATS[format](folder)
    folder.read()
    assert (
        folder.rows("SELECT staff_id, name, kind, started_on, duties FROM staff") == MADE["staff"]
    )
    assert folder.rows("SELECT meeting_id, title, starts_at FROM meetings") == MADE["meetings"]


def test_tabs_separate_cells_too(folder: Folder) -> None:
    folder.write("staff.tsv", "staff_id\tname\nS1\tQuill, Bea")
    folder.read()
    assert folder.column("name") == ["Quill, Bea"]


def test_a_row_number_is_the_line_on_which_the_record_starts(folder: Folder) -> None:
    folder.write("staff.csv", b'\nstaff_id,name,kind\nS1,"a\nb\nc",employee\n\n,,\nS2,d,boss')
    assert folder.problem().rows == (8,)


def test_excels_own_row_numbers_are_told(folder: Folder) -> None:
    with xlsxwriter.Workbook(folder.records / "staff.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row("B4", ["staff_id", "kind"])
        sheet.write_row("B7", ["S1", "boss"])
    assert folder.problem().rows == (7,)


def test_parquet_times_without_a_zone_are_in_the_charitys(folder: Folder) -> None:
    naive = pa.array([dt.datetime(2026, 7, 1, 10, 15)])  # noqa: DTZ001
    pq.write_table(
        pa.table({"meeting_id": ["M1"], "starts_at": naive}), folder.records / "meetings.parquet"
    )
    folder.read()
    assert folder.column("starts_at", "meetings") == [dt.datetime(2026, 7, 1, 9, 15)]  # noqa: DTZ001


def test_native_numbers_and_booleans_are_taken(folder: Folder) -> None:
    table = {"consent_id": [1.0, 2.0], "person_id": [10, 11], "told_why": [True, None]}
    pq.write_table(pa.table(table), folder.records / "consents.parquet")
    folder.read()
    assert folder.rows("SELECT consent_id, person_id, told_why FROM consents") == [
        ("1", "10", True),
        ("2", "11", None),
    ]


def test_a_column_of_lists_is_a_problem(folder: Folder) -> None:
    table = {"staff_id": ["S1"], "name": [["Zebedee Quill"]]}
    pq.write_table(pa.table(table), folder.records / "staff.parquet")
    assert folder.problem().column == "name"


@pytest.mark.parametrize("written", ["yes", "Y", "TRUE", "1"])
def test_this_means_yes(folder: Folder, written: str) -> None:
    folder.write("service_users.csv", f"person_id,disability\nP1,{written}")
    folder.read()
    assert folder.column("disability", "service_users") == [True]


@pytest.mark.parametrize("written", ["no", "N", "False", "0"])
def test_this_means_no(folder: Folder, written: str) -> None:
    folder.write("service_users.csv", f"person_id,disability\nP1,{written}")
    folder.read()
    assert folder.column("disability", "service_users") == [False]


def test_white_space_alone_is_blank(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id,name\nS1,\u00a0\u00a0")
    folder.read()
    assert folder.column("name") == [None]


def test_a_damaged_workbook_is_a_problem(folder: Folder) -> None:
    folder.write("staff.xlsx", b"PK\x03\x04 Zebedee Quill")
    assert "not a workbook that can be opened" in folder.problem().was


def test_a_damaged_parquet_file_is_a_problem(folder: Folder) -> None:
    folder.write("staff.parquet", b"PAR1 Zebedee Quill")
    assert folder.problem().was == "not a Parquet file"


def test_a_workbook_named_as_text_is_told_so(folder: Folder) -> None:
    folder.write("staff.csv", b"PK\x03\x04 Zebedee Quill")
    assert folder.problem().was == "not a text file but a workbook"


def at(*parts: int) -> dt.datetime:
    """A moment without a zone."""
    return dt.datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


class TestDaysAndMomentsOfParquetFiles:
    """They are never written as text, and meet the very same tests."""

    def meetings(self, folder: Folder, *starts: object, zone: str | None = None) -> Problem:
        column = pa.array(starts, pa.timestamp("us", tz=zone))
        table = pa.table({"meeting_id": [f"M{n}" for n in range(len(starts))], "starts_at": column})
        pq.write_table(table, folder.records / "meetings.parquet")
        return folder.problem()

    def staff(self, folder: Folder, *started: dt.date) -> Problem:
        days = pa.array(started, pa.date32())
        table = pa.table({"staff_id": [f"S{n}" for n in range(len(started))], "started_on": days})
        pq.write_table(table, folder.records / "staff.parquet")
        return folder.problem()

    def test_a_day_in_a_year_that_nobody_means_is_a_problem(self, folder: Folder) -> None:
        problem = self.staff(
            folder, dt.date(1900, 1, 1), dt.date(1899, 12, 31), dt.date(2101, 1, 1)
        )
        assert (problem.column, problem.rows) == ("started_on", (3, 4))

    @pytest.mark.parametrize("zone", [None, "UTC"])
    def test_so_is_a_moment_in_one(self, folder: Folder, zone: str | None) -> None:
        problem = self.meetings(folder, at(2025, 5, 1), at(202, 5, 1), zone=zone)
        assert (problem.column, problem.rows) == ("starts_at", (3,))

    def test_a_time_that_no_clock_here_showed_is_a_problem(self, folder: Folder) -> None:
        problem = self.meetings(folder, at(2025, 3, 30, 1, 30), at(2025, 3, 30, 2))
        assert (problem.column, problem.rows) == ("starts_at", (2,))

    def test_of_two_moments_that_a_time_may_mean_it_is_the_earlier(self, folder: Folder) -> None:
        table = {"meeting_id": ["M1"], "starts_at": [at(2025, 10, 26, 1, 30)]}
        pq.write_table(pa.table(table), folder.records / "meetings.parquet")
        folder.read()
        assert folder.column("starts_at", "meetings") == [at(2025, 10, 26, 0, 30)]

    def test_a_required_one_that_is_blank_is_a_problem(self, folder: Folder) -> None:
        times = pa.array([at(2025, 5, 1), None], pa.timestamp("us", tz="UTC"))
        table = pa.table({"event_id": ["E1", "E2"], "occurred_at": times})
        pq.write_table(table, folder.records / "access_log.parquet")
        problem = folder.problem()
        assert (problem.column, problem.rows) == ("occurred_at", (3,))

    def test_a_row_with_nothing_but_a_day_is_no_blank_row(self, folder: Folder) -> None:
        days = pa.array([dt.date(2025, 5, 1), None], pa.date32())
        table = pa.table({"staff_id": pa.array([None, None], pa.string()), "started_on": days})
        pq.write_table(table, folder.records / "staff.parquet")
        problem = folder.problem()
        assert (problem.column, problem.rows) == ("staff_id", (2,))
