"""The access log review: hours, explanations, cases, and the search, without a browser."""

import datetime as dt

import pandas as pd
import pytest

from chs_audit.audit import open_audit
from chs_audit.figures.access_log import accesses_by_explanation, accesses_by_hour
from chs_audit.figures.dealings import dealings
from chs_audit.workbook import AccessLogReview, access_log, cases, session
from chs_audit.workbook.log_pictures import explanations_picture, hours_picture
from chs_audit.workbook.log_search import answer
from chs_audit.workbook.standing import status_of
from chs_audit.workbook.story import story_picture
from tests.workbook import small
from tests.workbook.small import HOSTILE

STAFF = """
    staff_id,name,kind,team,started_on,left_on
    amy,Amy Archer,employee,north,2020-01-01,
    ben,Ben Baker,volunteer,south,2020-01-01,2025-06-30"""


@pytest.fixture(scope="module")
def teams(tmp_path_factory):
    """An audit whose staff have teams."""
    folder = small.write(tmp_path_factory.mktemp("teams") / "audit", staff=STAFF)
    return open_audit(folder).run()


@pytest.fixture(scope="module")
def opened(teams):
    """A panel on it, for tests that leave it as they find it."""
    panel = AccessLogReview()
    panel._chooser.audit = teams
    panel._loaded(teams)
    return panel


@pytest.fixture
def panel(opened):
    yield opened
    opened.log.choices.clear.click()


def case_of(panel, staff):
    """The place of the case of a member of staff."""
    return int(panel.log.cases.shown.index[panel.log.cases.shown["staff_id"] == staff][0])


class TestHours:
    def test_hours_are_those_of_the_charitys_clock(self, teams):
        # 5 July, 10:00 by the clock, is 09:00 in UTC; a Saturday.
        frame = accesses_by_hour(teams)
        july = frame[frame["team"] == "south"].iloc[0]
        assert (july["weekday"], july["hour"], july["broken"]) == (5, 10, 1)

    def test_every_access_is_counted_once(self, teams):
        frame = accesses_by_hour(teams)
        assert frame[["accesses", "broken", "cannot_tell"]].sum().tolist() == [4, 2, 1]

    def test_the_title_says_when_most_is_unexplained(self, teams):
        title = hours_picture(teams, accesses_by_hour(teams)).title
        assert title == (
            "1 of 2 unexplained accesses fall in nights or weekends; most, 1, on Saturdays "
            "from 10:00"
        )

    def test_unexplained_ones_stand_as_numbers_in_the_cells(self, teams):
        figure = hours_picture(teams, accesses_by_hour(teams)).figure
        assert [text.get_text() for text in figure.axes[0].texts] == ["1", "1"]

    def test_the_table_has_a_row_for_every_hour(self, teams):
        numbers = hours_picture(teams, accesses_by_hour(teams)).numbers
        assert len(numbers) == 24
        assert numbers["Saturday"].iloc[10] == "1 (1 unexplained)"


class TestExplanations:
    def test_an_access_counts_under_its_strongest_explanation(self, teams):
        frame = accesses_by_explanation(teams).groupby("explanation")["accesses"].sum()
        assert frame.to_dict() == {"own-case": 1, "nothing": 2, "cannot tell": 1}

    def test_the_title_is_the_finding(self, teams):
        picture = explanations_picture(teams, accesses_by_explanation(teams))
        assert picture.title == "1 of 4 accesses are explained (25%), 25% by a case of their own"

    def test_every_month_of_the_period_has_a_row(self, teams):
        assert len(explanations_picture(teams, accesses_by_explanation(teams)).numbers) == 12

    def test_nothing_at_all_explained(self, teams):
        frame = accesses_by_explanation(teams)
        picture = explanations_picture(teams, frame[frame["team"] == "south"], " (south)")
        assert picture.title == "None of 1 access (south) is explained"


class TestChoices:
    def test_a_team_narrows_pictures_cases_and_findings_alike(self, panel):
        panel.log.choices.lists["team"].value = "south"
        assert "(south)" in panel.log.pictures.hours.value
        assert set(panel.log.cases.shown["staff_id"]) == {"ben"}
        assert set(panel.shown["staff_id"]) == {"ben"}

    def test_a_kind_of_staff_can_be_chosen(self, panel):
        panel.log.choices.lists["staff_kind"].value = "employee"
        assert set(panel.log.cases.shown["staff_id"]) == {"amy"}

    def test_a_choice_that_nothing_fits_says_what_to_do(self, panel):
        panel.log.choices.lists["status"].value = "decided"
        assert "Press Show all again." in panel.log.cases.list.count.value

    def test_all_can_be_shown_again(self, panel):
        panel.log.choices.lists["team"].value = "south"
        panel.log.choices.clear.click()
        assert set(panel.log.cases.shown["staff_id"]) == {"amy", "ben"}

    def test_what_was_chosen_stays_for_another_period(self, panel, teams):
        panel.log.choices.lists["team"].value = "south"
        panel.log.show(teams.over(dt.date(2025, 7, 1), dt.date(2025, 7, 31)))
        assert panel.log.choices.lists["team"].value == "south"
        panel.log.show(teams)


