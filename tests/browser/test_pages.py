"""The workbook without code, on records whose text fields are all hostile.

Only whoever has the token sees a page; it is accessible; what is hostile shows as text, and nothing
runs. Every notebook that is served is opened, so a new one is covered as it comes. Opening one is
what takes long, so every question is asked of the same page.
"""

import csv
import re
import threading

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from chs_audit import open_audit
from chs_audit.lab import notebooks
from chs_audit.papers.pack import write_pack
from tests import hostile
from tests.browser.lab import PATIENCE
from tests.browser.voila import served_pages

EVERY = [path.name for path in sorted(notebooks().glob("*.ipynb"))]
MEETING = "07_trustee_meeting.ipynb"
# What a page says when it is filled, or cannot be.
FILLED = re.compile("rows read|no person in this pack")


@pytest.fixture(scope="module")
def served(browser, tmp_path_factory):
    home = tmp_path_factory.mktemp("hostile")
    folder = hostile.write(home / "audit", hostile.payloads())
    write_pack(open_audit(folder).run(), folder)
    with served_pages(home, folder) as pages:
        yield pages


@pytest.fixture(scope="module")
def opened(served, browser):
    """Opens each page once, looks into everything on it: name -> the page, its panel, the
    addresses that it asked for, and the dialogs that it showed."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1400, "height": 1000})
    there = {}

    def open_page(name):
        if name not in there:
            page, asked, dialogs = context.new_page(), [], []
            page.set_default_timeout(PATIENCE)
            page.on("request", lambda request: asked.append(request.url))
            page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
            page.goto(served.of(name))
            panel = page.locator(".chs-panel")
            panel.wait_for()
            expect(panel.get_by_text(FILLED).first).to_be_visible(timeout=PATIENCE)
            look_into(panel)
            there[name] = page, panel, asked, dialogs
        return there[name]

    yield open_page
    context.close()


def look_into(panel):
    """Choose the first rows of every table, and unfold whatever is folded."""
    # From the last, since a row that is chosen may open a table after its own.
    for table in reversed(panel.locator("table.dataTable").all()):
        chosen = table.locator("tbody tr")
        for place in range(min(3, chosen.count())):
            chosen.nth(place).click()
            expect(chosen.nth(place)).to_have_class(re.compile("selected"))
    panel.locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")


def test_a_page_that_is_left_ends_its_kernel(served, browser):
    before = served.running()
    page = browser.new_page()
    page.goto(served.of(MEETING))
    page.locator(".chs-panel").wait_for(timeout=PATIENCE)
    assert served.running() == before + 1
    page.goto("about:blank")
    for _ in range(100):
        if served.running() == before:
            break
        threading.Event().wait(0.1)
    assert served.running() == before
    page.close()


def test_a_page_says_when_the_program_has_stopped(served, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto(served.of(MEETING))
    stopped = page.get_by_role("alert").get_by_text("The program has stopped.")
    expect(stopped).to_have_count(0)
    context.set_offline(True)
    expect(stopped).to_be_visible(timeout=PATIENCE)
    context.set_offline(False)
    expect(stopped).to_have_count(0, timeout=PATIENCE)
    context.close()


def test_without_the_token_nothing_is_shown(served, browser):
    page = browser.new_page()
    page.goto(f"{served.address}/voila/render/{MEETING}")
    assert "/login" in page.url
    expect(page.locator(".chs-panel")).to_have_count(0)
    page.close()


@pytest.mark.parametrize("name", EVERY)
class TestEveryPage:
    def test_it_is_filled_and_shows_no_code(self, opened, name):
        page, panel, *_ = opened(name)
        assert panel.locator("table").count() > 0
        expect(page.get_by_text("from chs_audit")).to_have_count(0)

    def test_nothing_is_asked_for_beyond_this_machine(self, opened, name, served):
        _, _, asked, _ = opened(name)
        elsewhere = [url for url in asked if not url.startswith((served.address, "data:", "blob:"))]
        assert elsewhere == []

    def test_the_menu_says_where_one_is(self, opened, name):
        page, *_ = opened(name)
        current = page.locator(".chs-menu a[aria-current=page]")
        expect(current).to_have_count(1)
        assert current.get_attribute("href").endswith(name)

    def test_axe_finds_nothing_wrong(self, opened, name):
        page, *_ = opened(name)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found] == []

    def test_no_script_of_a_record_runs(self, opened, name):
        page, _, _, dialogs = opened(name)
        assert page.evaluate("window.hostileRan") is None
        assert dialogs == []

    def test_no_element_is_made_from_a_record(self, opened, name):
        page, *_ = opened(name)
        made = page.locator(f"[{hostile.MARK}], img[src='x'], a[href^='javascript']")
        assert made.evaluate_all("all => all.map(one => one.outerHTML)") == []

    def test_the_hostile_text_is_shown_as_it_is(self, opened, name):
        page, *_ = opened(name)
        assert hostile.OWN[0] in page.locator("main").inner_text()


def test_what_is_looked_for_would_be_found(browser):
    """The same questions of a page that obeys: they answer otherwise."""
    page = browser.new_page()
    page.set_content(hostile.OWN[0] + hostile.OWN[5])
    page.wait_for_function("window.hostileRan === 1")
    assert page.locator(f"[{hostile.MARK}]").count() == 2
    page.close()


class TestMeeting:
    def test_an_area_and_a_promise_are_chosen_and_told(self, opened):
        _, panel, *_ = opened(MEETING)
        panel.get_by_label("Area").select_option("Visitors and meetings")
        panel.get_by_label("Promise").select_option(index=1)
        expect(panel.get_by_role("heading", level=3)).to_contain_text("policies")

    def test_the_page_holds_no_number_of_a_person(self, opened, served):
        page, *_ = opened(MEETING)
        with (served.folder / "records" / "service_users.csv").open(encoding="utf-8") as file:
            # Something hostile, and then the number.
            numbers = {row["person_id"].split()[-1] for row in csv.DictReader(file)}
        words = set(page.locator("main").inner_text().split())
        assert {"P0001", "P0002"} < numbers
        assert not numbers & words
