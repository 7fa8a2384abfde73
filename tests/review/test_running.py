"""Real audits of a small folder, in the ledger and on paper."""

from __future__ import annotations

import datetime as dt
import json
import os
from contextlib import contextmanager
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from chs_audit import open_audit
from chs_audit.controls import BY_ID
from chs_audit.controls.answer import BROKEN, CANNOT_TELL
from chs_audit.engine import Engine
from chs_audit.errors import InputError
from chs_audit.papers.folder import write_papers
from chs_audit.papers.scorecard import scorecard_html
from chs_audit.review import runs, signing
from chs_audit.review.deciding import cases, move, propose
from chs_audit.review.ledger import open_existing, open_ledger
from chs_audit.review.moves import Decision
from chs_audit.review.people import Actor, acting, sign_in_name
from chs_audit.review.reveals import REVEALED
from chs_audit.review.running import audit_again, judge, run_and_record
from chs_audit.review.verifying import verify
from chs_audit.review.wording import refuse_names
from chs_audit.settings import Person, Settings
from chs_audit.sources.importing import import_files
from tests.conftest import RECORDS
from tests.review.support import run

MANAGER, LEAD = Actor("S9", ("manager",)), Actor("S8", ("data-protection-lead",))


@pytest.fixture
def opened(small_folder):
    return open_audit(small_folder)


def ledger_of(opened):
    return open_existing(opened.path, opened.settings)


def decide_all(opened, conclusion="breach"):
    with ledger_of(opened) as ledger:
        with ledger.reading() as book:
            _, known = cases(book)
        propose(ledger, known, Decision(conclusion), MANAGER)
        move(ledger, "agree", known, LEAD)


def faults(opened):
    with ledger_of(opened) as ledger:
        return dict(verify(ledger, opened.path, opened.settings).faults)


def test_a_run_is_an_event_with_all_that_makes_it_this_one(opened):
    done = run_and_record(opened)
    with ledger_of(opened) as ledger:
        (event,) = ledger.events()
        with ledger.reading() as book:
            found = runs.latest(book).findings
    told = event.payload
    assert told["period"] == ["2025-01-01", "2025-12-31"]
    assert set(told["files"]) == {f"records/{name}" for name in RECORDS}
    assert set(told["controls"]) == set(BY_ID)
    assert told["counts"]["NK-01"]["examined"] == 4
    assert set(found) == set(done.audit.findings["id"])
    prints = dict(zip(done.audit.findings["id"], done.audit.findings["fingerprint"], strict=True))
    assert {id: one.fingerprint for id, one in found.items()} == prints
    assert faults(opened) == {}


def test_the_ledger_holds_no_name(opened):
    run_and_record(opened)
    decide_all(opened)
    content = b"".join(path.read_bytes() for path in opened.path.glob("audit.db*"))
    assert b"S1" in content
    for name in ("Thimblewick", "Quillfeather", "Marrowby"):
        assert name.encode() not in content


def test_the_same_audit_has_the_same_name(opened):
    first, second = (run_and_record(opened).status.audit_id for _ in range(2))
    assert first == second
    log = opened.path / "records" / "access_log.csv"
    log.write_text(RECORDS["access_log.csv"] + "E5,2025-07-14 10:00,S1,P1,view\n")
    assert run_and_record(opened).status.audit_id != first


def test_whoever_a_record_names_does_not_decide_on_it(opened):
    run_and_record(opened)
    with ledger_of(opened) as ledger:
        with ledger.reading() as book:
            _, known = cases(book)
        mine = [id for id, case in known.items() if "S1" in case.found.involved]
        assert any(id.startswith("NK-01") for id in mine)
        with pytest.raises(InputError, match="names you"):
            propose(ledger, mine[:1], Decision("breach"), Actor("S1", ("manager",)))


@pytest.mark.parametrize("name", ["records/access_log.csv", "audit.toml"])
def test_what_changes_after_the_run_fails_the_proof(opened, name):
    run_and_record(opened)
    path = opened.path / name
    path.write_text(path.read_text().replace("2025-03-01", "2025-03-02"), encoding="utf-8")
    if name == "audit.toml":
        path.write_text(path.read_text() + "[need_to_know]\nleaving_grace_days = 9\n")
    assert set(faults(open_audit(opened.path))) == {name}


