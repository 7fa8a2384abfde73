"""Samples of papers, from the draw to the sentence, and what the ledger keeps of them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import openpyxl
import pytest

from chs_audit import open_audit
from chs_audit.errors import InputError, NotFoundError
from chs_audit.papers.pull_list import read_pull_list, write_pull_list
from chs_audit.review.ledger import open_ledger
from chs_audit.review.people import sign_in_name
from chs_audit.review.sample_result import result, sentences
from chs_audit.review.sampling import (
    DRAWN,
    ENTERED,
    Plan,
    draw,
    enter,
    sample_of,
)
from tests.command_line import chs_audit

FORMS = 120
PINNED = ["=F075", "=F080", "=F088", "=F098", "=F113"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """120 visitor forms, 100 of March and 20 of April, and two of another year."""
    folder = tmp_path / "forms"
    (folder / "records").mkdir(parents=True)
    (folder / "audit.toml").write_text(
        "[audit]\nfrom = 2025-01-01\nto = 2025-12-31\nas_at = 2025-12-31\n"
        f'[people.{sign_in_name()}]\nstaff_id = "S1"\nroles = ["manager"]\n'
    )
    days = ["2025-03-04"] * 100 + ["2025-04-05"] * 20 + ["2024-03-04"] * 2
    rows = [f"=F{one:03},V{one},{day} 09:00" for one, day in enumerate(days, start=1)]
    forms = "\n".join(["form_id,visitor_id,signed_at", *rows])
    (folder / "records" / "visitor_forms.csv").write_text(forms + "\n")
    return folder


@pytest.fixture
def audit(folder):
    return open_audit(folder).run(controls=())


@pytest.fixture
def ledger(folder, audit):
    with open_ledger(folder, audit.settings) as ledger:
        yield ledger


def drawn(audit, ledger, seed=7, again="", **plan):
    return draw(audit, Plan("signed_forms", **plan), seed, ledger, "S1", again)


def enter_all(sample, ledger, wrong=()):
    found = [
        (one.number, "deviation" if one.number in wrong else "ok", "") for one in sample.papers
    ]
    return enter(sample, found, ledger, "S1")


class TestDraw:
    def test_it_is_of_the_size_that_shows_the_rate(self, audit, ledger):
        # Seven of 120 are one more than 5 % of them.
        assert len(drawn(audit, ledger).papers) == 41

    def test_the_ledger_keeps_what_proves_it(self, audit, ledger):
        drawn(audit, ledger)
        (event,) = ledger.events(DRAWN)
        keys = "".join(f"=F{one:03}\n" for one in range(1, FORMS + 1))
        assert event.payload["keys_sha256"] == hashlib.sha256(keys.encode()).hexdigest()
        assert event.payload["seed"] == 7
        assert event.payload["strata"] == {"": FORMS}
        assert "RandomState" in event.payload["method"]
        assert event.actor == "S1"

    def test_the_same_seed_draws_the_same_papers(self, audit, ledger):
        first = drawn(audit, ledger)
        again = drawn(audit, ledger, again="to see")
        other = drawn(audit, ledger, seed=8, again="to see")
        assert first.papers == again.papers
        assert first.papers != other.papers

    def test_these_papers_are_drawn_by_this_seed_for_ever(self, audit, ledger):
        papers = drawn(audit, ledger, size=5).papers
        assert [one.key for one in papers] == PINNED

    def test_no_paper_is_drawn_twice_nor_from_outside_the_period(self, audit, ledger):
        keys = [one.key for one in drawn(audit, ledger).papers]
        assert len(set(keys)) == len(keys)
        assert max(keys) <= f"=F{FORMS:03}"

    def test_nobody_draws_again_until_it_suits(self, audit, ledger):
        drawn(audit, ledger)
        with pytest.raises(InputError, match="sample-1 already"):
            drawn(audit, ledger, seed=8)
        assert len(ledger.events(DRAWN)) == 1

    def test_another_draw_with_a_reason_is_told_with_the_result(self, audit, ledger):
        drawn(audit, ledger)
        second = drawn(audit, ledger, again="two folders were overlooked")
        assert ledger.events(DRAWN)[1].payload["again_because"] == "two folders were overlooked"
        enter_all(second, ledger)
        assert "drawn from 2 times" in " ".join(sentences(result(second, ledger)))

    def test_a_record_table_is_cut_to_the_period_too(self, audit, ledger):
        sample = draw(audit, Plan("visitor_forms"), 7, ledger, "S1")
        assert sample.population_size == FORMS

    def test_nothing_to_draw_from_is_not_tested(self, audit, ledger):
        with pytest.raises(InputError, match="Nothing is tested by this"):
            draw(audit, Plan("visits"), 7, ledger, "S1")
        assert not ledger.events(DRAWN)

    @pytest.mark.parametrize(
        ("plan", "told"),
        [
            ({"population": "vistor_forms"}, "signed_forms"),
            ({"population": "signed_forms", "by": "kind"}, "meeting_id"),
            ({"population": "signed_forms", "size": 121}, "from 1 to 120"),
            ({"population": "signed_forms", "confidence": 95}, "confidence"),
        ],
    )
    def test_what_cannot_be_drawn_is_told_and_not_written(self, audit, ledger, plan, told):
        with pytest.raises(InputError, match=told):
            draw(audit, Plan(**plan), 7, ledger, "S1")
        assert not ledger.events()


class TestStrata:
    def test_every_month_has_its_share(self, audit, ledger):
        sample = drawn(audit, ledger, by="month")
        counts = [one.stratum for one in sample.papers]
        assert sample.strata == {"2025-03": 100, "2025-04": 20}
        # 59 in all: 49.2 and 9.8 of them, rounded up.
        assert (counts.count("2025-03"), counts.count("2025-04")) == (50, 10)

    def test_a_stratum_of_one_is_looked_at(self, folder, ledger):
        forms = folder / "records" / "visitor_forms.csv"
        forms.write_text(forms.read_text().replace("2025-04-05", "2025-03-05", 19))
        sample = drawn(open_audit(folder).run(controls=()), ledger, by="month")
        assert sample.strata == {"2025-03": 119, "2025-04": 1}
        assert [one.key for one in sample.papers if one.stratum == "2025-04"] == ["=F120"]

    def test_a_blank_is_a_stratum_of_its_own(self, audit, ledger):
        assert drawn(audit, ledger, by="meeting_id").strata == {"(blank)": FORMS}

    def test_the_result_says_how_the_bound_was_got(self, audit, ledger):
        sample = drawn(audit, ledger, by="month")
        enter_all(sample, ledger)
        told = " ".join(sentences(result(sample, ledger)))
        assert "at most 4.9 % at 95 % confidence" in told
        assert "raised by a factor of 1.000" in told


class TestEnter:
    def test_not_found_counts_as_a_deviation(self, audit, ledger):
        sample = drawn(audit, ledger)
        enter_all(sample, ledger)
        enter(sample, [(3, "not found", "")], ledger, "S1")
        assert result(sample, ledger).deviations == 1

    def test_what_was_entered_before_stays_in_the_ledger(self, audit, ledger):
        sample = drawn(audit, ledger)
        enter(sample, [(3, "deviation", "unsigned")], ledger, "S1")
        enter(sample, [(3, "ok", "signed overleaf")], ledger, "S1")
        assert [one.payload["found"] for one in ledger.events(ENTERED)] == ["deviation", "ok"]
        assert result(sample, ledger).deviations == 0

    def test_the_same_is_not_entered_twice(self, audit, ledger):
        sample = drawn(audit, ledger)
        enter_all(sample, ledger)
        assert enter_all(sample, ledger, wrong=[2]) == (2,)

    def test_all_or_nothing_is_entered(self, audit, ledger):
        sample = drawn(audit, ledger)
        with pytest.raises(InputError, match=r"(?s)rows? 99.*row 2") as told:
            enter(sample, [(1, "ok", ""), (99, "ok", ""), (2, "fine", "")], ledger, "S1")
        assert "2 problems" in str(told.value)
        assert not ledger.events(ENTERED)


class TestResult:
    def test_nothing_is_said_before_every_paper_was_looked_at(self, audit, ledger):
        sample = drawn(audit, ledger, size=60)
        enter(sample, [(one.number, "ok", "") for one in sample.papers[:-1]], ledger, "S1")
        told = result(sample, ledger)
        assert told.at_most is told.shown is None
        assert sentences(told) == ["No result yet: 1 of 60 papers have still to be entered."]

    def test_none_deviates(self, audit, ledger):
        sample = drawn(audit, ledger, size=60)
        enter_all(sample, ledger)
        assert sentences(result(sample, ledger)) == [
            "60 of 120 papers were looked at, and none deviates. So the share that deviates is "
            "at most 4.9 % at 95 % confidence.",
            # Five all in the half not looked at: 60*59*58*57*56 / 120*119*118*117*116 = 0.029;
            # four of them: 0.059.
            "Counted against no more than 120 papers, it is at most 4 of them (3.4 %).",
            "That shows the tolerable rate of 5 %.",
        ]

    def test_the_size_that_was_worked_out_shows_the_rate_and_one_deviation_does_not(
        self, audit, ledger
    ):
        sample = drawn(audit, ledger)
        enter_all(sample, ledger)
        assert result(sample, ledger).shown is True
        enter(sample, [(1, "deviation", "")], ledger, "S1")
        assert result(sample, ledger).shown is False
        assert "does not show the tolerable rate" in sentences(result(sample, ledger))[-1]

    def test_with_one_expected_one_deviation_still_shows_it(self, audit, ledger):
        sample = drawn(audit, ledger, expected=1)
        enter_all(sample, ledger, wrong=[5])
        assert result(sample, ledger).shown is True

    def test_all_papers_leave_nothing_to_infer(self, audit, ledger):
        sample = drawn(audit, ledger, size=FORMS)
        enter_all(sample, ledger, wrong=[5])
        told = result(sample, ledger)
        assert told.at_most == 1 / FORMS
        assert sentences(told)[0].startswith("All 120 papers were looked at, and 1 deviates.")

    def test_one_of_several_must_be_named(self, audit, ledger):
        with pytest.raises(NotFoundError, match="no sample has been drawn"):
            sample_of(ledger)
        drawn(audit, ledger)
        drawn(audit, ledger, again="to see")
        assert sample_of(ledger, "sample-2").id == "sample-2"
        with pytest.raises(NotFoundError, match=r"sample-1 .*sample-2"):
            sample_of(ledger)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
class TestList:
    def test_a_list_filled_in_comes_back(self, audit, ledger, tmp_path, ending):
        sample = drawn(audit, ledger, size=3)
        path = tmp_path / f"list.{ending}"
        write_pull_list(sample, path)
        fill_in(path, {1: ("OK", ""), 3: ("not-found", "-never filed")})
        assert read_pull_list(sample, path) == [(1, "ok", ""), (3, "not found", "-never filed")]

    def test_no_cell_is_a_formula(self, audit, ledger, tmp_path, ending):
        path = tmp_path / f"list.{ending}"
        write_pull_list(drawn(audit, ledger, size=3), path)
        if ending == "csv":
            assert not re.search(r"(^|,|\")[=+@-]", path.read_text(), re.MULTILINE)
        else:
            cells = [cell for row in openpyxl.load_workbook(path).active for cell in row]
            assert [cell for cell in cells if str(cell.value).startswith("=F")]
            assert "f" not in {cell.data_type for cell in cells}

    def test_what_is_wrong_in_it_is_listed_by_row(self, audit, ledger, tmp_path, ending):
        sample = drawn(audit, ledger, size=3)
        path = tmp_path / f"list.{ending}"
        write_pull_list(sample, path)
        fill_in(path, {1: ("fine", ""), 2: ("ok", "")})
        with pytest.raises(InputError, match=r"column found, row 2: expected one of: ok"):
            read_pull_list(sample, path)

    def test_another_samples_list_is_refused(self, audit, ledger, tmp_path, ending):
        path = tmp_path / f"list.{ending}"
        write_pull_list(drawn(audit, ledger, size=3), path)
        fill_in(path, {1: ("ok", "")})
        other = drawn(audit, ledger, size=3, again="to see")
        with pytest.raises(InputError, match="sample-2, whose list this should be"):
            read_pull_list(other, path)

    def test_a_list_that_may_be_filled_in_is_not_written_over(
        self, audit, ledger, tmp_path, ending
    ):
        path = tmp_path / f"list.{ending}"
        path.write_text("filled in")
        with pytest.raises(InputError, match="a new name"):
            write_pull_list(drawn(audit, ledger, size=3), path)
        assert path.read_text() == "filled in"


def fill_in(path: Path, found: dict[int, tuple[str, str]]) -> None:
    """Write into the list as a person would: number -> (found, note)."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for number, (word, note) in found.items():
            book.active.cell(number + 1, 5).value = word
            book.active.cell(number + 1, 6).value = note
        book.save(path)
        return
    head, *lines = path.read_text(encoding="utf-8-sig").splitlines()
    for number, (word, note) in found.items():
        lines[number - 1] = lines[number - 1].removesuffix(",,") + f",{word},{note}"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8-sig")


