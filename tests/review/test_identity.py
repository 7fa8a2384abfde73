"""No view shows a person, by name or number; a reveal is written down before it is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import openpyxl
import pytest

from chs_audit import open_audit
from chs_audit.controls import BY_ID
from chs_audit.errors import InputError, NotFoundError
from chs_audit.papers.evidence import evidence_json
from chs_audit.papers.findings_book import write_findings
from chs_audit.papers.screen import why_lines
from chs_audit.privacy.identities import people_on_record
from chs_audit.review import identity
from chs_audit.review.identity import dressed, dressed_findings, reveal
from chs_audit.review.ledger import open_ledger
from chs_audit.review.moves import Decision
from chs_audit.review.people import Actor, sign_in_name
from chs_audit.review.reveals import REVEALED
from chs_audit.workbook import review_words
from chs_audit.workbook.tables import explanation, finding_rows
from data_samples import make
from tests.command_line import chs_audit

LEAD = Actor("S9", ("data-protection-lead",))


@pytest.fixture
def audit(small_audit):
    return small_audit


@pytest.fixture
def ledger(small_folder, audit):
    with open_ledger(small_folder, audit.settings) as ledger:
        yield ledger


@pytest.fixture(scope="module")
def sample_audit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sample") / "sample"
    folder.mkdir()
    make(folder, 1)
    return open_audit(folder).run()


@pytest.fixture(scope="module")
def numbers(sample_audit) -> set[str]:
    """The numbers of everybody in the sample."""
    people = people_on_record(sample_audit.inputs.engine.database)
    return set().union(*people.values())


def words(text: str) -> set[str]:
    return set(re.findall(r"[\w-]+", text))


class TestNoViewShowsAPerson:
    """All of it on the sample, where every promise has findings."""

    def test_the_sample_has_people_of_every_kind(self, sample_audit):
        people = people_on_record(sample_audit.inputs.engine.database)
        assert all(len(people[kind]) > 20 for kind in ("staff", "person", "visitor"))

    def test_not_the_workbook_of_findings(self, sample_audit, numbers, tmp_path):
        write_findings(sample_audit, tmp_path / "findings.xlsx")
        book = openpyxl.load_workbook(tmp_path / "findings.xlsx", read_only=True)
        shown = {
            word
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for cell in row
            for word in words(str(cell))
        }
        assert not shown & numbers

    def test_not_the_evidence(self, sample_audit, numbers):
        assert not words(evidence_json(sample_audit)) & numbers

    def test_not_the_reason_why_a_record_was_opened(self, sample_audit, numbers):
        person = sorted(people_on_record(sample_audit.inputs.engine.database)["person"])[0]
        shown = "\n".join(why_lines(dressed(sample_audit, sample_audit.why(person=person))))
        assert sample_audit.pseudonyms.of("person", person) in shown
        assert not words(shown) & numbers

    def test_not_the_lists_and_records_of_the_notebooks(self, sample_audit, numbers):
        firsts = sample_audit.findings.drop_duplicates("control")
        populations = firsts["control"].map(lambda id: BY_ID[id].population)
        one_of_each = firsts[~populations.duplicated()]
        assert len(one_of_each) > 15
        for id in one_of_each["id"]:
            assert not words(re.sub("<[^>]*>", " ", explanation(sample_audit, id))) & numbers
        from chs_audit import figures

        found = figures.findings_of(sample_audit, list(firsts["control"]))
        rows = finding_rows(sample_audit, found)
        assert {"Staff", "Person", "Visitor", "Meeting number"} <= set(rows.columns)
        assert not words(rows.astype(str).to_csv()) & numbers

    def test_things_keep_the_numbers_by_which_they_are_found(self, sample_audit):
        shown = dressed_findings(sample_audit, sample_audit.findings)
        mine = shown[shown["control"] == "NK-01"]
        assert list(mine["key"]) == list(
            sample_audit.findings[sample_audit.findings["control"] == "NK-01"]["key"]
        )


def test_a_key_of_several_parts_loses_its_person_only(sample_audit):
    found = sample_audit.findings.query("control == 'IC-07'").head(1)
    person, purpose = found["key"].iloc[0].split("|")
    (key,) = dressed_findings(sample_audit, found)["key"]
    assert key == f"{sample_audit.pseudonyms.of('person', person)}|{purpose}"


def test_a_key_whose_parts_cannot_be_told_apart_is_not_shown(audit):
    found = audit.findings.head(1).assign(control="IC-07", key="P1|health|P2")
    assert list(dressed_findings(audit, found)["key"]) == [identity.HIDDEN]


def test_a_blank_stays_a_blank(audit):
    rows = dressed(audit, audit.why(event="E4"))
    assert rows["staff_id"].isna().all() or (rows["staff_id"] == "").all()


class TestReveal:
    def of(self, audit, ledger, number="P2", finding="", reason="to ring them", actor=LEAD):
        one = finding or self.finding(audit)
        name = audit.pseudonyms.of("staff" if number.startswith("S") else "person", number)
        return reveal(audit, name, one, reason, actor, ledger)

    def finding(self, audit):
        """The access E2: S1 opened the record of P2 without a reason."""
        found = audit.findings
        return found[(found["control"] == "NK-01") & (found["key"] == "E2")]["id"].iloc[0]

    def test_the_lead_learns_the_name_and_the_number(self, audit, ledger):
        told = self.of(audit, ledger)
        assert (told.number, told.names) == ("P2", ("Rufus Marrowby",))
        assert self.of(audit, ledger, "S1").names == ("Posy Thimblewick",)

    def test_the_ledger_says_who_asked_why_and_for_what_but_no_name(self, audit, ledger):
        self.of(audit, ledger)
        (event,) = ledger.events(REVEALED)
        assert event.actor == "S9"
        assert event.subject == self.finding(audit)
        assert event.payload == {
            "pseudonym": audit.pseudonyms.of("person", "P2"),
            "reason": "to ring them",
        }

    def test_what_cannot_be_written_down_is_not_told(self, audit, ledger, monkeypatch):
        def fail(*_, **__):
            raise OSError("no space left")

        monkeypatch.setattr(ledger, "append", fail)
        with pytest.raises(OSError, match="no space left"):
            self.of(audit, ledger)

    @pytest.mark.parametrize(
        ("how", "told"),
        [
            ({"actor": Actor("S1", ("manager", "trustee"))}, "the role data-protection-lead"),
            ({"reason": "  "}, "a reason"),
            ({"number": "P1"}, "a finding that is about this person"),
        ],
    )
    def test_without_role_reason_or_a_finding_about_them_nobody_is_revealed(
        self, audit, ledger, how, told
    ):
        with pytest.raises(InputError, match=told):
            self.of(audit, ledger, **how)
        assert not ledger.events(REVEALED)

    def test_a_finding_that_is_not_there(self, audit, ledger):
        with pytest.raises(NotFoundError, match="no finding"):
            self.of(audit, ledger, finding="NK-01-0000000000")
        assert not ledger.events(REVEALED)


def listed(folder: Path, staff: str, *roles: str) -> None:
    """List whoever runs the tests among the people who decide."""
    settings = folder / "audit.toml"
    text = settings.read_text().partition("[people")[0]
    settings.write_text(
        f'{text}\n[people.{sign_in_name()}]\nstaff_id = "{staff}"\nroles = {json.dumps(roles)}\n'
    )


def test_a_reveal_without_a_decision_is_listed_until_there_is_one(small_folder):
    from chs_audit.review.deciding import move, propose

    listed(small_folder, "S9", "data-protection-lead")
    assert chs_audit("run", small_folder).returncode == 0
    told = chs_audit("explain", small_folder, "--event", "E2").stdout
    assert not words(told) & {"S1", "P2"}
    (person,) = set(re.findall(r"person-\w+", told))
    evidence = json.loads((small_folder / "audit.json").read_text())
    (finding,) = [
        one["id"]
        for one in evidence["findings"]
        if one["control"] == "NK-01" and one["key"] == "E2"
    ]
    asked = ("--finding", finding, "--reason", "to ring them")
    told = chs_audit("reveal", small_folder, person, *asked)
    assert "is number P2: Rufus Marrowby." in told.stdout, told.stderr
    assert f"reveal: {person}: to ring them" in chs_audit("history", small_folder, finding).stdout
    with open_ledger(small_folder, open_audit(small_folder).settings) as ledger:
        (revealed,) = ledger.events(subject=finding)
    on_screen = review_words.told(open_audit(small_folder).run(), revealed)
    assert on_screen == f"had the name of {person} revealed: to ring them"
    told = chs_audit("verify", small_folder)
    assert f"{person} was revealed for {finding}, on which nobody has decided" in told.stdout
    assert told.returncode == 0, "it is not a sign that anything was changed"

    settings = open_audit(small_folder).settings
    with open_ledger(small_folder, settings) as ledger:
        decision = Decision("breach")
        propose(ledger, [finding], decision, Actor("S8", ("manager",)))
        move(ledger, "agree", [finding], LEAD)
    assert "was revealed" not in chs_audit("verify", small_folder).stdout


def test_somebody_else_is_told_nothing(small_folder):
    listed(small_folder, "S9", "manager")
    chs_audit("run", small_folder)
    told = chs_audit(
        "reveal", small_folder, "person-AAAAAA", "--finding", "NK-01-1", "--reason", "curious"
    )
    assert told.returncode == 1
    assert "the role data-protection-lead" in told.stderr


def test_people_may_be_asked_about_by_pseudonym_or_number(small_folder):
    by_number = chs_audit("explain", small_folder, "--person", "P2").stdout
    (person,) = set(re.findall(r"person-\w+", by_number))
    assert chs_audit("explain", small_folder, "--person", person).stdout == by_number
