"""Each explanation: whom it ties to whom, and from which second to which."""

from __future__ import annotations

import datetime as dt

import pytest

from chs_audit import settings as settings_file
from chs_audit.errors import InputError
from chs_audit.need_to_know.explanations import EXPLANATIONS, switched_on
from chs_audit.need_to_know.needed import BREAK_GLASS
from chs_audit.policy.access_parameters import Explanations
from tests.support import verdicts

STAFF = """
    staff_id | kind     | team  | manager_id | duties            | started_on
    amy      | employee | north | meg        | -                 | 2024-01-01
    ben      | employee | North | meg        | -                 | 2024-01-01
    meg      | employee | south | -          | safeguarding-lead | 2024-01-01
    sid      | employee | -     | -          | -                 | 2024-01-01
"""
PEOPLE = "person_id\np1\np2\np3"
# So that the control can be asked where the test needs no caseload.
NOBODYS = "case_id|staff_id|person_id|from_on|until_on\nc0|sid|p3|2020-01-01|2020-01-02"
CASE = """
    case_id | staff_id | person_id | capacity    | from_on    | until_on
    c1      | amy      | p1        | supervision | 2025-05-10 | 2025-05-20
"""


def looks(*events: str, **tables: object) -> list[str]:
    """The verdicts on looks such as "meg p1 2025-05-09 23:59", in their order."""
    rows = [event.split(maxsplit=2) for event in events]
    log = "event_id|staff_id|person_id|occurred_at\n" + "\n".join(
        f"e{number}|{who}|{whom}|{when}" for number, (who, whom, when) in enumerate(rows)
    )
    given: dict[str, object] = {"staff": STAFF, "service_users": PEOPLE, "caseload": NOBODYS}
    told = verdicts("NK-01", access_log=log, **(given | tables))
    return [told.get(f"e{number}", "kept") for number in range(len(rows))]


def edges(pair: str, first: str, last: str, **tables: object) -> None:
    """A pair is explained from the first second of one day to the last of another."""
    before, begins, ends, after = looks(
        f"{pair} {_shifted(first, -1)} 23:59:59",
        f"{pair} {first} 00:00",
        f"{pair} {last} 23:59:59",
        f"{pair} {_shifted(last, 1)} 00:00",
        **tables,
    )
    assert (before, begins, ends, after) == ("unexplained", "kept", "kept", "unexplained")


def _shifted(day: str, by: int) -> dt.date:
    return dt.date.fromisoformat(day) + dt.timedelta(days=by)


class TestLineManagement:
    def test_a_case_of_somebody_managed_explains_with_its_days_of_grace(self):
        edges("meg p1", "2025-05-10", "2025-05-25", caseload=CASE, settings=grace(5))

    def test_a_colleagues_case_does_not(self):
        assert looks("ben p1 2025-05-12 10:00", caseload=CASE) == ["unexplained"]

    def test_cover_by_somebody_managed_does_not(self):
        cover = CASE.replace("supervision", "cover")
        assert looks("meg p1 2025-05-12 10:00", caseload=cover) == ["unexplained"]


class TestSafeguarding:
    CONCERN = """
        concern_id | person_id | raised_at        | closed_at
        k1         | p1        | 2025-05-10 15:00 | 2025-05-20 09:00
    """

    def test_an_open_concern_explains_on_whole_days(self):
        edges("meg p1", "2025-05-10", "2025-05-20", concerns=self.CONCERN)

    def test_it_explains_to_safeguarding_leads_only(self):
        assert looks("amy p1 2025-05-12 10:00", concerns=self.CONCERN) == ["unexplained"]

    def test_while_nobody_closes_it_it_explains(self):
        concern = self.CONCERN.replace("2025-05-20 09:00", "-")
        assert looks("meg p1 2025-12-31 10:00", concerns=concern) == ["kept"]

    def test_without_the_day_it_was_raised_it_cannot_be_told(self):
        concern = self.CONCERN.replace("2025-05-10 15:00", "-")
        assert looks("meg p1 2025-05-12 10:00", concerns=concern) == ["?assignment-undated"]


