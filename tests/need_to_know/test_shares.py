"""How much is explained, how much chance would explain, and what other choices would do."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from chs_audit import settings as settings_file
from chs_audit.controls.shares import (
    ACCESSES,
    FIRST,
    RANDOM,
    only_drops,
    random_pairs,
    shares,
    what_if,
    what_if_dropped,
)
from chs_audit.errors import InputError
from tests.support import inputs

RECORDS: dict[str, str] = {
    "staff": """
        staff_id | kind     | role   | manager_id | started_on | left_on
        amy      | employee | worker | meg        | 2024-01-01 | -
        meg      | employee | lead   | -          | 2024-01-01 | -
        old      | employee | worker | -          | 2020-01-01 | 2024-12-31
        new      | employee | worker | -          | 2026-01-01 | -
    """,
    "service_users": """
        person_id | first_contact_on
        p1        | 2024-01-01
        p2        | -
        later     | 2026-01-01
    """,
    "caseload": """
        case_id | staff_id | person_id | from_on    | until_on
        c1      | amy      | p1        | 2025-02-01 | 2025-02-28
    """,
    "sessions": """
        session_id | staff_id | person_id | kind  | starts_at
        s1         | amy      | p1        | visit | 2025-02-10 10:00
        s2         | amy      | p2        | visit | 2025-04-10 10:00
    """,
    "access_log": """
        event_id | occurred_at      | staff_id | person_id
        e0       | 2024-12-31 09:00 | meg      | p1
        e1       | 2025-02-10 09:00 | amy      | p1
        e2       | 2025-02-20 09:00 | amy      | p1
        e3       | 2025-02-20 09:00 | meg      | p1
        e4       | 2025-04-05 09:00 | amy      | p2
        e5       | 2025-04-30 09:00 | amy      | p2
        e6       | 2025-05-01 09:00 | amy      | -
        e7       | 2025-05-01 09:00 | nobody   | p1
    """,
}


def audited():
    return inputs(**RECORDS)  # type: ignore[arg-type]


def changed(**choices: dict[str, object]):
    return settings_file.changed(settings_file.parse({}), choices)


class TestShares:
    def test_of_all_accesses_of_the_period(self):
        told = shares(audited())
        assert (told.accesses, told.explained, told.share) == (7, 4, 4 / 7)

    def test_first_accesses_are_the_first_of_a_pair_in_the_whole_log(self):
        # e1, e4 and e7: the first of meg and p1 was before the period.
        first = shares(audited()).first
        assert (first.accesses, first.explained) == (3, 2)

    def test_an_explanation_counts_alone_and_with_others(self):
        told = shares(audited()).by_explanation()
        assert told.to_dict("records") == [
            row("own-case", 2, 1),
            row("line-management", 1, 1),
            row("session", 2, 1),
        ]

    def test_by_role_and_by_month(self):
        told = shares(audited())
        roles = told.by("role").fillna({"role": ""}).set_index("role")
        assert roles.explained.to_dict() == {"": 0, "lead": 1, "worker": 3}
        assert roles.accesses.to_dict() == {"": 1, "lead": 1, "worker": 5}
        months = told.by("month")
        assert list(pd.to_datetime(months.month).dt.month) == [2, 4, 5]
        assert list(months.explained) == [3, 1, 0]

    def test_without_any_access_there_is_no_share(self):
        told = shares(inputs(**(RECORDS | {"access_log": "event_id|occurred_at"})))  # type: ignore[arg-type]
        assert told.accesses == 0
        assert math.isnan(told.share)
        assert told.by_explanation().empty


def row(code: str, any_of: int, only: int) -> dict[str, object]:
    shares = {"any_share": any_of / 7, "only_share": only / 7}
    return {"explanation": code, "any": any_of, "only": only} | shares


class TestRandomPairs:
    def drawn(self, seed: int = 1, pairs: int = 500):
        audit = audited()
        return audit.engine.frame(random_pairs(audit, seed, pairs))

    def test_only_people_who_were_there_are_drawn_on_days_of_the_log(self):
        drawn = self.drawn()
        assert len(drawn) == 500
        assert set(drawn.staff_id) == {"amy", "meg"}
        assert set(drawn.person_id) == {"p1", "p2"}
        days = {str(day) for day in pd.to_datetime(drawn.occurred_on).dt.date}
        assert days == {"2025-02-10", "2025-02-20", "2025-04-05", "2025-04-30", "2025-05-01"}

    def test_the_same_seed_draws_the_same_pairs(self):
        pairs = ["staff_id", "person_id", "occurred_on"]
        assert self.drawn()[pairs].equals(self.drawn()[pairs])
        assert not self.drawn()[pairs].equals(self.drawn(seed=2)[pairs])

    def test_what_is_explained_is_as_broad_as_the_ties(self):
        audit = audited()
        told = shares(audit, random_pairs(audit, 1, 4000))
        # Two of the four pairs, on three of the seven accesses' days; one on another.
        assert told.share == pytest.approx((2 / 4) * (3 / 7) + (1 / 4) * (1 / 7), abs=0.02)

    def test_a_log_on_whose_days_nobody_worked_here_draws_nothing(self):
        staff = "staff_id|started_on\nnew|2026-01-01"
        audit = inputs(**(RECORDS | {"staff": staff}))  # type: ignore[arg-type]
        assert shares(audit, random_pairs(audit, 1)).accesses == 0


class TestWhatIf:
    def test_switching_one_off_loses_what_only_it_explains(self):
        told = compared(explanations={"session": False})
        assert told[ACCESSES] == (7, 4, 3, 1, 0)
        assert told[FIRST] == (3, 2, 1, 1, 0)

    @pytest.mark.parametrize(
        "choices",
        [
            {"session": False},
            {"own_case": False, "session": False},
            {"own_case": False},
            {"line_management": False, "break_glass": False},
        ],
        ids=str,
    )
    def test_counting_anew_gives_the_same(self, choices):
        audit = audited()
        then = changed(explanations=choices)
        assert only_drops(audit.settings, then)
        found = shares(audit)
        chance = shares(audit, random_pairs(audit, 1))
        counted = {ACCESSES: found, FIRST: found.first, RANDOM: chance}
        quick = what_if_dropped(then, counted).set_index("of")
        slow = what_if(audit, then, 1).set_index("of")
        assert quick.sort_index().equals(slow.sort_index())

    def test_another_window_loses_and_gains(self):
        settings = {"session_window_days": 4}
        assert compared(need_to_know=settings)[ACCESSES] == (7, 4, 3, 1, 0)
        settings = {"session_window_days": 20}
        assert compared(need_to_know=settings)[ACCESSES] == (7, 4, 5, 0, 1)

    def test_several_choices_at_once(self):
        told = compared(
            need_to_know={"session_window_days": 20}, explanations={"line_management": False}
        )
        assert told[ACCESSES] == (7, 4, 4, 1, 1)

    def test_a_choice_that_does_not_exist_is_told(self):
        with pytest.raises(InputError, match="session_window_days"):
            changed(need_to_know={"sesion_window_days": 3})
        with pytest.raises(InputError, match="own_case"):
            changed(explanations={"own_cases": False})


def compared(**choices: dict[str, object]) -> dict[str, tuple[int, ...]]:
    told = what_if(audited(), changed(**choices), 1)
    columns = ["accesses", "now", "then", "lost", "gained"]
    return {row.of: tuple(getattr(row, name) for name in columns) for row in told.itertuples()}
