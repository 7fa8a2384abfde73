"""Consent coverage: days, the matrix, one person, what runs out, and whom to ask."""

import datetime as dt

import pytest

from chs_audit import figures
from chs_audit.audit import open_audit
from chs_audit.figures.consent_days import NAMES, consent_days
from chs_audit.figures.consent_people import ask_next, consents_of_everybody, expiring, sent
from chs_audit.workbook import ConsentCoverage
from chs_audit.workbook.consent_pages import ask_list, coverage_picture, expiring_html
from chs_audit.workbook.consent_words import STATES, person_picture
from chs_audit.workbook.day_slider import DaySlider
from tests.workbook import small
from tests.workbook.small import HOSTILE

LAST = dt.date(2025, 12, 31)
RECORDS = {
    "staff": """
        staff_id,name,kind,team,started_on
        amy,Amy Archer,employee,north,2020-01-01
        ben,Ben Baker,employee,south,2020-01-01""",
    "service_users": """
        person_id,name,first_contact_on,closed_on
        p1,Pip One,2025-01-10,
        p2,Pip Two,2025-02-01,
        p3,Pip Three,2025-01-01,2025-07-01""",
    "families": """
        family_id,person_id,relation
        f1,p1,child
        f1,p2,parent
        f2,p3,child""",
    "caseload": """
        case_id,staff_id,person_id,capacity,from_on
        c1,amy,p1,own,2025-01-10
        c2,ben,p2,own,2025-02-01""",
    "consents": """
        consent_id,person_id,purpose,recipients,requested_at,decision,decided_at,recorded_at,withdrawn_at,expires_on
        k1,p1,school liaison,School,2025-01-10 09:00,given,2025-01-12 09:00,2025-01-20 09:00,,2026-03-31
        k2,p1, Health Services ,Surgery,2025-01-10 09:00,given,2025-01-10 10:00,,2025-06-01 12:00,
        k3,p1,holiday activities,Camp,2025-03-01 09:00,,,,,
        k4,p2,school liaison,School,2025-02-01 09:00,refused,,,,
        k5,p2,health services,Surgery,2025-02-01 09:00,given,2025-02-01 09:00,,,2025-05-31
        k6,p2,photographs,Paper,2025-02-01 09:00,given,2025-02-01 09:00,,,""",
    "disclosures": """
        disclosure_id,person_id,recipient,purpose,disclosed_at,ground
        d1,p1,School,School liaison,2025-02-10 09:00,consent
        d2,p1,Surgery,health services,2025-06-02 09:00,consent""",
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    folder = small.write(tmp_path_factory.mktemp("asked") / "audit", **RECORDS)
    return open_audit(folder).run()


@pytest.fixture(scope="module")
def days(asked):
    return consent_days(asked)


@pytest.fixture(scope="module")
def opened(asked):
    panel = ConsentCoverage()
    panel._chooser.audit = asked
    panel._loaded(asked)
    return panel


@pytest.fixture
def part(opened):
    opened.coverage.choices.clear.click()
    yield opened.coverage
    opened.coverage.choices.clear.click()
    opened.coverage.latest.click()
    opened.coverage.ahead.value = 90


def state(days, person, purpose, day):
    rows = days.on(dt.date.fromisoformat(day)).set_index(["person_id", "purpose"])
    return rows["state"].get((person, purpose), "not open")


class TestStates:
    @pytest.mark.parametrize(
        ("purpose", "day", "expected"),
        [
            ("school liaison", "2025-01-09", "not open"),
            # The answer of the 12th was written down on the 20th.
            ("school liaison", "2025-01-19", "requested"),
            ("school liaison", "2025-01-20", "given"),
            ("health services", "2025-05-31", "given"),
            ("health services", "2025-06-01", "withdrawn"),
            ("holiday activities", "2025-02-28", "never asked"),
            ("holiday activities", "2025-03-01", "requested"),
        ],
    )
    def test_it_is_that_of_the_end_of_the_day(self, days, purpose, day, expected):
        assert state(days, "p1", purpose, day) == expected

    def test_an_answer_without_its_date_cannot_be_told(self, days):
        assert state(days, "p2", "school liaison", "2025-12-31") == "cannot tell"

    @pytest.mark.parametrize(
        ("day", "expected"), [("2025-05-31", "given"), ("2025-06-01", "expired")]
    )
    def test_a_consent_holds_throughout_its_last_day(self, days, day, expected):
        assert state(days, "p2", "health services", day) == expected

    def test_a_closed_case_is_asked_nothing(self, days):
        assert state(days, "p3", "school liaison", "2025-06-30") == "never asked"
        assert state(days, "p3", "school liaison", "2025-07-01") == "not open"

    def test_what_is_in_force_tells_before_what_began_later(self, tmp_path):
        consents = """
            consent_id,person_id,purpose,recipients,decision,decided_at
            k1,p1,school liaison,School,given,2025-01-10 09:00
            k2,p1,school liaison,Other,refused,2025-02-10 09:00"""
        audit = open_audit(small.write(tmp_path / "a", **{**RECORDS, "consents": consents})).run()
        assert state(consent_days(audit), "p1", "school liaison", "2025-12-31") == "given"

    def test_every_state_has_words_and_a_sign(self):
        assert set(STATES) == set(NAMES)
        assert all(words[0] in "✓✗…?–" for words in STATES.values())


class TestDays:
    def test_the_days_add_up_to_everybody_on_every_day(self, days):
        for day in ("2025-01-05", "2025-01-20", "2025-06-30", "2025-12-31"):
            counted = days.by_day.loc[day]
            rows = days.on(dt.date.fromisoformat(day))
            assert counted.to_dict() == {name: int((rows["state"] == name).sum()) for name in NAMES}

    def test_the_last_day_agrees_with_the_promise(self, days, asked):
        promised = figures.coverage_by_purpose(asked)
        last = days.on(LAST)
        answered = ~last["state"].isin(["requested", "never asked", "cannot tell"])
        assert answered.sum() == promised["kept"].sum()
        assert (last["state"] == "cannot tell").sum() == promised["cannot_tell"].sum()

    def test_the_title_says_how_it_was_on_that_day(self, asked, days):
        title = coverage_picture(asked, days, dt.date(2025, 5, 31)).title
        assert title == (
            "On 31 May 2025, 33% of 9 answers on consent were on record; 33% were a yes in force"
        )

    def test_a_day_on_which_no_case_was_open_says_so(self, asked, days):
        picture = coverage_picture(asked, days.of(days.people.index[:0]), LAST)
        assert "Press Show all again" in picture.title


class TestExpiring:
    @pytest.mark.parametrize(("within", "found"), [(89, []), (90, ["k1"])])
    def test_the_last_day_ahead_counts(self, days, within, found):
        assert expiring(days, LAST, within)["consent_id"].tolist() == found

    def test_what_has_no_end_or_is_over_does_not_run_out(self, days):
        assert set(expiring(days, LAST, 700)["consent_id"]) == {"k1"}

    def test_nothing_says_what_to_do(self, asked, days):
        assert "Look further ahead" in expiring_html(asked, days, LAST, 5)


class TestAskNext:
    def test_the_most_pressing_comes_first(self, days):
        rows = ask_next(days, LAST, 90)
        told = list(zip(rows["person_id"], rows["purpose"], rows["why"], strict=True))
        assert told == [
            ("p2", "holiday activities", "never asked"),
            ("p1", "holiday activities", "requested"),
            ("p2", "school liaison", "cannot tell"),
            ("p2", "health services", "expired"),
            ("p1", "school liaison", "runs out"),
        ]

    def test_whoever_said_no_is_not_asked_again(self, days):
        assert "withdrawn" not in set(ask_next(days, LAST, 90)["why"])

    def test_it_names_who_has_the_case(self, days):
        assert ask_next(days, LAST, 90)["staff_id"].tolist()[:2] == ["ben", "amy"]

    def test_a_list_by_pseudonym_holds_no_number(self, asked, days):
        cells = ask_list(asked, ask_next(days, LAST, 90), LAST, numbers=False).rows.to_numpy()
        assert not {"p1", "p2", "amy", "ben"} & {str(cell) for cell in cells.ravel()}

    def test_a_list_by_number_is_looked_up_by_it(self, asked, days):
        rows = ask_list(asked, ask_next(days, LAST, 90), LAST, numbers=True).rows
        assert rows[["Ask", "Their worker"]].iloc[0].tolist() == ["p2", "ben"]


class TestPerson:
    def test_what_went_out_stands_beside_what_covered_it(self, asked):
        picture = person_picture(asked, consents_of_everybody(asked), sent(asked), "p1")
        assert picture.title.endswith("went out twice; no consent covered 1 of them")
        told = picture.numbers["What"].tolist()
        assert "Went out, not covered: it had been withdrawn" in told

    def test_a_consent_that_covers_is_named(self, asked):
        rows = person_picture(asked, consents_of_everybody(asked), sent(asked), "p1").numbers
        mine = rows[rows["Purpose"].str.lower() == "school liaison"]
        assert mine["What"].tolist() == [
            "Consent k1: … asked, no answer",
            "Consent k1: ✓ given",
            "Went out, covered by consent k1",
        ]

    def test_one_lane_for_each_purpose_however_it_is_written(self, asked):
        figure = person_picture(asked, consents_of_everybody(asked), sent(asked), "p1").figure
        names = [label.get_text().strip() for label in figure.axes[0].get_yticklabels()]
        assert sorted(name.lower() for name in names) == [
            "health services",
            "holiday activities",
            "school liaison",
        ]

    def test_somebody_without_any_record(self, asked):
        picture = person_picture(asked, consents_of_everybody(asked), sent(asked), "p3")
        assert picture.title.startswith("Neither a consent nor a disclosure is on record for")


class TestPanel:
    def test_it_begins_with_the_children_on_the_audit_date(self, asked):
        panel = ConsentCoverage()
        panel._chooser.audit = asked
        panel._loaded(asked)
        assert panel.coverage.day.day == LAST
        assert "1 person on 31 December 2025 (children)" in panel.coverage.matrix.count.value

    def test_the_matrix_lists_people_by_purposes(self, part):
        rows = part.matrix.rows
        assert rows.columns.tolist() == [
            *("Person", "Team", "School liaison", "Health services", "Holiday activities"),
            "Missing",
        ]
        assert rows["Missing"].tolist() == [2, 1]

    def test_moving_the_day_shows_that_day_everywhere(self, part):
        part.day.day = dt.date(2025, 1, 15)
        assert "On 15 January 2025" in part.curve.value
        assert "end of 15 January 2025" in part.counts.value
        assert "2 people on 15 January 2025" in part.matrix.count.value

    def test_a_team_narrows_everything(self, part):
        part.choices.lists["team"].value = "north"
        assert len(part.matrix.rows) == 1
        assert set(part.asked["person_id"]) == {"p1"}

    def test_people_with_one_answer_can_be_picked(self, part):
        part.choices.lists["status"].value = "✗\u00a0withdrawn"
        assert part.matrix.rows["Health services"].tolist() == ["✗\u00a0withdrawn"]

    def test_a_chosen_person_has_a_time_line(self, part):
        part.matrix.table.selected_rows = [1]
        assert "no consent covered" in part.person.value

    def test_looking_further_ahead_finds_more(self, part):
        part.ahead.value = 10
        assert "runs out" not in set(part.asked["why"])
        part.ahead.value = 90
        assert "runs out" in set(part.asked["why"])

    def test_the_list_is_written_where_it_says(self, part, asked):
        part.write.click()
        assert "ask-next.xlsx" in part.written.value
        assert (asked.folder / "ask-next.xlsx").is_file()
        assert "Pip One" not in (asked.folder / "ask-next.html").read_text()

    def test_another_choice_takes_the_old_message_away(self, part):
        part.write.click()
        part.ahead.value = 30
        assert part.written.value == ""

    def test_closing_the_audit_leaves_nothing(self, asked):
        panel = ConsentCoverage()
        panel._loaded(asked)
        panel.coverage.clear()
        assert panel.coverage.matrix.table is None
        assert panel.coverage.asking.value == panel.coverage.curve.value == ""

    def test_the_page_without_controls_says_the_same(self, opened):
        shown = opened.page_coverage()
        assert shown.text.startswith("On 31 December 2025, ")
        assert "Because of" in shown.html

    def test_without_an_audit_it_says_why(self):
        assert ConsentCoverage().page_coverage().text == "No audit folder is open yet."

    def test_without_consents_it_says_that_nothing_was_tested(self, tmp_path):
        audit = open_audit(small.write(tmp_path / "audit", consents="")).run()
        panel = ConsentCoverage()
        panel._chooser.audit = audit
        panel._loaded(audit)
        assert "Not tested: no records of consents" in panel.coverage.curve.value


def test_hostile_text_is_escaped_everywhere(tmp_path):
    text = HOSTILE.replace('"', '""')
    consents = f"""
        consent_id,person_id,purpose,recipients,decision,decided_at,expires_on
        "{text}",p1,school liaison,"{text}",given,2025-01-10 09:00,2026-01-10
        k2,p1,"{text}",x,given,2025-01-10 09:00,"""
    staff = RECORDS["staff"].replace("north", f'"{text}"')
    records = {**RECORDS, "consents": consents, "staff": staff}
    audit = open_audit(small.write(tmp_path / "audit", **records)).run()
    panel = ConsentCoverage()
    panel._chooser.audit = audit
    panel._loaded(audit)
    part = panel.coverage
    part.matrix.table.selected_rows = [0]
    part.write.click()
    for html in (
        *(part.curve.value, part.counts.value, part.person.value, part.expiring.value),
        *(part.asking.value, part.written.value, (audit.folder / "ask-next.html").read_text()),
    ):
        assert "<img src=x" not in html
    assert "<img" not in part.matrix.table.cells


class TestDaySlider:
    def test_it_keeps_within_its_days(self):
        slider = DaySlider()
        slider.offer(dt.date(2025, 1, 1), dt.date(2025, 3, 1))
        assert slider.day == dt.date(2025, 3, 1)
        slider.day = dt.date(2024, 1, 1)
        assert slider.day == dt.date(2025, 1, 1)
