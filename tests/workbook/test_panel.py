"""The panels without a browser: set a value, click, see the result."""

import datetime as dt
import functools
import json

import pandas as pd
import pytest

from chs_audit.figures import findings_of
from chs_audit.workbook import AccessLogReview, ConsentCoverage, VisitorForms, session
from chs_audit.workbook.access_log import AccessParts
from chs_audit.workbook.consent_parts import ConsentParts
from tests.workbook import small

PANELS = (AccessLogReview, ConsentCoverage, VisitorForms)


AUDITS = functools.cache(
    lambda folder, first, last: RUN_AUDIT(folder, first, last, lambda *_: None)
)
RUN_AUDIT = session.run_audit


@pytest.fixture(autouse=True)
def _audits_are_run_once(monkeypatch):
    """An audit of the same folder and period says the same: most tests need not wait for it."""
    monkeypatch.setattr(session, "run_audit", lambda *given: AUDITS(*given[:3]))


@pytest.fixture(autouse=True)
def _parts_are_left_out(monkeypatch):
    """What stands between the chart and the findings has tests of its own."""
    for part in (AccessParts, ConsentParts):
        monkeypatch.setattr(part, "show", lambda part, audit: None)


@pytest.fixture
def panel(folder):
    panel = AccessLogReview()
    panel.folder.value = str(folder)
    panel.open.click()
    return panel


def hidden(widget):
    return widget.layout.display == "none"


class TestChoosing:
    def test_the_folder_is_the_sample_by_default(self, monkeypatch):
        monkeypatch.delenv("CHS_AUDIT_FOLDER", raising=False)
        assert AccessLogReview().folder.value == "../sample-charity"

    def test_the_folder_can_be_given_from_outside(self, monkeypatch):
        monkeypatch.setenv("CHS_AUDIT_FOLDER", "elsewhere")
        assert AccessLogReview().folder.value == "elsewhere"

    def test_before_a_folder_is_open_the_page_says_so(self):
        assert AccessLogReview().page_summary().text == "No audit folder is open yet."

    def test_opening_says_what_was_read(self, panel):
        assert "Small charity: 18 rows read." in panel.status.value

    def test_the_period_is_the_audits_own(self, panel):
        assert (panel.date_from.value, panel.date_to.value) == (
            dt.date(2025, 1, 1),
            dt.date(2025, 12, 31),
        )

    def test_another_period_is_audited_anew(self, panel):
        panel.date_from.value = dt.date(2025, 7, 1)
        panel.show_period.click()
        assert panel.count.value == '<p role="status">2 findings</p>'

    def test_another_folder_begins_with_its_own_period(self, panel):
        panel.folder.value = "somewhere else"
        assert panel.date_from.value is None

    def test_progress_is_told_while_the_audit_runs(self, folder, monkeypatch):
        monkeypatch.setattr(session, "run_audit", RUN_AUDIT)
        seen = []
        panel = AccessLogReview()
        panel.progress.observe(lambda change: seen.append(change["new"]), "value")
        panel.folder.value = str(folder)
        panel.open.click()
        assert max(seen) > 1

    def test_progress_is_gone_afterwards(self, panel):
        assert hidden(panel.progress)

    def test_the_buttons_work_again_afterwards(self, panel):
        assert not panel.open.disabled


class TestTrouble:
    def test_no_folder_given(self):
        panel = AccessLogReview()
        panel.folder.value = " "
        panel.open.click()
        assert "Type the folder that holds your audit.toml." in panel.status.value

    def test_a_folder_without_settings_says_what_to_do(self, tmp_path):
        panel = AccessLogReview()
        panel.folder.value = str(tmp_path)
        panel.open.click()
        assert "expected a file audit.toml in the folder" in panel.status.value

    def test_every_problem_is_listed(self, tmp_path):
        log = "event_id,occurred_at\ne1,never\ne1,2025-01-01 10:00"
        folder = small.write(tmp_path / "audit", access_log=log, staff="name\nAmy")
        panel = AccessLogReview()
        panel.folder.value = str(folder)
        panel.open.click()
        assert panel.status.value.count("<li>") > 1

    def test_first_day_after_last_day(self, panel):
        panel.date_from.value = dt.date(2026, 1, 1)
        panel.show_period.click()
        assert "a first day that is not after the last day" in panel.status.value

    def test_what_was_open_before_is_gone(self, panel):
        panel.folder.value = "nowhere"
        panel.open.click()
        assert panel.table is None
        assert "audit.toml" in panel.page_findings().html

    def test_a_fault_of_ours_is_owned_without_its_message(self, panel, monkeypatch):
        def fail(*_):
            raise RuntimeError("about Pip One")

        monkeypatch.setattr("chs_audit.figures.findings_of", fail)
        panel.open.click()
        assert "The fault is in this program" in panel.status.value
        assert "Pip One" not in panel.status.value

    def test_a_file_that_cannot_be_read(self):
        def fail():
            raise PermissionError(13, "Permission denied")

        trouble = session.guarded(fail)
        assert "Permission denied" in trouble.html()