def test_the_archive_is_proved_part_by_part(opened):
    log = opened.path / "records" / "access_log.csv"
    import_files(
        opened.path, opened.settings, [log], Engine().database, dt.date(2025, 12, 31), False
    )
    run_and_record(opened)
    assert faults(opened) == {}
    part = next((opened.path / "archive").rglob("*.parquet"))
    part.write_bytes(part.read_bytes()[::-1])
    assert set(faults(opened)) == {part.relative_to(opened.path).as_posix()}
    (opened.path / "archive" / "manifest.json").unlink()
    assert "archive/manifest.json" in faults(opened)


def test_an_audit_again_is_the_latest_one_while_nothing_changes(opened):
    run_and_record(opened, first=dt.date(2025, 3, 1), last=dt.date(2025, 3, 31))
    decide_all(opened)
    again = audit_again(opened)
    with ledger_of(opened) as ledger:
        signing.sign(ledger, again.audit, opened.path, MANAGER)
    assert audit_again(opened).status.brief.startswith("Signed on ")
    log = opened.path / "records" / "access_log.csv"
    log.write_text(RECORDS["access_log.csv"] + "E5,2025-03-14 10:00,S1,P1,view\n")
    assert audit_again(opened).status.brief == "DRAFT"


def test_who_signs_in_is_no_part_of_the_audit(opened):
    run_and_record(opened)
    path = opened.path / "audit.toml"
    path.write_text(path.read_text() + '[people.posy]\nstaff_id = "S1"\nroles = ["trustee"]\n')
    assert faults(open_audit(opened.path)) == {}


@pytest.mark.parametrize("place", ["publications/Tansy Marrowby.txt", "records/tansy.csv"])
def test_a_file_whose_name_may_tell_of_somebody_is_named_by_a_hash(opened, place):
    path = opened.path / place
    path.parent.mkdir(exist_ok=True)
    path.write_text("x")
    name = (set(runs.input_files(opened.path)) - {f"records/{one}" for one in RECORDS}).pop()
    assert "ansy" not in name
    assert name.split("/")[0] == place.split("/")[0]
    with ledger_of_run(opened) as ledger:
        path.write_text("y")
        assert place in dict(verify(ledger, opened.path, opened.settings).faults)


@contextmanager
def ledger_of_run(opened):
    """A ledger in which the folder's files stand as they are, without reading them."""
    with open_ledger(opened.path, opened.settings) as ledger:
        run(ledger, {}, files=runs.input_files(opened.path))
        yield ledger


def test_what_was_decided_goes_into_the_next_audit(opened):
    """BR-05: what was agreed to be a breach must stand in the register of breaches."""
    breaches = "breach_id,aware_at,finding_id\nB1,2025-02-01 10:00,\n"
    (opened.path / "records" / "breaches.csv").write_text(breaches)
    first = run_and_record(opened).audit
    assert first.scorecard.set_index("control").verdict["BR-05"] == "not tested"
    decide_all(opened)
    with ledger_of(opened) as ledger:
        days = {event.at[:10] for event in ledger.events("decision")}
    later = {"first": min(days), "last": max(days), "as_at": max(days)}
    audit = judge(opened, **later)
    decided = audit.findings.query("control == 'BR-05'")["key"]
    assert set(decided) == set(first.findings["id"])
    assert "decisions" not in audit.import_report.missing_tables


def test_whoever_was_revealed_goes_into_the_next_audit(opened):
    """NK-08: a reveal leads to a decision."""
    first = run_and_record(opened).audit
    finding, other = first.findings["id"][:2]
    reason = {"pseudonym": "person-ABCDEF", "reason": "to ring them"}
    with ledger_of(opened) as ledger:
        told = [
            ledger.append(REVEALED, reason, actor="S8", subject=one) for one in (finding, other)
        ]
        propose(ledger, [finding], Decision("breach"), MANAGER)
        move(ledger, "agree", [finding], LEAD)
        day = dt.datetime.fromisoformat(told[0].at).astimezone(ZoneInfo("Europe/London")).date()
    limit = opened.settings.need_to_know.reveal_decision_days
    for days, kind, reasons in (
        (limit, CANNOT_TELL, "not-due"),
        (limit + 1, BROKEN, "not-decided"),
    ):
        later = day + dt.timedelta(days=days)
        audit = judge(opened, first=day, last=later, as_at=later)
        mine = audit.findings.query("control == 'NK-08'")
        assert [(one.key, one.kind, one.reasons) for one in mine.itertuples()] == [
            (f"event {told[1].seq}", kind, reasons)
        ]
    # An audit made again as it was before knows nothing of it.
    audit = judge(opened, first=day, last=later, as_at=later, before=told[0].seq)
    assert audit.scorecard.set_index("control").verdict["NK-08"] == "not tested"


