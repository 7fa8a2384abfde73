"""What chance would make: against values worked out by hand, and what an exact interval is."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from scipy import stats

from chs_audit.flags.chance import COLLEAGUES, Given, lift, poisson, rate_ratio

GIVEN = Given(people=20, repeated_days=3)


def test_the_interval_of_none_is_that_of_garwoods_table():
    # -ln(0.025) = 3.689, over what was expected.
    low, high = poisson(0, 2.0)
    assert (low, high) == (0.0, pytest.approx(-math.log(0.025) / 2))


def test_the_interval_of_ten_is_that_of_garwoods_table():
    low, high = poisson(10, 1.0)
    assert (round(low, 3), round(high, 3)) == (4.795, 18.390)


@pytest.mark.parametrize("observed", [1, 3, 25])
def test_at_its_ends_a_poisson_count_so_extreme_has_a_fortieth_of_chance(observed):
    low, high = poisson(observed, 1.0)
    assert stats.poisson.sf(observed - 1, low) == pytest.approx(0.025)
    assert stats.poisson.cdf(observed, high) == pytest.approx(0.025)


def test_without_an_expectation_there_is_no_interval():
    assert all(math.isnan(bound) for bound in (*poisson(3, math.nan), *poisson(3, 0.0)))


def test_the_ratio_of_none_to_one_begins_at_nothing():
    # Clopper and Pearson for 0 of 1: 0 to 0.975; 0.975 / 0.025 = 39.
    low, high = rate_ratio(0, 10, 1, 10)
    assert (float(low), float(high)) == (0.0, pytest.approx(39.0))


def test_the_ratio_without_any_among_colleagues_has_no_end():
    # 3 of 3: the lower bound of the share is 0.025 ** (1/3).
    low, high = rate_ratio(3, 10, 0, 100)
    share = 0.025 ** (1 / 3)
    assert low == pytest.approx(share / (1 - share) * 100 / 10)
    assert high == math.inf


@pytest.mark.parametrize(("mine", "theirs"), [(0, 7), (1, 40), (5, 5), (300, 2)])
def test_the_ratio_is_the_exact_interval_of_a_binomial_share_turned_back(mine, theirs):
    share = stats.binomtest(mine, mine + theirs).proportion_ci(0.95, method="exact")
    for bound, part in zip(rate_ratio(mine, 10, theirs, 30), share, strict=True):
        assert bound == pytest.approx(part / (1 - part) * 3, rel=1e-6)


def test_without_colleagues_there_is_no_interval():
    assert all(math.isnan(bound) for bound in rate_ratio(3, 10, 0, 0))


def test_colleagues_are_all_but_oneself():
    counts = pd.DataFrame({"units": [10, 20, 30], "observed": [1, 0, 5], "chance": 0.0})
    assert COLLEAGUES.expected(counts, GIVEN).tolist() == [10 * 5 / 50, 20 * 6 / 40, 30 * 1 / 30]


def test_whoever_works_alone_has_nobody_to_be_held_against():
    counts = pd.DataFrame({"units": [10], "observed": [1], "chance": 0.0})
    assert math.isnan(COLLEAGUES.expected(counts, GIVEN).iloc[0])


def test_lift_is_observed_over_expected():
    assert lift(3, 1.5) == 2
    assert lift(0, 1.5) == 0
    assert lift(3, 0) == math.inf
    assert math.isnan(lift(0, 0))
    assert math.isnan(lift(3, math.nan))