class TestFindings:
    def test_all_findings_are_counted(self, panel):
        assert panel.count.value == '<p role="status">5 findings</p>'

    def test_a_promise_can_be_picked(self, panel):
        panel.promise.value = "NK-03"
        assert set(panel.shown["control"]) == {"NK-03"}

    def test_a_verdict_can_be_picked(self, panel):
        panel.verdict.value = "cannot tell"
        assert set(panel.shown["kind"]) == {"cannot tell"}

    def test_filters_that_nothing_passes_say_what_to_do(self, folder):
        panel = VisitorForms()
        panel.folder.value = str(folder)
        panel.open.click()
        panel.promise.value, panel.verdict.value = "VF-02", "broken"
        assert "Set Promise, Verdict and State back to all." in panel.count.value

    def test_a_period_without_findings_says_what_to_do(self, panel):
        panel.date_from.value, panel.date_to.value = dt.date(2025, 2, 1), dt.date(2025, 2, 28)
        panel.show_period.click()
        assert "Choose a longer period" in panel.count.value

    def test_what_was_not_tested_says_why(self, tmp_path):
        folder = small.write(tmp_path / "audit", access_log="")
        panel = AccessLogReview()
        panel.folder.value = str(folder)
        panel.open.click()
        assert "Not tested: NK-01 (no records of access log" in panel.count.value

    def test_the_chosen_row_opens_its_sentence(self, panel):
        place = panel.shown.index[panel.shown["control"] == "NK-03"][0]
        panel.table.selected_rows = [int(place)]
        assert "a volunteer who had left 5 days before." in panel.detail.value

    def test_a_row_chosen_after_filtering_is_the_one_that_opens(self, panel):
        panel.verdict.value = "cannot tell"
        panel.table.selected_rows = [0]
        assert f"Finding {panel.shown['id'].iloc[0]}" in panel.detail.value

    def test_next_begins_with_the_first(self, panel):
        panel.next.click()
        assert panel.table.selected_rows == [0]

    def test_previous_and_next_step_through_the_rows(self, panel):
        panel.table.selected_rows = [1]
        panel.previous.click()
        assert panel.table.selected_rows == [0]

    def test_the_last_row_is_the_end(self, panel):
        panel.table.selected_rows = [4]
        panel.next.click()
        assert panel.table.selected_rows == [4]

    def test_a_filter_closes_what_was_chosen(self, panel):
        panel.table.selected_rows = [0]
        panel.verdict.value = "broken"
        assert "Choose a row" in panel.detail.value

    def test_the_table_holds_all_rows_and_not_a_sample_of_them(self, panel, audit):
        found = findings_of(audit, ["NK-01", "NK-03"])
        panel._findings.show(audit, pd.concat([found] * 150), "")
        assert len(json.loads(panel.table.cells)) == 750

    def test_more_findings_than_a_browser_can_draw_are_announced(self, panel, audit):
        found = findings_of(audit, ["NK-01", "NK-03"])
        panel._findings.show(audit, pd.concat([found] * 500), "")
        assert "2,500 findings; the worst 1,000 are listed." in panel.count.value

    def test_hostile_text_reaches_the_table_escaped(self, hostile_folder):
        panel = AccessLogReview()
        panel.folder.value = str(hostile_folder)
        panel.open.click()
        assert "<img" not in panel.table.cells


@pytest.mark.parametrize("kind", PANELS)
class TestEveryPanel:
    def test_it_opens_an_audit(self, kind, folder):
        panel = kind()
        panel.folder.value = str(folder)
        panel.open.click()
        assert "<img alt=" in panel.chart.value

    def test_every_control_has_a_label(self, kind):
        panel = kind()
        names = ("folder", "date_from", "date_to", "promise", "verdict", "open", "show_period")
        assert all(getattr(panel, name).description for name in names)

    def test_it_says_in_text_where_no_kernel_runs(self, kind):
        bundle = kind()._repr_mimebundle_()
        assert "the controls appear here" in bundle["text/plain"]

    def test_an_unknown_control_is_an_error(self, kind):
        with pytest.raises(AttributeError, match="has no nonsense"):
            kind().nonsense  # noqa: B018
