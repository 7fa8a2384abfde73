"""The sample charity's publications: everything planted is found, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from chs_audit.controls import BY_ID
from chs_audit.controls.answers import ask
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.moment import Moment, Span
from chs_audit.engine import Engine
from chs_audit.settings import Settings
from chs_audit.sources import publications
from data_samples import build, published
from data_samples.days import AS_AT, FIRST
from tests.support import fill

KINDS = {".docx", ".pdf", ".xlsx", ".csv", ".txt"}


@pytest.fixture(scope="module", params=[1, 2])
def folder(request, tmp_path_factory):
    charity = build(request.param)
    place = tmp_path_factory.mktemp("published")
    published.write(charity, place / "publications")
    return charity, place


@pytest.mark.parametrize("control", ["PU-01", "PU-02"])
def test_finds_what_is_planted_and_nothing_else(folder, control):
    charity, place = folder
    engine = Engine(threads=1)
    names = ("publications", "service_users", "staff")
    fill(engine.database, {name: charity.tables[name] for name in names})
    publications.load(place, engine.database)
    inputs = Inputs(engine, Settings(), Span(FIRST, AS_AT), Moment(AS_AT, "Europe/London"))
    (answer,) = ask(inputs, [BY_ID[control]])
    found = {(row.key, row.reasons) for row in answer.findings.itertuples()}
    assert found == {(row.key, row.reason) for row in charity.key.rows if row.control == control}
    assert answer.kept > 5


def test_somebody_is_named_in_every_kind_of_file(folder):
    charity, _ = folder
    named = {Path(row.key).suffix for row in charity.key.rows if row.reason == "identifier"}
    assert named == KINDS


def test_same_seed_writes_the_same_bytes(folder, tmp_path):
    charity, place = folder
    published.write(charity, tmp_path)
    for path in (place / "publications").iterdir():
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name
