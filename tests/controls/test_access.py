"""How records are used: sections, copies, conflicts, places, and whether the log is whole."""

from __future__ import annotations

import pytest

from chs_audit.controls import BY_ID
from chs_audit.controls.answers import ask
from tests.support import inputs, verdict, verdicts

STAFF = """
    staff_id | kind      | role
    amy      | volunteer | mentor
    ben      | employee  | Family Worker
    cat      | employee  | driver
    dan      | employee  | -
"""
PEOPLE = "person_id\n" + "\n".join(f"p{number}" for number in range(1, 9))


class TestSectionNeeded:
    """NK-02"""

    SETTINGS = (("Mentor", ["Notes", "school"]), ("family worker", ["notes", "health"]))

    def verdict(self, staff: str, section: str, **given: object) -> str:
        log = f"event_id|occurred_at|staff_id|person_id|section\ne1|2025-03-10 10:00|{staff}|p1|{section}\ne0|2025-03-10 10:00|amy|p1|notes"
        settings = {"need_to_know": {"sections": dict(self.SETTINGS)}}
        tables = {"staff": STAFF, "service_users": PEOPLE, "access_log": log, "settings": settings}
        return verdict("NK-02", "e1", **(tables | given))

    @pytest.mark.parametrize(
        ("staff", "section", "verdict"),
        [
            ("amy", "notes", "kept"),
            ("amy", "SCHOOL", "kept"),
            ("amy", "health", "section-not-needed"),
            ("amy", "note", "section-not-needed"),
            ("ben", "health", "kept"),
            ("ben", "school", "section-not-needed"),
            ("cat", "notes", "?role-unknown"),
            ("dan", "notes", "?role-unknown"),
            ("zoe", "notes", "?staff-unknown"),
            ("-", "notes", "?staff-unknown"),
        ],
    )
    def test_verdicts(self, staff, section, verdict):
        assert self.verdict(staff, section) == verdict

    def test_an_event_of_no_section_is_not_asked(self):
        log = "event_id|occurred_at|staff_id|section\ne1|2025-03-10 10:00|amy|-\ne2|2025-03-10 10:00|amy|health"
        settings = {"need_to_know": {"sections": dict(self.SETTINGS)}}
        given = {"staff": STAFF, "service_users": PEOPLE, "settings": settings}
        assert verdicts("NK-02", access_log=log, **given) == {"e2": "section-not-needed"}

    def test_a_role_that_needs_nothing_may_open_nothing(self):
        settings = {"need_to_know": {"sections": {"mentor": []}}}
        assert self.verdict("amy", "notes", settings=settings) == "section-not-needed"

    def test_without_the_setting_it_is_not_tested(self):
        assert self.verdict("amy", "notes", settings={}) == "not tested"


class TestCopiedForAReason:
    """NK-04"""

    def verdict(
        self, people: int, reason: str = "-", action: str = "export", **given: object
    ) -> str:
        log = f"event_id|occurred_at|staff_id|person_id|action|reason\ne1|2025-03-10 10:00|amy|p1|{action}|{reason}"
        for number in range(2, people + 1):
            log += f"\ne{number}|2025-03-10 23:59|amy|p{number}|print|-"
        log += "\ne90|2025-03-10 11:00|amy|p1|export|-" if people else ""
        settings = {"need_to_know": {"bulk_copy_people": 6, "usual_copy_people": 3}}
        tables = {"staff": STAFF, "service_users": PEOPLE, "settings": settings}
        return verdict("NK-04", "e1", **(tables | {"access_log": log} | given))

    @pytest.mark.parametrize(
        ("people", "verdict"),
        [
            (1, "kept"),
            (3, "kept"),
            (4, "copy-without-reason"),
            (6, "copy-without-reason"),
            (7, "bulk-copy"),
        ],
    )
    def test_people_are_counted_not_copies(self, people, verdict):
        assert self.verdict(people) == verdict

    def test_a_reason_keeps_however_many_there_are(self):
        assert self.verdict(7, reason="the move") == "kept"

    @pytest.mark.parametrize("action", ["export", "print", "download", "share"])
    def test_every_way_to_copy_is_asked(self, action):
        assert self.verdict(7, action=action) == "bulk-copy"

    @pytest.mark.parametrize("action", ["view", "edit", "search"])
    def test_what_is_no_copy_is_not_asked_of(self, action):
        log = f"event_id|occurred_at|staff_id|person_id|action\ne1|2025-03-10 10:00|amy|p1|{action}\ne2|2025-03-10 10:00|amy|p1|-"
        told = verdicts("NK-04", access_log=log, staff=STAFF, service_users=PEOPLE)
        assert told == {"e2": "?no-action"}

    def test_no_action_cannot_be_told(self):
        assert self.verdict(1, action="-") == "?no-action"

    def test_another_day_or_colleague_counts_apart(self):
        log = """
            event_id | occurred_at      | staff_id | person_id | action
            e1       | 2025-03-10 23:59 | amy      | p1        | export
            e2       | 2025-03-10 23:59 | amy      | p2        | export
            e3       | 2025-03-11 00:00 | amy      | p3        | export
            e4       | 2025-03-10 12:00 | ben      | p4        | export
        """
        settings = {"need_to_know": {"usual_copy_people": 1}}
        given = {"staff": STAFF, "service_users": PEOPLE, "settings": settings}
        told = verdicts("NK-04", access_log=log, **given)
        assert told == {"e1": "copy-without-reason", "e2": "copy-without-reason"}

    def test_copies_with_a_reason_do_not_count(self):
        log = """
            event_id | occurred_at      | staff_id | person_id | action | reason
            e1       | 2025-03-10 10:00 | amy      | p1        | export | -
            e2       | 2025-03-10 10:00 | amy      | p2        | export | the move
            e3       | 2025-03-10 10:00 | amy      | -         | export | -
        """
        settings = {"need_to_know": {"usual_copy_people": 1}}
        given = {"staff": STAFF, "service_users": PEOPLE, "settings": settings}
        assert verdicts("NK-04", access_log=log, **given) == {}

    def test_it_reads_the_reason_of_the_record_after_other_controls(self):
        """All controls about the log are asked in one pass: none may change what the next reads."""
        log = "event_id|occurred_at|staff_id|person_id|action|reason\ne1|2025-03-10 10:00|zoe|p1|export|-\ne2|2025-03-10 10:00|zoe|p2|export|-"
        settings = {"need_to_know": {"usual_copy_people": 1}}
        audit = inputs(access_log=log, staff=STAFF, service_users=PEOPLE, settings=settings)
        (_, copies) = ask(audit, [BY_ID["NK-03"], BY_ID["NK-04"]])
        assert set(copies.findings["reasons"]) == {"copy-without-reason"}