class TestRequests:
    REQUEST = """
        request_id | person_id | staff_id | kind | opened_at        | closed_at
        r1         | p1        | amy      | KIND | 2025-05-03 15:00 | 2025-05-08 09:00
    """

    @pytest.mark.parametrize("kind", ["complaint", "subject-access", "handover", "-"])
    def test_whoever_handles_it_is_explained_with_days_of_grace(self, kind):
        edges("amy p1", "2025-05-03", "2025-05-22", requests=self.REQUEST.replace("KIND", kind))

    def test_the_days_of_grace_are_a_setting(self):
        settings = {"need_to_know": {"request_grace_days": 0}}
        request = self.REQUEST.replace("KIND", "referral")
        edges("amy p1", "2025-05-03", "2025-05-08", requests=request, settings=settings)

    def test_one_that_nobody_handles_explains_nothing(self):
        request = self.REQUEST.replace("KIND", "referral").replace("amy", "-")
        assert looks("amy p1 2025-05-05 10:00", requests=request) == ["unexplained"]

    @pytest.mark.parametrize(
        ("kind", "off", "verdict"),
        [
            ("handover", "request", "kept"),
            ("handover", "handover", "unexplained"),
            ("referral", "handover", "kept"),
            ("-", "request", "unexplained"),
        ],
    )
    def test_a_handover_is_not_a_request(self, kind, off, verdict):
        request = self.REQUEST.replace("KIND", kind)
        settings = {"explanations": {off: False}}
        told = looks("amy p1 2025-05-05 10:00", requests=request, settings=settings)
        assert told == [verdict]


class TestGroup:
    def sessions(self, went_on: str, name: str = "Larks", kind: str = "group") -> str:
        return f"""
            session_id | staff_id | person_id | kind   | group_name | starts_at
            s1         | amy      | p2        | group  | Larks      | 2025-05-10 10:00
            s2         | ben      | p1        | {kind} | {name}     | {went_on} 10:00
        """

    def test_whoever_ran_it_a_week_before_is_explained_round_the_day_somebody_went(self):
        edges("amy p1", "2025-05-10", "2025-05-24", sessions=self.sessions("2025-05-17"))

    def test_whoever_ran_it_a_week_after_is_explained_as_well(self):
        edges("amy p1", "2025-04-26", "2025-05-10", sessions=self.sessions("2025-05-03"))

    @pytest.mark.parametrize(
        "sessions",
        [
            {"went_on": "2025-05-18"},
            {"went_on": "2025-05-02"},
            {"went_on": "2025-05-12", "name": "Owls"},
            {"went_on": "2025-05-12", "name": "-"},
            {"went_on": "2025-05-12", "kind": "visit"},
        ],
        ids=str,
    )
    def test_another_group_or_one_too_far_does_not_explain(self, sessions):
        told = looks("amy p1 2025-05-11 10:00", sessions=self.sessions(**sessions))
        assert told == ["unexplained"]


class TestSameTeam:
    def test_it_is_off_unless_the_trustees_switch_it_on(self):
        assert looks("ben p1 2025-05-12 10:00", caseload=CASE) == ["unexplained"]

    def test_a_case_in_the_team_explains_with_its_days_of_grace(self):
        settings = {"need_to_know": {"case_grace_days": 5}, "explanations": {"same_team": True}}
        edges("ben p1", "2025-05-10", "2025-05-25", caseload=CASE, settings=settings)

    def test_people_without_a_team_are_in_none(self):
        staff = STAFF.replace("north", "-").replace("North", "-")
        settings = {"explanations": {"same_team": True}}
        given = {"staff": staff, "caseload": CASE, "settings": settings}
        assert looks("ben p1 2025-05-12 10:00", **given) == ["unexplained"]


