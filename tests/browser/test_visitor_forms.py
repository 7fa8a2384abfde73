"""Visitor forms in JupyterLab, on the sample charity."""

import pytest
from playwright.sync_api import expect

from tests.browser.actions import rows, violations
from tests.browser.lab import PATIENCE, open_notebook


@pytest.fixture(scope="module")
def panel(lab, page):
    return open_notebook(page, lab, "05_visitor_forms.ipynb")


def test_next_steps_through_the_findings_and_marks_the_row(panel):
    second = rows(panel).nth(1).locator("td").first.inner_text()
    panel.get_by_role("button", name="Next finding").click()
    panel.get_by_role("button", name="Next finding").click()
    expect(panel.get_by_text(f"Finding {second}.")).to_be_visible()
    expect(panel.locator("tr.selected td").first).to_have_text(second)


def test_a_checker_of_accessibility_finds_nothing_in_the_panel(panel):
    assert violations(panel) == []


def test_another_period_is_audited_anew(panel):
    panel.get_by_label("First day").fill("2026-03-01")
    panel.get_by_label("Last day").fill("2026-03-31")
    panel.get_by_role("button", name="Show this period").click()
    period = panel.get_by_text("Period: 1 March 2026 to 31 March 2026.")
    expect(period).to_be_visible(timeout=PATIENCE)