class TestNoConflict:
    """NK-05"""

    def verdict(
        self,
        when: str = "2025-03-10 10:00",
        *,
        staff: str = "amy",
        person: str = "p1",
        tie: str = "neighbour|2025-03-01|-",
    ) -> str:
        log = f"event_id|occurred_at|staff_id|person_id\ne1|{when}|{staff}|{person}"
        conflicts = f"staff_id|person_id|relation|declared_on|ended_on\namy|p1|{tie}"
        given = {"staff": STAFF, "service_users": PEOPLE, "declared_conflicts": conflicts}
        return verdict("NK-05", "e1", access_log=log, **given)

    @pytest.mark.parametrize("relation", ["family", "friend", "neighbour", "other", "-"])
    def test_a_declared_tie_breaks(self, relation):
        assert self.verdict(tie=f"{relation}|2025-03-01|-") == "declared-conflict"

    def test_their_own_record_breaks_in_its_own_way(self):
        assert self.verdict(tie="self|2025-03-01|-") == "own-record"

    @pytest.mark.parametrize(
        ("when", "verdict"),
        [
            ("2025-02-01 10:00", "declared-conflict"),
            ("2025-03-20 23:59", "declared-conflict"),
            ("2025-03-21 00:00", "kept"),
        ],
    )
    def test_a_tie_counts_until_it_ends_and_before_it_is_declared(self, when, verdict):
        assert self.verdict(when, tie="friend|2025-03-01|2025-03-20") == verdict

    @pytest.mark.parametrize(
        ("staff", "person", "verdict"),
        [
            ("ben", "p1", "kept"),
            ("amy", "p2", "kept"),
            ("zoe", "p1", "?staff-unknown"),
            ("-", "p1", "?staff-unknown"),
            ("amy", "p99", "?person-unknown"),
            ("amy", "-", "?person-unknown"),
            ("-", "-", "?person-unknown"),
        ],
    )
    def test_other_pairs(self, staff, person, verdict):
        assert self.verdict(staff=staff, person=person) == verdict


class TestOpenedInside:
    """RM-03"""

    def verdict(self, place: str, staff: str = "amy", **choice: object) -> str:
        log = f"event_id|occurred_at|staff_id|place\ne1|2025-03-10 10:00|{staff}|{place}\ne0|2025-03-10 10:00|amy|10.1.1.1"
        settings = {"records_kept": {"networks": ["10.1.", "office-"]} | choice}
        given = {"staff": STAFF, "service_users": PEOPLE, "settings": settings}
        return verdict("RM-03", "e1", access_log=log, **given)

    @pytest.mark.parametrize(
        ("place", "verdict"),
        [
            ("10.1.0.9", "kept"),
            ("office-3", "kept"),
            ("10.10.0.9", "outside"),
            ("my office-3", "outside"),
        ],
    )
    def test_the_beginning_of_the_address_counts(self, place, verdict):
        assert self.verdict(place) == verdict

    def test_inside_nobody_asks_who_it_was(self):
        assert self.verdict("10.1.0.9", staff="zoe") == "kept"
        assert self.verdict("cafe", staff="zoe") == "?staff-unknown"

    def test_who_may_work_from_anywhere_is_a_setting(self):
        assert self.verdict("cafe", staff="ben", remote_kinds=["employee"]) == "kept"
        assert self.verdict("cafe", staff="amy", remote_kinds=["employee"]) == "outside"

    def test_an_event_from_nowhere_is_not_asked(self):
        log = "event_id|occurred_at|staff_id|place\ne1|2025-03-10 10:00|amy|-\ne2|2025-03-10 10:00|amy|cafe"
        settings = {"records_kept": {"networks": ["10.1."]}}
        given = {"staff": STAFF, "service_users": PEOPLE, "settings": settings}
        assert verdicts("RM-03", access_log=log, **given) == {"e2": "outside"}

    def test_without_the_setting_it_is_not_tested(self):
        assert self.verdict("cafe", networks=[]) == "not tested"


