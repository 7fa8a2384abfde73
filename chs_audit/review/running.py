"""Auditing with the ledger: what was decided goes in, and the run and what it reopens come out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from chs_audit.audit import Audit, AuditFolder, Progress, no_progress
from chs_audit.engine import Engine
from chs_audit.review import runs, signing
from chs_audit.review.deciding import decided_rows, reopen_what_changed
from chs_audit.review.ledger import LedgerError, exists, open_ledger
from chs_audit.review.people import acting_number
from chs_audit.review.reveals import revealed_rows
from chs_audit.review.runs import Run
from chs_audit.review.signing import Status


@dataclass(frozen=True)
class Recorded:
    """An audit that stands in the ledger.

    Args:
        audit: the audit.
        status: whether it is signed.
        reopened: (finding, why) for what it reopened.
    """

    audit: Audit
    status: Status
    reopened: tuple[tuple[str, str], ...]


def judge(
    folder: AuditFolder,
    *,
    progress: Progress = no_progress,
    first: dt.date | None = None,
    last: dt.date | None = None,
    as_at: dt.date | None = None,
    before: int = 0,
    engine: Engine | None = None,
) -> Audit:
    """Audit the records together with what the ledger says was decided, or what it said
    before an event."""
    kept: dict[str, list[dict[str, object]]] = {}
    if exists(folder.path, folder.settings):
        with open_ledger(folder.path, folder.settings) as ledger, ledger.reading() as book:
            zone = folder.settings.charity.timezone
            kept["decisions"] = decided_rows(book, zone, before)
            kept["reveals"] = revealed_rows(book, zone, before)
    return folder.run(as_at, first, last, progress, kept=kept, engine=engine)


def audit_again(
    folder: AuditFolder, progress: Progress = no_progress, engine: Engine | None = None
) -> Recorded:
    """Audit the records as the latest run did, without writing that down; where there is no
    run yet, as `audit.toml` says. What has changed since makes it a draft."""
    if not exists(folder.path, folder.settings):
        audit = judge(folder, progress=progress, engine=engine)
        return Recorded(audit, signing.NO_LEDGER, ())
    with open_ledger(folder.path, folder.settings) as ledger:
        with ledger.reading() as book:
            run = runs.latest(book)
        if run is None:
            audit = judge(folder, progress=progress, engine=engine)
            return Recorded(audit, signing.NO_LEDGER, ())
        first, last = run.period
        audit = judge(
            folder,
            progress=progress,
            first=first,
            last=last,
            as_at=run.as_at,
            before=run.event.seq,
            engine=engine,
        )
        name = runs.audit_id(*runs.describe(audit, folder.path))
        with ledger.reading() as book:
            return Recorded(audit, signing.status(book, name, folder.settings), ())


def run_and_record(
    folder: AuditFolder,
    *,
    progress: Progress = no_progress,
    first: dt.date | None = None,
    last: dt.date | None = None,
    as_at: dt.date | None = None,
    engine: Engine | None = None,
) -> Recorded:
    """Audit the records, and write the run and what it reopens into the ledger.

    Raises:
        InputError: if a record, date or the ledger cannot be used; nothing is then written.
    """
    audit = judge(folder, progress=progress, first=first, last=last, as_at=as_at, engine=engine)
    return _record(folder, audit)


def open_for_work(
    folder: AuditFolder,
    first: dt.date | None = None,
    last: dt.date | None = None,
    progress: Progress = no_progress,
) -> Audit:
    """The audit that people work on: `recorded_as` says of which run in the ledger it is.

    The folder's own period is the latest run, if that asked the same of the same files, and a
    new one else. So opening a folder twice is one run, and what was decided since does not
    make another of it. A look at another period is no run; nor is anything where the ledger
    cannot be written.

    Raises:
        InputError: if a record or date cannot be used.
    """
    own, _ = folder.days()
    try:
        if (first or own.first, last or own.last) != (own.first, own.last):
            return judge(folder, progress=progress, first=first, last=last)
        run = _latest(folder)
        if run and runs.asks_alike(run, folder):
            audit = judge(folder, progress=progress, before=run.event.seq)
            if runs.audit_id(*runs.describe(audit, folder.path)) == run.audit_id:
                return replace(audit, recorded_as=run.audit_id)
        audit = judge(folder, progress=progress)
    except LedgerError:
        return folder.run(first=first, last=last, progress=progress)
    try:
        return _record(folder, audit).audit
    except (LedgerError, OSError):
        return audit


def _latest(folder: AuditFolder) -> Run | None:
    if not exists(folder.path, folder.settings):
        return None
    with open_ledger(folder.path, folder.settings) as ledger, ledger.reading() as book:
        return runs.latest(book)


def _record(folder: AuditFolder, audit: Audit) -> Recorded:
    """Write an audit into the ledger as a run, and what it reopens."""
    actor = acting_number(folder.settings)
    with open_ledger(folder.path, folder.settings) as ledger, ledger.writing() as book:
        run = runs.record(book, audit, folder.path, actor)
        reopened = reopen_what_changed(book, run)
        status = signing.status(book, run.audit_id, folder.settings)
    told = tuple((event.subject, event.payload["because"]) for event in reopened)
    return Recorded(replace(audit, recorded_as=run.audit_id), status, told)
