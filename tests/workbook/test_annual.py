"""The annual audit's screen: scorecard, promises in plain words, work list, signing."""

from __future__ import annotations

import datetime as dt

import pytest

from chs_audit.audit import open_audit
from chs_audit.review.ledger import open_existing
from chs_audit.review.moves import Decision
from chs_audit.review.running import open_for_work
from chs_audit.workbook import AnnualAudit, scorecard, session, sign_off
from tests.workbook.small import MANAGER, decide_all


@pytest.fixture
def audit(recorded_audit, monkeypatch):
    monkeypatch.setenv("JUPYTERHUB_USER", "manager")
    return recorded_audit


@pytest.fixture
def panel(audit, monkeypatch):
    monkeypatch.setattr(session, "run_audit", lambda *_: audit)
    panel = AnnualAudit()
    panel.folder.value = str(audit.folder)
    panel.open.click()
    return panel


class TestScorecard:
    def test_the_finding_is_the_heading(self, panel, audit):
        broken = (audit.scorecard["verdict"] == "broken").sum()
        assert f"{broken} of {len(audit.scorecard)} promises are broken" in panel.heading.value

    def test_every_area_has_its_row_with_rows_examined(self, panel):
        assert "Need to know</th>" in panel.summary.value
        assert "Rows examined" in panel.summary.value
        assert "– Not tested" in panel.summary.value

    def test_with_none_signed_it_says_so(self, panel):
        assert "No audit of another period was signed yet" in panel.summary.value

    def test_the_change_since_the_last_signed_audit(self, audit):
        """Signed as it is; next year nothing of it is broken any more, on other rows."""
        decide_all(audit)
        folder = open_audit(audit.folder)
        with open_existing(folder.path, folder.settings) as ledger:
            from chs_audit.review import signing

            signing.sign(ledger, audit, folder.path, MANAGER)
        settings = folder.path / "audit.toml"
        settings.write_text(
            settings.read_text()
            .replace("2025-12-31", "2026-12-31")
            .replace("2025-01-01", "2026-01-01")
        )
        later = open_for_work(open_audit(folder.path))
        both = scorecard.signed_before(later)
        assert both is not None
        html = scorecard.areas(later, both)
        assert "Compared with the signed audit" in html
        assert "1 January 2025 to 31 December 2025" in html
        assert "in 1,000 rows, then" in html


class TestPromises:
    def test_an_area_lists_its_promises_and_their_findings(self, panel):
        panel.area.value = "Visitors and meetings"
        assert "VF-01" in panel.words.value
        assert "NK-01" not in panel.words.value
        assert set(panel.shown["control"].str[:2]) == {"VF"}

    def test_a_promise_is_told_in_plain_words_with_its_findings(self, panel):
        panel.promise.value = "NK-03"
        assert "Why it matters" in panel.words.value
        assert "What to do" in panel.words.value
        assert set(panel.shown["control"]) == {"NK-03"}

    def test_an_area_offers_its_own_promises_only(self, panel):
        panel.area.value = "Need to know"
        assert {id[:2] for _, id in panel.promise.options if id} == {"NK"}

    def test_all_areas_bring_all_back(self, panel, audit):
        panel.area.value = "Need to know"
        panel.area.value = ""
        assert len(panel.shown) == len(audit.findings)


class TestWorkList:
    def test_an_owner_finds_what_they_see_to(self, panel, audit):
        panel.promise.value = "NK-03"
        panel.choose_all.click()
        deciding = panel.deciding
        deciding.conclusion.value, deciding.owner.value = "breach", "dora"
        deciding.write.click()
        panel.promise.value = ""
        panel.folder.value = panel.folder.value
        panel.open.click()
        assert audit.pseudonyms.of("staff", "dora") in [name for name, _ in panel.owner.options]
        panel.owner.value = "dora"
        assert set(panel.shown["control"]) == {"NK-03"}

    def test_what_nobody_sees_to_can_be_listed(self, panel, audit):
        panel.owner.value = "nobody"
        assert len(panel.shown) == len(audit.findings)


