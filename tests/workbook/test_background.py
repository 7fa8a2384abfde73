"""An audit on a screen: the screen is there at once, and whoever waits can stop it."""

import threading

import pytest

from chs_audit.workbook import AccessLogReview, session


@pytest.fixture
def panel(folder):
    panel = AccessLogReview()
    panel.folder.value = str(folder)
    panel._chooser.in_background = True
    return panel


@pytest.fixture
def held(monkeypatch):
    """The audit begins, and goes on when it is let go."""
    go = threading.Event()
    run = session.run_audit

    def hold(folder, first, last, progress):
        go.wait(30)
        return run(folder, first, last, progress)

    monkeypatch.setattr(session, "run_audit", hold)
    return go


def test_the_screen_is_there_while_the_audit_runs(panel, held):
    panel.open.click()
    assert panel.open.disabled
    assert panel.cancel.layout.display == ""
    held.set()
    panel._chooser.wait()
    assert "18 rows read" in panel.status.value
    assert panel.cancel.layout.display == "none"
    assert not panel.open.disabled


def test_the_page_waits_for_the_audit(panel, held):
    panel.open.click()
    held.set()
    assert "Nothing on record explains" in panel.page_summary().text


def test_a_cancelled_audit_says_so_and_can_be_started_again(panel, held):
    panel.open.click()
    panel.cancel.click()
    held.set()
    panel._chooser.wait()
    assert "The audit was cancelled." in panel.status.value
    panel.open.click()
    panel._chooser.wait()
    assert "18 rows read" in panel.status.value


def test_what_was_shown_before_stays_when_the_next_is_cancelled(panel, held):
    held.set()
    panel.open.click()
    panel._chooser.wait()
    shown = panel.heading.value
    held.clear()
    panel.open.click()
    panel.cancel.click()
    held.set()
    panel._chooser.wait()
    assert panel.heading.value == shown
    assert "The audit was cancelled." in panel.status.value
    assert "18 rows read" in panel.status.value
    assert panel._result.layout.display == ""
