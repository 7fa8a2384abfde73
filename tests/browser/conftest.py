from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.browser import lab as lab_in_a_browser


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    if not lab_in_a_browser.chromium():
        if os.environ.get("CI") == "true":
            pytest.fail(lab_in_a_browser.INSTALL)
        pytest.skip(lab_in_a_browser.INSTALL)
    with lab_in_a_browser.running_browser() as browser:
        yield browser


@pytest.fixture(scope="session")
def lab(browser, tmp_path_factory):
    with lab_in_a_browser.running_lab(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture(scope="module")
def page(browser):
    """One page for all tests of a module: opening a notebook takes a while."""
    page = browser.new_page(locale="en-GB", viewport={"width": 1400, "height": 1000})
    yield page
    page.close()
