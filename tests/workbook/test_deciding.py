"""Deciding on a screen: what may be done, doing it, and what the ledger says afterwards."""

from __future__ import annotations

import datetime as dt

import pytest

from chs_audit.audit import open_audit
from chs_audit.figures import findings_of
from chs_audit.review.ledger import open_existing
from chs_audit.review.running import open_for_work
from chs_audit.workbook import session
from chs_audit.workbook.deciding import Deciding
from chs_audit.workbook.findings_list import FindingsList
from tests.workbook import small

CONTROLS = ("NK-01", "NK-03")


@pytest.fixture
def audit(recorded_audit):
    return recorded_audit


@pytest.fixture
def sign_in(monkeypatch):
    def as_(name):
        monkeypatch.setenv("JUPYTERHUB_USER", name)

    as_("manager")
    return as_


@pytest.fixture
def ids(audit, sign_in):
    """The findings about accesses, those that name amy first."""
    found = findings_of(audit, CONTROLS)
    return sorted(found["id"], key=lambda id: audit.explain(id).record["staff_id"] != "amy")


def deciding(audit, *ids):
    shown = Deciding()
    shown.choose(audit, ids)
    return shown


def offered(shown):
    return [value for _, value in shown.move.options]


def propose(shown, conclusion="breach", **said):
    shown.move.value, shown.conclusion.value = "propose", conclusion
    for name, value in said.items():
        getattr(shown, name).value = value
    shown.write.click()


def decisions(audit, id=""):
    with open_existing(audit.folder, audit.settings) as ledger:
        return [(one.payload["move"], one.actor) for one in ledger.events("decision", id)]


def last(audit):
    with open_existing(audit.folder, audit.settings) as ledger:
        return ledger.events()[-1]


class TestWhatIsTold:
    def test_whoever_agrees_to_several_reads_who_proposed_what_and_why(self, audit, ids, sign_in):
        propose(deciding(audit, *ids[-3:-1]), "not-a-breach", because="Asked and answered.")
        propose(deciding(audit, ids[-1]), "not-a-breach", because="A wrong day.")
        sign_in("lead")
        told = deciding(audit, *ids[-3:]).standing.value
        proposer = audit.pseudonyms.of("staff", "cleo")
        assert told.count(f"{proposer} proposed: It is not a breach.") == 2
        assert "Asked and answered." in told
        assert "A wrong day." in told

    def test_that_a_breach_must_be_registered_is_said_at_once(self, audit, ids, sign_in):
        shown = deciding(audit, ids[-1])
        propose(shown, "breach")
        assert "in the breach register today: 72 hours" in shown.message.value
        sign_in("lead")
        shown = deciding(audit, ids[-1])
        shown.move.value = "agree"
        shown.write.click()
        assert "in the breach register today" in shown.message.value

    def test_of_anything_else_it_is_not(self, audit, ids):
        shown = deciding(audit, ids[-1])
        propose(shown, "not-a-breach", because="Asked and answered.")
        assert "Proposed: 1 finding." in shown.message.value
        assert "register" not in shown.message.value


class TestWhatIsOffered:
    def test_an_open_finding_can_be_proposed_on(self, audit, ids):
        shown = deciding(audit, ids[-1])
        assert "○ open" in shown.standing.value
        assert offered(shown) == ["propose", "note"]

    def test_what_i_proposed_i_can_take_back_and_not_agree_to(self, audit, ids):
        shown = deciding(audit, ids[-1])
        propose(shown)
        assert offered(shown) == ["withdraw", "note"]
        assert "another person must agree" in shown.standing.value

    def test_what_another_proposed_can_be_agreed_to_or_sent_back(self, audit, ids, sign_in):
        propose(deciding(audit, ids[-1]))
        sign_in("lead")
        assert offered(deciding(audit, ids[-1])) == ["agree", "return", "note"]

    def test_what_is_decided_can_be_opened_again(self, audit, ids, sign_in):
        propose(deciding(audit, ids[-1]))
        sign_in("lead")
        shown = deciding(audit, ids[-1])
        shown.move.value = "agree"
        shown.write.click()
        assert "● decided" in shown.standing.value
        assert offered(shown) == ["reopen", "note"]

    def test_nobody_decides_on_a_record_that_names_them(self, audit, ids, sign_in):
        sign_in("amy")
        shown = deciding(audit, ids[0])
        assert offered(shown) == ["note"]
        assert "nobody decides on their own record" in shown.standing.value

    def test_without_a_role_one_may_note_only(self, audit, ids, sign_in):
        sign_in("helper")
        shown = deciding(audit, ids[-1])
        assert offered(shown) == ["note"]
        assert "You have no role that may propose" in shown.standing.value

    def test_whoever_is_not_listed_reads_and_is_told_why(self, audit, ids, sign_in):
        sign_in("stranger")
        shown = deciding(audit, ids[-1])
        assert shown.form.layout.display == "none"
        assert "audit.toml does not list that name" in shown.standing.value

    def test_only_the_fields_that_go_with_the_conclusion_are_shown(self, audit, ids):
        shown = deciding(audit, ids[-1])
        seen = {}
        for conclusion in ("breach", "accepted", "needs-facts"):
            shown.conclusion.value = conclusion
            seen[conclusion] = {
                name
                for name in ("until", "ask", "by")
                if getattr(shown, name).layout.display != "none"
            }
        assert seen == {"breach": set(), "accepted": {"until"}, "needs-facts": {"ask", "by"}}


