"""What a sample of papers shows, in numbers and in a plain sentence."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chs_audit.review.sample_sizes import most_deviations, stratified_bound, upper_bound
from chs_audit.review.sampling import OK, Sample, entered, samples

if TYPE_CHECKING:
    from chs_audit.review.ledger import Ledger


@dataclass(frozen=True)
class StratumResult:
    """Papers there are, drawn, entered, and deviating among those entered."""

    stratum: str
    papers: int
    drawn: int
    entered: int
    deviations: int


@dataclass(frozen=True)
class Result:
    """What a sample shows; nothing is said of the whole before every paper was looked at.

    Args:
        sample: the draw.
        strata: counts by stratum; one stratum "" for a simple sample.
        at_most: the exact upper bound of the share of deviations, or None while papers are
            still to be looked at.
        factor: what the bound was raised by since strata are not quite evenly represented.
        most: the largest number of deviations that a simple sample leaves possible, or None.
        draws: how often these papers were drawn from, this time among them.
    """

    sample: Sample
    strata: tuple[StratumResult, ...]
    at_most: float | None
    factor: float
    most: int | None
    draws: int

    @property
    def looked_at(self) -> int:
        return sum(one.entered for one in self.strata)

    @property
    def deviations(self) -> int:
        return sum(one.deviations for one in self.strata)

    @property
    def missing(self) -> int:
        """How many papers have still to be looked at."""
        return len(self.sample.papers) - self.looked_at

    @property
    def shown(self) -> bool | None:
        """Whether the sample shows the tolerable rate; None while papers are missing."""
        if self.at_most is None:
            return None
        share = self.at_most
        if self.most is not None:
            share = min(share, self.most / self.sample.population_size)
        # A rate of 7 % is not missed by the last digit of a fraction.
        return share <= self.sample.plan.tolerable + 1e-12


def result(sample: Sample, ledger: Ledger) -> Result:
    """What was entered so far for a sample, and what it shows once all is entered."""
    found = {number: word for number, (word, _) in entered(sample, ledger).items()}
    strata = []
    for stratum, papers in sample.strata.items():
        mine = [paper.number for paper in sample.papers if paper.stratum == stratum]
        told = [found[number] for number in mine if number in found]
        wrong = sum(word != OK for word in told)
        strata.append(StratumResult(stratum, papers, len(mine), len(told), wrong))
    whole = len(found) == len(sample.papers)
    at_most, factor, most = _bounds(sample, strata) if whole else (None, 1.0, None)
    same = [one for one in samples(ledger) if one.what == sample.what]
    return Result(sample, tuple(strata), at_most, factor, most, len(same))


def sentences(result: Result) -> list[str]:
    """The result in plain sentences, the one that answers the question first."""
    plan, whole = result.sample.plan, result.sample.population_size
    if result.at_most is None:
        drawn = len(result.sample.papers)
        return [f"No result yet: {result.missing:,} of {drawn:,} papers have still to be entered."]
    confidence = f"{_percent(plan.confidence, up=False)} confidence"
    wrong = {0: "none deviates", 1: "1 deviates"}.get(
        result.deviations, f"{result.deviations:,} deviate"
    )
    told = [
        f"{result.looked_at:,} of {whole:,} papers were looked at, and {wrong}. "
        f"So the share that deviates is at most {_percent(result.at_most)} at {confidence}."
    ]
    if result.looked_at == whole:
        told = [f"All {whole:,} papers were looked at, and {wrong}. Nothing is left to infer."]
    elif result.most is not None and result.most / whole < result.at_most:
        share = _percent(result.most / whole)
        told.append(
            f"Counted against no more than {whole:,} papers, it is at most {result.most:,} of "
            f"them ({share})."
        )
    if plan.by:
        told.append(
            f"All strata are counted together, and the bound is raised by a factor of "
            f"{result.factor:.3f}: the most that any stratum is under-represented."
        )
    tolerable = _percent(plan.tolerable, up=False)
    told.append(
        f"That shows the tolerable rate of {tolerable}."
        if result.shown
        else f"That does not show the tolerable rate of {tolerable}: look at more papers, or act on it."
    )
    if result.draws > 1:
        told.append(
            f"These papers were drawn from {result.draws} times; read all the results together."
        )
    return told


def _bounds(sample: Sample, strata: list[StratumResult]) -> tuple[float, float, int | None]:
    """(upper bound, what it was raised by, most deviations among all papers or None)."""
    papers, drawn, wrong = (
        sum(getattr(one, name) for one in strata) for name in ("papers", "drawn", "deviations")
    )
    if papers == drawn:
        return wrong / papers, 1.0, wrong
    if sample.plan.by:
        counts = {one.stratum: (one.papers, one.drawn, one.deviations) for one in strata}
        return *stratified_bound(counts, sample.plan.confidence), None
    confidence = sample.plan.confidence
    most = most_deviations(wrong, drawn, papers, confidence)
    return upper_bound(wrong, drawn, confidence), 1.0, most


def _percent(share: float, *, up: bool = True) -> str:
    """A percentage with one decimal; a bound is rounded up, so that it still holds."""
    tenths = round(share * 1000, 6)
    number = (math.ceil(tenths) if up else round(tenths)) / 10
    return f"{number:g} %" if not up else f"{number:.1f} %"
