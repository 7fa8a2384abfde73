"""Why was this record opened? All explanations of an access, or what came nearest."""

from __future__ import annotations

import pytest

from chs_audit.controls.why import folded, why
from chs_audit.papers.screen import why_lines
from tests.support import inputs

STAFF = "staff_id|kind|started_on\namy|volunteer|2024-01-01\nben|employee|2024-01-01"
PEOPLE = "person_id\np1\np2"
CASELOAD = """
    case_id | staff_id | person_id | capacity | from_on    | until_on
    c1      | amy      | p1        | own      | 2025-02-01 | 2025-03-31
    c2      | ben      | p2        | own      | 2025-02-01 | -
"""


def told(when: str, staff: str = "amy", person: str = "p1", roster: str = STAFF, **tables: object):
    """The row of one access."""
    header = "event_id|occurred_at|staff_id|person_id|action|break_glass|reason|reviewed_at"
    event = f"e1|{when}|{staff}|{person}|view|-|-|-"
    given: dict[str, object] = {
        "staff": roster,
        "service_users": PEOPLE,
        "caseload": CASELOAD,
        "access_log": f"{header}\n{event}",
    }
    found = why(inputs(**(given | tables)), event="e1")  # type: ignore[arg-type]
    return found.iloc[0]


def test_one_explanation_is_told():
    row = told("2025-02-10 09:05")
    assert row.explanations == "own-case"
    assert row.why == "The person had been on the worker's own caseload since 1 February 2025."
    assert row.when == "09:05 on 10 February 2025"


def test_all_explanations_are_told_the_strongest_first():
    sessions = "session_id|staff_id|person_id|starts_at\ns1|amy|p1|2025-02-11 10:00"
    row = told("2025-02-10 09:00", sessions=sessions)
    assert row.explanations == "own-case session"
    assert row.why == (
        "The person had been on the worker's own caseload since 1 February 2025. "
        "Besides, they had a session with the person on 11 February 2025, 1 day later."
    )


@pytest.mark.parametrize(
    ("when", "nearest"),
    [
        ("2025-01-29 09:00", "which only began 3 days later."),
        ("2025-01-31 23:59", "which only began 1 day later."),
        ("2025-03-02 00:00", "which had run out 1 day before."),
        ("2025-03-07 09:00", "which had run out 6 days before."),
    ],
)
def test_the_nearest_miss_is_told(when, nearest):
    caseload = """
        case_id | staff_id | person_id | capacity | from_on    | until_on
        c1      | amy      | p1        | cover    | 2025-02-01 | 2025-03-01
    """
    row = told(when, caseload=caseload)
    assert row.verdict == "broken"
    assert row.why.endswith(f"The nearest reason is cover for a colleague, {nearest}")


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
    assert early.why.endswith("cover for a colleague, which had run out 3 days before.")
    assert late.why.endswith("cover for a colleague, which only began 5 days later.")


def test_without_any_tie_no_nearest_is_told():
    assert told("2025-02-10 09:00", person="p2").why == (
        "Opened on 10 February 2025 by a volunteer, and nothing on record explains why."
    )


class TestFacts:
    """The sentence of each explanation names the fact that it rests on."""

    def test_a_case_that_is_over_says_until_when(self):
        assert told("2025-04-05 09:00").why == (
            "The person had been on the worker's own caseload until 31 March 2025, 5 days before."
        )

    @pytest.mark.parametrize(
        ("ran", "said"),
        [
            ("2025-06-12 10:00", "They had a visit with the person on 12 June 2025, 2 days later."),
            ("2025-06-10 23:00", "They had a visit with the person that day."),
            ("2025-06-09 10:00", "They had a visit with the person on 9 June 2025, 1 day before."),
        ],
    )
    def test_a_session_says_when_it_was(self, ran, said):
        sessions = f"session_id|staff_id|person_id|kind|starts_at\ns1|amy|p2|visit|{ran}"
        assert told("2025-06-10 09:00", person="p2", sessions=sessions).why == said

    def test_of_several_sessions_the_nearest_is_told(self):
        sessions = """
            session_id | staff_id | person_id | kind | starts_at
            s1         | amy      | p2        | call | 2025-06-05 10:00
            s2         | amy      | p2        | call | 2025-06-11 10:00
        """
        row = told("2025-06-10 09:00", person="p2", sessions=sessions)
        assert row.why == "They had a call with the person on 11 June 2025, 1 day later."

    def test_what_was_written_down_too_late_is_not_told_as_a_reason(self):
        caseload = """
            case_id | staff_id | person_id | from_on    | recorded_at
            c1      | amy      | p1        | 2025-02-01 | 2025-02-01 09:00
            c2      | amy      | p1        | 2025-02-09 | 2025-06-01 09:00
        """
        row = told("2025-02-10 09:00", caseload=caseload)
        assert row.why == "The person had been on the worker's own caseload since 1 February 2025."

    def test_a_backdated_assignment_says_when_it_was_written_down(self):
        caseload = """
            case_id | staff_id | person_id | from_on    | recorded_at
            c1      | amy      | p1        | 2025-02-01 | 2025-06-01 09:00
        """
        assert told("2025-02-10 09:00", caseload=caseload).why == (
            "Opened on 10 February 2025 by a volunteer, and the assignment that would explain "
            "it was only written down on 1 June 2025."
        )

    def test_registers_say_since_when(self):
        roster = STAFF.replace("started_on", "started_on|duties|manager_id").replace(
            "2024-01-01", "2024-01-01|safeguarding-lead|ben"
        )
        given = {
            "roster": roster,
            "concerns": "concern_id|person_id|raised_at\nk1|p2|2025-06-01 09:00",
            "requests": "request_id|staff_id|person_id|kind|opened_at|closed_at\n"
            "r1|ben|p2|complaint|2025-06-02 09:00|2025-06-08 09:00\n"
            "r2|ben|p2|handover|2025-06-03 09:00|-",
            "caseload": "case_id|staff_id|person_id|from_on\nc1|amy|p2|2025-05-01",
            "sessions": "session_id|staff_id|person_id|kind|group_name|starts_at\n"
            "s1|amy|p2|group|Larks|2025-06-10 10:00\n"
            "s2|ben|p1|group|Larks|2025-06-10 10:00",
        }
        row = told("2025-06-10 09:00", staff="ben", person="p2", **given)
        assert row.why == (
            "Somebody whom they manage had had the person on their caseload since 1 May 2025. "
            "Besides, they lead on safeguarding, and a concern about the person had been open "
            "since 1 June 2025; and they had been handling a complaint about the person until "
            "8 June 2025, 2 days before; and the person had been in handover to them since "
            "3 June 2025; and they ran Larks, and the person went to it that day."
        )

    def test_braces_in_a_record_are_only_text(self):
        sessions = """
            session_id | staff_id | person_id | kind  | group_name  | starts_at
            s1         | amy      | p1        | group | {0.x} {why} | 2025-06-10 10:00
            s2         | ben      | p2        | group | {0.x} {why} | 2025-06-10 10:00
        """
        row = told("2025-06-10 09:00", person="p2", sessions=sessions)
        assert row.why == "They ran {0.x} {why}, and the person went to it that day."


