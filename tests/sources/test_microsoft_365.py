"""Audit log exports of Microsoft 365: who did what to whose record, and when."""

import csv
import datetime as dt
import io
import json

import pytest

from tests.sources.support import MARKER, Folder

SITE = "https://x.sharepoint.com/sites/records/Shared%20Documents"
EVENT = {
    "Id": "E1",
    "CreationTime": "2026-07-01T10:15:00",
    "Operation": "FileAccessed",
    "UserId": "Ann@example.org",
    "ObjectId": f"{SITE}/P017/plan.docx",
    "ClientIP": "10.0.0.1",
}
PATTERN = {"place_patterns": ["/sites/records/Shared Documents/{person_id}/"]}
SECTIONS = {"place_patterns": ["/Shared Documents/{person_id}/{section}/"]}


def source(**more: object) -> dict[str, object]:
    return {"file": "log*", "kind": "microsoft-365", **more}


def lines(folder: Folder, *changes: dict[str, object], name: str = "log.jsonl") -> None:
    folder.write(name, "\n".join(json.dumps({**EVENT, **change}) for change in changes))


def purview(folder: Folder, *cells: str) -> None:
    """An export with a column of JSON."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["RecordId", "CreationDate", "Operation", "UserId", "AuditData"])
    writer.writerows([["E1", "2026-07-01T10:15:00.0000000Z", "", "", cell] for cell in cells])
    folder.write("log.csv", text.getvalue().encode())


def log(folder: Folder, columns: str) -> list[tuple[object, ...]]:
    return folder.rows(f"SELECT {columns} FROM access_log")


def one(folder: Folder, column: str, change: dict[str, object], **more: object) -> object:
    """One column of the access log that a changed event gives."""
    lines(folder, change)
    folder.read(source(**(more or PATTERN)))
    ((value,),) = log(folder, column)
    return value


ROW = "event_id, occurred_at, person_id, action, place, source"
WANTED = [("E1", dt.datetime(2026, 7, 1, 10, 15), "P017", "view", "10.0.0.1", "microsoft-365")]  # noqa: DTZ001


def test_lines_of_json_are_events(folder: Folder) -> None:
    lines(folder, {})
    folder.read(source(**PATTERN))
    assert log(folder, ROW) == WANTED


def test_a_list_of_json_is_events(folder: Folder) -> None:
    folder.write("log.json", json.dumps([EVENT], indent=1))
    folder.read(source(**PATTERN))
    assert log(folder, ROW) == WANTED


def test_a_column_of_json_is_events(folder: Folder) -> None:
    purview(folder, json.dumps(EVENT))
    folder.read(source(**PATTERN))
    assert log(folder, ROW) == WANTED


def test_lines_that_hold_audit_data_are_events(folder: Folder) -> None:
    folder.write("log.json", json.dumps({"RecordId": "x", "AuditData": json.dumps(EVENT)}))
    folder.read(source(**PATTERN))
    assert log(folder, ROW) == WANTED


def test_flat_columns_are_events(folder: Folder) -> None:
    folder.write(
        "log.csv",
        f"""OfficeId,TimeGenerated,Operation,UserId,OfficeObjectId,ClientIP
        E1,2026-07-01 10:15:00,FileAccessed,ann@example.org,{SITE}/P017/plan.docx,10.0.0.1""",
    )
    folder.read(source(**PATTERN))
    assert log(folder, ROW) == WANTED


def test_field_names_may_be_in_any_case(folder: Folder) -> None:
    folder.write("log.jsonl", json.dumps({name.lower(): value for name, value in EVENT.items()}))
    folder.read(source(**PATTERN))
    assert log(folder, ROW) == WANTED


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("FileAccessed", "view"),
        ("FilePreviewed", "view"),
        ("PageViewed", "view"),
        ("MailItemsAccessed", "view"),
        ("FileModified", "edit"),
        ("FileModifiedExtended", "edit"),
        ("FileRenamed", "edit"),
        ("FileUploaded", "create"),
        ("FolderCreated", "create"),
        ("FileDownloaded", "download"),
        ("FileSyncDownloadedFull", "download"),
        ("FileDeleted", "delete"),
        ("FileRecycled", "delete"),
        ("SharingSet", "share"),
        ("AddedToSecureLink", "share"),
        ("AnonymousLinkCreated", "share"),
        ("CompanyLinkCreated", "share"),
        ("SearchQueryPerformed", "search"),
        ("FilePrinted", "print"),
        ("filePRINTED", "print"),
        ("SomethingNew", "other"),
    ],
)
def test_an_operation_is_an_action(folder: Folder, operation: str, action: str) -> None:
    assert one(folder, "action", {"Operation": operation}) == action


def test_a_user_is_found_in_the_settings_whatever_the_case(folder: Folder) -> None:
    assert one(folder, "staff_id", {}, people={"ANN@example.org": "S1"}, **PATTERN) == "S1"


def test_a_user_is_found_among_the_staff(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id,user_name\nS1,ann@EXAMPLE.org")
    assert one(folder, "staff_id", {}) == "S1"


def test_a_name_that_two_members_of_staff_share_is_nobodys(folder: Folder) -> None:
    folder.write("staff.csv", "staff_id,user_name\nS1,ann@example.org\nS2,ann@example.org")
    assert one(folder, "staff_id", {}) is None


def test_a_user_of_no_member_of_staff_is_left_blank(folder: Folder) -> None:
    assert one(folder, "staff_id", {"UserKey": "i:0h.f|membership|x@live.com"}) is None


def test_a_place_is_the_start_of_an_address(folder: Folder) -> None:
    places = {"https://X.sharepoint.com/sites/Records/Shared Documents/p017/": "P1"}
    assert one(folder, "person_id", {}, places=places) == "P1"


def test_the_longest_place_wins(folder: Folder) -> None:
    places = {f"{SITE}/P017": "long", f"{SITE}": "short"}
    assert one(folder, "person_id", {}, places=places) == "long"


def test_a_place_ends_where_a_folder_ends(folder: Folder) -> None:
    lines(folder, {})
    (file,) = folder.read(source(places={f"{SITE}/P01": "P1"})).files
    assert file.set_aside == 1


def test_places_come_before_patterns(folder: Folder) -> None:
    places = {f"{SITE}/P017": "P1"}
    assert one(folder, "person_id", {}, places=places, **PATTERN) == "P1"


def test_a_pattern_gives_person_and_section(folder: Folder) -> None:
    lines(folder, {"ObjectId": f"{SITE}/P017/Health/plan.docx"})
    folder.read(source(**SECTIONS))
    assert log(folder, "person_id, section") == [("P017", "Health")]


def test_a_file_outside_all_sections_still_belongs_to_the_person(folder: Folder) -> None:
    lines(folder, {})
    folder.read(source(**SECTIONS))
    assert log(folder, "person_id, section") == [("P017", None)]


def test_the_folder_itself_belongs_to_the_person(folder: Folder) -> None:
    assert one(folder, "person_id", {"ObjectId": f"{SITE}/P017"}) == "P017"


def test_the_site_serves_where_there_is_no_object(folder: Folder) -> None:
    places = {f"{SITE}/P017": "P1"}
    change = {"ObjectId": "", "SiteUrl": f"{SITE}/P017/"}
    assert one(folder, "person_id", change, places=places) == "P1"


def test_events_elsewhere_are_set_aside_and_counted(folder: Folder) -> None:
    mailbox = {"Id": "E3", "ObjectId": None, "MailboxOwnerUPN": "ann@example.org"}
    lines(folder, {}, {"Id": "E2", "ObjectId": "https://x.sharepoint.com/sites/news"}, mailbox)
    (file,) = folder.read(source(**PATTERN)).files
    assert (file.rows_read, file.rows_kept, file.set_aside) == (3, 1, 2)
    assert file.set_aside_why == "not in a place that audit.toml maps to a person"


def test_the_logs_times_are_utc_in_summer_too(folder: Folder) -> None:
    moment = one(folder, "occurred_at", {"CreationTime": "2026-07-01T10:15:00"})
    assert moment == dt.datetime(2026, 7, 1, 10, 15)  # noqa: DTZ001


def test_an_event_exported_twice_is_one_event(folder: Folder) -> None:
    lines(folder, {}, {"ClientIP": "10.0.0.2"})
    lines(folder, {}, name="log-2.jsonl")
    report = folder.read(source(**PATTERN))
    assert sum(file.duplicates for file in report.files) == 2
    assert len(log(folder, "event_id")) == 1


def test_audit_data_that_was_cut_short_lists_its_rows(folder: Folder) -> None:
    purview(folder, json.dumps(EVENT), json.dumps({"x": MARKER})[:-4])
    problem = folder.problem(source(**PATTERN))
    assert (problem.file, problem.column, problem.rows) == ("log.csv", "AuditData", (3,))
    assert "cut short" in problem.was


def test_audit_data_may_be_longer_than_other_cells(folder: Folder) -> None:
    purview(folder, json.dumps({"Notes": "x" * 200_000, **EVENT}))
    (file,) = folder.read(source(**PATTERN)).files
    assert file.rows_kept == 1


def test_an_event_without_an_id_lists_its_row(folder: Folder) -> None:
    lines(folder, {}, {"Id": "", "ObjectId": MARKER})
    problem = folder.problem(source(**PATTERN))
    assert (problem.column, problem.rows, problem.was) == ("Id", (2,), "blank")


def test_an_event_without_a_time_lists_its_row(folder: Folder) -> None:
    lines(folder, {}, {"Id": "E2", "CreationTime": None})
    problem = folder.problem(source(**PATTERN))
    assert (problem.column, problem.rows, problem.was) == ("CreationTime", (2,), "blank")


def test_an_export_without_ids_is_told_so(folder: Folder) -> None:
    folder.write("log.csv", f"TimeGenerated,UserId,Operation\n2026-07-01T10:15:00Z,{MARKER},x")
    problem = folder.problem(source(**PATTERN))
    assert problem.was == "no event has an id"


def test_places_must_be_set(folder: Folder) -> None:
    lines(folder, {})
    problem = folder.problem(source())
    assert problem.file == "audit.toml"
    assert "place_patterns = " in problem.todo


@pytest.mark.parametrize("pattern", ["/records/", "/{person}/", "/{person_id}/{person_id}/"])
def test_a_pattern_needs_one_person_and_no_other_names(folder: Folder, pattern: str) -> None:
    lines(folder, {})
    problem = folder.problem(source(place_patterns=[pattern]))
    assert problem.expected.startswith("{person_id} once")


def test_json_that_is_no_log_is_a_problem(folder: Folder) -> None:
    folder.write("staff.json", "[]")
    assert 'kind = "microsoft-365"' in folder.problem().todo
