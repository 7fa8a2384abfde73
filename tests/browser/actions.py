"""What somebody does with a panel, and where they look."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

# The findings stand last in every panel.
FINDINGS = -1


def table(panel: Locator, place: int = FINDINGS) -> Locator:
    """One of the tables of a panel, which may hold several: the first is 0."""
    return panel.locator("table.dataTable").nth(place)


def rows(panel: Locator, place: int = FINDINGS) -> Locator:
    """The rows on the page of a table, that of the findings if no other is named."""
    return table(panel, place).locator("tbody tr")


def search(panel: Locator) -> Locator:
    """The field that searches in the findings."""
    return panel.get_by_label("Search in the table").last


def sentence(panel: Locator) -> Locator:
    """The plain sentence of the chosen finding, which stands after those of other parts."""
    return panel.get_by_label("The chosen finding").locator(".chs-sentence")


def pick(panel: Locator, control: str, choice: str) -> None:
    """Choose what holds these words from one of the panel's lists, and wait until the rows are the new ones."""
    old = rows(panel).first.element_handle()
    select = panel.get_by_label(control, exact=True)
    # ipywidgets writes options with spaces that do not break.
    words = [text.replace("\u00a0", " ") for text in select.locator("option").all_text_contents()]
    select.select_option(index=next(i for i, text in enumerate(words) if choice in text))
    assert old is not None
    old.wait_for_element_state("hidden")
    expect(rows(panel).first).to_be_visible()


def tab_into_rows(panel: Locator) -> None:
    """From the search field to the first row, by Tab alone."""
    search(panel).focus()
    for _ in range(20):
        panel.page.keyboard.press("Tab")
        if panel.page.evaluate("document.activeElement.matches('.chs-panel tbody tr')"):
            return
    raise AssertionError("the rows cannot be reached by Tab")


def open_folder(panel: Locator, folder: str) -> None:
    """Type another folder and press the button, by keyboard alone."""
    field = panel.get_by_label("Audit folder")
    field.fill(folder)
    field.press("Tab")
    expect(panel.get_by_role("button", name="Open", exact=True)).to_be_focused()
    panel.page.keyboard.press("Enter")


def violations(panel: Locator) -> list[tuple[str, str]]:
    """What axe, a checker of accessibility, objects to in the panel: rule and place."""
    found = Axe().run(panel.page, context=".chs-panel").response["violations"]
    return [(one["id"], node["html"][:120]) for one in found for node in one["nodes"]]