class TestFolded:
    """Accesses of one pair with the same strongest reason are told as one."""

    LOG = """
        event_id | occurred_at      | staff_id | person_id | action
        e1       | 2025-02-10 09:00 | ben      | p2        | view
        e2       | 2025-02-10 09:30 | ben      | p2        | edit
        e3       | 2025-03-10 09:00 | ben      | p2        | view
        e4       | 2025-03-11 09:00 | amy      | p2        | view
        e5       | 2025-03-11 09:00 | -        | -         | -
    """
    SESSIONS = "session_id|staff_id|person_id|kind|starts_at\ns1|ben|p2|call|2025-03-12 10:00"

    def found(self, **tables: object):
        audit = inputs(
            staff=STAFF,
            service_users=PEOPLE,
            caseload=CASELOAD,
            access_log=self.LOG,
            **tables,  # type: ignore[arg-type]
        )
        return why(audit)

    def test_days_and_accesses_are_counted(self):
        row = folded(self.found()).iloc[0]
        assert (row.accesses, row.days, row.actions, row.event_id) == (3, 2, "edit, view", "e1")
        assert row.why == "The person had been on the worker's own caseload since 1 February 2025."

    def test_what_explains_only_some_of_them_is_told_so(self):
        row = folded(self.found(sessions=self.SESSIONS)).iloc[0]
        assert row.why == (
            "The person had been on the worker's own caseload since 1 February 2025. "
            "At times also: a session with the person."
        )

    def test_on_the_screen_what_is_not_explained_comes_first(self):
        lines = why_lines(self.found())
        assert lines[0] == "5 accesses, 2 not explained"
        assert "amy with p2" in lines[1]
        assert "unknown with unknown, unknown (e5)" in lines[3]
        assert "3 accesses on 2 days from 10 February 2025 to 10 March 2025" in lines[5]
        assert lines[5].endswith("(e1 and 2 more)")
        assert len(lines) == 7


class TestBreakGlass:
    """The lock overridden in an emergency, with a reason, reviewed in time."""

    def row(self, glass: str, reason: str, reviewed: str, as_at: str = "2025-12-31"):
        header = "event_id|occurred_at|staff_id|person_id|break_glass|reason|reviewed_at"
        log = f"{header}\ne1|2025-02-10 09:00|amy|p2|{glass}|{reason}|{reviewed}"
        return told("-", access_log=log, as_at=as_at)

    def test_reviewed_in_time_it_explains(self):
        row = self.row("yes", "fire", "2025-02-15 09:00")
        assert (row.verdict, row.explanations) == ("kept", "break-glass")
        assert row.why == (
            "They had overridden the lock in an emergency and written down why, "
            "which was reviewed on 15 February 2025, 5 days later."
        )

    @pytest.mark.parametrize(
        ("glass", "reason", "reviewed", "nearest"),
        [
            ("yes", "fire", "-", "wrote down why, and nobody reviewed that."),
            ("yes", "fire", "2025-02-15 09:01", "was not reviewed within the 5 days after it."),
            ("yes", "fire", "2025-02-10 08:59", "was not reviewed within the 5 days after it."),
            ("yes", "-", "2025-02-11 09:00", "They overrode the lock, and wrote down no reason."),
            ("no", "fire", "2025-02-11 09:00", "nothing on record explains why."),
        ],
    )
    def test_what_it_lacks_is_told(self, glass, reason, reviewed, nearest):
        assert self.row(glass, reason, reviewed).why.endswith(nearest)

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