class TestWriting:
    def test_a_proposal_stands_in_the_ledger_with_what_was_said(self, audit, ids):
        shown = deciding(audit, ids[-1])
        pseudonym = audit.pseudonyms.of("staff", "dora")
        propose(shown, "breach", because="See p1.", owner=pseudonym, due=dt.date(2026, 3, 1))
        event = last(audit)
        assert (event.actor, event.subject) == ("cleo", ids[-1])
        assert event.payload["decision"] == {
            "conclusion": "breach",
            "because": "See p1.",
            "owner": "dora",
            "due": "2026-03-01",
        }
        assert "Proposed: 1 finding." in shown.message.value
        assert "◐ waits for agreement" in shown.standing.value

    @pytest.mark.parametrize(
        ("conclusion", "field"),
        [
            ("not-a-breach", "Why"),
            ("remedied", "How it was put right"),
            ("accepted", "Accepted until"),
            ("needs-facts", "Needed by"),
        ],
    )
    def test_what_must_be_said_is_asked_for(self, audit, ids, conclusion, field):
        shown = deciding(audit, ids[-1])
        propose(shown, conclusion)
        assert f"Fill in “{field}”." in shown.message.value
        assert decisions(audit) == []

    def test_nothing_is_concluded_by_default(self, audit, ids):
        shown = deciding(audit, ids[-1])
        shown.write.click()
        assert "Choose a conclusion." in shown.message.value
        assert decisions(audit) == []

    def test_a_second_click_does_nothing_more(self, audit, ids):
        shown = deciding(audit, ids[-1])
        propose(shown)
        assert shown.move.value is None
        shown.write.click()
        assert "Choose what to do." in shown.message.value
        assert len(decisions(audit)) == 1

    def test_a_name_is_refused_and_what_was_typed_stays(self, audit, ids):
        shown = deciding(audit, ids[-1])
        propose(shown, "not-a-breach", because="Pip One agreed")
        assert "nobody&#x27;s name" in shown.message.value
        assert shown.because.value == "Pip One agreed"
        assert decisions(audit) == []

    def test_a_staff_number_that_nobody_has_is_refused_in_the_screens_words(self, audit, ids):
        shown = deciding(audit, ids[-1])
        propose(shown, "breach", owner="nobody")
        assert "a staff number with “Who sees to it”" in shown.message.value

    def test_a_day_before_the_audit_date_is_refused(self, audit, ids):
        shown = deciding(audit, ids[-1])
        propose(shown, "accepted", because="small", until=dt.date(2020, 1, 1))
        assert "not before the audit date" in shown.message.value

    def test_sending_back_needs_a_reason(self, audit, ids, sign_in):
        propose(deciding(audit, ids[-1]))
        sign_in("lead")
        shown = deciding(audit, ids[-1])
        shown.move.value = "return"
        shown.write.click()
        assert "Fill in “Why”." in shown.message.value
        shown.because.value = "Look at the rota first."
        shown.write.click()
        assert decisions(audit)[-1] == ("return", "dora")
        assert "sent it back: Look at the rota first." in shown.history.value

    def test_taking_back_undoes_a_proposal(self, audit, ids):
        shown = deciding(audit, ids[-1])
        propose(shown)
        shown.move.value = "withdraw"
        shown.write.click()
        assert [move for move, _ in decisions(audit)] == ["propose", "withdraw"]
        assert "○ taken back" in shown.standing.value

    def test_a_note_is_kept_without_moving_anything(self, audit, ids, sign_in):
        sign_in("helper")
        shown = deciding(audit, ids[-1])
        shown.because.value = "I was on leave that day."
        shown.write.click()
        assert (last(audit).kind, last(audit).actor) == ("note", "ben")
        assert "noted: I was on leave that day." in shown.history.value
        assert decisions(audit) == []

    def test_of_a_file_only_its_fingerprint_is_kept(self, audit, ids):
        shown = deciding(audit, ids[-1])
        file = {
            "name": "Letter about Pip.pdf",
            "type": "application/pdf",
            "size": 3,
            "content": memoryview(b"abc"),
            "last_modified": dt.datetime(2025, 1, 1, tzinfo=dt.UTC),
        }
        propose(shown, "remedied", because="Signed since.", files=(file,))
        (hash,) = last(audit).payload["decision"]["attachments"]
        assert hash.startswith("ba7816bf")
        assert "1 file kept as proof" in shown.history.value

    def test_what_is_written_in_a_note_shows_as_text(self, audit, ids):
        shown = deciding(audit, ids[-1])
        shown.move.value, shown.because.value = "note", small.HOSTILE
        shown.write.click()
        assert "<img" not in shown.history.value

    def test_people_are_told_of_by_pseudonym(self, audit, ids, sign_in):
        propose(deciding(audit, ids[-1]))
        sign_in("lead")
        shown = deciding(audit, ids[-1])
        assert "cleo" not in shown.history.value.lower() + shown.standing.value.lower()
        assert audit.pseudonyms.of("staff", "cleo") in shown.history.value


