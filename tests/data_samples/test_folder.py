"""The audit folder on disk: its forms, its mess, and what the export of Microsoft 365 holds."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pyarrow.parquet as pq
import pytest

from chs_audit import settings
from chs_audit.records import BY_NAME
from data_samples import AnswerKey, Charity, build, is_made, make
from data_samples.days import AS_AT, DEFAULT_FROM
from data_samples.write import NAME, WORKBOOK, london
from data_samples.write_log import ELSEWHERE, REPEATED_IN_CSV, REPEATED_IN_EXPORT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("sample")
    make(place)
    return place


@pytest.fixture(scope="module")
def charity() -> Charity:
    return build(1)


def _rows(path: Path, encoding: str = "utf-8", separator: str = ",") -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


def test_settings_name_the_charity_and_the_period(folder: Path) -> None:
    read = settings.load(folder)
    assert read.charity.name == NAME
    assert (read.audit.from_, read.audit.to, read.audit.as_at) == (DEFAULT_FROM, AS_AT, AS_AT)
    assert [source.kind for source in read.source] == ["microsoft-365"]


def test_settings_hold_the_choices_of_the_trustees(folder: Path) -> None:
    read = settings.load(folder)
    roles = {row["role"] for row in build(1).tables["staff"]}
    assert roles - {role.lower() for role in read.need_to_know.sections} == {"driver"}
    assert read.records_kept.remote_kinds == ("employee",)
    assert "protection" in read.disclosure.sections_by_purpose


def test_every_table_has_its_file(folder: Path) -> None:
    files = {path.name for path in (folder / "records").iterdir()}
    tables = {f"{name}.csv" for name in BY_NAME if name not in (*WORKBOOK, "access_log")}
    logs = {"access_log-2023.csv", "access_log-2024.parquet", "purview-2026.csv"}
    logs.add("access_log-overrides.csv")
    assert files == tables | logs | {"meetings.xlsx"}


def test_a_folder_knows_who_made_it(folder: Path, tmp_path: Path) -> None:
    assert is_made(folder, 1)
    assert not is_made(folder, 2)
    assert not is_made(tmp_path, 1)


def test_key_on_disk_is_the_key_that_is_returned(folder: Path, tmp_path: Path) -> None:
    key = make(tmp_path)
    assert isinstance(key, AnswerKey)
    rows = _rows(folder / "answer-key.csv")
    assert [row["key"] for row in rows] == [row.key for row in key.rows]
    assert list(rows[0]) == ["control", "key", "reason", "kind", "happened_on", "note", "only_from"]


def test_same_seed_writes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    make(tmp_path)
    for path in sorted((folder / "records").iterdir()):
        assert path.read_bytes() == (tmp_path / "records" / path.name).read_bytes(), path.name


def test_encodings_and_separators(folder: Path, charity: Charity) -> None:
    records = folder / "records"
    assert (records / "staff.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert (records / "consents.csv").read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff")
    for name, encoding, separator in (
        ("staff", "utf-8-sig", ","),
        ("consents", "utf-16", ","),
        ("families", "utf-8", ";"),
    ):
        rows = _rows(records / f"{name}.csv", encoding, separator)
        assert len(rows) == len(charity.tables[name])


def test_days_are_british_in_some_files_and_iso_in_others(folder: Path) -> None:
    records = folder / "records"
    british = _rows(records / "staff.csv", "utf-8-sig")[0]["started_on"]
    assert dt.datetime.strptime(british, "%d/%m/%Y").replace(tzinfo=dt.UTC)
    assert dt.date.fromisoformat(_rows(records / "service_users.csv")[0]["first_contact_on"])


def test_workbook_has_real_dates(folder: Path, charity: Charity) -> None:
    book = openpyxl.load_workbook(folder / "records" / "meetings.xlsx")
    assert tuple(book.sheetnames) == WORKBOOK
    header, *rows = book["meetings"].iter_rows(values_only=True)
    starts = [row[header.index("starts_at")] for row in rows]
    expected = [row["starts_at"] and london(row["starts_at"]) for row in charity.tables["meetings"]]
    assert starts == expected


def test_log_is_in_four_files_with_some_rows_twice(folder: Path, charity: Charity) -> None:
    records = folder / "records"
    first = [row["event_id"] for row in _rows(records / "access_log-2023.csv")]
    second = pq.read_table(records / "access_log-2024.parquet").column("event_id").to_pylist()
    third = [row["RecordId"] for row in _export(records)]
    overrides = {row["event_id"] for row in _rows(records / "access_log-overrides.csv")}
    events = {row["event_id"] for row in charity.tables["access_log"]}
    assert len(first) - len(set(first)) == REPEATED_IN_CSV
    assert len(third) - len(set(third)) == REPEATED_IN_EXPORT
    assert len(set(third) - events) == ELSEWHERE
    assert set(first) | set(second) | overrides | (set(third) & events) == events


def _export(records: Path) -> list[dict[str, str]]:
    return _rows(records / "purview-2026.csv")


def test_export_says_the_same_inside_and_outside(folder: Path) -> None:
    for row in _export(folder / "records"):
        inside = json.loads(row["AuditData"])
        assert (inside["Id"], inside["Operation"]) == (row["RecordId"], row["Operation"])
        assert row["CreationDate"].startswith(inside["CreationTime"])


def test_export_writes_user_names_in_any_case(folder: Path) -> None:
    users = {row["UserId"] for row in _export(folder / "records")}
    spellings = Counter(user.lower() for user in users)
    assert max(spellings.values()) == 3


def test_hour_that_the_clock_shows_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="one moment"):
        london(dt.datetime(2025, 10, 26, 0, 30, tzinfo=dt.UTC))
