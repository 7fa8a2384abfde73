"""How often a flag would be raised by chance: models, and exact intervals for the lift.

The *lift* is what was observed over what chance would make of it. A lift of 1 says nothing;
an interval that begins above 1 says that chance alone is a poor excuse. Each model keeps to
what the records hold; where none is honest there is no expectation, and no number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

LEVEL = 0.95


@dataclass(frozen=True)
class Given:
    """What a model may know beside the counts.

    Args:
        people: service users on record.
        repeated_days: the setting of that name.
    """

    people: int
    repeated_days: int


@dataclass(frozen=True)
class Chance:
    """One model of chance.

    Args:
        words: what is expected and why, for a person.
        expected: counts by member of staff (units, observed, chance) -> what is expected.
        of_colleagues: whether colleagues are the measure. Then the team as a whole has none
            to be held against, and the interval owns up to how few the colleagues' may be.
    """

    words: str
    expected: Callable[[pd.DataFrame, Given], pd.Series]
    of_colleagues: bool = False

    def intervals(self, counts: pd.DataFrame) -> pd.DataFrame:
        """low and high of the lift, for every row of units, observed and expected."""
        observed: list[int] = counts["observed"].tolist()
        if self.of_colleagues:
            units: list[int] = counts["units"].tolist()
            bounds = [
                rate_ratio(mine, my_units, sum(observed) - mine, sum(units) - my_units)
                for mine, my_units in zip(observed, units, strict=True)
            ]
        else:
            pairs = zip(observed, counts["expected"].tolist(), strict=True)
            bounds = [poisson(mine, expected) for mine, expected in pairs]
        return pd.DataFrame(bounds, columns=["low", "high"], index=counts.index, dtype="float64")


def lift(observed: float, expected: float) -> float:
    """Observed over expected; infinite where chance would make none; NaN without either."""
    if math.isnan(expected) or (expected == 0 and observed == 0):
        return math.nan
    return observed / expected if expected else math.inf


def poisson(observed: int, expected: float) -> tuple[float, float]:
    """The exact interval of the lift where the expectation is known.

    Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), by the
    quantiles of chi-squared. For counts that are a sum of rare events of unequal chance it is
    wider than need be, never narrower.
    """
    if not expected > 0:
        return (math.nan, math.nan)
    tail = (1 - LEVEL) / 2
    low = stats.chi2.ppf(tail, 2 * observed) / 2 if observed else 0.0
    high = stats.chi2.ppf(1 - tail, 2 * observed + 2) / 2
    return (float(low) / expected, float(high) / expected)


def rate_ratio(mine: int, my_units: int, theirs: int, their_units: int) -> tuple[float, float]:
    """The exact interval of one member's rate over the rate of their colleagues.

    Given how many there are in all, those of one member are binomial (Przyborowski and
    Wilenski, Biometrika 31, 1940); the interval of that share is Clopper and Pearson's
    (Biometrika 26, 1934), and is turned back into a ratio.
    """
    if not (my_units and their_units and mine + theirs):
        return (math.nan, math.nan)
    share = stats.binomtest(mine, mine + theirs).proportion_ci(LEVEL, method="exact")
    low, high = (
        math.inf if part >= 1 else part / (1 - part) * their_units / my_units
        for part in (share.low, share.high)
    )
    return (low, high)


def _summed(counts: pd.DataFrame, given: Given) -> pd.Series:
    return counts["chance"]


def _as_colleagues(counts: pd.DataFrame, given: Given) -> pd.Series:
    others = counts["units"].sum() - counts["units"]
    raised = counts["observed"].sum() - counts["observed"]
    return counts["units"] * raised / others.where(others > 0)


def _repeats(counts: pd.DataFrame, given: Given) -> pd.Series:
    if not given.people:
        return pd.Series(np.nan, index=counts.index)
    tail = stats.binom.sf(given.repeated_days - 1, counts["chance"], 1 / given.people)
    return pd.Series(given.people * tail, index=counts.index)


def _nothing(counts: pd.DataFrame, given: Given) -> pd.Series:
    return pd.Series(np.nan, index=counts.index)


RANDOM_PEOPLE = Chance(
    "had they opened as many people, picked at random from all on record: people opened, times "
    "the share of all people on record of whom it is true",
    _summed,
)
RANDOM_ORDER = Chance(
    "had they opened the same people of each day in a random order: at most 2 / k! for each "
    "place in the day from which k people could follow in order, up or down",
    _summed,
)
RANDOM_DAYS = Chance(
    "had their days of work fallen at random: n days over a time of t days leave a pause "
    "longer than d before each with chance (1 - d / t) to the power n",
    _summed,
)
RANDOM_REPEATS = Chance(
    "had their unexplained visits fallen on anybody on record alike: people on record, times "
    "the chance that one of them gets that many (binomial)",
    _repeats,
)
COLLEAGUES = Chance(
    "had they done so as often as all their colleagues together: their own count, times the "
    "colleagues' share",
    _as_colleagues,
    of_colleagues=True,
)
NO_CHANCE = Chance(
    "no expectation: this does not happen by chance, so there is nothing to hold it against",
    _nothing,
)