class TestMeanwhile:
    def test_the_second_is_told_who_was_first_and_loses_nothing(self, audit, ids, sign_in):
        late = deciding(audit, ids[-1])
        late.conclusion.value, late.because.value = "not-a-breach", "It was the cover of p1."
        sign_in("lead")
        propose(deciding(audit, ids[-1]))
        late.write.click()
        first = audit.pseudonyms.of("staff", "dora")
        assert f"meanwhile {first} proposed: It is a breach." in late.message.value
        assert late.because.value == "It was the cover of p1."
        assert decisions(audit) == [("propose", "dora")]
        assert "◐ waits for agreement" in late.standing.value

    def test_records_audited_anew_are_not_decided_on_as_they_were(self, audit, ids):
        shown = deciding(audit, ids[-1])
        log = audit.folder / "records" / "access_log.csv"
        log.write_text(log.read_text() + "e9,2025-07-06 10:00,ben,p1,view,health\n")
        open_for_work(open_audit(audit.folder))
        propose(shown)
        assert "audited anew" in shown.message.value
        assert decisions(audit) == []


class TestSeveral:
    def test_the_count_stands_on_the_button_before_it_is_written(self, audit, ids):
        shown = deciding(audit, *ids)
        assert shown.write.description == "Propose a decision: 5 findings"

    def test_all_of_them_are_written(self, audit, ids):
        shown = deciding(audit, *ids)
        propose(shown)
        assert decisions(audit) == [("propose", "cleo")] * 5

    def test_what_one_may_not_decide_is_left_out_and_counted(self, audit, ids, sign_in):
        sign_in("amy")
        shown = deciding(audit, *ids)
        mine = sum("names you" in line for line in shown.standing.value.split("<li>"))
        assert mine == 1
        assert "left out: the record names you" in shown.count.value
        propose(shown)
        written = len(decisions(audit))
        assert 0 < written < 5
        assert f"Proposed: {written} findings." in shown.message.value


class TestTheList:
    @pytest.fixture
    def listed(self, audit, ids):
        shown = FindingsList(CONTROLS)
        shown.show(audit, findings_of(audit, CONTROLS), "")
        return shown

    def test_every_row_says_how_it_stands(self, listed):
        assert listed.rows["State"].tolist() == ["○\u00a0open"] * 5

    def test_all_can_be_chosen_and_none(self, listed, ids):
        listed.choose_all.click()
        assert set(listed.chosen) == set(ids)
        assert "5 findings chosen" in listed.detail.value
        listed.choose_none.click()
        assert listed.chosen == []
        assert listed.deciding.box.layout.display == "none"

    def test_a_decision_shows_in_the_list_and_what_was_chosen_stays_chosen(self, listed):
        listed.table.selected_rows = [1]
        (chosen,) = listed.chosen
        propose(listed.deciding)
        assert listed.chosen == [chosen]
        assert listed.table.selected_rows == [1]
        assert "Proposed: 1 finding." in listed.deciding.message.value
        listed.state.value = "proposed"
        assert listed.shown["id"].tolist() == [chosen]

    def test_what_is_decided_leaves_the_list_of_what_is_open(self, listed):
        listed.state.value = "open"
        listed.choose_all.click()
        propose(listed.deciding)
        assert listed.shown.empty
        assert "Proposed: 5 findings." in listed.deciding.message.value

    def test_the_finding_chosen_last_is_told(self, listed):
        listed.table.selected_rows = [0]
        listed.table.selected_rows = [0, 2]
        assert f"Finding {listed.shown['id'].iloc[2]}." in listed.detail.value


class TestWhereNothingCanBeDecided:
    def test_a_look_at_another_period_says_so_and_what_to_do(self, audit, ids):
        look = audit.over(dt.date(2025, 7, 1), dt.date(2025, 12, 31))
        shown = deciding(look, look.findings["id"].iloc[0])
        assert shown.form.layout.display == "none"
        assert "show this folder&#x27;s own period: 1 January 2025" in shown.standing.value

    def test_a_ledger_that_cannot_be_opened_says_so_and_the_audit_is_there(self, audit, sign_in):
        (audit.folder / "audit.db").unlink()
        (audit.folder / "audit.db").mkdir()
        opened = session.run_audit(str(audit.folder), None, None, lambda *_: None)
        assert "the ledger, in which decisions are kept, cannot be opened" in session.opened(opened)
        shown = deciding(opened, opened.findings["id"].iloc[0])
        assert "the ledger, in which decisions are kept" in shown.standing.value
        assert shown.form.layout.display == "none"
