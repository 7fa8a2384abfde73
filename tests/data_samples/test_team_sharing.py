"""The sample, had its trustees settled that staff need consent among themselves, too (T6).

The sample leaves that open, so its answer key holds none of this: the twin says what is right.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from chs_audit import open_audit
from chs_audit.controls import BY_ID
from chs_audit.settings import changed
from data_samples import build, make
from data_samples.days import AS_AT, DEFAULT_FROM
from tests.twins import TWINS, Period
from tests.twins.test_agreement import told
from tests.twins.verdict import Row, Tables, local_day

PERIOD = Period(DEFAULT_FROM, AS_AT, AS_AT)


@pytest.mark.parametrize("seed", [1, 2])
def test_engine_and_twin_agree_on_three_cases_and_near_misses(seed: int, tmp_path: Path) -> None:
    make(tmp_path / "charity", seed)
    folder = open_audit(tmp_path / "charity")
    settings = changed(folder.settings, {"precedence": {"team_sharing": "4.2"}})
    audit = replace(folder, settings=settings).run(controls=[BY_ID["NK-01"]])
    (answer,) = audit.answers
    tables = build(seed).tables
    verdicts = TWINS["NK-01"](tables, settings, PERIOD)
    assert told(answer) == {
        (one.key, one.kind, one.reason, one.also) for one in verdicts if one.kind
    }
    reasons = Counter(one.reason for one in verdicts)
    assert reasons["no-consent-in-team"] >= 3
    assert reasons["consent-undated"] >= 3
    kept = {one.key for one in verdicts if one.kept}
    near = [event for event in _opened_on_the_day_of_the_first_consent(tables) if event in kept]
    assert len(near) >= 3


def _opened_on_the_day_of_the_first_consent(tables: Tables) -> list[str]:
    """The looks at a record on the very day on which its first consent was on record."""
    first: dict[str, object] = {}
    for row in sorted(tables["consents"], key=_on_record):
        if row["decision"] == "given" and row["decided_at"]:
            first.setdefault(row["person_id"], local_day(row["recorded_at"] or row["decided_at"]))
    return [
        look["event_id"]
        for look in tables["access_log"]
        if first.get(look["person_id"]) == local_day(look["occurred_at"])
    ]


def _on_record(row: Row) -> str:
    return str(row["recorded_at"] or row["decided_at"])
