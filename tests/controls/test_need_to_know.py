"""Who may open a record, and when: 3.3 and 4.2 of the policy."""

from __future__ import annotations

import pytest

from tests.support import verdict, verdicts

STAFF = """
    staff_id | kind      | started_on | left_on
    amy      | volunteer | 2024-01-01 | -
    ben      | employee  | 2024-01-01 | 2025-06-30
    cat      | employee  | -          | -
"""
PEOPLE = """
    person_id | first_contact_on
    p1        | 2024-01-01
    p2        | 2024-01-01
"""
CASELOAD = """
    case_id | staff_id | person_id | capacity | from_on    | until_on
    c1      | amy      | p1        | own      | 2025-02-01 | 2025-03-31
    c2      | ben      | p1        | own      | 2025-02-01 | -
"""


def opened(
    when: str, *, staff: str = "amy", person: str = "p1", control: str = "NK-01", **tables: object
) -> str:
    """The verdict on one access: "kept", or its reason."""
    given: dict[str, object] = {"staff": STAFF, "service_users": PEOPLE, "caseload": CASELOAD}
    given["access_log"] = f"""
        event_id | occurred_at | staff_id | person_id
        e1       | {when}      | {staff}  | {person}
    """
    return verdict(control, "e1", **(given | tables))


class TestExplained:
    """NK-01"""

    def test_own_case_explains(self):
        assert opened("2025-02-01 00:00") == "kept"

    def test_the_day_before_a_case_nothing_explains(self):
        assert opened("2025-01-31 23:59") == "unexplained"

    def test_a_case_of_unknown_capacity_is_ones_own(self):
        caseload = "case_id|staff_id|person_id|from_on\nc1|amy|p1|2025-02-01"
        assert opened("2025-02-02 12:00", caseload=caseload) == "kept"

    def test_grace_lasts_its_last_day(self):
        assert opened("2025-04-14 23:59") == "kept"

    def test_grace_ends_at_midnight(self):
        assert opened("2025-04-15 00:00") == "after-case-closed"

    def test_grace_is_a_setting(self):
        settings = {"need_to_know": {"case_grace_days": 15}}
        assert opened("2025-04-15 00:00", settings=settings) == "kept"

    def test_somebody_elses_case_does_not_explain(self):
        assert opened("2025-03-01 12:00", person="p2") == "unexplained"

    def test_cover_explains_to_its_last_day_without_grace(self):
        caseload = """
            case_id | staff_id | person_id | capacity | covers_id | from_on    | until_on
            c1      | amy      | p2        | cover    | ben       | 2025-05-01 | 2025-05-09
        """
        assert opened("2025-05-09 18:00", person="p2", caseload=caseload) == "kept"
        assert opened("2025-05-10 00:00", person="p2", caseload=caseload) == "unexplained"

    @pytest.mark.parametrize("known", ["starts_at", "ends_at"])
    @pytest.mark.parametrize(
        ("when", "verdict"),
        [
            ("2025-05-02 23:59", "unexplained"),
            ("2025-05-03 00:00", "kept"),
            ("2025-05-17 23:59", "kept"),
            ("2025-05-18 00:00", "unexplained"),
        ],
    )
    def test_a_session_explains_seven_days_before_and_after(self, when, verdict, known):
        sessions = f"session_id|staff_id|person_id|{known}\ns1|amy|p2|2025-05-10 10:00"
        assert opened(when, person="p2", sessions=sessions) == verdict

    def test_a_session_of_an_unknown_day_cannot_be_told(self):
        sessions = "session_id|staff_id|person_id\ns1|amy|p2"
        assert opened("2025-05-10 12:00", person="p2", sessions=sessions) == "?assignment-undated"

    def test_a_case_in_the_same_family_explains(self):
        families = "family_id|person_id\nf1|p1\nf1|p2"
        assert opened("2025-03-01 12:00", person="p2", families=families) == "kept"

    def test_a_case_in_another_family_does_not_explain(self):
        families = "family_id|person_id\nf1|p1\nf2|p2"
        assert opened("2025-03-01 12:00", person="p2", families=families) == "unexplained"

    def test_a_session_keeps_a_closed_case_explained(self):
        sessions = "session_id|staff_id|person_id|starts_at\ns1|amy|p1|2025-05-01 10:00"
        assert opened("2025-05-02 10:00", sessions=sessions) == "kept"

    def test_two_overlapping_cases_explain_until_the_later_ends(self):
        caseload = """
            case_id | staff_id | person_id | from_on    | until_on
            c1      | amy      | p1        | 2025-02-01 | 2025-08-31
            c2      | amy      | p1        | 2025-03-01 | 2025-03-31
        """
        assert opened("2025-08-31 12:00", caseload=caseload) == "kept"

    def test_on_the_last_day_of_the_role_a_case_still_explains(self):
        assert opened("2025-06-30 23:59", staff="ben") == "kept"

    def test_after_the_role_a_case_no_longer_explains(self):
        assert opened("2025-07-01 00:00", staff="ben") == "after-role-ended"

    def test_a_leaver_without_a_tie_is_unexplained(self):
        assert opened("2025-07-01 00:00", staff="ben", person="p2") == "unexplained"

    def test_before_the_role_a_case_does_not_explain(self):
        staff = "staff_id|started_on\namy|2025-03-01"
        given = {"staff": staff, "service_users": PEOPLE, "caseload": CASELOAD}
        log = "event_id|occurred_at|staff_id|person_id\ne1|2025-02-10 10:00|amy|p1"
        assert verdicts("NK-01", access_log=log, **given) == {"e1": "unexplained"}

    def test_no_person_on_the_event_cannot_be_told(self):
        assert opened("2025-03-01 12:00", person="-") == "?person-unknown"

    def test_a_person_nobody_knows_cannot_be_told(self):
        assert opened("2025-03-01 12:00", person="p9") == "?person-unknown"

    def test_no_staff_on_the_event_cannot_be_told(self):
        assert opened("2025-03-01 12:00", staff="-") == "?staff-unknown"

    def test_an_assignment_without_a_first_day_cannot_be_told(self):
        caseload = "case_id|staff_id|person_id|from_on\nc1|amy|p1|-"
        assert opened("2025-03-01 12:00", caseload=caseload) == "?assignment-undated"

    def test_events_outside_the_period_are_not_asked(self):
        log = """
            event_id | occurred_at      | staff_id | person_id
            e1       | 2024-12-31 23:59 | amy      | p1
            e2       | 2025-01-01 00:00 | amy      | p1
            e3       | 2025-12-31 23:59 | amy      | p2
            e4       | 2026-01-01 00:00 | amy      | p2
        """
        given = {"staff": STAFF, "service_users": PEOPLE, "caseload": CASELOAD}
        told = verdicts("NK-01", access_log=log, **given)
        assert told == {"e2": "unexplained", "e3": "unexplained"}

    def test_no_caseload_is_not_tested(self):
        log = "event_id|occurred_at|staff_id|person_id\ne1|2025-02-10 10:00|amy|p1"
        told = verdicts("NK-01", access_log=log, staff=STAFF, service_users=PEOPLE)
        assert told == {"not tested": "no records of caseload"}


