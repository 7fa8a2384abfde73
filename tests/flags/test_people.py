"""Flags about whose record it is."""

from __future__ import annotations

from tests.flags.support import counted, raised

LOOK = "2025-03-03 10:00"


class TestSameSurname:
    def test_a_namesake_is_worth_a_look(self):
        assert raised("same-surname", f"{LOOK} amy P001") == ["2025-03-03 amy P001"]

    def test_another_name_is_not(self):
        assert raised("same-surname", f"{LOOK} amy P002", f"{LOOK} ben P001") == []

    def test_case_and_order_of_a_name_say_nothing(self):
        people = "person_id|name\nP001|THIMBLEWICK, Tansy"
        assert raised("same-surname", LOOK, service_users=people) == ["2025-03-03 amy P001"]

    def test_a_blank_name_cannot_be_tested(self):
        people = "person_id|name\nP001|-\nP002|Rufus Marrowby"
        found = counted("same-surname", LOOK, f"{LOOK} amy P002", service_users=people)
        assert (found.tested, found.untested, found.observed) == (1, 1, 0)

    def test_without_any_name_it_is_not_tested_and_says_why(self):
        people = "person_id|name\nP001|-"
        assert raised("same-surname", LOOK, service_users=people) == [
            "not tested: nobody fills the column name of service users"
        ]

    def test_of_unknown_people_alone_it_is_not_tested_and_says_why(self):
        assert raised("same-surname", f"{LOOK} amy P999") == ["not tested: a name is not on record"]

    def test_expected_is_people_opened_times_the_share_of_that_name(self):
        # Three people opened, one of twenty on record is a Thimblewick: 3 x 1/20.
        found = counted("same-surname", *(f"{LOOK} amy P00{one}" for one in (1, 1, 2, 3)))
        assert (found.tested, found.observed) == (3, 1)
        assert round(found.expected, 9) == 0.15
        assert round(found.lift, 6) == round(1 / 0.15, 6)

    def test_a_surname_that_nobody_on_record_bears_is_never_expected(self):
        assert counted("same-surname", f"{LOOK} ben P002").expected == 0


class TestSameAddress:
    def test_the_same_house_is_worth_a_look_however_it_is_written(self):
        assert raised("same-address", f"{LOOK} amy P002") == ["2025-03-03 amy P002"]

    def test_the_house_next_door_is_not(self):
        assert raised("same-address", f"{LOOK} ben P002", f"{LOOK} amy P001") == []

    def test_without_any_address_it_is_not_tested_and_says_why(self):
        staff = "staff_id|name\namy|Amy Thimblewick"
        assert raised("same-address", LOOK, staff=staff) == [
            "not tested: nobody fills the column address of staff and volunteers"
        ]


class TestDeclared:
    def test_their_own_record_is_one_pattern_and_a_friend_another(self):
        looks = (f"{LOOK} amy P003", f"{LOOK} amy P004")
        assert raised("own-record", *looks) == ["2025-03-03 amy P003"]
        assert raised("declared-conflict", *looks) == ["2025-03-03 amy P004"]

    def test_a_tie_counts_on_its_last_day_and_not_after(self):
        looks = ("2025-03-03 23:59 amy P004", "2025-03-04 00:00 amy P004")
        assert raised("declared-conflict", *looks) == ["2025-03-03 amy P004"]

    def test_without_declarations_it_is_not_tested_and_says_why(self):
        none = "staff_id|person_id"
        assert raised("declared-conflict", LOOK, declared_conflicts=none) == [
            "not tested: no records of declared conflicts"
        ]

    def test_expected_is_people_opened_times_the_share_of_declared_ties(self):
        found = counted("own-record", *(f"{LOOK} amy P00{one}" for one in (3, 5)))
        assert round(found.expected, 9) == 2 * 1 / 20


class TestRepeatedLook:
    DAYS = ("2025-03-03 10:00 amy P002", "2025-03-04 10:00 amy P002", "2025-03-20 10:00 amy P002")

    def test_three_unexplained_days_are_again_and_again(self):
        assert raised("repeated-look", *self.DAYS) == [
            "2025-03-03 amy P002",
            "2025-03-04 amy P002",
            "2025-03-20 amy P002",
        ]

    def test_two_days_are_not_however_many_looks(self):
        assert raised("repeated-look", *self.DAYS[:2], *self.DAYS[:2]) == []

    def test_explained_looks_do_not_count(self):
        cases = (
            "case_id|staff_id|person_id|capacity|from_on|until_on\nc|amy|P002|cover|2025-03-20|-"
        )
        assert raised("repeated-look", *self.DAYS, caseload=cases) == []

    def test_how_often_is_a_setting(self):
        settings = {"flags": {"repeated_days": 2}}
        assert len(raised("repeated-look", *self.DAYS[:2], settings=settings)) == 2

    def test_without_a_caseload_it_is_not_tested_and_says_why(self):
        none = "case_id|staff_id|person_id"
        assert raised("repeated-look", *self.DAYS, caseload=none) == [
            "not tested: no records of caseload"
        ]

    def test_expected_is_that_of_balls_in_cells(self):
        # Three unexplained visits over 20 people: 20 x (1/20)^3.
        found = counted("repeated-look", *self.DAYS)
        assert round(found.expected, 12) == round(20 * (1 / 20) ** 3, 12)
