"""The benchmark measures what it says: likely logs, equal verdicts, and a page that fits them."""

from __future__ import annotations

import json
import os
import statistics

import duckdb
import pandas as pd
import pytest

from benchmarks import hand_sql, in_pandas, measure, ours, page, postgresql
from benchmarks.__main__ import RESULTS
from benchmarks.dataset import Size, folder
from chs_audit.audit import open_audit
from chs_audit.controls import answers
from chs_audit.controls.answers import finding_id

SIZE = Size(20_000, people=600, staff=24)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return folder(SIZE, tmp_path_factory.mktemp("benchmark"))


@pytest.fixture(scope="module")
def expected(made):
    return ours.run(made).summary()


def log(made, select: str) -> list[tuple]:
    files = f"read_parquet('{made}/archive/access_log/*/*.parquet', hive_partitioning = false)"
    return duckdb.connect().execute(f"{select} FROM {files}").fetchall()


class TestLog:
    def test_it_has_as_many_events_as_asked_for_and_each_once(self, made):
        assert log(made, "SELECT count(*), count(DISTINCT event_id)") == [(20_000, 20_000)]

    def test_most_of_it_happens_in_working_hours_of_the_week(self, made):
        select = """SELECT avg((hour(occurred_at) BETWEEN 6 AND 18)::INT),
            avg((isodow(occurred_on) > 5)::INT)"""
        ((working, weekend),) = log(made, select)
        assert working > 0.9
        assert 0.01 < weekend < 0.1

    def test_looks_come_in_bursts(self, made):
        """The usual distance between two looks of one person at one record is a minute or so."""
        between = """SELECT epoch(occurred_at) - lag(epoch(occurred_at)) OVER (
            PARTITION BY staff_id, person_id ORDER BY occurred_at)"""
        gap = statistics.median(gap for (gap,) in log(made, between) if gap is not None)
        assert 10 < gap < 120

    def test_a_few_per_cent_are_not_explained(self, expected):
        verdicts = expected["counts"]["NK-01"]
        assert 0.01 < 1 - verdicts["kept"] / SIZE.events < 0.08

    def test_the_same_seed_makes_the_same_log_and_another_one_another(self, made, tmp_path):
        rows = "SELECT md5(string_agg(event_id || staff_id || person_id, '' ORDER BY event_id))"
        again = folder(SIZE, tmp_path)
        other = folder(Size(20_000, people=600, staff=24, seed=8), tmp_path)
        assert log(again, rows) == log(made, rows)
        assert log(other, rows) != log(made, rows)

    def test_what_an_interrupted_run_has_finished_is_kept(self, tmp_path):
        def interrupt(what: str) -> None:
            if what.endswith("2025-07"):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            folder(SIZE, tmp_path, interrupt)
        first = tmp_path / SIZE.name / "months" / "2025-04.parquet"
        written = first.stat().st_mtime_ns
        told = []
        folder(
            SIZE, tmp_path, lambda what: told.append(first.is_file() and first.stat().st_mtime_ns)
        )
        assert set(told[1:13]) == {written}


class TestVerdicts:
    def test_every_control_finds_something(self, expected):
        assert all(len(reasons) > 1 for reasons in expected["counts"].values())
        assert len(expected["counts"]) == 7

    @pytest.mark.parametrize("way", [hand_sql, in_pandas])
    def test_others_come_to_the_same(self, way, made, expected):
        assert way.run(made).summary() == expected

    def test_postgresql_comes_to_the_same(self, made, expected):
        if not postgresql.is_there():
            if os.environ.get("CI") == "true":
                pytest.fail(postgresql.INSTALL)
            pytest.skip(postgresql.INSTALL)
        with postgresql.server() as address:
            postgresql.load(address, made)
            assert postgresql.run(address).summary() == expected
            # A second run starts from the same tables.
            assert postgresql.run(address).summary() == expected

    def test_one_finding_less_is_seen(self, made, expected):
        outcome = hand_sql.run(made)
        outcome.findings.loc[0, "key"] = "E9999999999"
        assert outcome.summary() != expected
        assert outcome.counts() == expected["counts"]


def test_a_large_log_is_judged_as_a_small_one(made, monkeypatch):
    """Of a large population the rows to look into are set aside first; nothing else differs."""

    def audit():
        return open_audit(made).run(controls=ours.ABOUT_THE_LOG)

    def told(one):
        some = one.findings.groupby(["control", "reasons"]).head(3)
        return one.sentences(some).tolist()

    assert SIZE.events < answers.MANY
    small = audit()
    monkeypatch.setattr(answers, "MANY", 0)
    large = audit()
    pd.testing.assert_frame_equal(large.findings, small.findings)
    pd.testing.assert_frame_equal(large.scorecard, small.scorecard)
    assert told(large) == told(small)
    assert [one.involved for one in large.answers] == [one.involved for one in small.answers]
    # Whoever computed it, a finding's name is the one that its record gives.
    named = {finding_id(one.control, one.key) for one in large.findings.itertuples()}
    assert named == set(large.findings["id"])


def test_measuring_runs_in_a_process_of_its_own(made, expected):
    measured = measure.best("ours", made, 1)
    assert measured.outcome == expected
    assert measured.seconds > 0
    assert measured.cpu > 0
    assert measured.peak_mb > 50


@pytest.mark.skipif(not RESULTS.is_file(), reason="nothing is measured yet: make bench")
def test_the_page_is_that_of_the_results():
    results = json.loads(RESULTS.read_text())
    assert page.PAGE.read_text() == page.page(results), "run `make bench`"


def test_the_page_says_what_was_not_reached():
    run = {"seconds": 2.0, "cpu": 3.0, "peak_mb": 5000.0, "start": 1.0, "outcome": {}}
    size = {
        "runs": {"ours": run, "hand_sql": run, "scan": run, "in_pandas": run, "postgresql": run},
        "people": 10,
        "staff": 2,
        "files_mb": 3.0,
        "postgresql_load_seconds": 9.0,
    }
    told = page.page(
        {
            "ratios": {"hand_sql": 1.2, "pandas": 12.0, "postgresql": 30.0, "scan": 4.0},
            "peak_mb": 5000,
            "growth": 1.0,
            "date": "2026-12-01",
            "machine": {"processor": "one", "cores": 2, "memory_gb": 8, "system": "Linux 6"},
            "versions": {"duckdb": "2.0.0"},
            "best_of": 3,
            "sizes": {"5000000": size},
        }
    )
    reached, missed = told.split("Not reached:")
    assert "12.0 times faster than pandas; the goal was at least 20" in missed
    assert "5,000 MB of memory at most; the goal was at most 4000" in missed
    assert "30.0 times faster than PostgreSQL; the goal was at least 10" in reached
    assert "1.2 times what SQL written by hand takes" in reached
