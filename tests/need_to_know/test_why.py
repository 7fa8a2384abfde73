"""Why was this record opened? All explanations of an access, or what came nearest."""

from __future__ import annotations

import pytest

from chs_audit.controls.why import why
from tests.support import inputs

STAFF = "staff_id|kind|started_on\namy|volunteer|2024-01-01\nben|employee|2024-01-01"
PEOPLE = "person_id\np1\np2"
CASELOAD = """
    case_id | staff_id | person_id | capacity | from_on    | until_on
    c1      | amy      | p1        | own      | 2025-02-01 | 2025-03-31
    c2      | ben      | p2        | own      | 2025-02-01 | -
"""


def told(when: str, staff: str = "amy", person: str = "p1", **tables: object):
    """The row of one access."""
    header = "event_id|occurred_at|staff_id|person_id|action|break_glass|reason|reviewed_at"
    event = f"e1|{when}|{staff}|{person}|view|-|-|-"
    given: dict[str, object] = {
        "staff": STAFF,
        "service_users": PEOPLE,
        "caseload": CASELOAD,
        "access_log": f"{header}\n{event}",
    }
    found = why(inputs(**(given | tables)), event="e1")  # type: ignore[arg-type]
    return found.iloc[0]


def test_one_explanation_is_told():
    row = told("2025-02-10 09:05")
    assert row.explanations == "own-case"
    assert row.why == "Needed, since the person was on their own caseload."
    assert row.when == "09:05 on 10 February 2025"


def test_all_explanations_are_told_the_strongest_first():
    sessions = "session_id|staff_id|person_id|starts_at\ns1|amy|p1|2025-02-11 10:00"
    row = told("2025-02-10 09:00", sessions=sessions)
    assert row.explanations == "own-case session"
    assert row.why == (
        "Needed, since the person was on their own caseload. "
        "Besides, they had a session with the person around that time."
    )


@pytest.mark.parametrize(
    ("when", "nearest"),
    [
        ("2025-01-29 09:00", "which began to count 3 days later."),
        ("2025-01-31 23:59", "which began to count 1 day later."),
        ("2025-03-02 00:00", "which stopped counting 1 day before."),
        ("2025-03-07 09:00", "which stopped counting 6 days before."),
    ],
)
def test_the_nearest_miss_is_told(when, nearest):
    caseload = """
        case_id | staff_id | person_id | capacity | from_on    | until_on
        c1      | amy      | p1        | cover    | 2025-02-01 | 2025-03-01
    """
    row = told(when, caseload=caseload)
    assert row.verdict == "broken"
    assert row.why.endswith(f"The nearest is cover for a colleague, {nearest}")


def test_after_a_closed_case_the_sentence_says_how_long():
    assert told("2025-04-20 09:00").why == (
        "Opened on 20 April 2025 by a volunteer whose case had ended, "
        "days of grace included, 6 days before."
    )


def test_of_two_misses_the_sooner_is_told():
    caseload = """
        case_id | staff_id | person_id | capacity | from_on    | until_on
        c1      | amy      | p1        | cover    | 2025-02-01 | 2025-02-10
        c2      | amy      | p1        | cover    | 2025-03-10 | 2025-03-12
    """
    early = told("2025-02-13 09:00", caseload=caseload)
    late = told("2025-03-05 09:00", caseload=caseload)
    assert early.why.endswith("cover for a colleague, which stopped counting 3 days before.")
    assert late.why.endswith("cover for a colleague, which began to count 5 days later.")


def test_without_any_tie_no_nearest_is_told():
    assert told("2025-02-10 09:00", person="p2").why == (
        "Opened on 10 February 2025 by a volunteer, and nothing on record explains why."
    )


class TestBreakGlass:
    """The lock overridden in an emergency, with a reason, reviewed in time."""

    def row(self, glass: str, reason: str, reviewed: str, as_at: str = "2025-12-31"):
        header = "event_id|occurred_at|staff_id|person_id|break_glass|reason|reviewed_at"
        log = f"{header}\ne1|2025-02-10 09:00|amy|p2|{glass}|{reason}|{reviewed}"
        return told("-", access_log=log, as_at=as_at)

    def test_reviewed_in_time_it_explains(self):
        row = self.row("yes", "fire", "2025-02-15 09:00")
        assert (row.verdict, row.explanations) == ("kept", "break-glass")

    @pytest.mark.parametrize(
        ("glass", "reason", "reviewed"),
        [
            ("yes", "fire", "2025-02-15 09:01"),
            ("yes", "fire", "2025-02-10 08:59"),
            ("yes", "-", "2025-02-11 09:00"),
            ("no", "fire", "2025-02-11 09:00"),
            ("-", "fire", "2025-02-11 09:00"),
            ("yes", "fire", "-"),
        ],
    )
    def test_otherwise_it_does_not(self, glass, reason, reviewed):
        assert self.row(glass, reason, reviewed).verdict == "broken"

    def test_before_the_review_is_due_it_cannot_be_told(self):
        assert self.row("yes", "fire", "-", as_at="2025-02-15").verdict == "cannot tell"
        assert self.row("yes", "fire", "-", as_at="2025-02-16").verdict == "broken"


def test_a_person_brings_all_their_accesses_oldest_first():
    log = """
        event_id | occurred_at      | staff_id | person_id
        e2       | 2025-02-11 09:00 | amy      | p1
        e1       | 2025-02-10 09:00 | ben      | p1
        e3       | 2025-02-12 09:00 | ben      | p2
    """
    audit = inputs(staff=STAFF, service_users=PEOPLE, caseload=CASELOAD, access_log=log)
    assert list(why(audit, person="p1").event_id) == ["e1", "e2"]
    assert list(why(audit, staff="ben").event_id) == ["e1", "e3"]