class TestCases:
    def test_every_case_is_listed(self, panel):
        assert "2 cases" in panel.log.cases.list.count.value

    def test_a_chosen_case_tells_its_sentence(self, panel):
        panel.log.cases.list.table.selected_rows = [case_of(panel, "ben")]
        assert "A volunteer opened the record of one person" in panel.log.cases.told.value

    def test_its_findings_are_those_to_decide_on(self, panel, teams):
        panel.log.cases.list.table.selected_rows = [case_of(panel, "ben")]
        told = teams.findings.set_index("id").loc[panel.log.cases.findings]
        assert set(told["control"]) == {"NK-01", "NK-03"}
        assert set(told["key"]) == {"e3"}

    def test_its_accesses_say_whether_they_are_explained(self, panel):
        panel.log.cases.list.table.selected_rows = [case_of(panel, "amy")]
        assert panel.log.cases.accesses.rows["Explained"].tolist() == ["✗\u00a0no"]

    def test_a_chosen_access_says_why(self, panel):
        panel.log.cases.list.table.selected_rows = [case_of(panel, "amy")]
        panel.log.cases.accesses.table.selected_rows = [0]
        assert "nothing on record explains why" in panel.log.cases.why.value

    def test_another_choice_closes_the_case(self, panel):
        panel.log.cases.list.table.selected_rows = [0]
        panel.log.choices.lists["team"].value = "south"
        assert "Choose a case" in panel.log.cases.told.value
        assert panel.log.cases.findings == []

    def test_people_are_pseudonyms(self, panel):
        panel.log.cases.list.table.selected_rows = [case_of(panel, "ben")]
        shown = panel.log.cases.told.value + panel.log.cases.story.value
        assert "staff-" in shown
        assert "Ben Baker" not in shown

    def test_without_a_log_it_says_that_nothing_was_tested(self, tmp_path):
        audit = open_audit(small.write(tmp_path / "audit", access_log="")).run()
        assert cases.no_case(audit).startswith("Not tested: no records of access log")
        assert "Not tested" in access_log.cases_page(audit).html

    def test_a_pattern_says_a_thing_once(self):
        told = cases.pattern("after-leaving unexplained", "use-after-leaving out-of-hours")
        assert told == "after leaving; unexplained; out of hours"

    def test_a_long_pattern_ends_with_how_many_more(self):
        told = cases.pattern("unexplained", "out-of-hours repeated-look same-surname", most=2)
        assert told == "unexplained; out of hours; and 2 more"


@pytest.mark.parametrize(
    ("states", "status"),
    [
        ({}, "to decide"),
        ({"a": "agreed"}, "to decide"),
        ({"a": "agreed", "b": "proposed"}, "waits for a second person"),
        ({"a": "agreed", "b": "agreed"}, "decided"),
        ({"a": "agreed", "b": "reopened"}, "to decide"),
    ],
)
def test_a_case_stands_as_its_least_decided_finding(states, status):
    assert status_of(["a", "b"], states) == status


def test_a_case_without_findings_is_flags_only():
    assert status_of([], {}) == "flags only"


class TestStory:
    def held(self, audit):
        return dealings(
            audit, pd.DataFrame({"staff_id": ["amy", "amy"], "person_id": ["p1", "p2"]})
        )

    def test_it_holds_the_dealings_of_one_pair(self, teams):
        mine = self.held(teams).of("amy", "p1")
        assert mine.accesses["event_id"].tolist() == ["e1"]
        assert mine.ties["code"].tolist() == ["own-case"]

    def test_the_title_says_what_is_not_explained(self, teams):
        title = story_picture(teams, self.held(teams), "amy", "p2").title
        assert title.endswith("once; nothing on record explains it")

    def test_the_table_says_the_same_the_oldest_first(self, teams):
        rows = story_picture(teams, self.held(teams), "amy", "p1").numbers
        assert rows["What"].tolist() == [
            "A case of their own",
            "Consent given: school liaison",
            "Opened (view): opened, explained",
        ]
        assert rows["Until"].tolist()[0] == "goes on"

    def test_what_is_not_on_record_is_said_in_its_lane(self, teams):
        axes = story_picture(teams, self.held(teams), "amy", "p2").figure.axes[0]
        assert [text.get_text() for text in axes.texts].count("none in this period") == 4

    def test_an_access_that_is_pointed_out_has_a_line(self, teams):
        held = self.held(teams)
        lines = [
            len(story_picture(teams, held, "amy", "p1", event).figure.axes[0].lines)
            for event in ("", "e1")
        ]
        assert lines[1] == lines[0] + 1


