"""What several parts of the tests stand on."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from chs_audit.audit import Audit, open_audit

# How long an example takes depends on what else the machine does, and says nothing here.
settings.register_profile("house", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("house")

RECORDS = {
    "staff.csv": "staff_id,name,kind,started_on,left_on\n"
    "S1,Posy Thimblewick,volunteer,2024-01-01,\n"
    "S2,Barnaby Quillfeather,employee,2024-01-01,2025-06-30\n",
    "service_users.csv": "person_id,name,first_contact_on\n"
    "P1,Tansy Marrowby,2024-01-01\n"
    "P2,Rufus Marrowby,2024-01-01\n",
    "caseload.csv": "case_id,staff_id,person_id,capacity,from_on,until_on\n"
    "C1,S1,P1,own,2025-01-01,\n"
    "C2,S2,P1,own,2024-01-01,\n",
    "access_log.csv": "event_id,occurred_at,staff_id,person_id,action\n"
    "E1,2025-03-01 10:00,S1,P1,view\n"
    "E2,2025-03-02 10:00,S1,P2,view\n"
    "E3,2025-07-12 10:00,S2,P1,view\n"
    "E4,2025-07-13 10:00,,P1,view\n",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Modules of few tests go first: those take long, and what takes long shall not be left over
    for one worker at the end."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        return
    tests = Counter(item.path for item in items)
    items.sort(key=lambda item: (tests[item.path], item.path))


@pytest.fixture(scope="session", autouse=True)
def no_settings_of_mine(tmp_path_factory) -> Iterator[None]:
    """Keys of pseudonyms are kept apart from this user's own, in files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        yield


@pytest.fixture
def small_folder(tmp_path: Path) -> Path:
    """An audit folder of two staff, two service users and four accesses."""
    return _write_small(tmp_path / "small")


@pytest.fixture(scope="session")
def _small_run(tmp_path_factory: pytest.TempPathFactory) -> Audit:
    return open_audit(_write_small(tmp_path_factory.mktemp("audited") / "small")).run()


@pytest.fixture
def small_audit(small_folder: Path, _small_run: Audit) -> Audit:
    """The audit of that folder. Its records are audited once for all tests, which takes longer
    than most of what they ask of it."""
    return replace(_small_run, folder=small_folder)


def _write_small(folder: Path) -> Path:
    (folder / "records").mkdir(parents=True)
    (folder / "audit.toml").write_text(
        '[charity]\nname = "A <b>small</b> charity"\n'
        "[audit]\nfrom = 2025-01-01\nto = 2025-12-31\nas_at = 2025-12-31\n"
    )
    for name, text in RECORDS.items():
        (folder / "records" / name).write_text(text, encoding="utf-8")
    return folder
