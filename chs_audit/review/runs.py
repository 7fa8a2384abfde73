"""Audit runs in the ledger: what was read, under which settings, and what was found."""

from __future__ import annotations

import datetime as dt
import inspect
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chs_audit import __version__
from chs_audit.review.chain import Event, canonical, sha256
from chs_audit.review.ledger import Book
from chs_audit.settings import PRIVATE, Settings
from chs_audit.sources import archive, files, publications
from chs_audit.sources.raw import sha256 as sha256_of_file

# Commands that only decide start in half the time without the controls.
if TYPE_CHECKING:
    from chs_audit.audit import Audit, AuditFolder
    from chs_audit.controls import Control


@dataclass(frozen=True)
class Found:
    """One finding of a run, as the ledger keeps it: no more than keys."""

    id: str
    control: str
    kind: str
    fingerprint: str
    involved: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    """One audit run of the ledger.

    Args:
        event: the event that says so.
        findings: what it found, by finding id.
        staff: the numbers of all staff on record then.
    """

    event: Event
    findings: dict[str, Found]
    staff: frozenset[str]

    @property
    def audit_id(self) -> str:
        return self.event.subject

    @property
    def payload(self) -> dict[str, Any]:
        return self.event.payload

    @property
    def period(self) -> tuple[dt.date, dt.date]:
        first, last = (dt.date.fromisoformat(day) for day in self.payload["period"])
        return first, last

    @property
    def as_at(self) -> dt.date:
        return dt.date.fromisoformat(self.payload["as_at"])


def describe(audit: Audit, folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What makes this audit this one, and the list of what it found, as plain data.

    The first has: period, as_at, files (path -> SHA-256), settings (their hash), controls
    (id -> version), package, counts (control -> what was counted).
    """
    involved = {id: who for one in audit.answers for id, who in one.involved.items()}
    ((staff,),) = audit.inputs.engine.database.execute(
        "SELECT list(staff_id) FROM staff"
    ).fetchall()
    known = set(staff or ())
    findings = audit.findings.sort_values("id")[["id", "control", "kind", "fingerprint"]]
    found = [
        [*map(str, row), sorted(known & set(involved.get(str(row[0]), ())))]
        for row in findings.itertuples(index=False, name=None)
    ]
    columns = ["verdict", "kept", "broken", "cannot_tell", "to_look_at", "examined"]
    counts = audit.scorecard.set_index("control")[columns].to_dict("index")
    about = {
        "period": [str(audit.period.first), str(audit.period.last)],
        "as_at": str(audit.as_at),
        "files": input_files(folder),
        "settings": settings_hash(audit.settings),
        "controls": {one.control.id: control_version(one.control) for one in audit.answers},
        "package": __version__,
        "counts": {str(id): row for id, row in counts.items()},
    }
    return about, {"findings": found, "staff": sorted(known)}


def asks_alike(run: Run, folder: AuditFolder) -> bool:
    """Whether auditing the folder for its own period would ask the same questions of the same
    files as a run did; decisions that were made since aside."""
    from chs_audit.controls import CONTROLS

    period, as_at = folder.days()
    told = run.payload
    return (
        told["period"] == [str(period.first), str(period.last)]
        and told["as_at"] == str(as_at)
        and told["package"] == __version__
        and told["settings"] == settings_hash(folder.settings)
        and told["controls"] == {one.id: control_version(one) for one in CONTROLS}
        and told["files"] == input_files(folder.path)
    )


def audit_id(about: dict[str, Any], listed: dict[str, Any]) -> str:
    """The name of an audit: the same whenever the same records are judged in the same way."""
    return f"A-{sha256(canonical([about, listed]))[:12]}"


def record(book: Book, audit: Audit, folder: Path, actor: str) -> Run:
    """Add a run to the ledger."""
    about, listed = describe(audit, folder)
    payload = {**about, "findings": book.keep_list(listed), "found": len(listed["findings"])}
    event = book.append("run", payload, actor=actor, subject=audit_id(about, listed))
    return _run(event, listed)


def latest(book: Book) -> Run | None:
    """The latest run, or None."""
    event = book.last("run")
    return of_event(book, event) if event else None


def of_event(book: Book, event: Event) -> Run:
    """The run of an event; LookupError if its list of findings is gone."""
    content = book.list_content(event.payload["findings"])
    if content is None:
        raise LookupError(event.payload["findings"])
    return _run(event, json.loads(content))


def _run(event: Event, listed: dict[str, Any]) -> Run:
    found = {
        id: Found(id, control, kind, fingerprint, tuple(involved))
        for id, control, kind, fingerprint, involved in listed["findings"]
    }
    return Run(event, found, frozenset(listed["staff"]))


def input_files(folder: Path) -> dict[str, str]:
    """Name in the ledger -> SHA-256, for every file that an audit reads."""
    return {name: sha256_of_file(path) for name, path in input_paths(folder).items()}


def input_paths(folder: Path) -> dict[str, Path]:
    """Name in the ledger -> place, for every file that an audit reads.

    People call files "Report for ...", and no name of a person enters the ledger: a name that
    tells more than which records a file holds is replaced by a hash of it.
    """
    found = {}
    # The archive's list of contents holds the hash of each of its parts.
    contents = folder / archive.FOLDER / archive.LIST
    if contents.is_file():
        found[f"{archive.FOLDER}/{archive.LIST}"] = contents
    for path in (*files.paths_in(folder), *publications.paths_in(folder)):
        if path.is_file():
            place = path.relative_to(folder)
            plain = place.parent.name == files.FOLDER and files.has_plain_name(place.name)
            name = place.name if plain else sha256(place.as_posix())[:12]
            found[f"{place.parts[0]}/{name}"] = path
    return found


def settings_hash(settings: Settings) -> str:
    """The hash of what settings say about judging; not of who signs in, nor of passwords."""
    private = PRIVATE - {"source"}
    return sha256(canonical(settings.model_dump(mode="json", exclude=set(private))))


def control_version(control: Control) -> str:
    """Changes whenever the control asks its question in another way."""
    from chs_audit.controls.populations import POPULATIONS

    rows = POPULATIONS[control.population].rows
    parts: Iterable[str] = (
        inspect.getsource(control.answer),
        inspect.getsource(rows),
        canonical([dict(control.reasons), dict(control.cannot_tell), control.severity]),
    )
    return sha256(canonical(list(parts)))[:12]
