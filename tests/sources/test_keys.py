"""Repeats, records under one key, and references, within a file and across files."""

from tests.sources.support import Folder

LOG = "event_id,occurred_at,person_id,source\n"


def counts(report):
    return [(file.rows_read, file.rows_kept, file.duplicates) for file in report.files]


def test_an_identical_row_is_left_out_and_counted(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id,name\nS1,Ann\nS2,Bea\nS1,Ann")
    assert counts(folder.read()) == [(3, 2, 1)]
    assert folder.column("staff_id") == ["S1", "S2"]


def test_an_identical_row_in_another_file_is_left_out_there(folder: Folder) -> None:
    folder.write("staff-1.csv", "staff_id,started_on\nS1,2026-04-03")
    folder.write("staff-2.csv", "staff_id,started_on\nS1,03/04/2026\nS2,04/04/2026")
    assert counts(folder.read()) == [(1, 1, 0), (2, 1, 1)]


def test_two_records_under_one_key_in_two_files_are_a_problem(folder: Folder) -> None:
    folder.write("staff-1.csv", "staff_id,name\nS1,Ann")
    folder.write("staff-2.csv", "staff_id,name\nS1,Zebedee Quill")
    problem = folder.problem()
    assert (problem.file, problem.rows) == ("staff-2.csv", (2,))
    assert problem.was.startswith("row 2 repeats the key of row 2 of staff-1.csv")


def test_a_key_of_two_columns_may_repeat_one_of_them(folder: Folder) -> None:
    folder.write("families.csv", "family_id,person_id\nF1,P1\nF1,P2\nF2,P1")
    assert counts(folder.read()) == [(3, 3, 0)]


def test_an_event_from_two_systems_is_one_event(folder: Folder) -> None:
    folder.write("access_log-1.csv", LOG + "E1,2026-01-01 10:00,P1,crm")
    folder.write("access_log-2.csv", LOG + "E1,2026-01-01 10:00,P1,backup")
    assert counts(folder.read()) == [(1, 1, 0), (1, 0, 1)]


def test_two_events_under_one_id_are_a_problem(folder: Folder) -> None:
    folder.write("access_log.csv", LOG + "E1,2026-01-01 10:00,P1,crm\nE1,2026-01-01 10:01,P1,crm")
    assert folder.problem().rows == (3,)


def test_references_are_not_checked_against_a_table_that_is_not_there(folder: Folder) -> None:
    folder.write("training.csv", "training_id,staff_id\nT1,S1")
    assert folder.read().missing_tables.count("staff") == 1


def test_references_reach_across_files(folder: Folder) -> None:
    folder.write("staff-1.csv", "staff_id,manager_id\nS1,S2")
    folder.write("staff-2.csv", "staff_id\nS2")
    assert counts(folder.read()) == [(1, 1, 0), (1, 1, 0)]


def test_a_reference_may_be_in_either_of_two_tables(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id\nS1")
    folder.write("service_users.csv", "person_id\nP1")
    folder.write("consents.csv", "consent_id,person_id\nC1,S1\nC2,P1\nC3,X1")
    problem = folder.problem()
    assert problem.rows == (4,)
    assert problem.expected == "a person_id in service_users or staff_id in staff"


def test_the_report_names_what_is_missing(folder: Folder) -> None:
    folder.write("policies.csv", "policy_id,title\nconfidentiality,\nsafeguarding,")
    report = folder.read()
    assert "policies" not in report.missing_tables
    assert "policy_versions" in report.missing_tables
    assert report.unfilled_columns == (
        ("policies", "title"),
        ("policies", "owner_id"),
        ("policies", "next_review_on"),
    )


def test_the_report_holds_the_fingerprint_of_each_file(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id\nS1")
    frame = folder.read().frame()
    # sha256sum of the 12 bytes "staff_id\nS1\n"
    assert frame["sha256"].tolist() == [
        "50584dc232336c4f222a1af34acb8efa54c43a4d1d6a7915bb9913c1734cc474"
    ]
    assert frame["file"].tolist() == ["staff.csv"]
