"""Opening an audit folder for a screen: what comes back is an audit, or words that can be shown."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from chs_audit.errors import InputError
from chs_audit.workbook.words import between, escape, many, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit, Progress

FOLDER_VARIABLE = "CHS_AUDIT_FOLDER"
# Set where `chs-audit lab` runs, which saves what notebooks show if it was started on the sample.
LAB_VARIABLE = "CHS_AUDIT_LAB"
SAMPLE = "../sample-charity"

LOG = logging.getLogger(__name__)
T = TypeVar("T")


def default_folder() -> str:
    """The folder that a screen offers first."""
    return os.environ.get(FOLDER_VARIABLE) or SAMPLE


@dataclass(frozen=True)
class Trouble:
    """Why there is no audit to show, in words.

    Args:
        head: what happened.
        todo: what to mend, one line each.
    """

    head: str
    todo: tuple[str, ...]

    def html(self) -> str:
        items = "".join(f"<li>{escape(line)}</li>" for line in self.todo)
        return (
            f'<div role="alert"><p><strong>{escape(self.head)}</strong></p><ul>{items}</ul></div>'
        )


class CancelledError(Exception):
    """Whoever waits for an audit does not want it any more."""


# Where there is an audit, and no ledger that could keep what is decided on it.
NO_LEDGER = (
    "Nothing can be decided here: the ledger, in which decisions are kept, cannot be opened or "
    "written. See that you may write into this folder, or that the ledger's database answers; "
    "then press Open again."
)
CANCELLED = Trouble("The audit was cancelled.", ("Press Open to start it again.",))


def run_audit(
    folder: str, first: dt.date | None, last: dt.date | None, progress: Progress
) -> Audit | Trouble:
    """The audit of a folder for a period; the folder's own period where a day is None.

    An audit of the folder's own period is a run in the ledger, and can be decided on.
    """
    if not folder.strip():
        return Trouble(
            "No audit folder was given.", ("Type the folder that holds your audit.toml.",)
        )
    place = Path(folder.strip()).expanduser()
    if _would_be_saved(place):
        return Trouble(
            "This workbook was started on the sample charity, and saves what it shows.",
            ("Close it, and start it on your own folder: chs-audit lab, and the folder's name.",),
        )

    def work() -> Audit:
        # Imported here because it is slow, and a screen shall appear at once.
        from chs_audit.audit import open_audit
        from chs_audit.review.running import open_for_work

        return open_for_work(open_audit(place), first, last, progress)

    return guarded(work)


def _would_be_saved(folder: Path) -> bool:
    """Whether this notebook is saved with what it shows, and that is not the sample."""
    if LAB_VARIABLE not in os.environ:
        return False
    from data_samples import is_untouched

    return is_untouched(Path(default_folder())) and not is_untouched(folder)


def over_period(audit: Audit, first: dt.date, last: dt.date, progress: Progress) -> Audit | Trouble:
    """The same records for another period, not read again; its own period is opened anew."""
    if (first, last) == own_period(audit):
        return run_audit(str(audit.folder), first, last, progress)
    return guarded(lambda: audit.over(first, last, progress))


def guarded(work: Callable[[], T], what: str = "records") -> T | Trouble:
    """What the work gives, or what went wrong in words: a screen never shows a traceback."""
    try:
        return work()
    except InputError as error:
        count = many(len(error.problems), "problem")
        return Trouble(
            f"These records cannot be audited yet: {count} to mend."
            if what == "records"
            else f"This {what} cannot be read: {count} to mend.",
            tuple(str(problem) for problem in error.problems),
        )
    except CancelledError:
        return CANCELLED
    except OSError as error:
        return Trouble(
            "A file in the folder could not be read.",
            (f"The computer says: {error.strerror or 'no reason given'}. Is it open elsewhere?",),
        )
    except Exception as error:
        # The message of an unknown error may quote a record, so only its kind is shown.
        LOG.debug("unexpected error in the workbook", exc_info=True)
        return Trouble(
            "The audit stopped. The fault is in this program, not in your records.",
            (f"Please tell whoever looks after it: {type(error).__name__}.",),
        )


def own_period(audit: Audit) -> tuple[dt.date, dt.date]:
    """First and last day of the period that is the folder's own."""
    from chs_audit.audit import AuditFolder

    own, _ = AuditFolder(audit.folder, audit.settings).days()
    return own.first, own.last


def not_decided_here(audit: Audit) -> str:
    """Why nothing can be decided on this audit, and what to do; "" if it can."""
    if audit.recorded_as:
        return ""
    first, last = own_period(audit)
    if (audit.period.first, audit.period.last) != (first, last):
        return (
            "This is a look at another period, which is not recorded, so nothing can be decided "
            f"here. To decide, show this folder's own period: {between(first, last)}."
        )
    return NO_LEDGER


def opened(audit: Audit) -> str:
    """One line on what was read, as HTML, and one where nothing can be decided."""
    why_not = not_decided_here(audit)
    more = f'<p class="chs-note">{escape(why_not)}</p>' if why_not else ""
    name = escape(audit.settings.charity.name)
    rows = sum(file.rows_kept for file in audit.import_report.files)
    return (
        f'<p role="status">{name}: {many(rows, "row")} read. Period: '
        f"{between(audit.period.first, audit.period.last)}. "
        f"As at {uk_day(audit.as_at)}.</p>{more}"
    )
