"""Writing a meeting pack: checked first, and refused if it could lead to a person."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

import pandas as pd

from chs_audit.audit import Audit, Progress, no_progress
from chs_audit.errors import InputError
from chs_audit.papers.pack.build import build_pack
from chs_audit.papers.pack.check import leaks
from chs_audit.papers.pack.model import MeetingPack, read_pack

PACKS = "packs"


def write_pack(
    audit: Audit,
    folder: Path,
    to: Path | None = None,
    status: str = "DRAFT",
    progress: Progress = no_progress,
) -> Path:
    """Write the meeting pack of an audit; return where it is.

    Args:
        audit: the audit.
        folder: the audit folder, where packs are kept under `packs`.
        to: another place for it.
        status: who has decided on it so far.
        progress: told (what, done, total) as the work goes on.

    Raises:
        InputError: if anything in it could lead to a person; then nothing is written.
    """
    progress("judging the year before", 0, 3)
    before = audit.over(
        _year_before(audit.period.first),
        audit.period.first - dt.timedelta(days=1),
        as_at=_year_before(audit.as_at),
    )
    pack = build_pack(audit, before, status)
    path = to or folder / PACKS / f"meeting-pack-{audit.period.last:%Y-%m-%d}.json"
    progress("checking that nobody is in it", 1, 3)
    problems = leaks(pack, audit, _earlier(folder / PACKS, path))
    if problems:
        raise InputError(problems)
    progress("writing the pack", 2, 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".pack-") as workshop:
        written = Path(workshop) / path.name
        written.write_text(pack.model_dump_json(indent=1), encoding="utf-8")
        written.replace(path)
    progress("written", 3, 3)
    return path


def _earlier(packs: Path, but: Path) -> list[MeetingPack]:
    """The packs that trustees may hold already; one that is written again replaces itself."""
    return [read_pack(path) for path in sorted(packs.glob("*.json")) if path != but]


def _year_before(day: dt.date) -> dt.date:
    before: dt.datetime = (pd.Timestamp(day) - pd.DateOffset(years=1)).to_pydatetime()
    return before.date()
