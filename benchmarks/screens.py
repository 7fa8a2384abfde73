"""How long somebody waits at the screen: the access log review in Chromium, served by Voilà.

Each answer is timed by the page itself, from the click to the frame in which the answer stands;
whoever asks a page from outside how far it is adds a tenth of a second and more.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
from playwright.sync_api import Locator, Page, expect

from chs_audit import pages as served
from tests.browser.actions import rows
from tests.browser.lab import running_browser
from tests.browser.voila import Pages, served_pages

NOTEBOOK = "03_access_log_review.ipynb"
# A page of which nothing is ours: what Voilà, the kernel and the browser take by themselves.
EMPTY = "empty.ipynb"
UP = "The kernel is up"
# Milliseconds; the audit of a million accesses, its flags and cases come first.
PATIENCE = 600_000
TIMES = 3
# Whatever the answer before left to be drawn is drawn by then.
QUIET = 1000

# What must hold for an answer to stand there, in the page's own words.
FINDINGS_ANEW = """() => {
  const row = [...document.querySelectorAll('.chs-panel table.dataTable tbody tr')].at(-1);
  return row && row !== window.before;
}"""
FINDING_TOLD = """() => {
  const told = document.querySelector('[aria-label="The chosen finding"]');
  return told && told.innerText !== window.before;
}"""
CASE_TOLD = """() => {
  const told = document.querySelector('[aria-label="The chosen case"]');
  return told && told.innerText !== window.before;
}"""
PICTURE = """document.querySelector('.chs-panel img[alt^="%s"]')?.src"""
MONTHS, TIME_LINE = PICTURE % "Stacked bars by month", PICTURE % "Timeline"
PICTURES_ANEW = f"() => {MONTHS} && {MONTHS} !== window.before"
TIME_LINE_ANEW = f"() => {TIME_LINE} && {TIME_LINE} !== window.before"
# What of it there is beforehand, which is not yet the answer.
BEFORE = {
    FINDINGS_ANEW: "[...document.querySelectorAll('.chs-panel table.dataTable tbody tr')].at(-1)",
    FINDING_TOLD: """document.querySelector('[aria-label="The chosen finding"]')?.innerText""",
    CASE_TOLD: """document.querySelector('[aria-label="The chosen case"]')?.innerText""",
    PICTURES_ANEW: MONTHS,
    TIME_LINE_ANEW: TIME_LINE,
}
# The clock runs from the event, not from when somebody asks for it.
CLOCK = """() => {
  window.began = null;
  for (const kind of ['click', 'change'])
    addEventListener(kind, () => { window.began ??= performance.now(); }, true);
}"""


def measure(folder: Path) -> dict[str, Any]:
    """Seconds until a page with nothing on it, and the sample's first panel, are there; until
    that panel is filled; and until each thing that somebody does in the folder's panel is
    answered: the middle one of several."""
    return {"sample": _sample(), "interactions": _interactions(folder)}


def _sample() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        empty = Path(home) / EMPTY
        cells = [
            nbformat.v4.new_markdown_cell("# Empty"),
            nbformat.v4.new_code_cell(f"print({UP!r})"),
        ]
        nbformat.write(nbformat.v4.new_notebook(cells=cells), empty)
        with served_pages(Path(home), notebooks=[empty, served.notebooks() / NOTEBOOK]) as pages:
            # The first page of all reads much from the disk that later ones find in memory.
            _empty(pages)
            found = {"a page with nothing on it is there": _empty(pages)}
            return found | _opened(pages.of(NOTEBOOK), lambda page, panel: None)


def _empty(pages: Pages) -> float:
    with running_browser() as browser:
        page = browser.new_page()
        began = time.perf_counter()
        page.goto(pages.of(EMPTY))
        page.get_by_text(UP, exact=True).wait_for(timeout=PATIENCE)
        return round(time.perf_counter() - began, 2)


def _interactions(folder: Path) -> dict[str, float]:
    found: dict[str, float] = {}

    def work(page: Page, panel: Locator) -> None:
        found.update(_tried(page, panel))

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
        panel.get_by_text("rows read.").wait_for()
        rows(panel).first.wait_for()
        filled = time.perf_counter() - began
        work(page, panel)
        page.close()
    return {"the first panel is there": round(there, 2), "all of it is filled": round(filled, 2)}


def _tried(page: Page, panel: Locator) -> dict[str, float]:
    def choose(label: str, place: int) -> Callable[[], object]:
        choice = panel.get_by_label(label, exact=True)
        return lambda: choice.select_option(index=place)

    show_all = panel.get_by_role("button", name="Show all again").click
    page.evaluate(CLOCK)
    took: dict[str, list[float]] = {}
    for turn in range(TIMES):
        tries = {
            # From all, the broken ones first, to the unclear ones; below from those to all again.
            "filter the findings": (choose("Verdict", 2), FINDINGS_ANEW),
            "choose a finding": (rows(panel).nth(turn + 1).click, FINDING_TOLD),
            "choose a case": (rows(panel, 0).nth(turn + 1).click, CASE_TOLD),
            "choose a case, down to its time line": (
                rows(panel, 0).nth(turn + 5).click,
                TIME_LINE_ANEW,
            ),
            "narrow the findings to a kind of staff": (
                choose("Kind of staff", 1 + turn % 2),
                FINDINGS_ANEW,
            ),
            "take the filter back": (choose("Verdict", 0), FINDINGS_ANEW),
            "show everything again, down to the pictures": (show_all, PICTURES_ANEW),
            # Of a choice that was not made before; what was drawn once is kept.
            "choose a team, down to the pictures": (choose("Team", 1 + turn), PICTURES_ANEW),
        }
        for name, (act, answered) in tries.items():
            took.setdefault(name, []).append(_answered(page, act, answered))
        _answered(page, show_all, PICTURES_ANEW)
    return {name: round(statistics.median(each), 2) for name, each in took.items()}


def _answered(page: Page, act: Callable[[], object], answered: str) -> float:
    """Seconds from what somebody does to the frame in which it is answered."""
    page.wait_for_timeout(QUIET)
    page.evaluate(f"() => {{ window.began = null; window.before = {BEFORE[answered]}; }}")
    act()
    took = page.wait_for_function(
        f"() => window.began !== null && ({answered})() && performance.now() - window.began",
        polling="raf",
        timeout=PATIENCE,
    )
    return float(took.json_value()) / 1000
