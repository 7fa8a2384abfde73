"""The trustees' screen without a browser: open a pack, choose, read."""

import pytest

from chs_audit.papers.pack import write_pack
from chs_audit.papers.pack.build import build_pack
from chs_audit.workbook import TrusteeMeeting, pack_page
from tests.workbook.small import HOSTILE


@pytest.fixture(scope="module")
def pack(audit):
    return build_pack(audit, None, "DRAFT")


@pytest.fixture
def screen(pack, tmp_path):
    path = tmp_path / "pack.json"
    path.write_text(pack.model_dump_json(), encoding="utf-8")
    screen = TrusteeMeeting()
    screen.pack_file.value = str(path)
    screen.open.click()
    return screen


class TestOpening:
    def test_the_latest_pack_of_the_folder_is_offered_first(self, folder, audit, monkeypatch):
        path = write_pack(audit, folder)
        monkeypatch.setenv("CHS_AUDIT_FOLDER", str(folder))
        monkeypatch.delenv("CHS_AUDIT_PACK", raising=False)
        assert TrusteeMeeting().pack_file.value == str(path)

    def test_it_says_whose_pack_it_is_and_that_nobody_has_signed(self, screen):
        assert "Small charity: 1 January 2025 to 31 December 2025" in screen.status.value
        assert "DRAFT" in screen.status.value

    def test_without_a_pack_it_says_who_makes_one(self, monkeypatch):
        screen = TrusteeMeeting()
        screen.pack_file.value = ""
        screen.open.click()
        assert "chs-audit pack FOLDER" in screen.status.value

    def test_a_file_that_is_no_pack_is_one_problem(self, screen, tmp_path):
        wrong = tmp_path / "wrong.json"
        wrong.write_text("{}")
        screen.pack_file.value = str(wrong)
        screen.open.click()
        assert "This pack cannot be read: 1 problem to mend." in screen.status.value
        assert screen.page_scorecard().text == "This pack cannot be read: 1 problem to mend."


class TestReading:
    def test_the_headline_counts_the_promises(self, screen, pack):
        broken = sum(one.verdict == "broken" for one in pack.promises)
        assert f"{broken} of {len(pack.promises)} promises were broken" in screen.heading.value

    def test_every_area_has_its_row(self, screen, pack):
        for area in pack_page.by_area(pack):
            assert area in screen.scorecard.value

    def test_an_area_shows_its_promises_only(self, screen):
        screen.area.value = "Visitors and meetings"
        assert "VF-01" in screen.rows.value
        assert "NK-01" not in screen.rows.value

    def test_a_promise_is_told_in_plain_words(self, screen):
        screen.area.value = "Need to know"
        screen.promise.value = "NK-03"
        for words in ("Why it matters", "What breaks it", "What to do", "fewer than 10"):
            assert words in screen.detail.value

    def test_what_the_board_must_decide_is_numbered(self, screen, pack):
        assert f"{len(pack.questions)} decisions asked of the board" in screen.questions.value

    def test_the_chart_tells_its_hidden_numbers(self, screen):
        assert "fewer than 10" in screen.chart.value
        assert "alt=" in screen.chart.value

    def test_a_month_is_the_worst_only_if_that_is_plain(self, pack):
        rows = {one.month: one for one in pack.months}
        march = rows["March 2025"].model_copy(update={"unexplained": 30})
        clear = [march, rows["April 2025"]]
        assert pack_page._worst(clear) == march
        hidden = rows["April 2025"].model_copy(update={"unexplained": "hidden"})
        assert pack_page._worst([march, hidden]) is None

    def test_the_page_says_the_same(self, screen):
        assert screen.scorecard.value in screen.page_scorecard().html
        assert "NK-01" in screen.page_promises().html
        assert "T16" in screen.page_questions().html

    def test_hostile_words_are_shown_and_not_obeyed(self, pack, tmp_path):
        path = tmp_path / "hostile.json"
        part = pack.gaps[0].model_copy(update={"missing": HOSTILE, "who_can_supply": HOSTILE})
        hostile = pack.model_copy(update={"charity": HOSTILE, "status": HOSTILE, "gaps": (part,)})
        path.write_text(hostile.model_dump_json(), encoding="utf-8")
        screen = TrusteeMeeting()
        screen.pack_file.value = str(path)
        screen.open.click()
        shown = screen.status.value + screen.gaps.value + screen.page_scorecard().html
        assert "&lt;img src=x" in shown
        assert "<img src=x" not in shown
