"""What the Spark engine is handed, what it does with it, and how it fails."""

from __future__ import annotations

import datetime as dt
import json
import urllib.request
from pathlib import Path

import pandas as pd
import pytest

from chs_audit import open_audit
from chs_audit.engine import Engine
from chs_audit.errors import InputError
from chs_audit.spark_engine import SparkEngine
from tests.command_line import chs_audit
from tests.spark.cluster import HOST, WORKERS, Cluster, free_port
from tests.support import fill as fill_records

ROWS = """
    (1, TIMESTAMP '2025-03-30 10:00:00.5', DATE '2025-03-30', true, ' a\\b ''q''; é ', 0.25),
    (2, TIMESTAMP '0001-01-01 00:00:00', DATE '0001-01-01', false, '', 1e-7),
    (3, TIMESTAMP '9999-12-31 23:59:59', DATE '9999-12-31', false, 'vvff', -1.0),
    (4, NULL, NULL, NULL, NULL, NULL)
"""
FRAME = pd.DataFrame({"id": [1, 2], "text": ["said", None], "ok": [None, True]})
TYPES = {"id": "BIGINT", "text": "VARCHAR", "ok": "BOOLEAN"}


@pytest.fixture
def engine(cluster: Cluster, spark: None):
    engine = SparkEngine(cluster.url)
    fill(engine)
    yield engine
    engine.close()


def fill(engine: Engine) -> None:
    engine.database.execute(
        f'CREATE TABLE given AS FROM (VALUES {ROWS}) AS rows("id", "at", "day", "ok", "text", "number")'
    )


def frame(engine: Engine, name: str) -> pd.DataFrame:
    return engine.frame(engine.table(name).order_by("id"))


def test_a_table_comes_back_as_it_was_handed_over(engine: SparkEngine) -> None:
    duckdb = Engine()
    fill(duckdb)
    pd.testing.assert_frame_equal(frame(engine, "given"), frame(duckdb, "given"))


def test_a_frame_worked_out_in_python_keeps_its_blanks(engine: SparkEngine) -> None:
    engine.put("worked_out", FRAME, TYPES)
    found = frame(engine, "worked_out")
    assert list(found["text"].isna()) == [False, True]
    assert list(found["ok"]) == [None, True]


def test_a_frame_that_is_put_again_replaces_the_first(engine: SparkEngine) -> None:
    engine.put("worked_out", FRAME, TYPES)
    engine.put("worked_out", FRAME.head(1), TYPES)
    assert len(frame(engine, "worked_out")) == 1


def test_what_is_kept_can_be_asked_again_until_it_is_dropped(engine: SparkEngine) -> None:
    given = engine.table("given")
    engine.keep("kept", given.filter(given.id < 3))
    assert list(frame(engine, "kept")["id"]) == [1, 2]
    engine.drop("kept")
    assert not engine.has("kept")


def test_a_name_may_hold_spaces(engine: SparkEngine) -> None:
    engine.put("random pairs 1 2025-01-01", FRAME, TYPES)
    assert len(frame(engine, "random pairs 1 2025-01-01")) == 2


def test_rows_that_are_replaced_are_seen(cluster: Cluster, spark: None) -> None:
    engine = SparkEngine(cluster.url)
    fill_records(engine.database, {})
    decisions = engine.table("decisions")
    assert engine.frame(decisions).empty
    engine.replace("decisions", [{"finding_id": "NK-01-1", "decision": "breach"}])
    assert list(engine.frame(decisions)["finding_id"]) == ["NK-01-1"]
    engine.close()


def test_parquet_files_are_read_where_they_lie(engine: SparkEngine, tmp_path: Path) -> None:
    for number in (1, 2):
        part = (
            tmp_path / "Café {7} [old]" / "access_log" / f"month=2025-0{number}" / "000001.parquet"
        )
        part.parent.mkdir(parents=True)
        engine.database.sql(f"FROM given WHERE id = {number}").write_parquet(str(part))
    engine.database.execute("CREATE TABLE more AS FROM given WHERE id = 4")
    engine.lies_in("log", sorted(tmp_path.rglob("*.parquet")), besides="more")
    found = frame(engine, "log")
    assert list(found["id"]) == [1, 2, 4]
    assert "month" not in found
    # It was not copied: the part that is gone is missed.
    part.unlink()
    with pytest.raises(InputError):
        frame(engine, "log")


def test_files_that_workers_may_not_see_are_handed_over(cluster: Cluster, spark, tmp_path: Path):
    outside, shared = tmp_path / "outside.parquet", tmp_path / "shared"
    shared.mkdir()
    engine = SparkEngine(cluster.url, shared)
    fill(engine)
    engine.database.sql("FROM given").write_parquet(str(outside))
    engine.lies_in("given", [outside])
    outside.unlink()
    assert len(frame(engine, "given")) == 4
    assert list(shared.rglob("*given.parquet"))
    engine.close()


def test_the_archive_of_the_access_log_is_read_where_it_lies(
    cluster: Cluster, spark: None, small_folder: Path, tmp_path: Path
) -> None:
    log = small_folder / "records" / "access_log.csv"
    assert chs_audit("import", small_folder, log).returncode == 0
    log.write_text(f"{log.read_text()}E5,2025-07-14 10:00,S2,P1,view\n")
    engine = SparkEngine(cluster.url, tmp_path)
    ours, theirs = open_audit(small_folder).run(), open_audit(small_folder).run(engine=engine)
    assert {"E3", "E4", "E5"} <= set(ours.findings["key"])
    pd.testing.assert_frame_equal(theirs.findings, ours.findings)
    assert not list(tmp_path.glob("chs-audit-*/*-access_log.parquet"))
    engine.close()


def test_nothing_stays_behind(cluster: Cluster, spark, tmp_path: Path) -> None:
    engine = SparkEngine(cluster.url, tmp_path)
    fill(engine)
    engine.table("given")
    (folder,) = tmp_path.iterdir()
    assert oct(folder.stat().st_mode & 0o777) == "0o750"
    engine.close()
    assert not list(tmp_path.iterdir())


def test_both_workers_work(engine: SparkEngine, cluster: Cluster) -> None:
    frame(engine, "given")
    with urllib.request.urlopen(f"http://{HOST}:{cluster.web}/json/", timeout=10) as page:
        workers = json.load(page)["workers"]
    assert [one["coresused"] > 0 for one in workers] == [True] * WORKERS


def test_the_day_after_a_day_is_a_day(engine: SparkEngine) -> None:
    import ibis

    given = engine.table("given")
    later = given.mutate(later=given.day + ibis.interval(days=1)).filter(given.id == 1)
    assert list(engine.frame(later)["later"]) == [dt.date(2025, 3, 31)]


def test_an_error_tells_no_value_of_a_record(engine: SparkEngine) -> None:
    given = engine.table("given")
    with pytest.raises(InputError) as told:
        engine.frame(given.select(number=given.text.cast("int64")))
    assert "CAST_INVALID_INPUT" in str(told.value)
    assert "vvff" not in str(told.value)


def test_a_cluster_that_is_not_there_is_told(spark: None) -> None:
    with pytest.raises(InputError, match="a Spark cluster that answers at"):
        SparkEngine(f"spark://{HOST}:{free_port()}")
