"""The engine finds in the sample charity what was planted there, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from chs_audit import open_audit
from chs_audit.audit import Audit
from data_samples import AnswerKey, make
from data_samples.days import AS_AT, DEFAULT_FROM, FIRST


@pytest.fixture(scope="module", params=[1, 2], ids=["seed 1", "seed 2"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("sample") / "charity"
    return folder, make(folder, request.param)


@pytest.fixture(scope="module", params=[FIRST, DEFAULT_FROM], ids=["three years", "last year"])
def audited(request: pytest.FixtureRequest, made: tuple[Path, AnswerKey]):
    folder, key = made
    audit = open_audit(folder).run(first=request.param)
    return audit, key.within(request.param, AS_AT)


def test_what_was_planted_is_found_and_nothing_else(audited: tuple[Audit, list]) -> None:
    audit, key = audited
    found = {
        (row.control, row.key, row.kind.replace(" ", "-"), row.reasons)
        for row in audit.findings.itertuples()
    }
    planted = {(row.control, row.key, row.kind, row.reason) for row in key}
    assert found - planted == set(), "found, but not planted: precision below 1.0"
    assert planted - found == set(), "planted, but not found: recall below 1.0"


def test_every_control_examined_something(audited: tuple[Audit, list]) -> None:
    audit, _ = audited
    assert (audit.scorecard.examined > 0).all()


def test_accesses_are_explained_and_chance_is_not(audited: tuple[Audit, list]) -> None:
    """94 % is what Fabbri and LeFevre (2011) explained from a hospital's own data."""
    audit, _ = audited
    assert audit.explained().share >= 0.94
    assert audit.random_pairs(seed=1).share <= 0.01


def test_every_sentence_can_be_told(audited: tuple[Audit, list]) -> None:
    audit, _ = audited
    assert not audit.sentences(audit.findings).str.contains("[{}]", regex=True).any()
