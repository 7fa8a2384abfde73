"""The access log read from the archive: a view, which gives the same verdicts as the files."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from chs_audit.audit import open_audit
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.moment import Moment, Span
from chs_audit.engine import Engine, stored_columns
from chs_audit.errors import InputError
from chs_audit.records import BY_NAME
from chs_audit.settings import Settings
from chs_audit.sources import archive, read
from data_samples import make
from tests.conftest import RECORDS
from tests.sources.archives import LOG, bring_in, months, named, on_disk
from tests.sources.support import Folder

JANUARY = LOG + "E1,2026-01-05 10:00,S1,P1,view"
FEBRUARY = LOG + "E2,2026-02-05 10:00,S1,P1,view"


@pytest.fixture
def filled(folder: Folder, tmp_path: Path) -> Folder:
    """A folder with two months in its archive."""
    for name, text in (("access_log-1.csv", JANUARY), ("access_log-2.csv", FEBRUARY)):
        (tmp_path / name).write_text(text)
        bring_in(tmp_path, tmp_path / name)
    return folder


def ids(folder: Folder) -> list[object]:
    return sorted(folder.column("event_id", "access_log"))


class TestTheView:
    def test_the_log_is_a_view_of_the_archive(self, filled: Folder):
        filled.read()
        assert ids(filled) == ["E1", "E2"]
        assert filled.rows(
            "SELECT table_type FROM information_schema.tables WHERE table_name = 'access_log'"
        ) == [("VIEW",)]

    def test_it_has_the_stored_columns_and_types(self, filled: Folder):
        filled.read()
        described = filled.rows("DESCRIBE access_log")
        assert {row[0]: row[1] for row in described} == stored_columns(BY_NAME["access_log"])

    def test_parts_that_the_list_does_not_name_are_not_seen(self, filled: Folder):
        (part, _) = sorted(named(filled.path))
        source = filled.path / "archive" / part
        source.with_name("000099.parquet").write_bytes(source.read_bytes())
        assert len(on_disk(filled.path)) == 3
        filled.read()
        assert ids(filled) == ["E1", "E2"]

    def test_events_in_records_are_joined_each_once(self, filled: Folder):
        more = LOG + "E2,2026-02-05 10:00,S1,P1,view\nE3,2026-03-05 10:00,S1,P1,view"
        filled.write("access_log.csv", more)
        report = filled.read()
        assert ids(filled) == ["E1", "E2", "E3"]
        lines = [(one.file, one.rows_read, one.rows_kept, one.duplicates) for one in report.files]
        assert lines == [("access_log.csv", 2, 1, 1), ("archive", 2, 2, 0)]

    def test_an_event_in_records_that_the_archive_has_differently_is_a_problem(
        self, filled: Folder
    ):
        filled.write("access_log.csv", LOG + "E2,2026-02-05 10:00,S1,P1,delete")
        assert filled.problem().was == "the id of an event in the archive, with other content"

    def test_the_archive_is_a_line_of_the_report(self, filled: Folder):
        report = filled.read()
        assert [(one.file, one.table, one.rows_kept) for one in report.files] == [
            ("archive", "access_log", 2)
        ]
        assert report.archived.first_on == dt.date(2026, 1, 5)
        assert report.archived.last_on == dt.date(2026, 2, 5)
        assert report.archived.gaps == ((dt.date(2026, 1, 6), dt.date(2026, 2, 4)),)
        assert "access_log" not in report.missing_tables
        assert ("access_log", "section") in report.unfilled_columns
        assert ("access_log", "action") not in report.unfilled_columns

    def test_a_column_that_only_records_fill_is_filled(self, filled: Folder):
        filled.write("access_log.csv", "event_id,occurred_at,section\nE3,2026-03-05 10:00,health")
        assert ("access_log", "section") not in filled.read().unfilled_columns

    def test_an_empty_archive_is_a_missing_table(self, folder: Folder):
        archive.write_months(folder.path, folder.database, archive.parts.select([]))
        assert "access_log" in folder.read().missing_tables
        assert ids(folder) == []

    def test_a_database_that_has_the_log_as_a_table_gets_the_view(self, folder: Folder, tmp_path):
        folder.write("access_log.csv", JANUARY)
        folder.read()
        bring_in(folder.path, folder.records / "access_log.csv")
        (folder.records / "access_log.csv").unlink()
        folder.read()
        folder.read()
        assert ids(folder) == ["E1"]

    def test_settings_about_an_imported_file_need_no_file_in_records(self, folder, tmp_path):
        source = {"file": "crm-*.csv", "table": "access_log"}
        (tmp_path / "crm-1.csv").write_text(JANUARY)
        assert folder.problem(source).was == "no file has such a name"
        bring_in(folder.path, tmp_path / "crm-1.csv", source=[source])
        folder.read(source)
        assert ids(folder) == ["E1"]

    @pytest.mark.parametrize("name", ["Audit [2026]", "what?", "all*", "O'Hara & Söhne"])
    def test_any_name_of_a_folder_will_do(self, tmp_path, name):
        place = tmp_path / name
        (place / "records").mkdir(parents=True)
        (place / "access_log.csv").write_text(JANUARY)
        bring_in(place, place / "access_log.csv")
        with duckdb.connect() as database:
            read(place, Settings(), database)
            assert database.execute("SELECT event_id FROM access_log").fetchall() == [("E1",)]


class TestWriteMonths:
    def test_events_without_a_time_are_kept_apart(self, folder: Folder):
        columns = stored_columns(BY_NAME["access_log"])
        nothing = ", ".join(f'CAST(NULL AS {type}) AS "{name}"' for name, type in columns.items())
        rows = f"SELECT * REPLACE ('E' || range AS event_id) FROM (SELECT {nothing}), range(2)"
        rows = f"SELECT * EXCLUDE range FROM ({rows})"
        timed = (
            f"SELECT * REPLACE (TIMESTAMP '2026-01-01 10:00' AS occurred_at, "
            f"DATE '2026-01-01' AS occurred_on, 'T' || event_id AS event_id) FROM ({rows})"
        )
        archive.write_months(folder.path, folder.database, f"{rows} UNION ALL {timed}")
        assert months(folder.path) == {"2026-01": 2, "unknown": 2}
        folder.read()
        assert ids(folder) == ["E0", "E1", "TE0", "TE1"]

    def test_a_part_is_sorted_by_time(self, folder: Folder):
        folder.write("access_log.csv", LOG + "A,2026-01-09 10:00,,,view\nB,2026-01-05 10:00,,,view")
        folder.read()
        archive.write_months(folder.path, folder.database, "FROM access_log")
        (part,) = named(folder.path)
        assert pq.read_table(folder.path / "archive" / part)["event_id"].to_pylist() == ["B", "A"]

    def test_an_archive_is_not_written_over(self, filled: Folder):
        with pytest.raises(InputError, match="without an archive"):
            archive.write_months(filled.path, filled.database, archive.parts.select([]))
        assert months(filled.path) == {"2026-01": 1, "2026-02": 1}


def damage(part: Path) -> None:
    """Spoil all the events of a part; what it says of itself stays."""
    content = bytearray(part.read_bytes())
    footer = int.from_bytes(content[-8:-4], "little") + 8
    content[4:-footer] = b"\xaa" * (len(content) - footer - 4)
    part.write_bytes(content)


def accesses(folder: Path, first: dt.date, last: dt.date) -> int:
    """How many accesses an audit of these days would judge."""
    engine = Engine()
    settings = Settings()
    read(folder, settings, engine.database)
    inputs = Inputs(engine, settings, Span(first, last), Moment(last, "Europe/London"))
    return len(engine.frame(inputs.get("accesses")))


def test_months_outside_the_period_are_not_read(filled: Folder):
    (january, _) = sorted(named(filled.path))
    damage(filled.path / "archive" / january)
    assert accesses(filled.path, dt.date(2026, 2, 1), dt.date(2026, 2, 28)) == 1
    with pytest.raises(Exception, match=r"(?i)protocol|invalid|corrupt"):
        accesses(filled.path, dt.date(2026, 1, 1), dt.date(2026, 1, 31))


def same(one, other):
    """Whether two audits come to the same, down to the sentences."""
    assert one.scorecard.equals(other.scorecard)
    assert one.findings.equals(other.findings)
    assert one.sentences(one.findings).equals(other.sentences(other.findings))


def test_an_audit_over_another_period_reads_the_archive_too(small_folder: Path):
    before = open_audit(small_folder).run()
    log = small_folder / "records" / "access_log.csv"
    bring_in(small_folder, log)
    log.unlink()
    assert RECORDS["access_log.csv"].count("\n") - 1 == sum(months(small_folder).values())
    after = open_audit(small_folder).run()
    same(before, after)
    summer = dt.date(2025, 7, 1), dt.date(2025, 12, 31)
    same(before.over(*summer), after.over(*summer))


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample charity's audit folder."""
    folder = tmp_path_factory.mktemp("sample") / "charity"
    make(folder, 1)
    return folder


