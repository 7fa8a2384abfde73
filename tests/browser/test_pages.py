"""The workbook without code: pages that a browser opens, and only whoever has the token."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from chs_audit.lab import notebooks
from tests.browser.lab import PATIENCE, wait_for_audit
from tests.browser.voila import served_pages

EVERY = [path.name for path in sorted(notebooks().glob("*.ipynb"))]
MEETING = "07_trustee_meeting.ipynb"


@pytest.fixture(scope="module")
def served(browser, tmp_path_factory):
    with served_pages(tmp_path_factory.mktemp("pages")) as pages:
        yield pages


@pytest.fixture(scope="module")
def opened(served, browser):
    """Opens each page once: name -> the page, its panel filled, and what it asked for."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1400, "height": 1000})
    there = {}

    def open_page(name):
        if name not in there:
            page, asked = context.new_page(), []
            page.set_default_timeout(PATIENCE)
            page.on("request", lambda request: asked.append(request.url))
            page.goto(served.of(name))
            panel = page.locator(".chs-panel")
            panel.wait_for()
            if name == MEETING:
                expect(panel.get_by_text("no person in this pack")).to_be_visible()
            else:
                wait_for_audit(panel)
            there[name] = page, panel, asked
        return there[name]

    yield open_page
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
        page, panel, _ = opened(name)
        assert panel.locator("table").count() > 0
        expect(page.get_by_text("from chs_audit")).to_have_count(0)

    def test_nothing_is_asked_for_beyond_this_machine(self, opened, name, served):
        _, _, asked = opened(name)
        elsewhere = [url for url in asked if not url.startswith((served.address, "data:", "blob:"))]
        assert elsewhere == []

    def test_the_menu_says_where_one_is(self, opened, name):
        page, _, _ = opened(name)
        current = page.locator(".chs-menu a[aria-current=page]")
        expect(current).to_have_count(1)
        assert current.get_attribute("href").endswith(name)

    def test_axe_finds_nothing_wrong(self, opened, name):
        page, _, _ = opened(name)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["impact"], one["nodes"][0]["html"]) for one in found] == []


class TestMeeting:
    def test_an_area_and_a_promise_are_chosen_and_told(self, opened):
        _, panel, _ = opened(MEETING)
        panel.get_by_label("Area").select_option("Visitors and meetings")
        panel.get_by_label("Promise").select_option(index=1)
        expect(panel.get_by_role("heading", level=3)).to_contain_text("policies")

    def test_the_page_holds_no_number_of_a_person(self, opened, served):
        page, _, _ = opened(MEETING)
        lines = (served.folder / "records" / "service_users.csv").read_text().splitlines()[1:]
        numbers = {line.split(",")[0] for line in lines}
        words = set(page.locator("main").inner_text().split())
        assert numbers
        assert not numbers & words
