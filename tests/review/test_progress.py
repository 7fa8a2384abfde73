"""What is decided, and who is waited for."""

import datetime as dt

from chs_audit.review import progress
from chs_audit.review.deciding import Case
from chs_audit.review.moves import Decision, Standing
from chs_audit.review.runs import Found

TODAY = dt.date(2026, 3, 1)
FOUND = Found("NK-01-1", "NK-01", "broken", "f", ())


def known(*standings):
    return {str(number): Case(FOUND, standing) for number, standing in enumerate(standings)}


def waiting(*standings):
    frame = progress.waiting(known(*standings), TODAY)
    return [tuple(row.values()) for row in frame.to_dict("records")]


def test_only_what_is_agreed_is_decided():
    told = known(
        Standing(),
        Standing("proposed", 1, "S1", Decision("breach")),
        Standing("agreed", 2, "S1", Decision("breach")),
        Standing("reopened", 3, "S1", Decision("breach")),
    )
    assert progress.undecided(told) == 3
    assert progress.states(told)["agreed"] == 1


def test_what_is_open_waits_for_anybody():
    assert waiting(Standing(), Standing("returned", 2, "S1", Decision("breach"))) == [
        ("a proposal", "", 2, 0, None)
    ]


def test_a_proposal_waits_for_another_than_who_made_it():
    told = waiting(Standing("proposed", 1, "S1", Decision("breach")))
    assert told == [("another person to agree", "S1", 1, 0, None)]


def test_facts_are_overdue_the_day_after_they_were_needed():
    def facts(day):
        return Standing("agreed", 2, "S1", Decision("needs-facts", ask="S2", by=day))

    assert waiting(facts(TODAY), facts(TODAY - dt.timedelta(days=1))) == [
        ("facts", "S2", 2, 1, TODAY)
    ]


def test_what_follows_waits_for_its_owner():
    decision = Decision("breach", owner="S3", due=dt.date(2026, 2, 1))
    assert waiting(Standing("agreed", 2, "S1", decision)) == [
        ("what follows from a decision", "S3", 1, 1, None)
    ]


def test_nothing_is_waited_for_when_all_is_decided():
    assert waiting(Standing("agreed", 2, "S1", Decision("breach"))) == []