class TestLogCoversTheDay:
    """NK-07: Mondays are 3, 10, 17 and 24 March 2025."""

    def verdicts(self, counts: dict[str, int], action: str = "view", **given: object):
        log = "event_id|occurred_at|action|source"
        for day, count in counts.items():
            for number in range(count):
                log += f"\n{day}-{number}|2025-03-{day} 10:{number:02d}|{action}|casebook"
        period = {"period": "2025-03-03 2025-03-24", "as_at": "2025-03-31"}
        settings = {"need_to_know": {"usual_events": 2}}
        return verdicts("NK-07", access_log=log, settings=settings, **(period | given))

    def test_a_day_without_any_event_is_a_gap(self):
        told = self.verdicts({"03": 2, "10": 2, "24": 2})
        assert told == {
            "casebook|2025-03-17": "log-gap",
            "the whole log|2025-03-17": "log-gap",
        }

    def test_a_single_event_is_no_gap(self):
        assert self.verdicts({"03": 2, "10": 2, "17": 1, "24": 2}) == {}

    def test_a_weekday_that_is_usually_quiet_has_no_gap(self):
        assert self.verdicts({"03": 1, "10": 1, "24": 2}) == {}

    def test_of_an_even_number_of_days_the_middle_two_count(self):
        # 0, 0, 4, 4: the median is 2.
        assert self.verdicts({"03": 4, "24": 4})["casebook|2025-03-10"] == "log-gap"

    def test_below_the_middle_it_is_no_gap(self):
        # 0, 1, 1, 9: the median is 1.
        assert self.verdicts({"03": 1, "10": 1, "24": 9}) == {}

    def test_usual_is_a_setting(self):
        settings = {"need_to_know": {"usual_events": 3}}
        log = "event_id|occurred_at|action|source"
        for number in range(4):
            log += f"\na{number}|2025-03-03 10:0{number}|view|casebook"
            log += f"\nb{number}|2025-03-24 10:0{number}|view|casebook"
        given = {"period": "2025-03-03 2025-03-24", "as_at": "2025-03-31"}
        assert verdicts("NK-07", access_log=log, settings=settings, **given) == {}

    def test_a_source_is_expected_from_its_first_to_its_last_event(self):
        # The whole log is expected throughout: its median of 0, 2, 2, 2 is 2.
        told = self.verdicts({"10": 2, "17": 2, "24": 2})
        assert told == {"the whole log|2025-03-03": "log-gap"}

    def test_a_source_without_looks_cannot_be_told(self):
        told = self.verdicts({"03": 1, "04": 1}, action="edit", period="2025-03-03 2025-03-04")
        assert told == {
            "casebook|2025-03-03": "?views-not-logged",
            "casebook|2025-03-04": "?views-not-logged",
            "the whole log|2025-03-03": "?views-not-logged",
            "the whole log|2025-03-04": "?views-not-logged",
        }

    def test_a_gap_says_more_than_missing_looks(self):
        told = self.verdicts({"03": 2, "10": 2, "24": 2}, action="edit")
        assert told["casebook|2025-03-17"] == "log-gap"
        assert told["casebook|2025-03-18"] == "?views-not-logged"

    def test_an_event_of_no_source_has_a_name_of_its_own(self):
        log = "event_id|occurred_at|action\ne1|2025-03-03 10:00|edit\ne2|2025-03-03 10:00|-"
        told = verdicts("NK-07", access_log=log, period="2025-03-03 2025-03-03")
        assert told["(no name)|2025-03-03"] == "?views-not-logged"

    def test_looks_of_another_source_do_not_help(self):
        log = """
            event_id | occurred_at      | action | source
            e1       | 2025-03-03 10:00 | edit   | laptop
            e2       | 2025-03-03 10:00 | view   | casebook
        """
        told = verdicts("NK-07", access_log=log, period="2025-03-03 2025-03-03")
        assert told == {"laptop|2025-03-03": "?views-not-logged"}
