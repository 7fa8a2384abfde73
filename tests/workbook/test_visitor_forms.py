"""Visitors' forms against the start, the volunteer question, and the list for reception."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from chs_audit.audit import open_audit
from chs_audit.figures import visits as counted
from chs_audit.workbook import VisitorForms, reception_page, session, visitor_pages
from chs_audit.workbook.session import Trouble
from tests.workbook import small

MEETINGS = """
    meeting_id,title,starts_at,place
    m1,Review,2025-04-01 10:00,Hall
    m2,Plans,,Hall
    m3,Next one,2026-01-05 10:00,Hall
    m4,Much later,2026-02-20 10:00,Hall"""
ATTENDANCES = """
    meeting_id,visitor_id,name,organisation,kind
    m1,early,Vi One,School,other-professional
    m1,same,Vi Two,School,other-professional
    m1,late,Vi Three,Clinic,partner-agency
    m1,none,Vi Four,Clinic,partner-agency
    m1,vol,Vi Five,,volunteer
    m1,good,Vi Six,,volunteer
    m1,boss,Vi Staff,,staff
    m2,early,Vi One,School,other-professional
    m3,early,Vi One,School,other-professional
    m3,done,Vi Seven,=cmd,student
    m3,vol,Vi Five,,volunteer
    m4,late,Vi Three,Clinic,partner-agency"""
FORMS = """
    form_id,visitor_id,meeting_id,signed_at,confidentiality_policy_given,confidentiality_policy_version,disclosure_policy_given,disclosure_policy_version
    f1,early,m1,2025-04-01 09:50,yes,2,no,
    f2,same,m1,2025-04-01 10:00,yes,1,yes,
    f3,late,m1,2025-04-01 10:20,,,,
    f4,good,m1,2025-04-01 09:00,yes,2,yes,1
    f5,early,m2,2025-05-01 09:00,yes,2,yes,1
    f6,done,m3,2025-12-30 09:00,yes,2,yes,1"""
VERSIONS = """
    policy_id,version,issued_on
    confidentiality,1,2024-01-01
    confidentiality,2,2025-01-01
    disclosure,1,2024-01-01"""
POLICIES = "policy_id\nconfidentiality\ndisclosure"
CHANGED = {
    "meetings": MEETINGS,
    "attendances": ATTENDANCES,
    "visitor_forms": FORMS,
    "policies": POLICIES,
    "policy_versions": VERSIONS,
}


RUN_AUDIT = session.run_audit
AUDITS = functools.cache(
    lambda folder, first, last: RUN_AUDIT(folder, first, last, lambda *_: None)
)


def place(folder, sign="false", **records):
    small.write(folder, **{**CHANGED, **records})
    with (folder / "audit.toml").open("a") as file:
        file.write(f"[visitor_forms]\nvolunteers_sign = {sign}\n")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return place(tmp_path_factory.mktemp("visitors") / "audit")


@pytest.fixture(scope="module")
def audit(folder):
    return open_audit(folder).run()


@pytest.fixture(scope="module")
def visits(audit):
    return counted.visits_of(audit).set_index("key")


@pytest.fixture(autouse=True)
def _audits_are_run_once(monkeypatch):
    monkeypatch.setattr(session, "run_audit", lambda *given: AUDITS(*given[:3]))


@pytest.fixture
def panel(folder):
    panel = VisitorForms()
    panel.folder.value = str(folder)
    panel.open.click()
    return panel


class TestCounting:
    @pytest.mark.parametrize(
        ("visitor", "state"),
        [
            ("early", "early"),
            ("same", "same minute"),
            ("late", "late"),
            ("none", "missing"),
            ("vol", "missing"),
            ("good", "early"),
        ],
    )
    def test_each_form_is_told_against_the_start(self, visits, visitor, state):
        assert visits.loc[f"m1|{visitor}", "state"] == state

    def test_without_a_start_nobody_can_tell(self, visits):
        assert visits.loc["m2|early", "state"] == "cannot tell"

    def test_staff_are_no_third_parties(self, visits):
        assert "m1|boss" not in visits.index

    def test_minutes_before_the_start_are_below_nothing(self, visits):
        minutes = visits["minutes"]
        assert (minutes["m1|early"], minutes["m1|late"]) == (-10, 20)

    @pytest.mark.parametrize(
        ("visitor", "confidentiality", "disclosure"),
        [
            ("early", "in force", "not handed over"),
            ("same", "old version", "version unknown"),
            ("late", "cannot tell", "cannot tell"),
            ("none", "no form", "no form"),
        ],
    )
    def test_both_policies_and_their_versions(self, visits, visitor, confidentiality, disclosure):
        told = visits.loc[f"m1|{visitor}", ["confidentiality", "disclosure"]]
        assert tuple(told) == (confidentiality, disclosure)

    def test_groups_are_the_worst_first(self, audit):
        table = counted.by_group(counted.visits_of(audit), "organisation")
        assert table["group"].iloc[0] == "Clinic"
        assert table.loc[0, ["missing", "late"]].to_list() == [1, 1]

    def test_where_the_minute_of_the_start_may_pass_it_is_told_apart_all_the_same(self, tmp_path):
        folder = place(tmp_path / "audit")
        with (folder / "audit.toml").open("a") as file:
            file.write('same_minute = "kept"\n')
        visits = counted.visits_of(open_audit(folder).run()).set_index("key")
        assert visits.loc["m1|same", "state"] == "same minute"


class TestVolunteers:
    """The question T7, from the dual verdicts that findings carry."""

    def test_both_readings_are_counted(self, audit):
        table = counted.readings(audit, counted.visits_of(audit))
        assert table["broken"].to_dict() == {False: 3, True: 4}
        assert table["missing"].to_dict() == {False: 1, True: 2}

    @pytest.mark.parametrize("sign", ["false", "true"])
    def test_they_are_what_an_audit_under_the_other_setting_finds(self, tmp_path, sign):
        here = open_audit(place(tmp_path / "here", sign)).run()
        other = "false" if sign == "true" else "true"
        there = open_audit(place(tmp_path / "there", other)).run()
        found = there.findings.query("control == 'VF-01' and kind == 'broken'")
        table = counted.readings(here, counted.visits_of(here))
        assert table.loc[other == "true", "broken"] == len(found)

    def test_the_switch_begins_as_the_settings_say(self, tmp_path):
        panel = VisitorForms()
        panel.folder.value = str(place(tmp_path / "audit", "true"))
        panel.open.click()
        assert panel.forms.volunteers.value is True

    def test_what_changes_is_said(self, panel):
        assert "1 more form was not signed before the start: 4 instead of 3." in (
            panel.forms.question.value
        )

    def test_the_switch_changes_chart_table_and_list(self, panel):
        before = panel.forms.chart.value, len(panel.forms.shown)
        assert "5 third parties" in before[0]
        panel.forms.volunteers.value = True
        assert "7 third parties" in panel.forms.chart.value
        assert len(panel.forms.shown) == before[1] + 2
        assert "2 forms to sign" in panel.reception.list.value

    def test_the_switch_writes_nothing(self, panel, folder):
        before = (folder / "audit.toml").read_text()
        panel.forms.volunteers.value = True
        assert (folder / "audit.toml").read_text() == before


class TestTable:
    def test_a_form_can_be_picked(self, panel):
        panel.forms.form.value = "not in time"
        assert set(panel.forms.shown["state"]) == {"missing", "late", "same minute"}

    def test_kind_and_organisation_can_be_picked(self, panel):
        panel.forms.kind.value = "partner-agency"
        panel.forms.organisation.value = "Clinic"
        assert set(panel.forms.shown["visitor_id"]) == {"late", "none"}

    def test_filters_that_nobody_passes_say_what_to_do(self, panel):
        panel.forms.kind.value, panel.forms.organisation.value = "partner-agency", "School"
        assert "Set Form, Kind and Organisation back to all." in panel.forms.count.value
        assert panel.forms.table.table is None

    def test_the_chosen_row_opens_its_meeting_with_what_was_found(self, panel):
        panel.forms.form.value = "missing"
        panel.forms.table.table.selected_rows = [0]
        assert "Meeting m1: Review, 1 April 2025, 10:00" in panel.forms.detail.value
        assert "without a form for it." in panel.forms.detail.value

    def test_a_volunteer_judged_twice_is_told_both(self, panel):
        panel.forms.volunteers.value = True
        panel.forms.kind.value = "volunteer"
        panel.forms.form.value = "missing"
        panel.forms.table.table.selected_rows = [0]
        assert "the other reading says: broken by 5.2" in panel.forms.detail.value

    def test_words_say_how_a_form_stands(self, audit):
        rows = visitor_pages.visit_rows(audit, counted.visits_of(audit)).astype(str)
        forms = {text.replace("\u00a0", " ") for text in rows["Form"]}
        assert {"✓ signed 10 minutes before", "✗ signed 20 minutes after", "✗ no form"} <= forms
        policies = {text.replace("\u00a0", " ") for text in rows["Confidentiality policy"]}
        assert {"✓ 2, in force", "✗ 1, old version", "– no form"} <= policies

    def test_visitors_are_shown_by_pseudonym(self, audit):
        rows = visitor_pages.visit_rows(audit, counted.visits_of(audit))
        assert rows["Visitor"].str.startswith("visitor-").all()


class TestReception:
    def test_the_next_fortnight_is_listed_at_first(self, panel):
        assert panel.reception.days.value == 14
        assert "1 form to sign at 1 meeting" in panel.reception.list.value

    def test_whoever_has_signed_already_is_left_out(self, panel):
        assert "1 other has signed already" in panel.reception.list.value

    def test_more_days_list_more_meetings(self, panel):
        panel.reception.days.value = 60
        assert "2 forms to sign at 2 meetings" in panel.reception.list.value

    def test_the_last_day_is_in_it(self, audit):
        expected = counted.expected(audit, 90)
        assert len(reception_page.expected_now(expected, audit, 5, False)) == 2
        assert len(reception_page.expected_now(expected, audit, 4, False)) == 0

    def test_no_meeting_to_come_says_what_to_do(self, panel):
        panel.reception.days.value = 1
        assert "No third party is expected" in panel.reception.list.value
        assert panel.reception.write.disabled

    def test_nothing_is_written_before_the_button(self, panel, folder):
        assert not list(folder.glob("visitors-to-sign*"))

    def test_the_button_writes_the_list_with_numbers_and_no_names(self, tmp_path):
        folder = place(tmp_path / "audit")
        panel = VisitorForms()
        panel.folder.value = str(folder)
        panel.open.click()
        panel.reception.write.click()
        page = (folder / "visitors-to-sign.html").read_text(encoding="utf-8")
        assert (folder / "visitors-to-sign.xlsx").exists()
        assert "visitors-to-sign.xlsx" in panel.reception.written.value
        assert "<td>early</td>" in page
        assert "Vi One" not in page

    def test_a_folder_that_cannot_be_written_says_so(self, panel, monkeypatch):
        def fail(*_):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("chs_audit.workbook.take_away.write_take_away", fail)
        panel.reception.write.click()
        assert "could not be written" in panel.reception.written.value


class TestStates:
    def test_without_forms_the_part_says_why(self, tmp_path):
        panel = VisitorForms()
        panel.folder.value = str(place(tmp_path / "audit", visitor_forms=""))
        panel.open.click()
        assert "Not tested: no records of visitor forms." in panel.forms.untested.value
        assert panel.forms.table.table is None

    def test_closing_an_audit_leaves_nothing(self, panel):
        panel.folder.value = "nowhere"
        panel.open.click()
        assert panel.forms.box.layout.display == "none"
        assert panel.reception.list.value == ""

    def test_the_page_has_the_same_without_widgets(self, audit):
        shown = visitor_pages.page(audit)
        assert "4 instead of 3" in shown.html
        assert "1 form to sign" in shown.html

    def test_the_page_without_an_audit_says_why(self):
        assert "Press Open." in visitor_pages.page(Trouble("No.", ("Press Open.",))).html

    @pytest.mark.parametrize("way", ["organisation", "kind"])
    def test_pictures_say_their_numbers_in_words(self, audit, way):
        visits = counted.visits_of(audit)
        for picture in (
            visitor_pages.starts_picture(audit, visits),
            visitor_pages.group_picture(visits, way),
        ):
            assert any(letter.isdigit() for letter in picture.alt)
            assert picture.png().startswith(b"\x89PNG")

    def test_a_name_that_looks_like_a_formula_is_drawn_as_it_is(self, audit):
        visits = counted.visits_of(audit).assign(organisation="$\\frac{1}$ <b>")
        assert visitor_pages.group_picture(visits, "organisation").png()


def test_a_period_in_which_no_volunteer_came_says_that_nothing_hangs_on_it(audit):
    quiet = audit.over(dt.date(2025, 1, 1), dt.date(2025, 2, 1))
    visits = counted.visits_of(quiet)
    told = visitor_pages.volunteers_page(quiet, counted.readings(quiet, visits))
    assert "No volunteer was at a meeting in this period" in told
