"""The case log of docs/sources.md, read with the very settings that stand there.

Set CHS_AUDIT_REAL to the folder of real files to run this.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from chs_audit import open_audit

LOG = Path(os.environ.get("CHS_AUDIT_REAL", "")) / "caselog" / "wabo_receipt.csv"
PAGE = Path(__file__).parents[2] / "docs" / "sources.md"

pytestmark = pytest.mark.skipif(
    "CHS_AUDIT_REAL" not in os.environ,
    reason="CHS_AUDIT_REAL is not set to the folder of real files",
)


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case-log")
    (folder / "records").mkdir()
    shutil.copy(LOG, folder / "records")
    section = PAGE.read_text(encoding="utf-8").split("## A case log")[1]
    (settings,) = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    (folder / "audit.toml").write_text(settings, encoding="utf-8")
    return open_audit(folder).run()


def test_every_step_is_read(audit):
    (log,) = (file for file in audit.import_report.files if file.table == "access_log")
    assert (log.rows_read, log.rows_kept) == (8577, 8577)


def test_steps_of_the_person_responsible_are_explained(audit):
    row = audit.scorecard.set_index("control").loc["NK-01"]
    assert (row.examined, row.kept, row.broken, row.cannot_tell) == (8577, 4899, 3678, 0)


def test_what_the_log_does_not_tell_is_not_called_kept(audit):
    verdicts = audit.scorecard.set_index("control").verdict
    assert verdicts["NK-03"] == "cannot tell"
    assert verdicts["IC-07"] == "not tested"
