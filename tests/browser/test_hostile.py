"""Every page on records whose text fields are all hostile: it shows as text, and nothing runs.

Every notebook that is served is opened, so a new one is covered as it comes.
"""

import re

import pytest
from playwright.sync_api import expect

from chs_audit import open_audit
from chs_audit.lab import notebooks
from chs_audit.papers.pack import write_pack
from tests import hostile
from tests.browser.lab import PATIENCE
from tests.browser.voila import served_pages

EVERY = [path.name for path in sorted(notebooks().glob("*.ipynb"))]
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
    """Opens a page once, looks into everything on it: name -> the page, and what it asked of us."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1400, "height": 1000})
    there = {}

    def open_page(name):
        if name not in there:
            page, dialogs = context.new_page(), []
            page.set_default_timeout(PATIENCE)
            page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
            page.goto(served.of(name))
            panel = page.locator(".chs-panel")
            panel.wait_for()
            expect(panel.get_by_text(FILLED).first).to_be_visible(timeout=PATIENCE)
            look_into(panel)
            there[name] = page, dialogs
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


@pytest.mark.parametrize("name", EVERY)
class TestEveryPage:
    def test_no_script_of_a_record_runs(self, opened, name):
        page, dialogs = opened(name)
        assert page.evaluate("window.hostileRan") is None
        assert dialogs == []

    def test_no_element_is_made_from_a_record(self, opened, name):
        page, _ = opened(name)
        made = page.locator(f"[{hostile.MARK}], img[src='x'], a[href^='javascript']")
        assert made.evaluate_all("all => all.map(one => one.outerHTML)") == []

    def test_the_hostile_text_is_shown_as_it_is(self, opened, name):
        page, _ = opened(name)
        assert hostile.OWN[0] in page.locator("main").inner_text()


def test_what_is_looked_for_would_be_found(browser):
    """The same questions of a page that obeys: they answer otherwise."""
    page = browser.new_page()
    page.set_content(hostile.OWN[0] + hostile.OWN[5])
    page.wait_for_function("window.hostileRan === 1")
    assert page.locator(f"[{hostile.MARK}]").count() == 2
    page.close()