class TestBackdated:
    """An assignment that was written down only after the access."""

    def case(self, written: str, first: str = "2025-05-10", last: str = "2025-06-10") -> str:
        return f"""
            case_id | staff_id | person_id | from_on | until_on | recorded_at
            c1      | amy      | p1        | {first} | {last}   | {written}
        """

    def test_it_counts_from_seven_days_before_it_was_written_down(self):
        told = looks(
            "amy p1 2025-05-09 23:59",
            "amy p1 2025-05-10 00:00",
            "amy p1 2025-05-12 23:59",
            "amy p1 2025-05-13 00:00",
            caseload=self.case("2025-05-20 09:00"),
        )
        assert told == ["unexplained", "backdated", "backdated", "kept"]

    def test_how_late_it_may_be_written_down_is_a_setting(self):
        told = looks(
            "amy p1 2025-05-19 23:59",
            "amy p1 2025-05-20 00:00",
            caseload=self.case("2025-05-20 09:00"),
            settings={"need_to_know": {"recording_grace_days": 0}},
        )
        assert told == ["backdated", "kept"]

    @pytest.mark.parametrize("written", ["-", "2025-05-01 09:00", "2025-05-17 23:59"])
    def test_written_down_in_time_or_on_no_day_it_counts_from_its_first_day(self, written):
        assert looks("amy p1 2025-05-10 00:00", caseload=self.case(written)) == ["kept"]

    def test_written_down_after_it_had_ended_it_never_counts(self):
        told = looks(
            "amy p1 2025-06-24 23:59",
            "amy p1 2025-06-25 00:00",
            caseload=self.case("2025-09-01 09:00"),
        )
        assert told == ["backdated", "unexplained"]

    def test_another_explanation_makes_it_kept(self):
        sessions = "session_id|staff_id|person_id|starts_at\ns1|amy|p1|2025-05-12 10:00"
        case = self.case("2025-09-01 09:00")
        assert looks("amy p1 2025-05-12 12:00", caseload=case, sessions=sessions) == ["kept"]

    def test_managers_and_families_rest_on_the_same_assignment(self):
        told = looks(
            "meg p1 2025-05-12 10:00",
            "amy p2 2025-05-12 10:00",
            "meg p1 2025-05-13 10:00",
            "amy p2 2025-05-13 10:00",
            caseload=self.case("2025-05-20 09:00"),
            families="family_id|person_id\nf1|p1\nf1|p2",
        )
        assert told == ["backdated", "backdated", "kept", "kept"]

    def test_before_somebodys_first_day_it_is_unexplained(self):
        staff = "staff_id|started_on\namy|2025-05-12"
        told = looks("amy p1 2025-05-11 10:00", staff=staff, caseload=self.case("2025-09-01 09:00"))
        assert told == ["unexplained"]


class TestSwitches:
    def test_every_explanation_has_a_switch_and_every_switch_an_explanation(self):
        switches = {one.switch for one in EXPLANATIONS} | {BREAK_GLASS.replace("-", "_")}
        assert switches == set(Explanations.model_fields)

    def test_the_template_says_what_each_switch_decides(self):
        assert all(field.description for field in Explanations.model_fields.values())

    @pytest.mark.parametrize(("off", "verdict"), [("cover", "kept"), ("own_case", "unexplained")])
    def test_an_explanation_switched_off_draws_no_ties(self, off, verdict):
        settings = {"explanations": {off: False}}
        told = looks("amy p1 2025-05-12 10:00", caseload=CASE, settings=settings)
        assert told == [verdict]

    def test_an_override_explains_only_while_it_is_switched_on(self):
        log = """
            event_id | occurred_at      | staff_id | person_id | break_glass | reason | reviewed_at
            e1       | 2025-05-12 10:00 | amy      | p1        | yes         | fire   | 2025-05-13 10:00
            e2       | 2025-12-31 10:00 | amy      | p1        | yes         | fire   | -
        """
        given = {"staff": STAFF, "service_users": PEOPLE, "caseload": NOBODYS, "access_log": log}
        assert verdicts("NK-01", **given) == {"e2": "?review-not-due"}
        off = {"explanations": {"break_glass": False}}
        told = verdicts("NK-01", settings=off, **given)
        assert told == {"e1": "unexplained", "e2": "unexplained"}

    def test_without_any_caseload_it_is_judged_only_if_cases_explain_nothing(self):
        given = {
            "staff": STAFF,
            "service_users": PEOPLE,
            "sessions": "session_id|staff_id|person_id|starts_at\ns1|amy|p1|2025-05-12 10:00",
            "access_log": "event_id|staff_id|person_id|occurred_at\n"
            "e1|amy|p1|2025-05-12 10:00\ne2|amy|p2|2025-05-12 10:00",
        }
        assert verdicts("NK-01", **given) == {"not tested": "no records of caseload"}
        off = {"explanations": {"own_case": False}}
        assert verdicts("NK-01", settings=off, **given) == {"e2": "unexplained"}

    def test_all_switched_off_is_a_mistake(self):
        off = {one.switch: False for one in EXPLANATIONS}
        with pytest.raises(InputError, match="at least one explanation"):
            settings_file.parse({"explanations": off})

    def test_the_strongest_comes_first(self):
        assert [one.code for one in switched_on(settings_file.parse({}))] == [
            "own-case",
            "cover",
            "line-management",
            "session",
            "same-family",
            "safeguarding",
            "request",
            "handover",
            "group",
        ]


def grace(days: int) -> dict[str, object]:
    return {"need_to_know": {"case_grace_days": days}}
