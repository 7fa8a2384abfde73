"""The documentation's pictures are of the screens as they are, and every one that is shown exists."""

import json
import re

import pytest

from tests.browser.lab import ROOT
from tests.browser.pictures import FOLDER, FRESH, made_from, pictures

AGAIN = "take the pictures anew: python -m tests.browser.pictures"
PAGES = [*sorted((ROOT / "docs").glob("*.md")), ROOT / "README.md"]


@pytest.mark.parametrize(("picture", "notebook"), pictures().items())
def test_a_picture_is_of_the_screen_as_it_is(picture, notebook):
    told = FOLDER / FRESH
    assert told.exists(), f"nothing says what the pictures were made from; {AGAIN}"
    fresh = json.loads(told.read_text(encoding="utf-8"))
    assert (FOLDER / picture).exists(), f"there is no picture of {notebook}; {AGAIN}"
    changed = f"{picture} is stale: {notebook} or the workbook has changed since; {AGAIN}"
    assert fresh.get(picture) == made_from(notebook), changed


def test_no_picture_is_of_a_screen_that_is_gone():
    assert {path.name for path in FOLDER.glob("*.png")} <= pictures().keys()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_on_a_page_exists_and_is_described(page):
    shown = re.findall(r"!\[([^\]]*)\]\((?:docs/)?pictures/([^)]+)\)", page.read_text("utf-8"))
    assert all(len(words) > 20 for words, _ in shown)
    assert {name for _, name in shown} <= pictures().keys()


def test_a_change_of_the_notebook_makes_its_picture_stale(tmp_path, monkeypatch):
    (name, *_) = pictures().values()
    before = made_from(name)
    text = (ROOT / "notebooks" / name).read_text(encoding="utf-8")
    (tmp_path / name).write_text(text.replace("It answers:", "It says:"), encoding="utf-8")
    monkeypatch.setattr("tests.browser.pictures.NOTEBOOKS", tmp_path)
    assert made_from(name) != before
