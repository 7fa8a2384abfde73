"""The access log review in JupyterLab: the sample charity, mouse and keyboard, hostile records."""

import datetime as dt
import re

import pytest
from playwright.sync_api import expect

from tests.browser.actions import (
    open_folder,
    pick,
    rows,
    search,
    sentence,
    tab_into_rows,
    table,
    violations,
)
from tests.browser.lab import PATIENCE, open_notebook
from tests.workbook import small

# The places of its tables.
CASES, ACCESSES = 0, 1


@pytest.fixture(scope="module")
def panel(lab, page):
    return open_notebook(page, lab, "03_access_log_review.ipynb")


@pytest.fixture
def filtered(panel):
    """The panel, whose filters are taken off again afterwards."""
    yield panel
    for control in ("Promise", "Verdict"):
        if panel.get_by_label(control, exact=True).evaluate("it => it.selectedIndex"):
            pick(panel, control, "All")


def test_the_sample_charity_is_shown_after_run_all(panel):
    expect(panel.get_by_text("Lanterns for Larks (sample charity)")).to_be_visible()


def test_the_chart_has_an_alternative_text(panel):
    expect(panel.get_by_role("img", name=re.compile("Bar chart by month"))).to_be_visible()


def test_a_row_chosen_by_mouse_opens_its_sentence(panel):
    row = rows(panel).nth(1)
    finding = row.locator("td").first.inner_text()
    row.click()
    expect(sentence(panel)).to_contain_text("Opened on")
    expect(panel.get_by_text(f"Finding {finding}.")).to_be_visible()


def test_rows_are_chosen_by_keyboard_alone(panel, page):
    # Several rounds, since JupyterLab once took some of the arrow keys for itself. Never the
    # same row twice running, and not the row that the test before chose: Enter would close it.
    for down in (2, 3, 1, 2, 3):
        finding = rows(panel).nth(down).locator("td").first.inner_text()
        tab_into_rows(panel)
        for _ in range(down):
            page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        expect(panel.get_by_text(f"Finding {finding}.")).to_be_visible()


def test_what_has_the_focus_is_outlined(panel, page):
    search(panel).focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert width == "3px"


def test_a_verdict_can_be_picked(filtered):
    pick(filtered, "Verdict", "cannot tell")
    verdicts = rows(filtered).locator("td:nth-child(3)").all_inner_texts()
    assert {text.replace("\u00a0", " ") for text in verdicts} == {"? cannot tell"}


def test_a_row_chosen_after_a_filter_is_the_one_that_opens(filtered):
    pick(filtered, "Promise", "NK-03")
    finding = rows(filtered).first.locator("td").first.inner_text()
    rows(filtered).first.click()
    expect(filtered.get_by_text(f"Finding {finding}.")).to_be_visible()


def test_text_can_be_searched(panel):
    search(panel).fill("after case closed")
    expect(panel.get_by_text("filtered from")).to_be_visible()
    reasons = rows(panel).locator("td:nth-child(5)").all_inner_texts()
    assert set(reasons) == {"after case closed"}
    search(panel).fill("")


def test_days_are_sorted_by_the_calendar(panel):
    table(panel).locator("th", has_text="Day").first.click()
    first = rows(panel).locator("td:nth-child(6)").first
    expect(first).to_have_text("29 September 2025")


def test_a_filter_keeps_the_order_and_the_search(filtered):
    heading = table(filtered).locator("th", has_text="Day").first
    while heading.get_attribute("aria-sort") != "ascending":
        heading.click()
    search(filtered).fill("after")
    pick(filtered, "Promise", "NK-03")
    assert search(filtered).input_value() == "after"
    expect(filtered.get_by_text("filtered from")).to_be_visible()
    days = rows(filtered).locator("td:nth-child(6)").all_inner_texts()
    calendar = [dt.datetime.strptime(day, "%d %B %Y").replace(tzinfo=dt.UTC) for day in days]
    # Without an order of its own, the list begins with the latest of the worst.
    assert calendar == sorted(calendar)
    search(filtered).fill("")


def test_a_checker_of_accessibility_finds_nothing_in_the_panel(panel):
    assert violations(panel) == []


def test_a_team_narrows_the_cases_and_the_findings(panel):
    expect(panel.get_by_text(re.compile(r"^28 cases$"))).to_be_visible()
    panel.get_by_label("Team", exact=True).select_option(label="north")
    expect(panel.get_by_text("cases of 28")).to_be_visible()
    expect(rows(panel, CASES).filter(has_text="south")).to_have_count(0)
    teams = rows(panel, CASES).locator("td:nth-child(3)").all_inner_texts()
    assert set(teams) == {"north"}
    panel.get_by_role("button", name="Show all again").click()
    expect(panel.get_by_text(re.compile(r"^28 cases$"))).to_be_visible()


def test_a_case_and_one_of_its_accesses_are_told(panel):
    rows(panel, CASES).nth(3).click()
    told = panel.get_by_label("The chosen case")
    expect(told.locator(".chs-sentence")).to_contain_text("opened the record")
    # Cases, the accesses of this one, findings.
    expect(panel.locator("table.dataTable")).to_have_count(3)
    rows(panel, ACCESSES).first.click()
    expect(panel.locator("strong", has_text="Why was it opened?")).to_be_visible()
    expect(panel.get_by_role("img", name=re.compile("^Timeline"))).to_be_visible()


def test_an_access_can_be_asked_about_by_its_number(panel):
    field = panel.get_by_label("Number or pseudonym")
    field.fill("E042696")
    field.press("Enter")
    answer = panel.get_by_label("Why it was opened")
    expect(answer).to_contain_text("nothing on record explains why")


def test_a_checker_finds_nothing_in_an_open_case(panel):
    assert violations(panel) == []


def test_a_folder_that_is_none_says_what_to_do(panel, tmp_path):
    open_folder(panel, str(tmp_path))
    expect(panel.get_by_role("alert")).to_contain_text("audit.toml")
    expect(rows(panel)).to_have_count(0)


def test_hostile_text_shows_as_text(panel, page, tmp_path):
    open_folder(panel, str(small.hostile(tmp_path / "audit")))
    # What the test before left on the screen is an alert.
    expect(panel.get_by_text("rows read.")).to_be_visible(timeout=PATIENCE)
    rows(panel).first.click()
    expect(panel.get_by_role("cell", name=small.HOSTILE).last).to_be_visible()
    assert page.locator("img[src='x']").count() == 0
    assert page.title() != "1"


def test_a_period_without_records_says_what_to_do(panel, tmp_path):
    open_folder(panel, str(small.write(tmp_path / "audit")))
    expect(panel.get_by_text("Small charity")).to_be_visible(timeout=PATIENCE)
    panel.get_by_label("First day").fill("2025-05-01")
    panel.get_by_label("Last day").fill("2025-05-31")
    panel.get_by_role("button", name="Show this period").click()
    # The cases say so, and after them the findings.
    told = panel.get_by_text("Add these records to the audit folder, or choose a longer period")
    expect(told).to_have_count(2, timeout=PATIENCE)
    for one in told.all():
        expect(one).to_be_visible()
    expect(rows(panel)).to_have_count(0)
