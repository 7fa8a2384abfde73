"""The meeting pack: all that trustees need, and nobody in it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from chs_audit import open_audit
from chs_audit.errors import InputError
from chs_audit.papers.pack import read_pack, write_pack
from chs_audit.papers.pack.build import build_pack, in_words
from chs_audit.papers.pack.check import leaks
from chs_audit.papers.pack.model import Month
from tests.conftest import RECORDS


@pytest.fixture
def audit(small_audit):
    return small_audit


@pytest.fixture
def pack(audit):
    return build_pack(audit, None, "DRAFT")


def promise(pack, id):
    (one,) = (one for one in pack.promises if one.id == id)
    return one


class TestWhatItSays:
    def test_every_promise_is_in_it_tested_or_not(self, pack, audit):
        assert {one.id for one in pack.promises} == set(audit.scorecard.control)
        assert promise(pack, "VF-01").verdict == "not tested"

    def test_small_numbers_of_people_are_hidden(self, pack):
        assert promise(pack, "NK-01").broken == "fewer"
        assert promise(pack, "NK-01").examined == "fewer"

    def test_numbers_that_are_not_about_people_are_exact(self, pack, audit):
        days = int(audit.scorecard.set_index("control").examined["NK-07"])
        assert promise(pack, "NK-07").examined == days

    def test_a_broken_promise_of_weight_is_a_question(self, pack):
        asked = [one.about for one in pack.questions if one.kind == "broken promise"]
        assert "NK-01" in asked

    def test_what_could_not_be_tested_is_a_question(self, pack):
        assert "VF-01" in [one.about for one in pack.questions if one.kind == "not tested"]

    def test_an_unsettled_tension_is_a_question(self, pack):
        assert "T1" in [one.about for one in pack.questions if one.kind == "tension"]

    def test_a_settled_tension_is_listed_and_not_asked(self, pack):
        assert "T7" in [one.id for one in pack.tensions]
        assert "T7" not in [one.about for one in pack.questions]

    @pytest.mark.parametrize(
        ("figure", "words"),
        [(1205, "1,205"), (0, "0"), ("fewer", "fewer than 10"), ("hidden", "hidden"), (None, "")],
    )
    def test_figures_in_words(self, figure, words):
        assert in_words(figure, 10) == words


class TestBetterOrWorse:
    """Against the year before, and only beyond chance."""

    def two_years(self, folder, before, now):
        """As many accesses outside anybody's case in each year, of 40."""
        lines = [
            f"{year}-{place},{year}-05-01 10:{place:02},S1,{'P2' if place < wrong else 'P1'},view"
            for year, wrong in (("2025", before), ("2026", now))
            for place in range(40)
        ]
        log = "event_id,occurred_at,staff_id,person_id,action\n" + "\n".join(lines)
        (folder / "records" / "access_log.csv").write_text(log)
        audit = open_audit(folder).run("2026-12-31", "2026-01-01", "2026-12-31")
        earlier = audit.over(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
        return promise(build_pack(audit, earlier, "DRAFT"), "NK-01").change

    def test_many_more_is_worse(self, small_folder):
        assert self.two_years(small_folder, 2, 20) == "worse"

    def test_many_fewer_is_better(self, small_folder):
        assert self.two_years(small_folder, 20, 2) == "better"

    def test_a_few_more_is_chance(self, small_folder):
        assert self.two_years(small_folder, 2, 4) == "no clear change"

    def test_nothing_the_year_before_cannot_be_compared(self, audit):
        earlier = audit.over(dt.date(2020, 1, 1), dt.date(2020, 12, 31))
        assert promise(build_pack(audit, earlier, "DRAFT"), "NK-01").change == "cannot be compared"

    def test_states_of_affairs_cannot_be_compared(self, audit):
        earlier = audit.over(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
        assert promise(build_pack(audit, earlier, "DRAFT"), "IC-07").change == "cannot be compared"


class TestLeakGuard:
    def test_a_pack_as_it_is_made_leaks_nothing(self, pack, audit):
        assert leaks(pack, audit) == []

    def test_a_small_number_is_refused(self, pack, audit):
        leaky = pack.model_copy(
            update={"promises": (promise(pack, "NK-01").model_copy(update={"broken": 3}),)}
        )
        (problem,) = leaks(leaky, audit)
        assert "PU-01: small cells" in problem.expected
        assert "NK-01" in problem.was

    def test_a_hidden_number_that_can_be_worked_out_is_refused(self, pack, audit):
        rows = [("May", 20, 20, 0), ("June", 40, "fewer", 0), ("Total", 60, 23, 0)]
        months = [
            Month(month=month, accesses=a, unexplained=b, cannot_tell=c) for month, a, b, c in rows
        ]
        leaky = pack.model_copy(update={"months": tuple(months)})
        (problem,) = leaks(leaky, audit)
        assert "worked out" in problem.expected

    def test_what_an_earlier_pack_gives_away_is_refused(self, pack, audit):
        def year(last, count):
            row = promise(pack, "NK-01").model_copy(update={"broken": count, "examined": 100})
            return pack.model_copy(
                update={"promises": (row,), "months": (), "last": dt.date(2025, last, 28)}
            )

        (problem,) = leaks(year(6, 31), audit, [year(5, 28)])
        assert "differences to an earlier pack" in problem.expected

    def test_a_name_is_refused_and_not_repeated(self, pack, audit):
        leaky = pack.model_copy(update={"charity": "Friends of Tansy Marrowby"})
        (problem,) = leaks(leaky, audit)
        assert "PU-02" in problem.expected
        assert "Tansy" not in str(problem)


class TestWriting:
    def test_it_is_one_file_that_reads_back(self, small_folder, audit):
        path = write_pack(audit, small_folder)
        assert path == small_folder / "packs" / "meeting-pack-2025-12-31.json"
        assert read_pack(path).status == "DRAFT"

    def test_no_name_and_no_number_of_a_person_is_in_it(self, small_folder, audit):
        text = write_pack(audit, small_folder).read_text(encoding="utf-8")
        people = pd.concat(
            [
                pd.read_csv(small_folder / "records" / name)[["name"]]
                for name in RECORDS
                if name in ("staff.csv", "service_users.csv")
            ]
        )
        for name in people["name"]:
            assert not any(part in text for part in name.split())
        assert not any(f'"{number}"' in text for number in ("S1", "S2", "P1", "P2", "E1", "C1"))

    def test_a_pack_that_leaks_is_not_written(self, small_folder):
        toml = small_folder / "audit.toml"
        toml.write_text(toml.read_text().replace("A <b>small</b> charity", "For Tansy Marrowby"))
        audit = open_audit(small_folder).run()
        with pytest.raises(InputError, match="PU-02"):
            write_pack(audit, small_folder)
        assert not (small_folder / "packs").exists()

    def test_writing_it_again_is_no_difference_to_an_earlier_pack(self, small_folder, audit):
        first = write_pack(audit, small_folder).read_bytes()
        assert write_pack(audit, small_folder).read_bytes() == first


class TestReading:
    def test_a_file_that_is_not_there(self, tmp_path):
        with pytest.raises(InputError, match="no such file"):
            read_pack(tmp_path / "pack.json")

    @pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format": 1, "charity": 3}'])
    def test_a_file_that_is_no_pack(self, tmp_path, text):
        path = tmp_path / "pack.json"
        path.write_text(text)
        with pytest.raises(InputError, match="meeting pack as this version writes it"):
            read_pack(path)
