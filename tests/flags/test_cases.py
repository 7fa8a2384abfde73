"""Serial patterns make one case, and its sentence reads as a person would write it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from chs_audit import open_audit
from chs_audit.controls import CONTROLS
from chs_audit.controls.answers import ask
from chs_audit.errors import NotFoundError
from chs_audit.flags.asking import raise_flags
from chs_audit.flags.cases import make_cases
from chs_audit.flags.telling import Story, number, tell
from tests.flags.support import CASELOAD, CONFLICTS, PEOPLE, STAFF, log
from tests.flags.test_habits import walk
from tests.support import inputs

ASKED = [one for one in CONTROLS if one.id in ("NK-01", "NK-03", "NK-05")]


def cases(*looks: str, **given: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    tables: dict[str, object] = {
        "staff": STAFF,
        "service_users": PEOPLE,
        "caseload": CASELOAD,
        "declared_conflicts": CONFLICTS,
        "access_log": log(*looks),
    }
    given = inputs(**(tables | given))  # type: ignore[arg-type]
    found = pd.concat([answer.findings for answer in ask(given, ASKED)])
    return make_cases(given, raise_flags(given), found)


def events(*looks: str, **given: object) -> list[list[str]]:
    made, _ = cases(*looks, **given)
    return sorted(ids.split() for ids in made.event_ids)


class TestOneCase:
    def test_a_walk_through_the_records_is_one_case(self):
        made, accesses = cases(*walk(*range(5, 14)))
        assert (made.accesses.tolist(), made.people.tolist()) == ([9], [9])
        assert len(accesses) == 9
        assert made.flagged[0].split()[0] == "walking-in-order"

    def test_the_same_person_again_is_one_case_however_late(self):
        looks = ("2025-03-03 10:00 amy P005", "2025-09-03 10:00 amy P005")
        assert events(*looks) == [["e000", "e001"]]

    @pytest.mark.parametrize("settled", ["", "4.2", "5.1"])
    def test_a_look_that_lacks_a_consent_only_makes_none(self, settled):
        given = {
            "caseload": f"{CASELOAD.rstrip()}\n c2 | amy | P006 | own | 2024-01-01 | -",
            "consents": "consent_id|person_id|decision\nk1|P001|refused",
            "settings": {"precedence": {"team_sharing": settled}},
        }
        looks = [f"2025-03-{day:02d} 10:00 amy P006" for day in (3, 4, 5, 6)]
        assert events(*looks, **given) == []
        assert events(*looks, "2025-03-06 10:00 amy P005", **given) == [["e004"]]

    def test_another_person_within_days_is_the_same_case(self):
        looks = ("2025-03-03 10:00 amy P005", "2025-03-06 10:00 amy P006")
        assert events(*looks) == [["e000", "e001"]]

    def test_another_person_later_is_another_case(self):
        looks = ("2025-03-03 10:00 amy P005", "2025-03-07 10:00 amy P006")
        assert events(*looks) == [["e000"], ["e001"]]

    def test_how_many_days_is_a_setting(self):
        looks = ("2025-03-03 10:00 amy P005", "2025-03-07 10:00 amy P006")
        assert len(events(*looks, settings={"flags": {"case_gap_days": 4}})) == 1

    def test_two_members_of_staff_make_two_cases(self):
        looks = ("2025-03-03 10:00 amy P005", "2025-03-03 10:00 ben P005")
        assert events(*looks) == [["e000"], ["e001"]]

    def test_what_is_explained_and_not_flagged_makes_no_case(self):
        cover = "case_id|staff_id|person_id|capacity|from_on\nc|amy|P005|cover|2025-03-01"
        made, accesses = cases("2025-03-03 10:00 amy P005", caseload=cover)
        assert (len(made), len(accesses)) == (0, 0)

    def test_a_flag_that_chance_may_explain_makes_no_case(self):
        # Of 20 people one is a namesake: 1 of 20 opened is what chance makes.
        cover = "case_id|staff_id|person_id|capacity|from_on\n" + "\n".join(
            f"c{one}|amy|P{one:03d}|cover|2025-03-01" for one in range(1, 21)
        )
        looks = [f"2025-03-{3 + one % 5:02d} 1{one % 8}:{one}0 amy P001" for one in range(1, 3)]
        looks += [f"2025-03-1{one % 4} 10:{one}0 amy P0{10 + one}" for one in range(1, 6)]
        made, _ = cases(*looks, caseload=cover)
        assert "same-surname" not in " ".join(made.flagged)

    def test_its_name_depends_on_its_first_access_alone(self):
        looks = ("2025-03-03 10:00 amy P005", "2025-03-04 10:00 amy P005")
        assert cases(*looks[:1])[0].id.tolist() == cases(*looks)[0].id.tolist()

    def test_a_breach_comes_before_what_is_only_flagged(self):
        cover = "case_id|staff_id|person_id|capacity|from_on\n" + "\n".join(
            f"c{one}|amy|P{one:03d}|cover|2025-03-01" for one in range(5, 14)
        )
        looks = (*walk(*range(5, 14), day="2025-03-03"), "2025-06-02 10:00 amy P001")
        made, _ = cases(*looks, caseload=cover)
        assert [bool(codes) for codes in made.breaches] == [True, False]


def utc(text: str) -> dt.datetime:
    """A moment as records hold it: UTC without a zone."""
    return dt.datetime.fromisoformat(text)


def story(**facts: object) -> str:
    given: dict[str, object] = {
        "staff_kind": "volunteer",
        "accesses": 41,
        "people": 41,
        "days": 1,
        "first_at": utc("2026-03-03 21:04:00"),
        "last_at": utc("2026-03-03 21:21:30"),
        "unexplained": 41,
        "unclear": 0,
        "flags": {},
        "breaches": (),
    }
    return tell(Story(**(given | facts)), "Europe/London")  # type: ignore[arg-type]


class TestSentence:
    def test_a_walk(self):
        assert story(flags={"walking-in-order": 41, "many-people": 41}) == (
            "A volunteer opened the records of 41 people in 18 minutes from 21:04 on 3 March 2026, "
            "in the order of their numbers; none of the looks is explained."
        )

    def test_a_single_look(self):
        facts = {"accesses": 1, "people": 1, "unexplained": 1, "staff_kind": "nan"}
        assert story(**facts) == (
            "Somebody opened the record of one person at 21:04 on 3 March 2026; nothing explains it."
        )

    def test_the_same_person_over_weeks(self):
        assert story(
            accesses=9,
            people=1,
            days=9,
            last_at=utc("2026-05-01 12:00:00"),
            unexplained=2,
            flags={"repeated-look": 1, "same-surname": 1},
        ) == (
            "A volunteer opened the record of somebody with their own surname nine times on nine "
            "days between 3 March and 1 May 2026, again and again; two of the nine looks are not "
            "explained."
        )

    def test_one_namesake_among_several(self):
        told = story(people=3, accesses=3, unexplained=0, flags={"same-surname": 1})
        assert "three people" in told
        assert told.endswith("one of them with their own surname; each look is explained.")

    def test_a_whole_day_has_no_minutes(self):
        told = story(last_at=utc("2026-03-03 09:00:00"), first_at=utc("2026-03-03 05:00:00"))
        assert "people on 3 March 2026;" in told

    def test_after_leaving_is_told_once(self):
        for flags in ({}, {"use-after-leaving": 1}):
            told = story(breaches=("after-leaving", "unexplained"), flags=flags)
            assert told.count("after they had left") == 1

    def test_what_cannot_be_told_is_said(self):
        told = story(unexplained=0, unclear=3)
        assert told.endswith("whether that was needed cannot be told.")

    def test_days_are_those_of_the_charitys_clock(self):
        told = story(first_at=utc("2026-07-01 23:30:00"), last_at=utc("2026-07-01 23:31:00"))
        assert "from 00:30 on 2 July 2026" in told


@pytest.mark.parametrize(("count", "words"), [(1, "one"), (10, "ten"), (11, "11"), (1200, "1,200")])
def test_counts_up_to_ten_are_words(count, words):
    assert number(count) == words


def test_an_audit_shows_a_case_with_its_accesses(small_folder):
    audit = open_audit(small_folder).run()
    row = audit.cases.iloc[0]
    case = audit.case(row.id)
    assert case.sentence == row.sentence
    assert " ".join(case.accesses.event_id) == row.event_ids
    with pytest.raises(NotFoundError, match="no case CASE-0"):
        audit.case("CASE-0")


def test_flags_and_cases_hold_no_name(small_folder):
    audit = open_audit(small_folder).run()
    text = "".join(
        frame.to_csv()
        for frame in (audit.flags, audit.flags_by_staff, audit.cases, audit.case_accesses)
    )
    assert "Thimblewick" not in text
    assert "Marrowby" not in text
