"""Deciding on a case where it is read: all its findings at once, and the list says so."""

from __future__ import annotations

import pytest

from chs_audit.workbook import AccessLogReview


@pytest.fixture
def panel(recorded_audit, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "manager")
    panel = AccessLogReview()
    panel._chooser.audit = recorded_audit
    panel._loaded(recorded_audit)
    return panel


def test_a_case_is_decided_where_it_is_read(panel):
    part = panel.log.cases
    place = int(part.shown.index[part.shown["staff_id"] == "ben"][0])
    case = part.shown["id"].iloc[place]
    part.list.table.selected_rows = [place]
    ids = part.findings
    assert len(ids) == 2

    part.deciding.conclusion.value = "breach"
    part.deciding.write.click()

    # The case stays open, with the message about what was written.
    assert "2 findings" in part.deciding.message.value
    assert case in part.told.value
    told = part.shown.set_index("id")["status"]
    assert told[case] == "waits for a second person"
    # The same is known below, in the list of findings.
    states = {id: panel._findings._state_of(id) for id in ids}
    assert set(states.values()) == {"proposed"}
    panel.log.choices.lists["status"].value = "waits for a second person"
    assert part.shown["id"].tolist() == [case]
    assert set(panel.shown["id"]) == set(ids)


def test_a_decision_below_is_seen_in_the_cases(panel):
    part = panel.log.cases
    place = panel.shown.index[panel.shown["staff_id"] == "amy"][0]
    panel.table.selected_rows = [int(place)]
    panel._findings.deciding.conclusion.value = "breach"
    panel._findings.deciding.write.click()
    told = part.shown.set_index("staff_id")["status"]
    assert told.to_dict() == {"amy": "waits for a second person", "ben": "to decide"}


def test_another_case_starts_afresh(panel):
    part = panel.log.cases
    part.list.table.selected_rows = [0]
    part.deciding.because.value = "something"
    part.list.table.selected_rows = [1]
    assert part.deciding.because.value == ""


def test_closing_the_audit_closes_it(panel):
    part = panel.log.cases
    part.list.table.selected_rows = [0]
    panel.log.clear()
    assert part.deciding.box.layout.display == "none"