def test_from_the_draw_to_the_sentence_on_the_command_line(folder):
    told = chs_audit("sample", "draw", folder, "--size", "60", "--seed", "7")
    assert told.returncode == 0, told.stderr
    assert "sample-1: 60 of 120 papers" in told.stdout
    told = chs_audit("sample", "enter", folder, "1", "ok")
    assert "59 of 60 papers have still to be entered" in told.stdout
    assert chs_audit("sample", "result", folder).returncode == 1
    fill_in(folder / "sample-1.xlsx", dict.fromkeys(range(1, 61), ("ok", "")))
    told = chs_audit("sample", "enter", folder, "--file", folder / "sample-1.xlsx")
    assert "Entered: 59 papers" in told.stdout, told.stderr
    told = chs_audit("sample", "result", folder)
    assert told.returncode == 0
    assert "at most 4.9 % at 95 % confidence" in told.stdout


def test_a_list_that_was_lost_is_written_again_and_one_that_is_there_is_kept(folder):
    assert chs_audit("sample", "draw", folder, "--size", "60", "--seed", "7").returncode == 0
    path = folder / "sample-1.xlsx"
    drawn = openpyxl.load_workbook(path).active
    before = path.read_bytes()
    told = chs_audit("sample", "list", folder)
    assert told.returncode == 1
    assert "What was filled in there stays" in told.stderr
    assert path.read_bytes() == before
    path.unlink()
    assert chs_audit("sample", "list", folder).returncode == 0
    again = openpyxl.load_workbook(path).active
    assert list(again.values) == list(drawn.values)


def test_somebody_who_is_not_listed_draws_nothing(folder):
    settings = folder / "audit.toml"
    settings.write_text(settings.read_text().replace(f"people.{sign_in_name()}", "people.other"))
    told = chs_audit("sample", "draw", folder)
    assert told.returncode == 1
    assert "your sign-in name among [people]" in told.stderr
    assert not list(folder.glob("sample-*"))
