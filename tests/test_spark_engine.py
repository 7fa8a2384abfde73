"""Asking for a cluster that cannot be used: told before anything is loaded or handed over."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chs_audit.errors import InputError
from chs_audit.spark_engine import SparkEngine
from tests.command_line import chs_audit
from tests.spark.cluster import SETTINGS


@pytest.mark.parametrize(
    "url", ["spark://", "spark://host", "spark://host:port", "http://host:7077", "local[2]"]
)
def test_an_address_that_is_none_is_told(url: str) -> None:
    with pytest.raises(InputError, match="an address such as spark://HOST:7077"):
        SparkEngine(url)


def test_a_cluster_on_other_machines_needs_a_folder_that_they_see() -> None:
    with pytest.raises(InputError, match="--engine-files"):
        SparkEngine("spark://cluster.example:7077")


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as told:
        SparkEngine("spark://", tmp_path / "missing")
    assert len(told.value.problems) == 2


def test_a_token_in_the_address_is_not_repeated() -> None:
    with pytest.raises(InputError) as told:
        SparkEngine("sc://cluster.example:0x/;token=secret-word")
    assert "secret-word" not in str(told.value)


def test_spark_is_loaded_only_when_it_is_asked_for() -> None:
    code = "import sys, chs_audit.cli, chs_audit.audit; sys.exit('pyspark' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


@pytest.mark.parametrize("command", ["run", "explain --event E1", "tensions", "fix-list", "pack"])
def test_a_command_with_a_wrong_address_writes_nothing(small_folder: Path, command: str) -> None:
    before = set(small_folder.iterdir())
    verb, *options = command.split()
    told = chs_audit(verb, small_folder, *options, "--engine", "host:7077")
    assert told.returncode == 1
    assert "an address such as spark://HOST:7077" in told.stderr
    assert set(small_folder.iterdir()) == before


def test_the_guide_protects_a_cluster_as_the_tests_do() -> None:
    guide = (Path(__file__).parent.parent / "docs" / "spark.md").read_text(encoding="utf-8")
    protected = ("authenticate", "crypto", "encryption", "spark.ui.enabled", "binding.address")
    for line in SETTINGS.splitlines():
        if any(word in line for word in protected):
            assert line.partition("{")[0].strip() in guide
