"""An audit folder of the made-up charity, of any size; made once, then found again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import duckdb

from benchmarks import charity, log
from chs_audit.sources import archive

DATA = Path(__file__).parent / ".data"
# Raised when the same seed means other records, so that old folders are not taken for new ones.
VERSION = 4


@dataclass(frozen=True)
class Size:
    """How large a charity is, and how long its log."""

    events: int
    people: int = 200_000
    staff: int = 3_000
    seed: int = 7

    @property
    def name(self) -> str:
        return f"{self.events}-events-{self.people}-people-{self.staff}-staff-{self.seed}"


def folder(
    size: Size, home: Path = DATA, progress: Callable[[str], None] = lambda what: None
) -> Path:
    """The audit folder of that size. What an interrupted run has finished is kept."""
    path = home / size.name
    done = path / "made.json"
    made = {"version": VERSION, **asdict(size)}
    begun = path / "begun.json"
    if done.is_file() and json.loads(done.read_text()) == made:
        return path
    if path.is_dir() and not (begun.is_file() and json.loads(begun.read_text()) == made):
        shutil.rmtree(path)
    records, months = path / "records", path / "months"
    for one in (records, months):
        one.mkdir(parents=True, exist_ok=True)
    begun.write_text(json.dumps(made))
    progress("making the charity")
    people = charity.make(size.people, size.staff, size.seed)
    charity.write(people, records)
    (path / "audit.toml").write_text(_settings())
    for month in log.write(people, size.events, size.seed, months):
        progress(f"making the log: {month.stem}")
    shutil.rmtree(path / archive.FOLDER, ignore_errors=True)
    written = f"FROM read_parquet('{months}/*.parquet')"
    archive.write_months(
        path,
        duckdb.connect(),
        written,
        charity.ZONE,
        lambda what, finished, total: progress(f"making the archive: {what}"),
    )
    shutil.rmtree(months)
    begun.rename(done)
    return path


def _settings() -> str:
    sections = ", ".join(f'"{role}" = {list(needed)}' for role, needed in charity.ROLES.items())
    return f"""[charity]
name = "A large made-up charity"
timezone = "{charity.ZONE}"

[audit]
from = {charity.FIRST}
to = {charity.LAST}
as_at = {charity.LAST}

[need_to_know]
sections = {{ {sections} }}

[records_kept]
networks = ["10."]
remote_kinds = ["trustee"]
"""
