"""Encounters of docs/explanations.md as sessions, with a seeded log laid over them.

Set CHS_AUDIT_REAL to the folder of real files to run this.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import shutil
from pathlib import Path
from random import Random

import pytest

from chs_audit import open_audit

FOLDER = Path(os.environ.get("CHS_AUDIT_REAL", "")) / "synthea_csv"
PAGE = Path(__file__).parents[2] / "docs" / "explanations.md"
FIRST, LAST = dt.date(2022, 1, 1), dt.date(2023, 10, 31)
WINDOW = 7

pytestmark = pytest.mark.skipif(
    not os.environ.get("CHS_AUDIT_REAL"),
    reason="CHS_AUDIT_REAL is not set to the folder of real files",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The audit, and for each event of the log whether an encounter is near."""
    folder = tmp_path_factory.mktemp("synthea")
    records = folder / "records"
    records.mkdir()
    for name in ("patients.csv", "providers.csv", "encounters.csv"):
        shutil.copy(FOLDER / name, records)
    (settings,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    (folder / "audit.toml").write_text(settings, encoding="utf-8")
    near = _log(records / "access_log.csv")
    return open_audit(folder).run(), near


def _log(path: Path) -> dict[str, bool]:
    rng = Random("encounters")
    with (FOLDER / "encounters.csv").open(encoding="utf-8", newline="") as file:
        encounters = [
            (row["PROVIDER"], row["PATIENT"], _day(row["START"]), _day(row["STOP"]))
            for row in csv.DictReader(file)
        ]
    days: dict[tuple[str, str], list[tuple[dt.date, dt.date]]] = {}
    for provider, patient, first, last in encounters:
        days.setdefault((provider, patient), []).append((first, last))
    current = [one for one in encounters if dt.date(2022, 1, 15) <= one[2] <= dt.date(2023, 10, 15)]
    near: dict[str, bool] = {}
    window = dt.timedelta(days=WINDOW)
    with path.open("w", encoding="utf-8", newline="") as file:
        log = csv.writer(file)
        log.writerow(("event_id", "occurred_at", "staff_id", "person_id", "action"))
        for number in range(5000):
            provider, patient, first, _ = rng.choice(current)
            if rng.random() < 0.1:
                patient = rng.choice(encounters)[1]
            on = first + dt.timedelta(days=rng.randint(-10, 10))
            event = f"L{number:04d}"
            log.writerow((event, f"{on} {rng.randint(8, 17):02d}:30", provider, patient, "view"))
            near[event] = any(
                begins - window <= on <= ends + window
                for begins, ends in days.get((provider, patient), ())
            )
    return near


def _day(text: str) -> dt.date:
    return dt.datetime.fromisoformat(text).date()


def test_every_encounter_is_read_as_a_session(made):
    audit, _ = made
    (sessions,) = (file for file in audit.import_report.files if file.table == "sessions")
    assert (sessions.rows_read, sessions.rows_kept) == (7584, 7584)


def test_what_an_encounter_is_near_to_is_explained_and_nothing_else(made):
    audit, near = made
    found = audit.findings.query("control == 'NK-01'")
    assert set(found.reasons) == {"unexplained"}
    assert set(found.key) == {event for event, explained in near.items() if not explained}


def test_chance_explains_next_to_nothing(made):
    audit, near = made
    explained = audit.explained()
    assert explained.explained == sum(near.values())
    assert explained.by_explanation().explanation.to_list() == ["session"]
    assert audit.random_pairs().share < 0.01
