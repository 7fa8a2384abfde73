"""The case log of docs/sources.md, read with the very settings that stand there.

Set CHS_AUDIT_REAL to the folder of real files to run this.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from chs_audit import open_audit

LOG = Path(os.environ.get("CHS_AUDIT_REAL", "")) / "caselog" / "wabo_receipt.csv"
PAGE = Path(__file__).parents[2] / "docs" / "sources.md"

pytestmark = pytest.mark.skipif(
    not os.environ.get("CHS_AUDIT_REAL"),
    reason="CHS_AUDIT_REAL is not set to the folder of real files",
)


def settings_on_the_page() -> str:
    section = PAGE.read_text(encoding="utf-8").split("## A case log")[1]
    (settings,) = re.findall(r"```toml\n(.*?)```", section, re.DOTALL)
    return settings


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("case-log")
    (folder / "records").mkdir()
    shutil.copy(LOG, folder / "records")
    (folder / "audit.toml").write_text(settings_on_the_page(), encoding="utf-8")
    return open_audit(folder).run()


def test_every_step_is_read(audit):
    (log,) = (file for file in audit.import_report.files if file.table == "access_log")
    assert (log.rows_read, log.rows_kept) == (8577, 8577)


def test_steps_of_the_person_responsible_are_explained(audit):
    row = audit.scorecard.set_index("control").loc["NK-01"]
    assert (row.examined, row.kept, row.broken, row.cannot_tell) == (8577, 4899, 3678, 0)
    assert audit.random_pairs().share < 0.01


def test_a_team_explains_more_and_says_less(tmp_path):
    """Each worker's team is the group under which the log has most of their steps."""
    (tmp_path / "records").mkdir()
    shutil.copy(LOG, tmp_path / "records")
    teams: dict[str, Counter[str]] = {}
    with LOG.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            team = teams.setdefault(row["org:resource"], Counter())
            team.update([row["org:group"]] * (row["org:group"] != "EMPTY"))
            teams.setdefault(row["case:responsible"], Counter())
    with (tmp_path / "records" / "staff.csv").open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file)
        written.writerow(("staff_id", "team"))
        for name, team in teams.items():
            written.writerow((name, max(team, key=lambda one: (team[one], one), default="")))
    start, *sources = settings_on_the_page().split("[[source]]")
    kept = [one for one in sources if 'table = "staff"' not in one]
    settings = "[[source]]".join([start + "[explanations]\nsame_team = true\n\n", *kept])
    (tmp_path / "audit.toml").write_text(settings, encoding="utf-8")
    audit = open_audit(tmp_path).run()
    explained = audit.explained().by_explanation().set_index("explanation")
    assert explained["any"].to_dict() == {"own-case": 4899, "same-team": 2637}
    assert audit.random_pairs().share > 0.25


def test_what_the_log_does_not_tell_is_not_called_kept(audit):
    verdicts = audit.scorecard.set_index("control").verdict
    assert verdicts["NK-03"] == "cannot tell"
    assert verdicts["IC-07"] == "not tested"
