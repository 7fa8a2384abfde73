"""Awareness and policies: who is behind, who to remind, what was in force when."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from chs_audit.audit import open_audit
from chs_audit.figures import awareness as counted
from chs_audit.workbook import AwarenessAndPolicies, awareness_pages, policy_pages, session
from chs_audit.workbook.session import Trouble
from tests.workbook import small

RECORDS = {
    "staff": """
        staff_id,name,kind,team,started_on,left_on
        amy,Amy Archer,employee,north,2020-01-01,
        ben,Ben Baker,volunteer,south,2020-01-01,2025-06-30
        cat,Cat Cooper,volunteer,south,2020-01-01,
        dan,Dan Draper,volunteer,,2025-12-20,
        eve,Eve Edwards,trustee,north,2020-01-01,""",
    "policies": """
        policy_id,title,owner_id,next_review_on
        confidentiality,Confidentiality policy,amy,2026-06-01
        disclosure,Disclosure policy,,2026-06-01
        kitchen,Kitchen policy,amy,2026-06-01""",
    "policy_versions": """
        policy_id,version,issued_on
        confidentiality,1,2024-01-01
        confidentiality,2,2025-03-01
        disclosure,1,2024-01-01""",
    "policy_reviews": """
        review_id,policy_id,reviewed_on,reviewed_by,board_consulted,minutes
        r1,confidentiality,2025-05-01,management,yes,Minutes 4
        r2,disclosure,2024-05-01,management,yes,Minutes 2""",
    "acknowledgements": """
        acknowledgement_id,staff_id,policy_id,version,acknowledged_at
        a1,amy,confidentiality,1,2020-01-01 09:00
        a2,amy,confidentiality,2,2025-03-05 09:00
        a3,cat,confidentiality,1,2020-01-01 09:00
        a4,eve,confidentiality,2,2025-03-05 09:00
        a5,dan,confidentiality,2,2025-12-20 09:00""",
    "training": """
        training_id,staff_id,course,completed_on
        t1,amy,data-protection,2020-01-05
        t2,amy,data-protection,2025-02-15
        t3,cat,data-protection,2020-01-05
        t4,cat,data-protection,2024-06-01
        t5,eve,data-protection,""",
    "protocols": """
        protocol_id,partner,signed_for_us_on,signed_for_them_on,from_on,reviewed_on
        p1,School,2023-01-01,2023-01-01,2023-01-01,2024-01-01
        p2,Clinic,2023-01-01,2023-01-01,2023-01-01,2025-10-01""",
}


RUN_AUDIT = session.run_audit
AUDITS = functools.cache(
    lambda folder, first, last: RUN_AUDIT(folder, first, last, lambda *_: None)
)


@pytest.fixture(autouse=True)
def _audits_are_run_once(monkeypatch):
    monkeypatch.setattr(session, "run_audit", lambda *given: AUDITS(*given[:3]))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return small.write(tmp_path_factory.mktemp("awareness") / "audit", **RECORDS)


@pytest.fixture(scope="module")
def audit(folder):
    return open_audit(folder).run()


@pytest.fixture(scope="module")
def people(audit):
    return counted.people_of(audit).set_index("staff_id", drop=False)


@pytest.fixture
def panel(folder):
    panel = AwarenessAndPolicies()
    panel.folder.value = str(folder)
    panel.open.click()
    return panel


class TestPeople:
    def test_both_promises_are_told_of_each(self, people):
        assert people["acknowledged"].to_dict() == {
            "amy": "kept",
            "ben": "broken",
            "cat": "broken",
            "dan": "kept",
            "eve": "kept",
        }
        assert people["trained"].to_dict() == {
            "amy": "kept",
            "ben": "broken",
            "cat": "broken",
            "dan": "cannot tell",
            "eve": "cannot tell",
        }

    def test_the_next_training_is_a_year_after_the_last(self, people):
        assert people.loc["amy", "next_on"] == dt.date(2026, 2, 15)

    def test_the_first_training_is_due_thirty_days_after_the_first_day(self, people):
        assert people.loc["dan", "next_on"] == dt.date(2026, 1, 19)

    def test_after_training_on_an_unknown_day_nobody_knows_when_the_next_is_due(self, people):
        assert people["next_on"].isna()["eve"]

    def test_a_team_that_is_not_on_record_is_a_group_of_its_own(self, people):
        table = counted.awareness_by(people.reset_index(drop=True), "team", "trained")
        assert table["group"].isna().sum() == 1
        assert table.loc[0, ["group", "people", "broken"]].to_list() == ["south", 2, 2]


class TestReminders:
    def remind(self, people, days=90):
        rows = counted.reminders(people.reset_index(drop=True), dt.date(2025, 12, 31), days)
        return list(zip(rows["staff_id"], rows["what"], rows["overdue"], strict=True))

    def test_who_is_late_comes_first(self, people):
        assert self.remind(people) == [
            ("cat", counted.READ, True),
            ("cat", counted.REFRESH, True),
            ("dan", counted.TRAIN, False),
            ("amy", counted.REFRESH, False),
        ]

    def test_whoever_has_left_is_not_reminded(self, people):
        assert "ben" not in {staff for staff, _, _ in self.remind(people)}

    @pytest.mark.parametrize(("days", "there"), [(46, True), (45, False)])
    def test_the_last_day_is_in_it(self, people, days, there):
        assert (("amy", counted.REFRESH, False) in self.remind(people, days)) == there

    def test_on_the_day_itself_a_refresher_is_not_late(self, people):
        rows = counted.reminders(people.reset_index(drop=True), dt.date(2026, 2, 15), 1)
        assert not rows.set_index("staff_id").loc["amy", "overdue"]


class TestPolicies:
    def test_a_document_that_is_not_there_is_told(self, audit):
        policies = counted.policies_of(audit).set_index("policy_id")
        assert not policies.loc["safeguarding", "exists"]
        assert policies.loc["safeguarding", "missing"] == "missing"
        assert policies.loc["disclosure", "missing"] == "no-owner"

    def test_which_review_is_late(self, audit):
        policies = counted.policies_of(audit).set_index("policy_id")
        assert policies["review"].dropna().to_dict() == {
            "confidentiality": "kept",
            "disclosure": "broken",
            "kitchen": "broken",
        }

    @pytest.mark.parametrize(
        ("day", "version"),
        [(dt.date(2025, 2, 28), "1"), (dt.date(2025, 3, 1), "2"), (dt.date(2023, 12, 31), None)],
    )
    def test_which_version_was_in_force_on_a_day(self, audit, day, version):
        versions = counted.versions_of(audit)
        assert counted.in_force_on(versions, day).get("confidentiality") == version

    def test_a_version_ends_the_day_before_the_next(self, audit):
        versions = counted.versions_of(audit)
        assert versions.loc[0, "until_on"] == dt.date(2025, 2, 28)

    def test_protocols_out_of_order_come_first(self, audit):
        protocols = counted.protocols_of(audit)
        assert protocols["review"].to_list() == ["broken", "kept"]


class TestScreen:
    def test_the_title_is_the_finding(self, audit):
        title = awareness_pages.overview(audit).title
        assert title.startswith("2 of 5 people did not acknowledge the policy in time")

    def test_reminders_follow_team_and_kind(self, panel):
        assert "4 reminders" in panel.people.list.value
        panel.people.team.value = "south"
        assert "2 reminders" in panel.people.list.value

    def test_days_ahead_can_be_chosen(self, panel):
        panel.people.days.value = 20
        assert "3 reminders: 2 late already, 1 due by 20 January 2026." in panel.people.list.value

    def test_nobody_to_remind_says_so(self, panel):
        panel.people.kind.value = "trustee"
        assert "Nobody need be reminded" in panel.people.list.value
        assert panel.people.write.disabled

    def test_the_worst_are_listed_first_and_can_be_picked(self, panel):
        assert panel.people.shown["staff_id"].iloc[0] == "ben"
        panel.people.standing.value = "kept"
        assert panel.people.shown["staff_id"].to_list() == ["amy"]

    def test_filters_that_nobody_passes_say_what_to_do(self, panel):
        panel.people.kind.value, panel.people.team.value = "trustee", "south"
        assert "Set Team, Kind and Verdict back to all." in panel.people.count.value

    def test_a_chosen_row_tells_what_was_found_and_what_to_do(self, panel):
        panel.people.table.table.selected_rows = [0]
        assert "Nothing shows that they ever acknowledged" in panel.people.detail.value
        assert "What to do:" in panel.people.detail.value

    def test_nobody_is_named(self, panel):
        panel.people.table.table.selected_rows = [0]
        seen = panel.people.detail.value + panel.people.list.value
        assert "Ben" not in seen
        assert "staff-" in seen

    def test_the_button_writes_numbers_and_no_names(self, tmp_path):
        folder = small.write(tmp_path / "audit", **RECORDS)
        panel = AwarenessAndPolicies()
        panel.folder.value = str(folder)
        panel.open.click()
        assert not list(folder.glob("people-to-remind*"))
        panel.people.write.click()
        page = (folder / "people-to-remind.html").read_text(encoding="utf-8")
        assert "<td>cat</td>" in page
        assert "Cat Cooper" not in page
        assert "Written: 4 rows" in panel.people.written.value

    def test_the_version_of_a_day_is_shown(self, panel):
        panel.policies.day.value = dt.date(2025, 1, 1)
        assert "Version on 1 January 2025" in panel.policies.table.value
        panel.policies.day.value = None
        assert "Version on 31 December 2025" in panel.policies.table.value

    def test_all_policies_can_be_chosen(self, panel):
        assert "Kitchen policy" not in panel.policies.table.value
        panel.policies.which.value = "all"
        assert "Kitchen policy" in panel.policies.table.value

    def test_what_is_missing_is_said_in_words(self, audit):
        table = policy_pages.policy_table(
            audit, policy_pages.library_of(audit), policy_pages.NAMED, audit.as_at
        )
        assert "✗ the document itself" in table
        assert "✗ an owner" in table

    def test_pictures_say_their_numbers_in_words(self, audit, people):
        library = policy_pages.library_of(audit)
        for picture in (
            awareness_pages.overview(audit),
            awareness_pages.group_picture(people.reset_index(drop=True), "kind"),
            policy_pages.time_picture(audit, library, policy_pages.ALL),
        ):
            assert picture.png().startswith(b"\x89PNG")
            assert len(picture.alt) > 40

    def test_the_page_has_the_same_without_widgets(self, audit):
        html = awareness_pages.page(audit).html
        assert "4 reminders" in html
        assert "1 of 2 joint working protocols in force needs somebody" in html

    def test_the_page_without_an_audit_says_why(self):
        assert "Press Open." in awareness_pages.page(Trouble("No.", ("Press Open.",))).html

    def test_without_records_nothing_is_called_kept(self, tmp_path):
        bare = dict.fromkeys(RECORDS, "") | {"staff": RECORDS["staff"]}
        panel = AwarenessAndPolicies()
        panel.folder.value = str(small.write(tmp_path / "audit", **bare))
        panel.open.click()
        assert "Not tested" in panel.heading.value
        assert "was tested" in panel.people.groups.value
        assert "No policy is on record" in panel.policies.chart.value
        assert "Not tested" in panel.policies.protocols.value
        rows = awareness_pages.people_rows(panel.audit, panel.people.shown)
        assert "in time" not in rows["Trained"].iloc[0]

    def test_closing_an_audit_leaves_nothing(self, panel):
        panel.folder.value = "nowhere"
        panel.open.click()
        assert panel.people.box.layout.display == panel.policies.box.layout.display == "none"
        assert panel.people.list.value == ""
