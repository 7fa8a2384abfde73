"""Takes the pictures of the workbook that the documentation shows.

python -m tests.browser.pictures
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.actions import rows, sentence
from tests.browser.lab import ROOT, open_notebook, running_browser, running_lab

WIDTH = 1400
PICTURES = {
    "access-log-review.png": "03_access_log_review.ipynb",
    "consent-coverage.png": "04_consent_coverage.ipynb",
}


def main() -> None:
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        running_lab(Path(home)) as lab,
        running_browser() as browser,
    ):
        for picture, notebook in PICTURES.items():
            page = browser.new_page(locale="en-GB", viewport={"width": WIDTH, "height": 2600})
            panel = open_notebook(page, lab, notebook, view="doc")
            rows(panel).nth(1).click()
            expect(sentence(panel)).to_be_visible()
            page.mouse.move(0, 0)
            panel.scroll_into_view_if_needed()
            box = panel.bounding_box()
            assert box is not None
            area = {"x": 0, "y": 0, "width": WIDTH, "height": box["y"] + box["height"] + 16}
            page.screenshot(path=folder / picture, clip=area)
            page.close()


if __name__ == "__main__":
    main()
