"""Opening a folder to work on it: which audits become runs of the ledger, and which do not."""

from __future__ import annotations

import datetime as dt

import pytest

from chs_audit import open_audit
from chs_audit.review import runs
from chs_audit.review.deciding import cases, move, propose
from chs_audit.review.ledger import open_existing
from chs_audit.review.moves import Decision
from chs_audit.review.people import Actor
from chs_audit.review.running import open_for_work, run_and_record
from tests.conftest import RECORDS

MANAGER, LEAD = Actor("S9", ("manager",)), Actor("S8", ("data-protection-lead",))


@pytest.fixture
def opened(small_folder):
    return open_audit(small_folder)


def recorded(opened):
    with open_existing(opened.path, opened.settings) as ledger:
        return [event.subject for event in ledger.events("run")]


def test_the_first_opening_is_a_run(opened):
    audit = open_for_work(opened)
    assert recorded(opened) == [audit.recorded_as]


def test_opening_the_same_again_adds_nothing(opened):
    first = run_and_record(opened).audit
    assert open_for_work(opened).recorded_as == first.recorded_as
    assert len(recorded(opened)) == 1


def test_what_was_decided_since_makes_no_other_run_of_it(opened):
    """A breach that was agreed upon is a new question of the next audit, and not of this."""
    open_for_work(opened)
    with open_existing(opened.path, opened.settings) as ledger:
        with ledger.reading() as book:
            _, known = cases(book)
        propose(ledger, known, Decision("breach"), MANAGER)
        move(ledger, "agree", known, LEAD)
    audit = open_for_work(opened)
    assert recorded(opened) == [audit.recorded_as]
    with open_existing(opened.path, opened.settings) as ledger, ledger.reading() as book:
        assert set(audit.findings["id"]) == set(runs.latest(book).findings)


def test_changed_records_are_a_new_run(opened):
    open_for_work(opened)
    log = opened.path / "records" / "access_log.csv"
    log.write_text(RECORDS["access_log.csv"] + "E5,2025-07-14 10:00,S2,P1,view\n")
    audit = open_for_work(opened)
    assert recorded(opened)[-1] == audit.recorded_as
    assert len(set(recorded(opened))) == 2


def test_changed_settings_are_a_new_run(opened):
    open_for_work(opened)
    settings = opened.path / "audit.toml"
    settings.write_text(settings.read_text() + "[need_to_know]\nleaving_grace_days = 9\n")
    open_for_work(open_audit(opened.path))
    assert len(set(recorded(opened))) == 2


def test_a_look_at_another_period_is_none(opened):
    open_for_work(opened)
    look = open_for_work(opened, first=dt.date(2025, 7, 1))
    assert look.recorded_as == ""
    assert len(recorded(opened)) == 1


def test_the_folders_own_days_are_no_other_period(opened):
    audit = open_for_work(opened, dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    assert recorded(opened) == [audit.recorded_as]


def test_the_same_records_over_another_period_are_none(opened):
    audit = open_for_work(opened)
    assert audit.over(dt.date(2025, 7, 1), dt.date(2025, 12, 31)).recorded_as == ""


def test_where_there_can_be_no_ledger_the_audit_is_still_there(opened):
    (opened.path / "audit.db").mkdir()
    audit = open_for_work(opened)
    assert audit.recorded_as == ""
    assert len(audit.findings)
