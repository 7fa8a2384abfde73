"""Signing in a browser what is decided, and writing the papers and the pack to hand over."""

import json

import pytest
from playwright.sync_api import expect

from chs_audit.audit import open_audit
from chs_audit.review.running import open_for_work
from tests.browser.lab import PATIENCE, wait_for_audit
from tests.browser.voila import served_pages
from tests.workbook import small
from tests.workbook.small import decide_all

NOTEBOOK = "02_annual_audit.ipynb"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An audit of which everything is decided, opened by the manager."""
    monkeypatch.setenv("JUPYTERHUB_USER", "manager")
    folder = small.with_people(tmp_path / "audit")
    decide_all(open_for_work(open_audit(folder)))
    return folder


def test_what_is_decided_is_signed_and_handed_over(browser, folder, tmp_path):
    with served_pages(tmp_path, folder) as pages:
        page = browser.new_page(locale="en-GB", viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE)
        page.goto(pages.of(NOTEBOOK))
        panel = page.locator(".chs-panel")
        wait_for_audit(panel)
        expect(panel.get_by_text("Everything is decided: you can sign.")).to_be_visible()
        panel.get_by_role("button", name="Sign this audit").click()
        # The records are read and judged anew first.
        expect(panel.get_by_text("Signed on")).to_be_visible(timeout=PATIENCE)
        panel.get_by_role("button", name="Write the papers").click()
        expect(panel.get_by_text("findings.xlsx", exact=True)).to_be_visible(timeout=PATIENCE)
        panel.get_by_role("button", name="Write the meeting pack").click()
        told = panel.get_by_text("packs/meeting-pack-2025-12-31.json")
        expect(told).to_be_visible(timeout=PATIENCE)
        assert "DRAFT" not in (folder / "scorecard.html").read_text(encoding="utf-8")
        pack = json.loads((folder / "packs" / "meeting-pack-2025-12-31.json").read_text())
        assert pack["status"].startswith("Signed on")

        page.reload()
        wait_for_audit(panel)
        expect(panel.get_by_text("Signed on")).to_be_visible()
        expect(panel.get_by_role("button", name="Sign this audit")).to_be_disabled()
        page.close()
