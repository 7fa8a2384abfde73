from __future__ import annotations

import pytest

from chs_audit.audit import open_audit
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
