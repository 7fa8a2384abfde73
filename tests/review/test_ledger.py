"""The ledger is only added to, and every change by hand is found, with its place."""

from __future__ import annotations

import threading

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from chs_audit.errors import InputError
from chs_audit.review.deciding import move, propose
from chs_audit.review.ledger import open_existing, open_ledger
from chs_audit.review.moves import Decision
from chs_audit.review.shape import NEWEST
from chs_audit.review.tables import URL_VARIABLE, place
from chs_audit.review.verifying import verify
from tests.review.support import LEAD, MANAGER, SETTINGS, by_hand, run

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "records").mkdir()
    return tmp_path


@pytest.fixture
def ledger(folder):
    with open_ledger(folder, SETTINGS) as ledger:
        yield ledger


@pytest.fixture
def decided(ledger):
    """Seven events: a run, three proposals, two agreements and a note."""
    run(ledger, {"NK-01-a": "1", "NK-01-b": "1", "NK-01-c": "1"})
    propose(ledger, ["NK-01-a", "NK-01-b", "NK-01-c"], Decision("breach"), MANAGER)
    move(ledger, "agree", ["NK-01-a", "NK-01-b"], LEAD)
    ledger.append("note", {"text": "n", "attachments": []}, actor="S4", subject="NK-01-a")
    return ledger


def faults(ledger, folder):
    return dict(verify(ledger, folder, SETTINGS).faults)


def test_events_come_back_as_they_were_written(ledger):
    ledger.append("reveal", {"why": "é\x00\ud800", "n": [1, None]}, actor="S1", subject="x")
    (event,) = ledger.events("reveal", "x")
    assert event.payload == {"why": "é\x00\ud800", "n": [1, None]}
    assert (event.seq, event.actor) == (1, "S1")


def test_an_error_in_the_middle_writes_nothing(ledger, folder):
    ledger.append("first", {})

    def half():
        with ledger.writing() as book:
            book.append("second", {})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        half()
    assert [event.kind for event in ledger.events()] == ["first"]


def test_a_list_is_kept_once(ledger):
    with ledger.writing() as book:
        assert book.keep_list(["a"]) == book.keep_list(["a"])
        assert book.list_content(book.keep_list(["a"])) == '["a"]'


@pytest.mark.parametrize("table", ["events", "decisions", "lists"])
@pytest.mark.parametrize("how", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_the_database_itself_refuses_changes(decided, folder, table, how):
    columns = {"events": "actor = 'S9'", "decisions": "state = 'x'", "lists": "content = ''"}
    engine = create_engine(place(folder, SETTINGS))
    with pytest.raises(DBAPIError, match="only added to"), engine.begin() as connection:
        connection.execute(text(how.format(table, columns[table])))
    engine.dispose()


def test_a_whole_ledger_has_no_fault(decided, folder):
    proof = verify(decided, folder, SETTINGS)
    assert proof.faults == ()
    assert (proof.head.count, proof.decisions) == (7, 5)


@pytest.mark.parametrize("seq", [1, 2, 4, 7])
@pytest.mark.parametrize(
    "change",
    [
        "actor = 'S9'",
        "at = '2020-01-01T00:00:00.000000Z'",
        "kind = 'other'",
        "subject = 'NK-01-z'",
        "content = replace(content, ':', ': ')",
    ],
)
def test_a_changed_event_is_found_where_it_stands(decided, folder, seq, change):
    by_hand(folder, f"UPDATE events SET {change} WHERE seq = {seq}")
    assert faults(decided, folder)[f"event {seq}"]


@pytest.mark.parametrize("seq", [1, 4])
def test_an_event_taken_out_is_found_where_it_stood(decided, folder, seq):
    by_hand(folder, f"DELETE FROM events WHERE seq = {seq}")
    assert faults(decided, folder)[f"event {seq}"] == f"1 event is missing before event {seq + 1}"


def test_an_end_cut_off_is_found_by_the_file_beside_it(decided, folder):
    by_hand(folder, "DELETE FROM events WHERE seq > 6", "DELETE FROM decisions WHERE seq > 6")
    assert "6: the end was cut off" in faults(decided, folder)["audit.head"]


def test_an_end_cut_off_and_grown_again_is_found(decided, folder):
    by_hand(folder, "DELETE FROM events WHERE seq > 6")
    decided.append("note", {})
    assert "another event 7" in faults(decided, folder)["audit.head"]


def test_a_ledger_without_the_file_beside_it_says_so(decided, folder):
    (folder / "audit.head").unlink()
    assert "missing" in faults(decided, folder)["audit.head"]


def test_a_paper_knows_the_end_too(decided, folder):
    (folder / "audit.json").write_text('{"ledger": {"events": 9, "hash": "x"}}')
    assert "9 events" in faults(decided, folder)["audit.json"]


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ("UPDATE decisions SET state = 'agreed' WHERE seq = 4", "event 4"),
        ("UPDATE decisions SET finding = 'NK-01-z' WHERE seq = 2", "event 2"),
        ("DELETE FROM decisions WHERE seq = 6", "event 6"),
        ("INSERT INTO decisions VALUES (7, 'NK-01-c', 2, 'agreed')", "decision 7"),
    ],
)
def test_a_decision_that_is_not_its_event_is_found(decided, folder, change, where):
    by_hand(folder, change)
    assert "decision" in faults(decided, folder)[where]


