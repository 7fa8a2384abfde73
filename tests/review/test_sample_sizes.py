"""How many papers, and what may be said: against values known by hand, and exact coverage."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom, hypergeom

from chs_audit.errors import InputError
from chs_audit.review.sample_sizes import (
    allocate,
    most_deviations,
    sample_size,
    stratified_bound,
    upper_bound,
)

MANY = 10_000_000
CONFIDENCES = (0.8, 0.9, 0.95, 0.99)


class TestSize:
    @pytest.mark.parametrize(
        ("tolerable", "confidence", "expected", "size"),
        [
            # 0.95^59 = 0.0485, 0.95^58 = 0.0510.
            (0.05, 0.95, 0, 59),
            (0.05, 0.95, 1, 93),
            (0.10, 0.90, 0, 22),
            (0.10, 0.95, 0, 29),
            (0.01, 0.95, 0, 299),
        ],
    )
    def test_without_end_it_is_what_the_handbooks_tables_say(
        self, tolerable, confidence, expected, size
    ):
        assert sample_size(MANY, tolerable, confidence, expected, large=True) == size
        assert sample_size(MANY, tolerable, confidence, expected) == size

    def test_few_papers_need_fewer(self):
        # Two of twenty would be too many: the sample of n misses both with a chance of
        # (20-n)(19-n)/380, which is 6/380 = 0.016 at 16 and 20/380 = 0.053 at 15.
        assert sample_size(20, 0.05, 0.95) == 16

    def test_one_paper_is_looked_at(self):
        assert sample_size(1, 0.05, 0.95) == 1

    def test_more_deviations_expected_than_could_be_lived_with(self):
        with pytest.raises(InputError, match="expect fewer than 2"):
            sample_size(20, 0.05, 0.95, expected=2)

    def test_every_share_that_is_none_is_listed(self):
        with pytest.raises(InputError, match="3 problems"):
            sample_size(20, 5, 95, expected=-1)

    @given(
        population=st.integers(1, 300),
        tolerable=st.sampled_from([0.01, 0.05, 0.07, 0.1, 0.3]),
        confidence=st.sampled_from(CONFIDENCES),
        expected=st.integers(0, 3),
    )
    @settings(deadline=None)
    def test_it_shows_the_rate_and_one_fewer_does_not(
        self, population, tolerable, confidence, expected
    ):
        try:
            size = sample_size(population, tolerable, confidence, expected)
        except InputError:
            return

        def shown(size):
            return most_deviations(expected, size, population, confidence) <= (
                tolerable * population + 1e-9
            )

        if size > expected:
            assert shown(size)
        if size - 1 > expected:
            assert not shown(size - 1)


class TestBound:
    @pytest.mark.parametrize(
        ("deviations", "looked_at", "bound"),
        # For none found it is 1 - 0.05^(1/n); for all found, 1.
        [(0, 60, 1 - 0.05 ** (1 / 60)), (0, 1, 0.95), (3, 3, 1.0), (1, 93, 0.0499940)],
    )
    def test_known_by_hand(self, deviations, looked_at, bound):
        assert upper_bound(deviations, looked_at, 0.95) == pytest.approx(bound, abs=1e-7)

    def test_all_papers_looked_at_leave_nothing_open(self):
        assert [most_deviations(found, 12, 12, 0.95) for found in range(13)] == list(range(13))

    @pytest.mark.parametrize("confidence", CONFIDENCES)
    @pytest.mark.parametrize("trials", [1, 2, 5, 13, 30])
    def test_it_holds_as_often_as_it_says_whatever_the_share(self, trials, confidence):
        found = np.arange(trials + 1)
        bounds = np.array([upper_bound(one, trials, confidence) for one in found])
        for share in np.linspace(0, 1, 201):
            held = binom.pmf(found, trials, share)[bounds >= share - 1e-12].sum()
            assert held >= confidence - 1e-9

    @pytest.mark.parametrize("confidence", CONFIDENCES)
    @pytest.mark.parametrize(
        ("population", "size"), [(1, 1), (9, 4), (20, 16), (25, 24), (59, 3), (40, 12)]
    )
    def test_of_few_papers_it_holds_as_often_as_it_says(self, population, size, confidence):
        for wrong in range(population + 1):
            found = np.arange(max(0, size - population + wrong), min(size, wrong) + 1)
            most = [most_deviations(int(one), size, population, confidence) for one in found]
            held = hypergeom.pmf(found, population, wrong, size)[np.array(most) >= wrong].sum()
            assert held >= confidence - 1e-9


class TestStrata:
    def test_each_gets_its_share_rounded_up_and_at_least_one(self):
        assert allocate(60, {"a": 100, "b": 1, "c": 99}) == {"a": 30, "b": 1, "c": 30}

    @given(st.lists(st.integers(1, 400), min_size=1, max_size=14), st.data())
    def test_none_is_left_out_or_asked_for_more_than_it_has(self, counts, data):
        strata = {str(place): count for place, count in enumerate(counts)}
        size = data.draw(st.integers(1, sum(counts)))
        drawn = allocate(size, strata)
        assert all(1 <= drawn[name] <= strata[name] for name in strata)
        assert size <= sum(drawn.values()) < size + len(strata)

    def test_even_weights_leave_the_bound_as_it_is(self):
        bound, factor = stratified_bound({"a": (100, 10, 0), "b": (200, 20, 1)}, 0.95)
        assert factor == 1
        assert bound == upper_bound(1, 30, 0.95)

    def test_uneven_weights_raise_it(self):
        # b holds half of the papers, and a quarter of the sample.
        bound, factor = stratified_bound({"a": (100, 30, 0), "b": (100, 10, 0)}, 0.95)
        assert factor == 2
        assert bound == 2 * upper_bound(0, 40, 0.95)

    @pytest.mark.parametrize("confidence", CONFIDENCES)
    @pytest.mark.parametrize(
        ("counts", "size"), [((5, 3), 4), ((12, 1), 5), ((7, 7), 6), ((6, 4, 3), 7), ((20, 5), 8)]
    )
    def test_however_the_deviations_lie_it_holds_as_often_as_it_says(
        self, counts, size, confidence
    ):
        strata = {str(place): count for place, count in enumerate(counts)}
        drawn = allocate(size, strata)
        sampled = sum(drawn.values())

        def bound(found):
            rows = {name: (strata[name], drawn[name], 0) for name in strata}
            rows["0"] = (strata["0"], drawn["0"], found)
            return stratified_bound(rows, confidence)[0]

        bounds = np.array([bound(found) for found in range(sampled + 1)])
        for wrong in itertools.product(*(range(count + 1) for count in counts)):
            chances = np.array([1.0])
            for (name, papers), mine in zip(strata.items(), wrong, strict=True):
                one = hypergeom.pmf(np.arange(drawn[name] + 1), papers, mine, drawn[name])
                chances = np.convolve(chances, one)
            share = sum(wrong) / sum(counts)
            assert chances[bounds >= share - 1e-12].sum() >= confidence - 1e-9
