"""Real exports and real messy files: what comes of them, and that no cell is ever told.

Set CHS_AUDIT_REAL to the folder of real files to run these.
"""

import csv
import os
import shutil
from pathlib import Path

import pytest

from chs_audit.errors import InputError
from tests.sources.support import Folder

REAL = Path(os.environ.get("CHS_AUDIT_REAL", ""))
pytestmark = pytest.mark.skipif(
    not os.environ.get("CHS_AUDIT_REAL"),
    reason="CHS_AUDIT_REAL is not set to the folder of real files",
)
SOURCE = {
    "file": "*",
    "kind": "microsoft-365",
    "place_patterns": ["/personal/{person_id}/{section}/"],
}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "read", "kept", "duplicates", "set_aside"),
    [
        ("officeactivity_sharepoint_100.csv", 100, 60, 0, 40),
        ("officeactivity_signin_100.csv", 100, 36, 0, 64),
        ("otrf_AADAuditEvents.json", 4, 0, 0, 4),
        ("otrf_OfficeActivityEvents.json", 1, 0, 0, 1),
        ("panther_Microsoft365_Audit_AzureActiveDirectory.jsonl", 4, 0, 0, 4),
        ("panther_Microsoft365_Audit_Exchange.jsonl", 10, 0, 0, 10),
        ("panther_Microsoft365_Audit_SharePoint.jsonl", 5, 1, 4, 0),
        ("plaso_microsoft_audit_log.jsonl", 4, 0, 0, 4),
    ],
)
def test_every_event_of_a_real_export_is_accounted_for(
    folder: Folder, name: str, read: int, kept: int, duplicates: int, set_aside: int
) -> None:
    shutil.copy(REAL / "m365" / name, folder.records)
    (file,) = folder.read(SOURCE).files
    assert (file.rows_read, file.rows_kept) == (read, kept)
    assert (file.duplicates, file.set_aside) == (duplicates, set_aside)


def test_an_export_without_ids_is_refused(folder: Folder) -> None:
    shutil.copy(REAL / "m365" / "msticpy_demo_exchange_data.csv", folder.records)
    with pytest.raises(InputError, match="no event has an id"):
        folder.read(SOURCE)


def cells_of(path: Path) -> set[str]:
    """Cells below the header that could be told from ordinary words if a message held them."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))[1:]
    except (UnicodeDecodeError, csv.Error):
        return set()
    return {cell for row in rows for cell in row if len(cell) > 8}


@pytest.mark.parametrize("kind", ["as it is", "mapped"])
def test_messy_files_give_tables_or_problems_and_never_a_cell(tmp_path: Path, kind: str) -> None:
    messy = sorted(path for path in (REAL / "messy").rglob("*") if path.is_file())
    assert messy
    for number, path in enumerate(messy):
        (tmp_path / str(number)).mkdir()
        folder = Folder(tmp_path / str(number))
        shutil.copyfile(path, folder.records / f"staff{path.suffix}")
        sources = []
        if kind == "mapped":
            header = headers_of(path)
            if not header:
                continue
            ours = ("staff_id", "started_on", "kind", "duties", "name")
            columns = dict(zip(ours, header, strict=False))
            sources = [{"file": "*", "table": "staff", "columns": columns}]
        try:
            report = folder.read(*sources)
        except InputError as error:
            said = str(error)
            headers = " ".join(headers_of(path))
            told = {cell for cell in cells_of(path) if cell in said and cell.strip() not in headers}
            assert not told, path.name
        else:
            for file in report.files:
                assert file.rows_read == file.rows_kept + file.duplicates + file.set_aside
        folder.database.close()


def headers_of(path: Path) -> list[str]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [cell.strip() for cell in next(csv.reader(file), []) if cell.strip()]
    except (UnicodeDecodeError, csv.Error):
        return []
