"""Flags about when and how records are opened."""

from __future__ import annotations

import math

import pytest

from tests.flags.support import counted, flagged, raised

MONDAY = "2025-03-03"


class TestOutOfHours:
    @pytest.mark.parametrize(
        ("when", "fires"),
        [
            (f"{MONDAY} 06:59:59", True),
            (f"{MONDAY} 07:00:00", False),
            (f"{MONDAY} 20:59:59", False),
            (f"{MONDAY} 21:00:00", True),
            ("2025-03-08 12:00", True),  # a Saturday
            ("2025-07-07 20:59:59", False),  # in summer, by the clock on the wall
            ("2025-07-07 21:00:00", True),
        ],
    )
    def test_hours_are_those_of_the_clock_on_the_wall(self, when, fires):
        assert bool(raised("out-of-hours", when)) is fires

    def test_hours_and_days_are_settings(self):
        settings = {"flags": {"office_until": 23, "office_days": ["Saturday"]}}
        looks = ("2025-03-08 22:00", f"{MONDAY} 12:00")
        assert raised("out-of-hours", *looks, settings=settings) == [f"{MONDAY} amy P001"]

    def test_an_unknown_member_of_staff_cannot_be_tested(self):
        found = counted("out-of-hours", f"{MONDAY} 23:00 nobody P001", f"{MONDAY} 12:00")
        assert (found.tested, found.untested, found.observed) == (1, 1, 0)

    def test_without_any_look_it_is_not_tested_and_says_why(self):
        assert raised("out-of-hours", "2020-01-01 12:00") == [
            "not tested: no days with any access in the period"
        ]

    def test_colleagues_are_the_measure(self):
        # amy: 1 of 2 days; ben: 1 of 4 days. Expected of amy: 2 x 1/4; of ben: 4 x 1/2.
        late, noon = "23:00", "12:00"
        found = flagged(
            "out-of-hours",
            looks=(
                f"2025-03-03 {late} amy",
                f"2025-03-04 {noon} amy",
                *(f"2025-03-0{day} {noon} ben" for day in (3, 4, 5)),
                f"2025-03-06 {late} ben",
            ),
        )
        told = found.by_staff.set_index("staff_id")
        assert told.expected.to_dict() == {"amy": 0.5, "ben": 2.0}
        assert told.lift.to_dict() == {"amy": 2.0, "ben": 0.5}
        team = found.flags.iloc[0]
        assert team.observed == 2
        assert math.isnan(team.expected)
        assert "no expectation" in team.expectation


def opened(*minutes: float, day: str = MONDAY) -> tuple[str, ...]:
    """One person after another, so many minutes after ten, no two numbers near each other."""
    order = [1, 15, 8, 20, 4, 12, 18, 6, 10, 2, 14]
    return tuple(
        f"{day} 10:{int(minute):02d}:{round(minute % 1 * 60):02d} amy P{order[place]:03d}"
        for place, minute in enumerate(minutes)
    )


class TestManyPeople:
    def test_ten_people_in_thirty_minutes_are_many(self):
        assert len(raised("many-people", *opened(*range(0, 27, 3), 30))) == 10

    def test_a_second_more_is_not_a_short_time(self):
        assert raised("many-people", *opened(*range(0, 27, 3), 30 + 1 / 60)) == []

    def test_nine_people_are_not_many_however_often(self):
        nine = opened(*range(9))
        assert raised("many-people", *nine, *nine) == []

    def test_only_those_within_the_time_are_flagged(self):
        # An eleventh person, forty minutes later.
        visits = raised("many-people", *opened(*range(10), 50))
        assert len(visits) == 10
        assert not any("P014" in visit for visit in visits)

    def test_a_log_without_people_is_not_tested_and_says_why(self):
        log = f"event_id|occurred_at|staff_id\ne1|{MONDAY} 10:00|amy"
        assert raised("many-people", access_log=log) == [
            "not tested: nobody fills the column person_id of access log"
        ]


