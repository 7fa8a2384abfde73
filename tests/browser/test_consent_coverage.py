"""Consent coverage in JupyterLab, on the sample charity."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.actions import pick, rows, sentence, violations
from tests.browser.lab import open_notebook

# The place of the table of people.
MATRIX = 0


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


def test_the_day_is_moved_by_keyboard_alone(panel, page):
    slider = panel.get_by_role("slider", name="As at")
    slider.focus()
    page.keyboard.press("ArrowLeft")
    expect(panel.get_by_role("heading", name="On 30 August 2026")).to_be_visible()
    assert slider.get_attribute("aria-valuetext") == "30 August 2026"
    panel.get_by_role("button", name="Audit date").click()
    expect(panel.get_by_role("heading", name="On 31 August 2026")).to_be_visible()


def test_a_person_is_chosen_and_told_of(panel):
    rows(panel, MATRIX).first.click()
    expect(panel.get_by_label("The chosen person").get_by_role("img")).to_be_visible()
    assert violations(panel) == []


def test_the_list_of_whom_to_ask_is_written(panel, lab):
    panel.get_by_role("button", name="Write the list of whom to ask").click()
    expect(panel.get_by_text("Written:")).to_be_visible()
    assert (lab.folder.parent / "sample-charity" / "ask-next.xlsx").is_file()


def test_the_page_below_shows_the_same_finding(panel, page):
    finding = panel.locator("h2").first.inner_text()
    expect(page.locator(".jp-RenderedHTML h3", has_text=finding).last).to_be_attached()
