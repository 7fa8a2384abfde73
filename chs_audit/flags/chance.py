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
import numpy.typing as npt
import pandas as pd

LEVEL = 0.95
TAIL = (1 - LEVEL) / 2

Interval = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]


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
        observed, units = counts["observed"], counts["units"]
        if self.of_colleagues:
            theirs, their_units = observed.sum() - observed, units.sum() - units
            low, high = rate_ratio(observed, units, theirs, their_units)
        else:
            low, high = poisson(observed, counts["expected"])
        return pd.DataFrame({"low": low, "high": high}, index=counts.index, dtype="float64")


def lift(observed: float, expected: float) -> float:
    """Observed over expected; infinite where chance would make none; NaN without either."""
    if math.isnan(expected) or (expected == 0 and observed == 0):
        return math.nan
    return observed / expected if expected else math.inf


def poisson(observed: npt.ArrayLike, expected: npt.ArrayLike) -> Interval:
    """The exact intervals of lifts where the expectation is known.

    Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), by the
    quantiles of gamma. For counts that are a sum of rare events of unequal chance it is wider
    than need be, never narrower.
    """
    from scipy import special  # slow to load

    seen, chance = np.asarray(observed, "float64"), np.asarray(expected, "float64")
    chance = np.where(chance > 0, chance, np.nan)
    low = np.where(seen > 0, special.gammaincinv(np.maximum(seen, 1), TAIL), 0.0)
    high = special.gammaincinv(seen + 1, 1 - TAIL)
    return low / chance, high / chance


def rate_ratio(
    mine: npt.ArrayLike, my_units: npt.ArrayLike, theirs: npt.ArrayLike, their_units: npt.ArrayLike
) -> Interval:
    """The exact intervals of members' rates over the rates of their colleagues.

    Given how many there are in all, those of one member are binomial (Przyborowski and
    Wilenski, Biometrika 31, 1940); the interval of that share is Clopper and Pearson's
    (Biometrika 26, 1934), by the quantiles of beta, and is turned back into a ratio.
    """
    from scipy import special  # slow to load

    own, others = np.asarray(mine, "float64"), np.asarray(theirs, "float64")
    units, rest = np.asarray(my_units, "float64"), np.asarray(their_units, "float64")
    comparable = (units > 0) & (rest > 0) & (own + others > 0)
    low = np.where(own > 0, special.betaincinv(np.maximum(own, 1), others + 1, TAIL), 0.0)
    high = np.where(others > 0, special.betaincinv(own + 1, np.maximum(others, 1), 1 - TAIL), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = (
            np.where(comparable, share / (1 - share) * rest / units, np.nan)
            for share in (low, high)
        )
    return low, high


def _summed(counts: pd.DataFrame, given: Given) -> pd.Series:
    return counts["chance"]


def _as_colleagues(counts: pd.DataFrame, given: Given) -> pd.Series:
    others = counts["units"].sum() - counts["units"]
    raised = counts["observed"].sum() - counts["observed"]
    return counts["units"] * raised / others.where(others > 0)


def _repeats(counts: pd.DataFrame, given: Given) -> pd.Series:
    if not given.people:
        return pd.Series(np.nan, index=counts.index)
    from scipy.stats import binom  # slow to load

    tail = binom.sf(given.repeated_days - 1, counts["chance"], 1 / given.people)
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
