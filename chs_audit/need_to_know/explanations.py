"""The explanations: every recorded fact that makes an access needed.

Explanation-based auditing goes back to Fabbri and LeFevre (2011), who found that most
accesses in a hospital are explained by the hospital's own records. Every explanation here
is declared by hand: none is learnt from the log, since what is usual is not what is needed.

To add one, write a function here, put it into EXPLANATIONS, and give it a switch among the
settings (:class:`chs_audit.policy.parameters.Explanations`).
"""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.expressions import same_words, words_in
from chs_audit.need_to_know.explanation import Explanation, days_after, explanation
from chs_audit.settings import Settings


@explanation(
    "own-case",
    "the person had been on the worker's own caseload {since}",
    "a case of their own",
    after="case_grace_days",
)
def own_case(caseload: Table) -> Table:
    return _own_cases(caseload)


@explanation("cover", "they had been standing in for a colleague {since}", "cover for a colleague")
def cover(caseload: Table) -> Table:
    return _assignments(caseload.filter(caseload.capacity == "cover"))


@explanation(
    "line-management",
    "somebody whom they manage had had the person on their caseload {since}",
    "a case of somebody whom they manage",
    after="case_grace_days",
)
def line_management(caseload: Table, staff: Table) -> Table:
    managed = staff.filter(staff.manager_id.notnull())
    managed = managed.select("manager_id", worker_id="staff_id")
    own = _own_cases(caseload).rename(case_staff_id="staff_id")
    rows = own.inner_join(managed, own.case_staff_id == managed.worker_id)
    return rows.rename(staff_id="manager_id")


@explanation(
    "session",
    "they had a {about} with the person {on}",
    "a session with the person",
    before="session_window_days",
    after="session_window_days",
)
def session(sessions: Table) -> Table:
    called = {"one-to-one": "session", "group": "group session"}
    # The policy's reason is that a session is near: either end of it tells when it was.
    return sessions.select(
        "staff_id",
        "person_id",
        began_on=ibis.coalesce(sessions.starts_on, sessions.ends_on),
        ended_on=ibis.coalesce(sessions.ends_on, sessions.starts_on),
        about=sessions.kind.fill_null("session").substitute(called),
    )


@explanation(
    "same-family",
    "a close relative of the person had been on the worker's own caseload {since}",
    "a case of their own in the same family",
    after="case_grace_days",
)
def same_family(caseload: Table, families: Table) -> Table:
    member = families.select("family_id", "person_id")
    relative = families.select("family_id", relative_id="person_id")
    related = member.inner_join(relative, "family_id").filter(
        lambda pair: pair.person_id != pair.relative_id
    )
    own = _own_cases(caseload).rename(case_person_id="person_id")
    rows = own.inner_join(related, own.case_person_id == related.person_id)
    return rows.drop("person_id").rename(person_id="relative_id")


@explanation(
    "safeguarding",
    "they lead on safeguarding, and a concern about the person had been open {since}",
    "an open concern about the person",
)
def safeguarding(concerns: Table, staff: Table) -> Table:
    leads = staff.filter(words_in(staff.duties).contains("safeguarding-lead"))
    rows = concerns.cross_join(leads.select("staff_id"))
    return rows.select("staff_id", "person_id", began_on="raised_on", ended_on="closed_on")


@explanation(
    "request",
    "they had been handling a {about} about the person {since}",
    "a request about the person that they handled",
    after="request_grace_days",
)
def request(requests: Table) -> Table:
    called = {"subject-access": "subject access request"}
    rows = requests.filter(requests.kind.isnull() | (requests.kind != "handover"))
    return _handled(rows.mutate(about=rows.kind.fill_null("request").substitute(called)))


@explanation(
    "handover",
    "the person had been in handover to them {since}",
    "a handover of the person to them",
    after="request_grace_days",
)
def handover(requests: Table) -> Table:
    return _handled(requests.filter(requests.kind == "handover").mutate(about=requests.kind))


@explanation(
    "group",
    "they ran {about}, and the person went to it {on}",
    "a group that the person went to",
    before="session_window_days",
    after="session_window_days",
)
def group(sessions: Table, settings: Settings) -> Table:
    window = settings.need_to_know.session_window_days
    held = sessions.filter((sessions.kind == "group") & sessions.group_name.notnull())
    ran = held.select("staff_id", "group_name", ran_on="starts_on").distinct()
    went = held.select("person_id", about="group_name", went_on="starts_on").distinct()
    rows = ran.inner_join(
        went,
        [
            ran.group_name == went.about,
            went.went_on >= days_after(ran.ran_on, -window),
            went.went_on <= days_after(ran.ran_on, window),
        ],
    )
    return rows.select(
        "staff_id", "person_id", "about", began_on="went_on", ended_on="went_on"
    ).distinct()


@explanation(
    "same-team",
    "somebody in their team had had the person on their caseload {since}",
    "a case of somebody in their team",
    after="case_grace_days",
)
def same_team(caseload: Table, staff: Table) -> Table:
    mate = staff.select("staff_id", mate_team=same_words(staff.team))
    worker = staff.select(worker_id="staff_id", team=same_words(staff.team))
    teams = mate.inner_join(worker, mate.mate_team == worker.team).filter(
        lambda pair: pair.staff_id != pair.worker_id
    )
    own = _own_cases(caseload).rename(case_staff_id="staff_id")
    return own.inner_join(teams, own.case_staff_id == teams.worker_id)


def _own_cases(caseload: Table) -> Table:
    own = caseload.capacity.isnull() | caseload.capacity.isin(["own", "supervision"])
    return _assignments(caseload.filter(own))


def _assignments(caseload: Table) -> Table:
    return caseload.select(
        "staff_id", "person_id", "recorded_on", began_on="from_on", ended_on="until_on"
    )


def _handled(requests: Table) -> Table:
    rows = requests.filter(requests.staff_id.notnull())
    return rows.select("staff_id", "person_id", "about", began_on="opened_on", ended_on="closed_on")


# The strongest first: an access that several explain is told with the first.
EXPLANATIONS: tuple[Explanation, ...] = (
    own_case,
    cover,
    line_management,
    session,
    same_family,
    safeguarding,
    request,
    handover,
    group,
    same_team,
)


def switched_on(settings: Settings) -> tuple[Explanation, ...]:
    """The explanations that the settings switch on, the strongest first."""
    return tuple(one for one in EXPLANATIONS if getattr(settings.explanations, one.switch))