def walk(*numbers: int, day: str = MONDAY) -> tuple[str, ...]:
    return tuple(
        f"{day} {10 + place // 6}:{place % 6}0 amy P{number:03d}"
        for place, number in enumerate(numbers)
    )


class TestWalkingInOrder:
    def test_eight_in_the_order_of_their_numbers_are_a_walk(self):
        assert len(raised("walking-in-order", *walk(*range(1, 9)))) == 8

    def test_downwards_is_a_walk_too(self):
        assert len(raised("walking-in-order", *walk(*range(9, 1, -1)))) == 8

    def test_seven_are_not(self):
        assert raised("walking-in-order", *walk(*range(1, 8))) == []

    def test_a_turn_ends_it(self):
        assert raised("walking-in-order", *walk(1, 2, 3, 4, 8, 7, 6, 5)) == []

    def test_records_may_be_left_out_but_not_many(self):
        assert len(raised("walking-in-order", *walk(1, 2, 7, 8, 9, 10, 11, 12))) == 8
        assert raised("walking-in-order", *walk(1, 2, 8, 9, 10, 11, 12, 13)) == []

    def test_only_the_walk_is_flagged_not_what_comes_before_or_after(self):
        visits = raised("walking-in-order", *walk(20, *range(1, 9), 15))
        assert len(visits) == 8
        assert not any("P020" in visit or "P015" in visit for visit in visits)

    def test_it_ends_at_midnight(self):
        looks = (*walk(1, 2, 3, 4), *walk(5, 6, 7, 8, day="2025-03-04"))
        assert raised("walking-in-order", *looks) == []

    def test_a_second_look_at_somebody_does_not_break_it(self):
        looks = walk(1, 2, 3, 4, 5, 6, 7, 8)
        assert len(raised("walking-in-order", *looks, f"{MONDAY} 10:35 amy P001")) == 8

    def test_people_without_numbers_are_not_tested_and_it_says_why(self):
        people = "person_id|name\nanon|Tansy Marrowby"
        assert raised("walking-in-order", f"{MONDAY} 10:00 amy anon", service_users=people) == [
            "not tested: whose record it was has no number, or is not on record"
        ]

    def test_expected_is_at_most_that_of_a_random_order(self):
        # Ten people on one day: 3 places x 2 directions / 8!.
        found = counted("walking-in-order", *walk(*range(1, 11)))
        assert found.observed == 1
        assert found.expected == pytest.approx(2 * 3 / math.factorial(8))


class TestDormantAccount:
    def test_a_pause_longer_than_the_limit_is_a_sleep(self):
        looks = ("2025-01-06 12:00", "2025-03-07 12:00", "2025-05-07 12:00")
        assert raised("dormant-account", *looks) == ["2025-05-07 amy P001"]  # 60, then 61 days

    def test_what_was_before_the_period_counts(self):
        looks = ("2024-06-01 12:00", "2025-03-03 12:00")
        assert raised("dormant-account", *looks) == [f"{MONDAY} amy P001"]

    def test_the_very_first_access_wakes_nobody(self):
        assert raised("dormant-account", f"{MONDAY} 12:00") == []

    def test_expected_is_that_of_days_at_random(self):
        # From 6 January to 31 December are 359 days, with two days of work after the first.
        looks = ("2025-01-06 12:00", "2025-03-07 12:00", "2025-05-07 12:00")
        found = counted("dormant-account", *looks)
        assert found.expected == pytest.approx(2 * (1 - 60 / 359) ** 2)


