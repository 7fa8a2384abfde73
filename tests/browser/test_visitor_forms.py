"""Visitor forms in JupyterLab, on the sample charity."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.actions import violations
from tests.browser.lab import PATIENCE, open_notebook


@pytest.fixture(scope="module")
def panel(lab, page):
    return open_notebook(page, lab, "05_visitor_forms.ipynb")


def lines(panel, first):
    """The rows of the table whose first column is called that."""
    head = panel.page.locator("th:first-child", has_text=first)
    return panel.locator("table.dataTable").filter(has=head).locator("tbody tr")


def test_next_steps_through_the_findings_and_marks_the_row(panel):
    findings = lines(panel, "Finding")
    second = findings.nth(1).locator("td").first.inner_text()
    panel.get_by_role("button", name="Next finding").click()
    panel.get_by_role("button", name="Next finding").click()
    expect(panel.get_by_text(f"Finding {second}.")).to_be_visible()
    expect(panel.locator("tr.selected td").first).to_have_text(second)


def test_a_chosen_visitor_opens_the_meeting(panel):
    meeting = lines(panel, "Meeting").nth(3).locator("td").first.inner_text()
    lines(panel, "Meeting").nth(3).click()
    expect(panel.get_by_text(re.compile(f"^Meeting {meeting}"))).to_be_visible()


def test_the_volunteer_question_is_switched_by_keyboard(panel, page):
    count = panel.get_by_role("status").filter(has_text="visitors at meetings")
    before = count.inner_text()
    panel.get_by_label("Count volunteers as third parties").focus()
    page.keyboard.press("Space")
    expect(count).not_to_have_text(before)
    expect(panel.get_by_text("Volunteers are on it, as third parties")).to_be_visible()
    page.keyboard.press("Space")
    expect(count).to_have_text(before)


def test_the_list_for_reception_is_written_on_a_press(panel, page, lab):
    folder = lab.folder.parent / "sample-charity"
    assert not list(folder.glob("visitors-to-sign*"))
    panel.get_by_role("button", name="Write the list for reception").click()
    expect(panel.get_by_text("Written: 9 rows")).to_be_visible()
    assert len(list(folder.glob("visitors-to-sign*"))) == 2


def test_a_checker_of_accessibility_finds_nothing_in_the_panel(panel):
    assert violations(panel) == []


def test_another_period_is_audited_anew(panel):
    panel.get_by_label("First day").fill("2026-03-01")
    panel.get_by_label("Last day").fill("2026-03-31")
    panel.get_by_role("button", name="Show this period").click()
    period = panel.get_by_text("Period: 1 March 2026 to 31 March 2026.")
    expect(period).to_be_visible(timeout=PATIENCE)
