"""Takes the pictures of the workbook that the documentation shows, one of every notebook's screen.

python -m tests.browser.pictures

Beside them lies `fresh.json`, which says what each was made from, so that a test can tell when one
is stale.
"""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from pathlib import Path

import nbformat
from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import rows
from tests.browser.lab import NOTEBOOKS, PATIENCE, ROOT, running_browser
from tests.browser.voila import served_pages

FOLDER = ROOT / "docs" / "pictures"
FRESH = "fresh.json"
SEED = 1
WIDTH, HEIGHT = 1280, 1500
# What a page says when it is filled.
FILLED = re.compile("rows read|no person in this pack")
CODE = ("chs_audit/workbook", "chs_audit/figures", "chs_audit/voila_template")


def pictures() -> dict[str, str]:
    """Picture -> the notebook that it is of."""
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    return {f"{path.stem[3:].replace('_', '-')}.png": path.name for path in paths}


def made_from(notebook: str) -> str:
    """What a picture of the notebook is made from, as one hash: its cells as they are written, not
    what they show; the workbook's code; and which sample it is."""
    cells = nbformat.read(NOTEBOOKS / notebook, as_version=4).cells
    hash = hashlib.sha256(f"seed {SEED}".encode())
    for cell in cells:
        hash.update(f"{cell.cell_type}\n{cell.source}\n".encode())
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                hash.update(path.relative_to(ROOT).as_posix().encode())
                hash.update(path.read_bytes())
    return hash.hexdigest()


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        served_pages(Path(home)) as pages,
        running_browser() as browser,
    ):
        for picture, notebook in pictures().items():
            page = browser.new_page(locale="en-GB", viewport={"width": WIDTH, "height": HEIGHT})
            page.set_default_timeout(PATIENCE)
            page.goto(pages.of(notebook))
            settle(page)
            page.screenshot(path=FOLDER / picture)
            page.close()
    fresh = {picture: made_from(notebook) for picture, notebook in pictures().items()}
    (FOLDER / FRESH).write_text(json.dumps(fresh, indent=2) + "\n", encoding="utf-8")


def settle(page: Page) -> Locator:
    """Wait until the page is filled, its tables drawn, and nothing is under the mouse."""
    panel = page.locator(".chs-panel")
    panel.wait_for()
    expect(panel.get_by_text(FILLED).first).to_be_visible(timeout=PATIENCE)
    if panel.locator("table.dataTable").count():
        expect(rows(panel).first).to_be_visible()
    # Where the sample lies on this machine is nobody's business.
    for label, words in (("Audit folder", "our-charity"), ("Meeting pack", "meeting-pack.json")):
        field = panel.get_by_label(label)
        if field.count():
            field.first.evaluate("(one, words) => { one.value = words; }", words)
    page.mouse.move(0, 0)
    return panel


if __name__ == "__main__":
    main()
