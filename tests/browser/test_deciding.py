"""Deciding in a browser, by two people: chosen by keyboard, kept in the ledger, there after a reload."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from chs_audit import open_audit
from chs_audit.review.ledger import open_existing
from tests.browser.actions import pick, rows, tab_into_rows
from tests.browser.lab import PATIENCE, Lab, open_notebook, wait_for_audit
from tests.browser.voila import served_pages
from tests.lab.server import started
from tests.workbook import small

NOTEBOOK = "03_access_log_review.ipynb"
# Looks at somebody with whom nobody works: so many that their table can be searched.
LOG = "event_id,occurred_at,staff_id,person_id,action\n" + "".join(
    f"e{day},2025-03-{day} 10:00,ben,p2,view\n" for day in range(10, 26)
)


@pytest.fixture(scope="module")
def served(browser, tmp_path_factory):
    """The pages as the lead opens them, on records that are audited in no time."""
    home = tmp_path_factory.mktemp("lead")
    folder = small.with_people(home / "audit", access_log=LOG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTERHUB_USER", "lead")
        with served_pages(home, folder) as pages:
            yield pages


def opened(browser, served):
    page = browser.new_page(locale="en-GB", viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE)
    page.goto(served.of(NOTEBOOK))
    panel = page.locator(".chs-panel")
    panel.wait_for()
    wait_for_audit(panel)
    return page, panel


def fill_in(panel):
    panel.get_by_label("Conclusion").last.select_option(label="It is not a breach.")
    # Until the conclusion is known, the last field of that name is another form's, and hidden.
    expect(panel.get_by_label("Why", exact=True).last).to_be_visible()
    panel.get_by_label("Why", exact=True).last.fill("The rota of that day explains it.")


def propose(panel):
    panel.get_by_label("Why", exact=True).last.press("Tab")
    panel.get_by_role("button", name="Propose a decision").last.press("Enter")
    expect(panel.get_by_text("Proposed: 1 finding.")).to_be_visible()
    # Whoever decides by keyboard goes on from there.
    expect(panel.get_by_role("button", name="Write", exact=True)).to_be_focused()


def decisions(folder, finding):
    settings = open_audit(folder).settings
    with open_existing(folder, settings) as ledger:
        events = ledger.events("decision", finding)
    return [(one.payload["move"], one.actor, one.payload["decision"]) for one in events]


@pytest.fixture
def chosen(browser, served):
    """The lead's page, with the second finding of those that are open chosen by keyboard."""
    page, panel = opened(browser, served)
    pick(panel, "State", "open: waits for a decision")
    tab_into_rows(panel)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    finding = rows(panel).nth(1).locator("td").first.inner_text()
    expect(panel.get_by_text(f"Finding {finding}.")).to_be_visible()
    yield page, panel, finding
    page.close()


def test_a_decision_is_proposed_by_one_and_agreed_to_by_another(
    chosen, served, browser, tmp_path_factory, monkeypatch
):
    page, panel, finding = chosen
    fill_in(panel)
    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    propose(panel)
    (told,) = decisions(served.folder, finding)
    assert told[0] == "propose"
    assert told[2] == {"conclusion": "not-a-breach", "because": "The rota of that day explains it."}

    page.reload()
    panel.wait_for()
    wait_for_audit(panel)
    pick(panel, "State", "waits for agreement")
    expect(rows(panel)).to_have_count(1)
    expect(rows(panel).first).to_contain_text(finding)

    monkeypatch.setenv("JUPYTERHUB_USER", "manager")
    with served_pages(tmp_path_factory.mktemp("manager"), served.folder) as managers:
        other, board = opened(browser, managers)
        pick(board, "State", "waits for agreement")
        rows(board).first.click()
        expect(board.get_by_text("proposed: It is not a breach.").first).to_be_visible()
        board.get_by_label("Agree", exact=True).last.check()
        board.get_by_role("button", name="Agree", exact=True).last.click()
        expect(board.get_by_text("Agreed: 1 finding.")).to_be_visible()
        other.close()
    moves = [(move, actor) for move, actor, _ in decisions(served.folder, finding)]
    assert [move for move, _ in moves] == ["propose", "agree"]
    assert moves[0][1] != moves[1][1]


def test_the_space_bar_adds_rows_and_enter_chooses_one_alone(chosen):
    page, panel, _ = chosen
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(panel.get_by_text("2 findings chosen.")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    finding = rows(panel).nth(3).locator("td").first.inner_text()
    expect(panel.get_by_text(f"Finding {finding}.")).to_be_visible()
    expect(panel.get_by_text("findings chosen.")).to_have_count(0)


def test_in_jupyterlab_it_is_decided_alike(browser, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "lead")
    home = tmp_path_factory.mktemp("lab")
    folder = small.with_people(home / "audit", access_log=LOG)
    page = browser.new_page(locale="en-GB", viewport={"width": 1400, "height": 1000})
    with started(folder, home) as server:
        lab = Lab(server.address, server.token, server.place)
        panel = open_notebook(page, lab, NOTEBOOK)
        panel.get_by_label("Next").last.click()
        finding = rows(panel).first.locator("td").first.inner_text()
        rows(panel).first.click()
        expect(panel.get_by_text(f"Finding {finding}.")).to_be_visible()
        fill_in(panel)
        propose(panel)
        # The second page of the table is still the one that is shown.
        expect(rows(panel).filter(has_text=finding)).to_contain_text("waits for agreement")
        assert [move for move, _, _ in decisions(folder, finding)] == ["propose"]

        panel = open_notebook(page, lab, NOTEBOOK)
        pick(panel, "State", "waits for agreement")
        expect(rows(panel)).to_have_count(1)
        expect(rows(panel).first).to_contain_text(finding)
        page.close()