class TestLongAfterCase:
    # The case ended on 31 December 2024; its grace on 14 January 2025.
    def test_ninety_one_days_after_grace_are_long_after(self):
        assert raised("long-after-case", "2025-04-15 12:00") == ["2025-04-15 amy P001"]

    def test_ninety_days_are_not(self):
        assert raised("long-after-case", "2025-04-14 12:00") == []

    def test_only_the_first_is_flagged(self):
        looks = ("2025-04-15 12:00", "2025-04-16 12:00")
        assert raised("long-after-case", *looks) == ["2025-04-15 amy P001"]

    def test_one_that_came_soon_after_the_end_was_the_first(self):
        assert raised("long-after-case", "2025-01-20 12:00", "2025-04-15 12:00") == []

    def test_a_new_case_of_their_own_is_work(self):
        cases = (
            "case_id|staff_id|person_id|from_on|until_on\n"
            "c1|amy|P001|2024-01-01|2024-12-31\nc2|amy|P001|2025-04-15|-"
        )
        assert raised("long-after-case", "2025-04-15 12:00", caseload=cases) == []

    def test_without_ends_of_cases_it_is_not_tested_and_says_why(self):
        cases = "case_id|staff_id|person_id|from_on\nc1|amy|P001|2024-01-01"
        assert raised("long-after-case", "2025-04-15 12:00", caseload=cases) == [
            "not tested: nobody fills the column until_on of caseload"
        ]


class TestEditWithoutView:
    EDIT = "2025-03-10 12:00 amy P001 edit"

    def test_a_change_out_of_nowhere_is_worth_a_look(self):
        looks = (self.EDIT, "2025-03-01 12:00 amy P002")
        assert raised("edit-without-view", *looks) == ["2025-03-10 amy P001"]

    @pytest.mark.parametrize(
        ("view", "fires"),
        [
            ("2025-03-02 12:00 amy P001", True),
            ("2025-03-03 12:00 amy P001", False),
            ("2025-03-10 12:00 amy P001", False),
            ("2025-03-10 12:01 amy P001", True),
            ("2025-03-09 12:00 ben P001", True),
            ("2025-03-09 12:00 amy P001 print", False),
            ("2025-03-09 12:00 amy P001 search", True),
        ],
    )
    def test_a_look_of_their_own_within_a_week_is_enough(self, view, fires):
        # Somebody looks now and then, so looks are logged at all.
        looks = (self.EDIT, view, "2025-03-01 12:00 ben P002")
        assert bool(raised("edit-without-view", *looks)) is fires

    def test_one_before_the_period_is_enough(self):
        looks = ("2024-12-30 12:00", "2025-01-02 12:00 amy P001 edit")
        assert raised("edit-without-view", *looks) == []

    def test_where_looks_leave_no_trace_it_cannot_be_tested(self):
        looks = ("2025-03-10 12:00 amy P001 edit laptop", f"{MONDAY} 12:00 amy P002")
        assert raised("edit-without-view", *looks) == [
            "not tested: the log does not say what was done, by whom or to whose record, "
            "or its source never records that anybody looked"
        ]

    def test_new_records_have_nothing_to_look_at(self):
        looks = ("2025-03-10 12:00 amy P001 create", f"{MONDAY} 12:00 amy P002")
        assert raised("edit-without-view", *looks) == [
            "not tested: no visits with a change in the period"
        ]


class TestUseAfterLeaving:
    def test_the_day_after_the_last_is_after_leaving(self):
        looks = ("2025-06-30 12:00 ben", "2025-07-01 12:00 ben")
        assert raised("use-after-leaving", *looks) == ["2025-07-01 ben P001"]

    def test_there_is_nothing_to_hold_it_against(self):
        found = counted("use-after-leaving", "2025-07-01 12:00 ben")
        assert math.isnan(found.expected)
        assert math.isnan(found.lift)
        assert found.expectation.startswith("no expectation")

    def test_where_nobody_ever_left_it_is_not_tested_and_says_why(self):
        staff = "staff_id|started_on\namy|2020-01-01"
        assert raised("use-after-leaving", f"{MONDAY} 12:00", staff=staff) == [
            "not tested: nobody fills the column left_on of staff and volunteers"
        ]
