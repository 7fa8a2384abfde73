"""Spark Connect: who is let in, and the command line.

Named to come last: once a process has spoken to Spark Connect, pyspark opens no session of
the other kind in it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from chs_audit.errors import InputError
from chs_audit.spark_engine import SparkEngine
from tests.command_line import as_a_program
from tests.spark.cluster import LETS_IN


def test_spark_connect_lets_nobody_in_without_its_token(
    connect: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    SparkEngine(connect).close()
    monkeypatch.delenv(LETS_IN)
    with pytest.raises(InputError, match="a Spark cluster that answers at"):
        SparkEngine(connect)


def test_the_command_line_writes_the_same_papers(
    connect: str, small_folder: Path, tmp_path: Path
) -> None:
    papers = []
    for engine in ([], ["--engine", connect]):
        file = tmp_path / f"{len(papers)}.json"
        told = as_a_program("run", small_folder, "--json", file, *engine)
        assert told.returncode == 0, told.stderr
        paper = json.loads(file.read_text())
        # Each audit is one more event in the ledger.
        del paper["ledger"]
        papers.append(paper)
    assert papers[0] == papers[1]