class TestSignOff:
    def test_the_progress_is_told_and_who_is_waited_for(self, panel, audit):
        told = panel.sign_off.standing.value
        assert f"0 of {len(audit.findings)} findings decided." in told
        assert "anybody who may decide" in told
        assert panel.sign_off.sign.disabled

    def test_a_decision_moves_it(self, panel):
        panel.choose_all.click()
        panel.deciding.conclusion.value = "breach"
        panel.deciding.write.click()
        assert "anybody but you, who proposed it" in panel.sign_off.standing.value

    def test_overdue_facts_are_marked(self, audit):
        needs = Decision("needs-facts", ask="dora", by=dt.date(2026, 1, 10))
        decide_all(audit, needs)
        html = sign_off.standing(audit, dt.date(2026, 2, 1))
        assert f"! {len(audit.findings)} overdue" in html

    def test_with_one_undecided_it_cannot_be_signed(self, panel, audit):
        decide_all(audit, but=1)
        panel.sign_off.refresh()
        assert panel.sign_off.sign.disabled
        assert "1 finding must still be decided" in panel.sign_off.standing.value

    def test_without_the_role_one_does_not_sign(self, audit, monkeypatch):
        decide_all(audit)
        monkeypatch.setenv("JUPYTERHUB_USER", "lead")
        assert not sign_off.may_sign(audit)
        assert "You do not sign it yourself" in sign_off.standing(audit)

    def test_signing_writes_it_down_and_the_papers(self, panel, audit):
        decide_all(audit)
        panel.sign_off.refresh()
        panel.sign_off.sign.click()
        assert "Signed." in panel.sign_off.told.value
        assert "Signed on" in panel.sign_off.standing.value
        with open_existing(audit.folder, audit.settings) as ledger:
            (event,) = ledger.events("signed")
        assert (event.actor, event.subject) == ("cleo", audit.recorded_as)
        assert "DRAFT" not in (audit.folder / "scorecard.html").read_text(encoding="utf-8")
        assert panel.sign_off.sign.disabled

    def test_records_that_changed_meanwhile_are_not_signed(self, panel, audit):
        decide_all(audit)
        panel.sign_off.refresh()
        log = audit.folder / "records" / "access_log.csv"
        log.write_text(log.read_text() + "e9,2025-07-06 10:00,ben,p1,view,health\n")
        panel.sign_off.sign.click()
        assert "changed since" in panel.sign_off.told.value
        with open_existing(audit.folder, audit.settings) as ledger:
            assert ledger.events("signed") == []

    def test_the_papers_can_be_written_before_and_are_drafts(self, panel, audit):
        panel.sign_off.write_papers.click()
        assert "findings.xlsx" in panel.sign_off.told.value
        assert "DRAFT" in (audit.folder / "scorecard.html").read_text(encoding="utf-8")

    def test_a_look_is_not_signed_and_says_why(self, audit):
        look = audit.over(dt.date(2025, 7, 1), dt.date(2025, 12, 31))
        assert "look at another period" in sign_off.standing(look)
        assert not sign_off.may_sign(look)


def test_the_page_says_the_same_without_controls(panel):
    assert "Need to know" in panel.page_summary().html
    assert "NK-01" in panel.page_promises().html
    assert "findings decided" in panel.page_progress().html
    assert "The worst 10 of" in panel.page_findings().html


def test_hostile_text_is_escaped_everywhere(hostile_audit, monkeypatch):
    monkeypatch.setattr(session, "run_audit", lambda *_: hostile_audit)
    panel = AnnualAudit()
    panel.open.click()
    pages = (panel.page_summary(), panel.page_promises(), panel.page_findings())
    shown = [page.html for page in pages] + [panel.words.value, panel.summary.value]
    assert not any("<img src=x" in html for html in shown)