def by_month(path: Path, column: str, place: Path) -> list[Path]:
    """A file's lines as one file for each month; months of UTC, as if exported so."""
    if path.suffix == ".parquet":
        table = pq.read_table(path).to_pandas()
        paths = []
        for month, rows in table.groupby(table[column].dt.strftime("%Y-%m")):
            paths.append(place / f"{path.stem}-{month}.parquet")
            rows.to_parquet(paths[-1])
        return paths
    with path.open(encoding="utf-8", newline="") as file:
        header, *lines = csv.reader(file)
    grouped = defaultdict(list)
    for line in lines:
        grouped[line[header.index(column)][:7]].append(line)
    for month, mine in grouped.items():
        with (place / f"{path.stem}-{month}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *mine])
    return [place / f"{path.stem}-{month}.csv" for month in sorted(grouped)]


def test_the_sample_imported_month_by_month_gets_the_same_verdicts(sample: Path, tmp_path: Path):
    folder = open_audit(sample)
    before = folder.run()
    settings = folder.settings.model_dump(by_alias=True, exclude_unset=True)
    for log in (sample / "records").glob("access_log*"):
        bring_in(sample, *by_month(log, "occurred_at", tmp_path), **settings)
        log.unlink()
    export = sample / "records" / "purview-2026.csv"
    for month in by_month(export, "CreationDate", tmp_path):
        bring_in(sample, month, **settings)
    export.unlink()
    assert len(months(sample)) == 36
    after = folder.run()
    assert after.import_report.unfilled_columns == before.import_report.unfilled_columns
    same(before, after)
