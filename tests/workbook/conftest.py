from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from chs_audit.audit import open_audit
from chs_audit.review.running import open_for_work
from tests.workbook import small


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return small.write(tmp_path_factory.mktemp("small") / "audit")


@pytest.fixture(scope="session")
def hostile_folder(tmp_path_factory):
    return small.hostile(tmp_path_factory.mktemp("hostile") / "audit")


@pytest.fixture(scope="session")
def audit(folder):
    return open_audit(folder).run()


@pytest.fixture(scope="session")
def hostile_audit(hostile_folder):
    return open_audit(hostile_folder).run()


@pytest.fixture(scope="session")
def quiet_audit(folder):
    """A month in which nothing of the access log breaks anything."""
    return open_audit(folder).run(first="2025-02-01", last="2025-02-28")


@pytest.fixture(scope="session")
def _recorded(tmp_path_factory):
    folder = small.with_people(tmp_path_factory.mktemp("deciding") / "audit")
    return open_for_work(open_audit(folder))


@pytest.fixture
def recorded_audit(_recorded, tmp_path):
    """An audit that stands in the ledger of its folder, in which people may decide."""
    folder = shutil.copytree(_recorded.folder, tmp_path / "audit")
    return replace(_recorded, folder=folder)
