"""Consent coverage in JupyterLab, on the sample charity."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.actions import pick, rows, sentence, violations
from tests.browser.lab import open_notebook


@pytest.fixture(scope="module")
def panel(lab, page):
    return open_notebook(page, lab, "04_consent_coverage.ipynb")


def test_the_chart_tells_every_purpose_in_its_alternative_text(panel):
    expect(panel.get_by_role("img", name=re.compile("school liaison"))).to_be_visible()


def test_a_row_opens_its_sentence(panel):
    rows(panel).first.click()
    expect(sentence(panel)).to_contain_text("No decision on consent is on record for")


def test_the_record_leaves_personal_details_out(panel):
    pick(panel, "Promise", "IC-01")
    rows(panel).first.click()
    expect(panel.get_by_text("Left out here as personal")).to_be_visible()


def test_a_checker_of_accessibility_finds_nothing_in_the_panel(panel):
    assert violations(panel) == []


def test_the_page_below_shows_the_same_finding(panel, page):
    finding = panel.locator("h2").first.inner_text()
    expect(page.locator(".jp-RenderedHTML h3", has_text=finding).last).to_be_attached()
