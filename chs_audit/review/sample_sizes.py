"""How many papers to look at, and what may be said once they have been looked at.

All of it is exact and SciPy's: no normal approximation, which is at its worst where
deviations are few.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping

from chs_audit.errors import InputError, Problem


def sample_size(
    population: int, tolerable: float, confidence: float, expected: int = 0, *, large: bool = False
) -> int:
    """The fewest papers that can show that no more than the tolerable share deviates.

    Args:
        population: how many papers there are.
        tolerable: the share of deviating papers that could still be lived with, 0 to 1.
        confidence: how sure the answer shall be, 0.8 or more and under 1.
        expected: deviations that the sample may hold and still show it.
        large: count as if there were no end of papers; never fewer, and what a stratified
            sample needs.

    The smallest n for which a population with more than the tolerable share of deviations
    would show no more than `expected` of them with a chance of at most 1 - confidence.
    Drawing without replacement from a known number of papers this is the hypergeometric
    distribution; as if without end it is the binomial one, for which n is the smallest with
    (1 - tolerable)^n <= 1 - confidence where no deviation is expected. This is discovery and
    attribute sampling as auditors' handbooks give it, computed and not read off a table.

    Raises:
        InputError: if no sample, not even all papers, could show it, or a share is none.
    """
    from scipy.stats import binom, hypergeom

    _check(tolerable, confidence, expected)
    risk = 1 - confidence
    # One more than can be lived with; rounded first, since 0.07 * 100 is just above 7.
    too_many = math.floor(round(tolerable * population, 9)) + 1
    if too_many <= expected:
        raise InputError([_too_many_expected(expected, population)])

    def shows(size: int) -> bool:
        if large:
            return bool(binom.cdf(expected, size, tolerable) <= risk)
        return bool(hypergeom.cdf(expected, population, too_many, size) <= risk)

    # Where even the last size does not show it, all papers are looked at, and then all is known.
    return bisect_left(range(population), True, key=shows)


def upper_bound(deviations: int, looked_at: int, confidence: float) -> float:
    """The largest share of deviations that the sample leaves possible, at this confidence.

    The one-sided exact bound of Clopper and Pearson ("The use of confidence or fiducial
    limits illustrated in the case of the binomial", Biometrika 26, 1934). Drawing without
    replacement only makes it more cautious, unless all papers but one deviate: there the bound
    of :func:`most_deviations` is the one to go by.
    """
    from scipy.stats import binomtest

    test = binomtest(deviations, looked_at, alternative="less")
    return float(test.proportion_ci(confidence_level=confidence, method="exact").high)


def most_deviations(deviations: int, looked_at: int, population: int, confidence: float) -> int:
    """The largest number of deviations among all papers that a simple sample leaves possible.

    Clopper and Pearson's reasoning with the hypergeometric distribution, since the papers
    have an end: the largest number with which the sample would still show so few deviations
    with a chance of more than 1 - confidence. When all papers were looked at, it is what
    was found.
    """
    from scipy.stats import hypergeom

    def ruled_out(all_deviations: int) -> bool:
        chance = hypergeom.cdf(deviations, population, all_deviations, looked_at)
        return bool(chance <= 1 - confidence)

    possible = range(deviations, population - looked_at + deviations + 1)
    return possible[bisect_left(possible, True, key=ruled_out) - 1]


def stratified_bound(
    strata: Mapping[str, tuple[int, int, int]], confidence: float
) -> tuple[float, float]:
    """The bound over all strata, and the factor that it was raised by.

    Args:
        strata: name -> (papers there are, papers looked at, deviations).

    All strata are counted together. However the deviations spread over strata, together they
    are a sum of independent trials of unequal chance, and such a sum is no more spread out
    than the binomial one of the same mean (Hoeffding, "On the distribution of the number of
    successes in independent trials", Annals of Mathematical Statistics 27, 1956; that a
    hypergeometric count is such a sum too: Vatutin and Mikhailov, 1982). So Clopper and
    Pearson's bound holds for the share as the sample weighs the strata. The sample's weights
    are not quite the population's, since papers come whole: the bound is multiplied by the
    most that any stratum is under-represented, after which it holds for the population.
    Hoeffding's inequality does not reach the case that all papers but one deviate; nothing is
    ruled out then.
    """
    everything, sampled, deviations = (
        sum(one[place] for one in strata.values()) for place in range(3)
    )
    factor = max(
        (papers / everything) / (looked_at / sampled) for papers, looked_at, _ in strata.values()
    )
    if deviations and deviations >= sampled - 1:
        return 1.0, factor
    return min(1.0, factor * upper_bound(deviations, sampled, confidence)), factor


def allocate(size: int, strata: Mapping[str, int]) -> dict[str, int]:
    """How many papers to draw from each stratum: its share of the sample, rounded up.

    Rounding up gives every stratum at least one, never more than it has, and in all at most
    one fewer than there are strata beyond the size asked for.
    """
    everything = sum(strata.values())
    return {name: -(-size * papers // everything) for name, papers in strata.items()}


def _check(tolerable: float, confidence: float, expected: int) -> None:
    problems = []
    if not 0 < tolerable < 1:
        problems.append(Problem("a tolerable rate above 0 % and under 100 %", "Mend --tolerable."))
    if not 0.8 <= confidence < 1:
        problems.append(
            Problem("a confidence of 80 % or more, and under 100 %", "Mend --confidence.")
        )
    if expected < 0:
        problems.append(Problem("a number of deviations of 0 or more", "Mend --expected."))
    if problems:
        raise InputError(problems)


def _too_many_expected(expected: int, population: int) -> Problem:
    return Problem(
        f"fewer deviations than can be lived with among {population} papers",
        "Not even looking at all of them could show the rate: expect fewer than "
        f"{expected}, or tolerate more.",
    )
