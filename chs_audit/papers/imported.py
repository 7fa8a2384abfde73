"""What the archive of the access log got and holds, in plain words."""

from __future__ import annotations

import datetime as dt

from chs_audit.papers.scorecard import uk_day
from chs_audit.settings import Settings
from chs_audit.sources.archive import summary
from chs_audit.sources.importing import Imported
from chs_audit.sources.manifest import UNKNOWN, ImportedFile
from chs_audit.sources.report import Archived

_GAPS_SHOWN = 3


def import_lines(imported: Imported, settings: Settings) -> list[str]:
    """What an import did, what the archive holds now, and when to import again."""
    lines = [_file(file) for file in imported.files]
    lines += [
        f"{name} came in on {uk_day(before.imported_on)} already{_as(name, before)}: "
        "it was not read again, and nothing changed."
        for name, before in imported.known
    ]
    lines += [f"{name} holds the same as {other}." for name, other in imported.copies]
    if imported.months:
        lines.append(f"Added to: {', '.join(map(_month, imported.months))}.")
    elif imported.files:
        lines.append("No event was new, so no month changed.")
    if imported.nobody:
        lines.append(
            f"{_count(imported.nobody, 'new event')} by users whom the staff records do not "
            "name: who it was stays unknown. Complete user_name there before the next import."
        )
    lines += archive_lines(summary(imported.manifest))
    return lines + _expiry(imported, settings)


def archive_lines(archived: Archived) -> list[str]:
    """How far the archive reaches, and the days on which it holds no event."""
    if not archived.first_on or not archived.last_on:
        return [f"The archive holds {_count(archived.rows, 'event')}."]
    lines = [
        f"The archive holds {_count(archived.rows, 'event')} from {uk_day(archived.first_on)} "
        f"to {uk_day(archived.last_on)}."
    ]
    gaps = sorted(archived.gaps, key=lambda gap: (gap[0] - gap[1], gap[0]))
    if gaps:
        days = sum(_days(gap) for gap in gaps)
        told = "; ".join(_span(gap) for gap in gaps[:_GAPS_SHOWN])
        which = "the longest stretches" if len(gaps) > _GAPS_SHOWN else "these"
        lines.append(
            f"Between these days, {_count(days, 'day')} without any event; {which}: {told}. "
            "If people worked then, export them again while the source still has them."
        )
    else:
        lines.append("Every day between these has an event.")
    return lines


def _file(file: ImportedFile) -> str:
    why = f" ({file.set_aside_why})" if file.set_aside_why else ""
    return (
        f"{file.name}: read {_count(file.rows_read, 'row')}: {file.kept:,} kept, "
        f"{_count(file.repeats, 'repeat')} left out, {file.set_aside:,} set aside{why}."
    )


def _as(name: str, before: ImportedFile) -> str:
    return "" if name == before.name else f" as {before.name}"


def _expiry(imported: Imported, settings: Settings) -> list[str]:
    keeps = settings.sources.retention_days
    return [
        f"{source} deletes its log after {_count(keeps[source], 'day')}: "
        f"import again by {uk_day(last_on + dt.timedelta(days=keeps[source]))}."
        for source, last_on in sorted(imported.manifest.sources.items())
        if source in keeps
    ]


def _month(name: str) -> str:
    if name == UNKNOWN:
        return "events without a time"
    return f"{dt.date.fromisoformat(f'{name}-01'):%B %Y}"


def _days(gap: tuple[dt.date, dt.date]) -> int:
    return (gap[1] - gap[0]).days + 1


def _span(gap: tuple[dt.date, dt.date]) -> str:
    first, last = gap
    if first == last:
        return uk_day(first)
    return f"{uk_day(first)} to {uk_day(last)} ({_days(gap)} days)"


def _count(number: int, what: str) -> str:
    return f"1 {what}" if number == 1 else f"{number:,} {what}s"