class TestInService:
    """NK-03"""

    @pytest.mark.parametrize(
        ("staff", "when", "verdict"),
        [
            ("ben", "2025-06-30 23:59", "kept"),
            ("ben", "2025-07-01 00:00", "after-leaving"),
            ("amy", "2025-12-31 12:00", "kept"),
            ("cat", "2025-03-01 12:00", "?no-start-date"),
            ("zoe", "2025-03-01 12:00", "?staff-unknown"),
            ("-", "2025-03-01 12:00", "?staff-unknown"),
        ],
    )
    def test_verdicts(self, staff, when, verdict):
        assert opened(when, staff=staff, control="NK-03") == verdict

    def test_the_first_day_is_in_service(self):
        given = {"staff": "staff_id|started_on\namy|2025-03-01", "service_users": PEOPLE}
        log = """
            event_id | occurred_at      | staff_id
            e1       | 2025-02-28 23:59 | amy
            e2       | 2025-03-01 00:00 | amy
        """
        assert verdicts("NK-03", access_log=log, **given) == {"e1": "before-start"}

    def test_summer_time_puts_late_evening_in_the_next_day(self):
        # 00:30 on 1 July in London is still 30 June in UTC.
        assert opened("2025-07-01 00:30", staff="ben", control="NK-03") == "after-leaving"

    def test_grace_after_leaving_is_a_setting(self):
        settings = {"need_to_know": {"leaving_grace_days": 1}}
        late = opened("2025-07-01 12:00", staff="ben", control="NK-03", settings=settings)
        later = opened("2025-07-02 12:00", staff="ben", control="NK-03", settings=settings)
        assert (late, later) == ("kept", "after-leaving")
