from pathlib import Path

import pytest

from tests.sources.support import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """An audit folder without any records."""
    return Folder(tmp_path)