@pytest.mark.parametrize(
    "change", ["DELETE FROM lists", """UPDATE lists SET content = replace(content, 'c', 'd')"""]
)
def test_a_finding_taken_out_of_a_run_is_found(decided, folder, change):
    by_hand(folder, change)
    assert "list of findings" in faults(decided, folder)["event 1"]


def test_guards_taken_away_are_found(decided, folder):
    by_hand(folder)
    assert "was removed" in faults(decided, folder)["ledger"]


def test_a_file_changed_after_the_run_is_found(ledger, folder):
    run(ledger, {}, files={"records/staff.csv": "0" * 64, "records/consents.csv": "0" * 64})
    (folder / "records" / "staff.csv").write_text("x")
    (folder / "records" / "caseload.csv").write_text("x")
    found = faults(ledger, folder)
    assert "changed" in found["records/staff.csv"]
    assert "gone" in found["records/consents.csv"]
    assert "came after" in found["records/caseload.csv"]


def test_a_move_that_was_not_allowed_is_found_though_the_chain_holds(ledger, folder):
    run(ledger, {"NK-01-a": "1"})
    propose(ledger, ["NK-01-a"], Decision("breach"), MANAGER)
    with ledger.writing() as book:
        last = book.events("decision")[-1].payload
        forged = {**last, "move": "agree", "from": "proposed", "to": "agreed", "version": 2}
        book.decide("NK-01-a", forged, actor="S1")
    assert "you proposed it" in faults(ledger, folder)["event 3"]


def test_two_who_decide_at_once_are_told_apart(ledger, folder):
    """Both have looked at the finding; one is written, the other is told who was first."""
    run(ledger, {"NK-01-a": "1"})
    told = {}
    together = threading.Barrier(2)

    def decide(actor):
        with open_ledger(folder, SETTINGS) as mine:
            together.wait()
            try:
                propose(mine, ["NK-01-a"], Decision("breach"), actor, seen={"NK-01-a": 0})
            except InputError as error:
                told[actor.staff_id] = str(error)

    people = [threading.Thread(target=decide, args=(actor,)) for actor in (MANAGER, LEAD)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    (written,) = ledger.events("decision")
    ((second, message),) = told.items()
    assert {second, written.actor} == {"S1", "S2"}
    assert f"meanwhile {written.actor} moved it (propose)" in message
    assert faults(ledger, folder) == {}


def test_many_writers_at_once_make_one_chain(ledger, folder):
    def write():
        with open_ledger(folder, SETTINGS) as mine:
            for _ in range(20):
                mine.append("note", {"text": "", "attachments": []})

    writers = [threading.Thread(target=write) for _ in range(4)]
    for one in writers:
        one.start()
    for one in writers:
        one.join()
    run(ledger, {})
    proof = verify(ledger, folder, SETTINGS)
    assert (proof.head.count, proof.faults) == (81, ())


def test_the_newest_shape_is_the_last_step():
    steps = Config()
    steps.set_main_option("script_location", "chs_audit.review:migrations")
    assert ScriptDirectory.from_config(steps).get_current_head() == NEWEST


def test_a_ledger_of_a_newer_version_is_left_alone(ledger, folder):
    by_hand(folder, "UPDATE alembic_version SET version_num = '999'")
    with pytest.raises(InputError, match="newer version"), open_ledger(folder, SETTINGS):
        pass


class TestWithoutADatabase:
    def test_there_must_be_a_ledger_to_prove(self, folder, monkeypatch):
        monkeypatch.delenv(URL_VARIABLE, raising=False)
        with pytest.raises(InputError, match=r"audit\.db"), open_existing(folder, SETTINGS):
            pass
        assert not (folder / "audit.db").exists()

    def test_an_address_is_never_told(self, folder, monkeypatch):
        for address in ("mysql://me:Sesame@h/d", "Sesame", "postgresql://me:Sesame@127.0.0.1:1/d"):
            monkeypatch.setenv(URL_VARIABLE, address)
            with pytest.raises(InputError) as caught, open_ledger(folder, SETTINGS):
                pass
            assert "Sesame" not in str(caught.value)
