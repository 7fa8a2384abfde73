"""An import that is killed: the archive is the old one or the new one, at every moment.

Every single thing that an import does to the disk is tried as the last thing that is not done
any more, and every file that it writes as one that is written by half.
"""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import sys
from pathlib import Path

import pytest

from chs_audit.sources import archive
from tests.sources.archives import LOG, bring_in, events, import_and_die, named, on_disk

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

BEFORE = [
    LOG + "E1,2026-01-05 10:00,S1,P1,view\nE2,2026-02-05 10:00,S1,P1,view",
    LOG + "E3,2026-02-06 10:00,S1,P1,view",
    LOG + "E4,2026-02-07 10:00,S1,P1,view",
]
# One month that is new, one that gets a part, and one whose parts become one.
MORE = (
    LOG + "E5,2026-01-06 10:00,S1,P1,view\nE4,2026-02-07 10:00,S1,P1,view\n"
    "E6,2026-02-08 10:00,S1,P1,edit\nE7,2026-03-08 10:00,S1,P1,view"
)
MOST_PARTS = 2
OLD = ["E1", "E2", "E3", "E4"]
NEW = ["E1", "E2", "E3", "E4", "E5", "E6", "E7"]


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The export whose import is killed."""
    path = tmp_path_factory.mktemp("exports") / "access_log-more.csv"
    path.write_text(MORE)
    return path


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An audit folder with an archive, and parts that have been replaced in it."""
    folder = tmp_path_factory.mktemp("old")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(archive, "MOST_PARTS", MOST_PARTS)
        for number, text in enumerate(BEFORE):
            path = folder / f"access_log-{number}.csv"
            path.write_text(text)
            bring_in(folder, path)
    assert len(on_disk(folder)) > len(named(folder))
    return folder


def killed_everywhere(old: Path, more: Path, place: Path, halfway: bool) -> list[Path]:
    """Copies of the old folder, each after an import that was killed at another point."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.sources.archives"])
    folders: list[Path] = []
    while True:
        folder = place / str(len(folders))
        shutil.copytree(old, folder)
        arguments = (folder, more, len(folders), halfway, MOST_PARTS)
        process = context.Process(target=import_and_die, args=arguments)
        process.start()
        process.join()
        if process.exitcode == 0:
            return folders
        assert process.exitcode == -signal.SIGKILL
        folders.append(folder)


@pytest.mark.parametrize("halfway", [False, True])
def test_a_killed_import_leaves_the_old_archive_or_the_new_one(old, more, tmp_path, halfway):
    lists = {(old / "archive" / "manifest.json").read_bytes()}
    seen = []
    folders = killed_everywhere(old, more, tmp_path, halfway)
    for folder in folders:
        seen.append(events(folder))
        assert seen[-1] in (OLD, NEW)
        assert archive.verify(folder) == []
        if seen[-1] == OLD:
            assert (folder / "archive" / "manifest.json").read_bytes() in lists
        bring_in(folder, more)
        assert events(folder) == NEW
        assert archive.verify(folder) == []
        assert on_disk(folder) <= named(folder) | named(old)
    assert len(folders) > 20
    assert OLD in seen
    assert NEW in seen


def test_a_first_import_that_is_killed_leaves_nothing_or_all(more, tmp_path):
    (tmp_path / "nothing").mkdir()
    folders = killed_everywhere(tmp_path / "nothing", more, tmp_path, halfway=True)
    for folder in folders:
        assert events(folder) in ([], ["E4", "E5", "E6", "E7"])
        bring_in(folder, more)
        assert events(folder) == ["E4", "E5", "E6", "E7"]
        assert on_disk(folder) == named(folder)
    assert len(folders) > 15


def test_what_a_killed_import_left_behind_is_removed_by_the_next(old, more, tmp_path):
    folder = tmp_path / "folder"
    shutil.copytree(old, folder)
    stray = folder / "archive" / "access_log" / "month=2026-01" / "000099.parquet"
    stray.write_bytes(b"PAR1 half a file")
    assert events(folder) == OLD
    bring_in(folder, more)
    assert not stray.exists()
