"""Deciding on findings of a run: together, in turns, and until something changes."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from chs_audit.errors import InputError, NotFoundError
from chs_audit.review import comparing, signing
from chs_audit.review.choosing import Wanted, choose, work
from chs_audit.review.deciding import (
    cases,
    decided_rows,
    move,
    note,
    propose,
    reopen_what_changed,
)
from chs_audit.review.ledger import open_ledger
from chs_audit.review.moves import MOVES, Decision
from chs_audit.review.runs import latest
from tests.review.support import HELPER, LEAD, MANAGER, SETTINGS, TRUSTEE, run

pytestmark = pytest.mark.usefixtures("database")

LONDON = ZoneInfo("Europe/London")
A, B, C = "NK-01-a", "NK-01-b", "IC-01-c"
ALL = {A: "1", B: "1", C: "1"}
UNTIL = Decision("accepted", because="Seen.", until=dt.date(2026, 1, 31))


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path, SETTINGS) as ledger:
        run(ledger, ALL, involved={B: ["S1", "S4"]})
        yield ledger


def states(ledger):
    with ledger.reading() as book:
        return {id: case.standing.state for id, case in cases(book)[1].items()}


def again(ledger, findings=ALL, as_at="2025-12-31"):
    """Another run, and what it reopens: finding -> why."""
    found = run(ledger, findings, as_at=as_at)
    with ledger.writing() as book:
        return {one.subject: one.payload["because"] for one in reopen_what_changed(book, found)}


def decide(ledger, *ids, decision=UNTIL):
    propose(ledger, ids, decision, LEAD)
    move(ledger, "agree", ids, TRUSTEE)


def test_a_decision_takes_two(ledger):
    propose(ledger, [A], Decision("breach"), MANAGER)
    assert states(ledger)[A] == "proposed"
    move(ledger, "agree", [A], LEAD)
    assert states(ledger) == {A: "agreed", B: "undecided", C: "undecided"}


def test_findings_are_decided_together_or_not_at_all(ledger):
    with pytest.raises(InputError, match=r"1 problem(.|\n)*NK-01-b: .*names you"):
        propose(ledger, [A, B, C], Decision("breach"), MANAGER)
    assert set(states(ledger).values()) == {"undecided"}


def test_a_finding_that_is_in_no_audit_cannot_be_decided(ledger):
    with pytest.raises(NotFoundError, match="NK-01-z"):
        propose(ledger, [A, "NK-01-z"], Decision("breach"), MANAGER)


def test_without_an_audit_there_is_nothing_to_decide(tmp_path):
    with (
        open_ledger(tmp_path, SETTINGS) as ledger,
        pytest.raises(InputError, match="chs-audit run"),
    ):
        propose(ledger, [A], Decision("breach"), MANAGER)


def test_owners_are_told_by_a_number_of_the_staff(ledger):
    with pytest.raises(InputError, match=r"2 problems(.|\n)*--owner(.|\n)*--ask"):
        propose(
            ledger,
            [A],
            Decision("needs-facts", ask="Posy", by=UNTIL.until, owner="Posy"),
            MANAGER,
        )


def test_a_proposal_can_be_taken_back_and_made_anew(ledger):
    propose(ledger, [A], Decision("breach"), MANAGER)
    move(ledger, "withdraw", [A], MANAGER)
    propose(ledger, [A], UNTIL, MANAGER)
    assert [one.payload["move"] for one in ledger.events("decision", A)] == [
        "propose",
        "withdraw",
        "propose",
    ]


def test_anybody_listed_may_add_a_note(ledger):
    note(ledger, A, "Seen on paper.", HELPER)
    (event,) = ledger.events("note", A)
    assert (event.actor, event.payload["text"]) == ("S4", "Seen on paper.")
    with pytest.raises(NotFoundError):
        note(ledger, "NK-01-z", "No.", HELPER)


def test_what_was_seen_before_somebody_else_moved_is_not_decided_on(ledger):
    propose(ledger, [A], Decision("breach"), MANAGER)
    move(ledger, "withdraw", [A], MANAGER)
    with pytest.raises(InputError, match=r"meanwhile S1 moved it \(withdraw\)"):
        propose(ledger, [A], Decision("breach"), LEAD, seen={A: 0})


class TestReopening:
    def test_what_is_unchanged_stays_decided(self, ledger):
        decide(ledger, A)
        assert again(ledger) == {}
        assert states(ledger)[A] == "agreed"

    def test_a_changed_record_reopens(self, ledger):
        decide(ledger, A, C)
        assert again(ledger, {A: "2", C: "1"}) == {
            A: "What is on record about it has changed since."
        }
        assert states(ledger) == {A: "reopened", C: "agreed"}

    def test_a_proposal_falls_with_its_evidence(self, ledger):
        propose(ledger, [A], Decision("breach"), MANAGER)
        assert A in again(ledger, {A: "2"})

    @pytest.mark.parametrize(
        ("as_at", "state"), [("2026-01-31", "agreed"), ("2026-02-01", "reopened")]
    )
    def test_a_day_that_passes_reopens(self, ledger, as_at, state):
        decide(ledger, A)
        why = again(ledger, as_at=as_at)
        assert states(ledger)[A] == state
        assert why == (
            {} if state == "agreed" else {A: "It stood until 31/01/2026, which has passed."}
        )

    def test_facts_that_do_not_come_reopen(self, ledger):
        facts = Decision("needs-facts", ask="S4", by=dt.date(2026, 1, 31))
        decide(ledger, A, decision=facts)
        assert A in again(ledger, as_at="2026-02-01")

    def test_what_was_gone_for_a_year_is_still_decided(self, ledger):
        decide(ledger, A)
        assert again(ledger, {C: "1"}) == {}
        assert again(ledger) == {}
        assert states(ledger)[A] == "agreed"

    def test_an_audit_of_an_earlier_day_reopens_nothing(self, ledger):
        decide(ledger, A)
        assert again(ledger, {A: "2"}, as_at="2025-12-30") == {}

    def test_a_finding_reopens_once(self, ledger):
        decide(ledger, A)
        assert A in again(ledger, {A: "2"})
        assert again(ledger, {A: "2"}) == {}


class TestChoosing:
    def chosen(self, ledger, wanted, actor=LEAD, name="propose"):
        with ledger.reading() as book:
            _, known = cases(book)
        return choose(known, wanted, MOVES[name], actor)

    def test_by_control(self, ledger):
        assert self.chosen(ledger, Wanted(controls=("NK-01",)))[0] == [A, B]

    def test_by_kind(self, ledger):
        assert len(self.chosen(ledger, Wanted(kind="broken"))[0]) == 3

    def test_ones_own_record_is_left_out_and_told(self, ledger):
        ids, left_out = self.chosen(ledger, Wanted(everything=True), MANAGER)
        assert set(ids) == {A, C}
        ((reason, count),) = left_out.items()
        assert ("names you" in reason, count) == (True, 1)

    def test_what_is_decided_is_not_chosen_again(self, ledger):
        decide(ledger, A)
        assert set(self.chosen(ledger, Wanted(everything=True))[0]) == {B, C}

    @pytest.mark.parametrize(
        "wanted",
        [
            Wanted(),
            Wanted((A,), everything=True),
            Wanted(controls=("XX-01",)),
            Wanted(controls=("NK-02",)),
        ],
    )
    def test_it_must_be_clear_and_fit_something(self, ledger, wanted):
        with pytest.raises(InputError):
            self.chosen(ledger, wanted)

    def test_the_work_list_begins_with_what_waits(self, ledger):
        decide(ledger, A)
        propose(ledger, [C], Decision("breach"), LEAD)
        with ledger.reading() as book:
            _, known = cases(book)
        assert list(work(known)["id"]) == [B, C, A]
        assert list(work(known, ("proposed",))["id"]) == [C]


class TestForTheControls:
    def test_what_is_agreed_is_a_row_of_the_record_table(self, ledger):
        decide(ledger, A, decision=Decision("breach"))
        propose(ledger, [C], Decision("breach"), MANAGER)
        with ledger.reading() as book:
            (row,) = decided_rows(book, "Europe/London")
            agreed = book.events("decision", A)[-1]
            assert decided_rows(book, "Europe/London", before=agreed.seq) == []
        assert row == {
            "finding_id": A,
            "decision": "breach",
            "decided_on": dt.datetime.fromisoformat(agreed.at).astimezone(LONDON).date(),
            "decided_by": "S2",
        }


class TestStatus:
    def status(self, ledger):
        with ledger.reading() as book:
            found = latest(book)
            return signing.status(book, found.audit_id, SETTINGS)

    def signed(self, ledger):
        """Sign without judging again."""
        with ledger.writing() as book:
            found, known = cases(book)
            assert not signing.obstacles(known, TRUSTEE)
            stands = {id: (one.standing.state, "accepted") for id, one in known.items()}
            payload = {"run": found.event.seq, "outcome": signing.outcome(stands, found)}
            book.append("signed", payload, actor="S3", subject=found.audit_id)

    def test_what_is_not_signed_is_a_draft(self, ledger):
        decide(ledger, A, B, C)
        assert self.status(ledger).draft
        self.signed(ledger)
        assert not self.status(ledger).draft
        assert "Signed by S3" in self.status(ledger).says

    def test_a_decision_that_reopens_makes_it_a_draft_again(self, ledger):
        decide(ledger, A, B, C)
        self.signed(ledger)
        move(ledger, "reopen", [A], MANAGER, "Not so.")
        assert self.status(ledger).draft

    @pytest.mark.parametrize("left", ["undecided", "proposed"])
    def test_what_waits_keeps_it_from_being_signed(self, ledger, left):
        decide(ledger, A, B)
        if left == "proposed":
            propose(ledger, [C], Decision("breach"), MANAGER)
        with ledger.reading() as book:
            (problem,) = signing.obstacles(cases(book)[1], TRUSTEE)
        assert f"1 {left}" in str(problem)

    def test_the_data_protection_lead_does_not_sign(self, ledger):
        decide(ledger, A, B, C)
        with ledger.reading() as book:
            (problem,) = signing.obstacles(cases(book)[1], LEAD)
        assert "manager or trustee" in str(problem)

    def test_two_years_are_compared_over_the_rows_examined(self, ledger):
        decide(ledger, A, B, C)
        self.signed(ledger)
        year = ("2026-01-01", "2026-12-31")
        now = run(ledger, {A: "1", "NK-01-d": "1"}, period=year, examined=50)
        with ledger.reading() as book:
            before = comparing.earlier(book, now)
        by_control = comparing.compare(now, before).set_index("control")
        nk = by_control.loc["NK-01"]
        assert (nk.examined_before, nk.examined_now) == (100, 50)
        assert (nk.per_thousand_before, nk.per_thousand_now) == (20, 40)
        assert (nk["repeat"], nk["new"], nk["gone"]) == (1, 1, 1)
        assert by_control.loc["IC-01", "gone"] == 1

    def test_there_is_nothing_to_compare_with_before_one_is_signed(self, ledger):
        with ledger.reading() as book, pytest.raises(NotFoundError, match="none yet"):
            comparing.earlier(book, latest(book))
