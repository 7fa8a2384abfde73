"""The rules of deciding, move by move."""

from __future__ import annotations

import datetime as dt

import pytest

from chs_audit.records import BY_NAME
from chs_audit.review.moves import (
    CONCLUSIONS,
    DECIDERS,
    MOVES,
    OPEN,
    Decision,
    Standing,
    mistakes,
    refusal,
)
from chs_audit.review.people import Actor
from tests.review.support import HELPER, LEAD, MANAGER, TRUSTEE

AS_AT = dt.date(2025, 12, 31)
STATES = ("undecided", "proposed", "agreed", "returned", "withdrawn", "reopened")
ALLOWED = {
    ("undecided", "propose"),
    ("returned", "propose"),
    ("withdrawn", "propose"),
    ("reopened", "propose"),
    ("proposed", "agree"),
    ("proposed", "return"),
    ("proposed", "withdraw"),
    ("agreed", "reopen"),
    ("proposed", "lapse"),
    ("agreed", "lapse"),
}


def told(name, state="proposed", actor=LEAD, because="Why.", involved=()):
    """Why somebody may not make a move of what the manager proposed; "" if they may."""
    standing = Standing(state, 1, "S1", involved=frozenset(involved))
    return refusal(MOVES[name], standing, actor, because)


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", STATES)
def test_only_the_moves_of_the_table_are_allowed(state, name):
    actor = MANAGER if name == "withdraw" else LEAD
    assert (told(name, state, actor) == "") == ((state, name) in ALLOWED)


def test_a_finding_waits_for_a_proposal_unless_it_has_one():
    assert set(OPEN) == set(STATES) - {"proposed", "agreed"}


@pytest.mark.parametrize("role", DECIDERS)
def test_every_role_may_agree(role):
    assert told("agree", actor=Actor("S9", (role,))) == ""


@pytest.mark.parametrize("name", ["propose", "agree", "return", "withdraw", "reopen"])
def test_nobody_moves_without_a_role(name):
    state = MOVES[name].before[0]
    assert "no role" in told(name, state, HELPER)


@pytest.mark.parametrize("name", ["agree", "return"])
def test_another_person_looks_at_a_proposal(name):
    assert "you proposed it" in told(name, actor=MANAGER)
    assert told(name, actor=TRUSTEE) == ""


def test_one_person_with_two_sign_in_names_is_one_person():
    assert "you proposed it" in told("agree", actor=Actor("S1", ("trustee",)))


def test_only_who_proposed_it_withdraws_it():
    assert "another person" in told("withdraw", actor=LEAD)
    assert told("withdraw", actor=MANAGER) == ""


@pytest.mark.parametrize("name", ["propose", "agree", "return", "reopen"])
def test_nobody_decides_on_their_own_record(name):
    state = MOVES[name].before[0]
    assert "names you" in told(name, state, involved=["S2"])
    assert told(name, state, involved=["S5"]) == ""


@pytest.mark.parametrize("name", ["return", "reopen"])
def test_what_goes_back_says_why(name):
    state = MOVES[name].before[0]
    assert "say why" in told(name, state, because="")


def test_the_conclusions_are_those_of_the_record_table():
    assert tuple(CONCLUSIONS) == BY_NAME["decisions"].column("decision").words


@pytest.mark.parametrize(
    ("decision", "missing"),
    [
        (Decision("breach"), []),
        (Decision("breach", because="Seen."), []),
        (Decision("not-a-breach"), ["--because"]),
        (Decision("not-a-breach", because="Seen."), []),
        (Decision("remedied"), ["--because"]),
        (Decision("accepted"), ["--because", "--until"]),
        (Decision("accepted", because="Seen.", until=AS_AT), []),
        (Decision("needs-facts"), ["--ask", "--by"]),
        (Decision("needs-facts", ask="S1", by=AS_AT), []),
        (Decision("breach", until=AS_AT, ask="S1"), ["--until", "--ask"]),
    ],
)
def test_a_conclusion_says_all_that_it_needs_and_no_more(decision, missing):
    problems = mistakes(decision, AS_AT)
    assert len(problems) == len(missing)
    assert all(option in str(one) for one, option in zip(problems, missing, strict=True))


@pytest.mark.parametrize(("day", "count"), [(30, 1), (31, 0)])
def test_what_is_accepted_is_accepted_until_a_day_to_come(day, count):
    decision = Decision("accepted", because="Seen.", until=dt.date(2025, 12, day))
    assert len(mistakes(decision, AS_AT)) == count


def test_an_unknown_conclusion_is_told():
    assert "not-a-breach" in str(mistakes(Decision("fine"), AS_AT)[0])


def test_a_decision_comes_back_from_plain_data():
    decision = Decision("accepted", "Why.", AS_AT, owner="S1", due=AS_AT, attachments=("a",))
    assert Decision.of(decision.plain()) == decision
