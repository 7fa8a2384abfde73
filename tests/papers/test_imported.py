"""What an import tells a manager."""

from __future__ import annotations

import datetime as dt

from chs_audit.papers.imported import archive_lines, import_lines
from chs_audit.settings import Settings, parse
from chs_audit.sources.report import Archived
from tests.sources.archives import LOG, bring_in


def held(*gaps, rows=10, first=dt.date(2026, 1, 1), last=dt.date(2026, 3, 31)):
    return Archived(rows, first, last, gaps, 1, frozenset(), "")


def gap(first, last):
    return dt.date.fromisoformat(first), dt.date.fromisoformat(last)


def test_an_archive_says_how_far_it_reaches():
    assert archive_lines(held(rows=1_200)) == [
        "The archive holds 1,200 events from 1 January 2026 to 31 March 2026.",
        "Every day between these has an event.",
    ]


def test_gaps_are_told_the_longest_first():
    gaps = [
        gap("2026-01-03", "2026-01-04"),
        gap("2026-01-10", "2026-01-10"),
        gap("2026-02-01", "2026-02-05"),
        gap("2026-03-07", "2026-03-08"),
    ]
    assert archive_lines(held(*gaps))[1] == (
        "Between these days, 10 days without any event; the longest stretches: 1 February 2026 to "
        "5 February 2026 (5 days); 3 January 2026 to 4 January 2026 (2 days); 7 March 2026 to 8 March 2026 "
        "(2 days). If people worked then, export them again while the source still has them."
    )


def test_an_archive_without_events_says_so():
    assert archive_lines(held(rows=0, first=None, last=None)) == ["The archive holds 0 events."]


def test_an_import_says_what_it_read_and_when_to_import_again(tmp_path):
    settings = parse({"sources": {"retention_days": {"crm": 30}}})
    text = LOG.strip() + ",source\nE1,2026-01-05 10:00,S1,P1,view,crm\n"
    (tmp_path / "access_log-1.csv").write_text(text)
    (tmp_path / "access_log-2.csv").write_text(text + "\n")
    first = import_lines(bring_in(tmp_path, tmp_path / "access_log-1.csv"), settings)
    assert first == [
        "access_log-1.csv: read 1 row: 1 kept, 0 repeats left out, 0 set aside.",
        "Added to: January 2026.",
        "The archive holds 1 event from 5 January 2026 to 5 January 2026.",
        "Every day between these has an event.",
        "crm deletes its log after 30 days: import again by 4 February 2026.",
    ]
    paths = [tmp_path / "access_log-1.csv", tmp_path / "access_log-2.csv"]
    second = import_lines(bring_in(tmp_path, *paths), Settings())
    assert second[:3] == [
        "access_log-2.csv: read 1 row: 0 kept, 1 repeat left out, 0 set aside.",
        "access_log-1.csv came in on 30 September 2026 already: it was not read again, and nothing changed.",
        "No event was new, so no month changed.",
    ]