def test_the_ledger_goes_before_a_file_of_decisions(opened):
    run_and_record(opened)
    decide_all(opened)
    with ledger_of(opened) as ledger:
        finding = ledger.events("decision")[0].subject
    file = opened.path / "records" / "decisions.csv"
    file.write_text(
        f"finding_id,decision,decided_on\n{finding},remedied,2025-05-01\nOLD-1,breach,2025-05-01\n"
    )
    table = judge(opened).inputs.engine.database.execute(
        "SELECT decision FROM decisions WHERE finding_id IN (?, 'OLD-1') ORDER BY 1", [finding]
    )
    assert table.fetchall() == [("breach",), ("breach",)]


def test_everything_on_paper_says_draft_until_it_is_signed(opened):
    done = run_and_record(opened)
    write_papers(done.audit, opened.path, done.status)
    assert on_paper(opened) == {"scorecard.html": True, "audit.json": True, "findings.xlsx": True}
    decide_all(opened)
    with ledger_of(opened) as ledger:
        signing.sign(ledger, done.audit, opened.path, MANAGER)
        with ledger.reading() as book:
            status = signing.status(book, done.status.audit_id, opened.settings)
    write_papers(done.audit, opened.path, status)
    assert set(on_paper(opened).values()) == {False}
    (kept,) = (opened.path / "signed").iterdir()
    assert {path.name for path in kept.iterdir()} == {
        "scorecard.html",
        "audit.json",
        "findings.xlsx",
    }
    assert faults(opened) == {}


def on_paper(opened):
    """Paper -> whether it says DRAFT."""
    evidence = json.loads((opened.path / "audit.json").read_text(encoding="utf-8"))
    status = openpyxl.load_workbook(opened.path / "findings.xlsx")["Status"]
    assert evidence["draft"] == evidence["status"].startswith("DRAFT")
    return {
        "scorecard.html": "DRAFT" in (opened.path / "scorecard.html").read_text(encoding="utf-8"),
        "audit.json": evidence["draft"],
        "findings.xlsx": str(status["A2"].value).startswith("DRAFT"),
    }


def test_a_paper_without_a_ledger_is_a_draft(opened):
    assert "DRAFT" in scorecard_html(opened.run())


def test_records_that_changed_are_not_signed(opened):
    run_and_record(opened)
    decide_all(opened)
    log = opened.path / "records" / "access_log.csv"
    log.write_text(RECORDS["access_log.csv"] + "E5,2025-07-14 10:00,S1,P1,view\n")
    with ledger_of(opened) as ledger, pytest.raises(InputError, match="changed since"):
        signing.sign(ledger, opened.run(), opened.path, MANAGER)


class TestWording:
    @pytest.mark.parametrize(
        "text", ["Tansy Marrowby was there.", "seen by POSY  THIMBLEWICK", "marrowby, rufus"]
    )
    def test_a_name_on_record_is_refused_and_not_told(self, opened, text):
        with pytest.raises(InputError, match="--because") as caught:
            refuse_names(opened.path, opened.settings, {"--because": text})
        assert "arrowby" not in str(caught.value).lower()

    @pytest.mark.parametrize("text", ["", "S1 opened the record of P1 by mistake."])
    def test_numbers_of_records_are_welcome(self, opened, text):
        refuse_names(opened.path, opened.settings, {"--because": text})


class TestWhoIsActing:
    SETTINGS = Settings(people={"imogen.wick": Person(staff_id="S1", roles=("trustee",))})

    def test_somebody_listed_acts_by_their_number(self, monkeypatch):
        monkeypatch.setenv("JUPYTERHUB_USER", "imogen.wick")
        assert acting(self.SETTINGS) == Actor("S1", ("trustee",))

    def test_somebody_else_is_told_what_to_do(self, monkeypatch):
        monkeypatch.setenv("JUPYTERHUB_USER", "barnaby")
        with pytest.raises(InputError, match=r"\[people\]") as caught:
            acting(self.SETTINGS)
        assert "barnaby" not in str(caught.value)

    @pytest.mark.skipif(os.name != "posix", reason="asks POSIX who is signed in")
    def test_the_variables_that_anybody_sets_are_not_believed(self, monkeypatch):
        for name in ("USER", "LOGNAME", "USERNAME"):
            monkeypatch.setenv(name, "imogen.wick")
        assert sign_in_name() != "imogen.wick"
