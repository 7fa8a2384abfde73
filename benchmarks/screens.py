"""How long somebody waits at the screen: the access log review in Chromium, served by Voilà."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.actions import pick, rows, sentence
from tests.browser.lab import running_browser
from tests.browser.voila import served_pages

NOTEBOOK = "03_access_log_review.ipynb"
# Milliseconds; the audit of a million accesses, its flags and cases come first.
PATIENCE = 600_000
TIMES = 3


def measure(folder: Path) -> dict[str, Any]:
    """Seconds until the sample's first panel is there and filled, and until each thing that
    somebody does in the folder's panel is answered: the middle one of several."""
    return {"sample": _sample(), "interactions": _interactions(folder)}


def _sample() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home, served_pages(Path(home)) as pages:
        return _opened(pages.of(NOTEBOOK), lambda page, panel: None)


def _interactions(folder: Path) -> dict[str, float]:
    found: dict[str, float] = {}

    def work(page: Page, panel: Locator) -> None:
        found.update(_tried(panel))

    with tempfile.TemporaryDirectory() as home, served_pages(Path(home), folder) as pages:
        found |= _opened(pages.of(NOTEBOOK), work)
    return found


def _opened(address: str, work: Callable[[Page, Locator], None]) -> dict[str, float]:
    with running_browser() as browser:
        page = browser.new_page(locale="en-GB", viewport={"width": 1280, "height": 1500})
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        began = time.perf_counter()
        page.goto(address)
        panel = page.locator(".chs-panel")
        panel.get_by_label("Audit folder").wait_for()
        there = time.perf_counter() - began
        expect(panel.get_by_text("rows read.")).to_be_visible()
        expect(rows(panel).first).to_be_visible()
        filled = time.perf_counter() - began
        work(page, panel)
        page.close()
    return {"the first panel is there": round(there, 2), "all of it is filled": round(filled, 2)}


def _tried(panel: Locator) -> dict[str, float]:
    def verdict(turn: int) -> None:
        pick(panel, "Verdict", ("cannot tell", "broken")[turn % 2])

    def finding(turn: int) -> None:
        row = rows(panel).nth(turn + 1)
        number = row.locator("td").first.inner_text()
        row.click()
        expect(sentence(panel)).to_be_visible()
        expect(panel.get_by_text(f"Finding {number}.")).to_be_visible()

    def case(turn: int) -> None:
        told = panel.get_by_label("The chosen case").locator(".chs-sentence")
        before = told.inner_text() if told.count() else ""
        rows(panel, 0).nth(turn + 1).click()
        expect(told).not_to_have_text(before) if before else expect(told).to_be_visible()

    def status(turn: int) -> None:
        choice = panel.get_by_label("Kind of staff", exact=True)
        choice.select_option(index=1 + turn % (choice.locator("option").count() - 1))
        panel.get_by_text("cases of ").first.wait_for()
        panel.get_by_role("button", name="Show all again").click()

    tries: dict[str, Callable[[int], None]] = {
        "filter the findings": verdict,
        "choose a finding": finding,
        "choose a case": case,
        "narrow everything to a kind of staff, and take it back": status,
    }
    return {name: _middle(one) for name, one in tries.items()}


def _middle(work: Callable[[int], None]) -> float:
    took = []
    for turn in range(TIMES):
        began = time.perf_counter()
        work(turn)
        took.append(time.perf_counter() - began)
    return round(statistics.median(took), 2)