class TestSearch:
    def test_one_event_is_told_with_its_time_line(self, teams):
        html = answer(teams, " e3 ")
        assert "nothing on record explains why" in html
        assert "<img" in html

    @pytest.mark.parametrize("given", ["p1", "amy"])
    def test_a_number_lists_its_accesses(self, teams, given):
        assert "accesses, " in answer(teams, given)

    def test_a_pseudonym_finds_the_same_as_the_number(self, teams):
        name = teams.pseudonyms.of("staff", "amy")
        assert answer(teams, name) == answer(teams, "amy")

    def test_every_access_is_listed_with_its_time_and_finding(self, teams):
        html = answer(teams, "amy").split("<details>")[1]
        finding = teams.findings.query("control == 'NK-01' and key == 'e2'")["id"].iloc[0]
        assert "10:00 on 10 February 2025" in html
        assert finding in html

    def test_capitals_do_not_matter(self, teams):
        assert answer(teams, "AMY") == answer(teams, "amy")

    def test_of_two_numbers_that_differ_by_capitals_the_one_that_was_typed_is_meant(self, tmp_path):
        people = small.RECORDS["service_users"] + "\nP1,Pia One,2025-02-01,\nq1,Q,2025-02-01,"
        people += "\nQ1,Q,2025-02-01,"
        audit = open_audit(small.write(tmp_path / "audit", service_users=people)).run()
        assert "accesses, " in answer(audit, "p1")
        assert "On record, and not opened" in answer(audit, "P1")
        assert "On record, and not opened" in answer(audit, "q1")

    def test_who_is_on_record_and_was_not_opened_is_told_apart_from_who_is_not(self, quiet_audit):
        assert "On record, and not opened in the log of 1 February" in answer(quiet_audit, "P2")
        assert "opened nothing" in answer(quiet_audit, "ben")
        assert "no person or member of staff on record" in answer(quiet_audit, "nobody")

    def test_accesses_that_name_nobody_are_mentioned(self, teams):
        assert "1 access of this period without saying by whom" in answer(teams, "p1")

    def test_what_is_not_there_says_what_to_do(self, teams):
        assert "choose a longer period" in answer(teams, "nobody")

    def test_what_was_typed_is_never_read_as_html(self, teams):
        assert HOSTILE not in answer(teams, HOSTILE)

    def test_typing_asks(self, panel):
        panel.log.search.text.value = "e1"
        assert "own caseload since" in panel.log.search.answer.value
        panel.log.search.text.value = ""


def test_hostile_text_is_escaped_everywhere(tmp_path):
    text = HOSTILE.replace('"', '""')
    log = f"""
        event_id,occurred_at,staff_id,person_id,action,section
        "{text}",2025-03-10 10:00,amy,p2,view,health"""
    consents = f"""
        consent_id,person_id,purpose,decision,decided_at
        k1,p2,"{text}",given,2025-01-10 09:00"""
    staff = STAFF.replace("north", f'"{text}"')
    folder = small.write(tmp_path / "audit", access_log=log, consents=consents, staff=staff)
    audit = open_audit(folder).run()
    panel = AccessLogReview()
    panel._chooser.audit = audit
    panel._loaded(audit)
    panel.log.choices.lists["team"].value = HOSTILE
    panel.log.cases.list.table.selected_rows = [0]
    panel.log.cases.accesses.table.selected_rows = [0]
    part = panel.log.cases
    pictures = panel.log.pictures
    assert HOSTILE not in pictures.hours.value + pictures.explanations.value
    for html in (part.told.value, part.why.value, part.story.value, panel.page_cases().html):
        assert "<img src=x" not in html
    assert "<img" not in part.accesses.table.cells


class TestPages:
    def test_the_cases_as_a_page(self, opened):
        assert opened.page_cases().text == "The most serious 2 of 2 cases"

    def test_both_pictures_as_pages(self, opened):
        for shown in (opened.page_hours(), opened.page_explanations()):
            assert "<h3>" in shown.html
            assert 'alt="' in shown.html

    def test_without_an_audit_they_say_why(self):
        panel = AccessLogReview()
        for shown in (panel.page_hours(), panel.page_explanations(), panel.page_cases()):
            assert shown.text == "No audit folder is open yet."


def test_closing_the_audit_leaves_nothing(teams):
    panel = AccessLogReview()
    panel._loaded(teams)
    panel.log.clear()
    assert panel.log.cases.list.table is None
    assert panel.log.pictures.hours.value == ""
    assert isinstance(panel.audit, session.Trouble)
