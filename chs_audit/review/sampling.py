"""Samples of papers: drawn once, with a seed, and on record before anybody opens the cabinet.

For promises whose proof is on paper. Every draw and every paper looked at is an event of the
ledger, so that nobody can draw again until it suits without everybody seeing it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.controls.populations import POPULATIONS
from chs_audit.errors import InputError, NotFoundError, Problem
from chs_audit.records import BY_NAME, day_column
from chs_audit.review.sample_sizes import allocate, sample_size

if TYPE_CHECKING:
    from chs_audit.review.ledger import Book, Ledger

DRAWN = "sample-drawn"
ENTERED = "sample-entered"

OK, DEVIATION, NOT_FOUND = "ok", "deviation", "not found"
FOUND = (OK, DEVIATION, NOT_FOUND)

# NumPy promises that this generator gives the same numbers in every version to come (NEP 19),
# as Python's own module does not: a draw can be repeated years later.
METHOD = "numpy RandomState(seed).choice without replacement, over the sorted keys, stratum by stratum in sorted order"
MONTH = "month"
NO_STRATUM = "(blank)"


@dataclass(frozen=True)
class Plan:
    """What is to be sampled, and how sure the answer shall be.

    Args:
        population: a population's or record table's name.
        tolerable: the share of deviations that could be lived with.
        confidence: how sure the answer shall be.
        expected: deviations that the sample may hold and still show it.
        by: the column to stratify by, "month" for the month of the record, or "".
        size: how many papers, where somebody else decided it; 0 to work it out.
    """

    population: str
    tolerable: float = 0.05
    confidence: float = 0.95
    expected: int = 0
    by: str = ""
    size: int = 0


@dataclass(frozen=True)
class Paper:
    """One paper of a sample: its number on the list, its stratum, and its record's key."""

    number: int
    stratum: str
    key: str


@dataclass(frozen=True)
class Sample:
    """One draw, as it stands in the ledger.

    Args:
        id: its name, such as sample-1.
        plan: what was asked for.
        title: what one paper is, in a sentence.
        period: first and last day.
        seed: where the drawing began.
        method: how it was drawn.
        keys_sha256: SHA-256 of all keys of the population, sorted, one a line.
        strata: stratum -> how many papers there are; one stratum "" for a simple sample.
        papers: the papers to look at.
        again_because: why there was another draw after an earlier one.
    """

    id: str
    plan: Plan
    title: str
    period: tuple[str, str]
    seed: int
    method: str
    keys_sha256: str
    strata: Mapping[str, int]
    papers: tuple[Paper, ...]
    again_because: str = ""

    @property
    def population_size(self) -> int:
        return sum(self.strata.values())

    @property
    def what(self) -> tuple[str, tuple[str, str]]:
        """What it was drawn from: the population, and the period."""
        return self.plan.population, self.period


def draw(
    audit: Audit, plan: Plan, seed: int, ledger: Ledger, actor: str, again_because: str = ""
) -> Sample:
    """Draw a sample of a population of the audit's period, and write it to the ledger.

    Raises:
        InputError: if there is no such population or column, if it is empty and so cannot be
            tested, or if the same papers were drawn from before and no reason is given.
    """
    if not 0 <= seed < 2**32:
        raise InputError([Problem("a seed from 0 to 4294967295", "Mend --seed.")])
    rows = rows_to_sample(audit, plan.population, plan.by)
    if rows.empty:
        todo = "Nothing is tested by this. Add the records, or choose a longer period."
        raise InputError([Problem(f"at least one {title(plan.population)} in the period", todo)])
    strata = {str(name): len(mine) for name, mine in rows.groupby("stratum")}
    size = plan.size or sample_size(
        len(rows), plan.tolerable, plan.confidence, plan.expected, large=bool(plan.by)
    )
    if not 0 < size <= len(rows):
        raise InputError([Problem(f"a size from 1 to {len(rows)}", "Mend --size.")])
    keys = "".join(f"{key}\n" for key in rows["key"])
    undated = Sample(
        id="",
        plan=plan,
        title=title(plan.population),
        period=(str(audit.period.first), str(audit.period.last)),
        seed=seed,
        method=METHOD,
        keys_sha256=hashlib.sha256(keys.encode()).hexdigest(),
        strata=strata,
        papers=pick(rows, size, strata, seed),
        again_because=again_because,
    )
    # Others who draw wait meanwhile, so that two cannot both be the first.
    with ledger.writing() as book:
        before = samples(book)
        _once(undated, before)
        sample = replace(undated, id=f"sample-{len(before) + 1}")
        book.append(DRAWN, asdict(sample), actor=actor, subject=sample.id)
    return sample


def rows_to_sample(audit: Audit, population: str, by: str = "") -> pd.DataFrame:
    """The rows of a population of the period: key and stratum, by key.

    Raises:
        InputError: if there is no such population, or it has no such column.
    """
    _known(population)
    frame = audit.inputs.engine.frame(audit.inputs.get(population))
    key, happened_on = _key_and_day(population)
    if population in BY_NAME and happened_on:
        days = frame[happened_on]
        within = days.map(
            lambda day: pd.isna(day) or audit.period.first <= day <= audit.period.last
        )
        frame = frame[within.astype(bool)]
    if by == MONTH and happened_on:
        stratum = pd.to_datetime(frame[happened_on]).dt.strftime("%Y-%m")
    elif not by:
        stratum = pd.Series("", index=frame.index)
    elif by in frame.columns:
        stratum = frame[by]
    else:
        names = [MONTH, *frame.columns] if happened_on else list(frame.columns)
        todo = f"Choose one of: {', '.join(names)}."
        raise InputError([Problem(f"a column of {title(population)} to stratify by", todo)])
    rows = pd.DataFrame(
        {
            "key": frame[list(key)].astype("object").fillna("").astype(str).agg("|".join, axis=1)
            if len(frame)
            else pd.Series(dtype="object"),
            "stratum": stratum.astype("object").where(stratum.notna(), NO_STRATUM).astype(str),
        }
    )
    return rows.sort_values("key", ignore_index=True)


def pick(rows: pd.DataFrame, size: int, strata: Mapping[str, int], seed: int) -> tuple[Paper, ...]:
    """The papers that this seed draws: the same ones from the same rows, always."""
    import numpy as np

    chance = np.random.RandomState(seed)
    papers: list[Paper] = []
    for stratum, count in allocate(size, dict(sorted(strata.items()))).items():
        mine = rows.loc[rows["stratum"] == stratum, "key"].tolist()
        for place in sorted(chance.choice(len(mine), count, replace=False)):
            papers.append(Paper(len(papers) + 1, stratum, mine[place]))
    return tuple(papers)


def enter(
    sample: Sample, found: Iterable[tuple[int, str, str]], ledger: Ledger, actor: str
) -> tuple[int, ...]:
    """Write what was found to the ledger: (number on the list, found, note) for each paper.

    All of them, or none. Entering a paper again replaces what was found, and both stay in the
    ledger. What stands there already is not entered twice.

    Returns:
        The numbers that were entered.

    Raises:
        InputError: listing every number that is not on the list and every unknown word.
    """
    given = list(found)
    problems = []
    numbers = {paper.number for paper in sample.papers}
    strange = tuple(number for number, _, _ in given if number not in numbers)
    if strange:
        problems.append(
            Problem(f"numbers from 1 to {len(numbers)}", "Take them from the list.", rows=strange)
        )
    unclear = tuple(number for number, word, _ in given if word not in FOUND)
    if unclear:
        problems.append(Problem(f"one of: {', '.join(FOUND)}", "Say what was found.", rows=unclear))
    if problems:
        raise InputError(problems)
    before = entered(sample, ledger)
    new = [one for one in given if before.get(one[0]) != one[1:]]
    with ledger.writing() as book:
        for number, word, note in new:
            about = {"number": number, "found": word, "note": note}
            book.append(ENTERED, about, actor=actor, subject=sample.id)
    return tuple(number for number, _, _ in new)


def entered(sample: Sample, ledger: Ledger) -> dict[int, tuple[str, str]]:
    """Number on the list -> what was found last, and the note."""
    return {
        one.payload["number"]: (one.payload["found"], one.payload["note"])
        for one in ledger.events(ENTERED)
        if one.subject == sample.id
    }


def samples(ledger: Ledger | Book) -> list[Sample]:
    """All draws, the oldest first."""
    return [_sample(one.payload) for one in ledger.events(DRAWN)]


def sample_of(ledger: Ledger, id: str = "") -> Sample:
    """The draw of that id; the only one where none is named.

    Raises:
        NotFoundError: if there is none, or one must be named.
    """
    all = samples(ledger)
    if not all:
        raise NotFoundError("no sample has been drawn here; chs-audit sample draw draws one")
    found = [one for one in all if one.id == (id or one.id)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{one.id} ({one.plan.population})" for one in all)
    raise NotFoundError(f"name one of the samples with --sample: {known}")


def title(population: str) -> str:
    """What one row of a population is, in a sentence."""
    if population in POPULATIONS:
        return POPULATIONS[population].title
    return f"row of {BY_NAME[population].title}"


def _known(population: str) -> None:
    if population not in POPULATIONS and population not in BY_NAME:
        names = ", ".join(sorted({*POPULATIONS, *BY_NAME}))
        raise InputError([Problem("a population or record table", f"Choose one of: {names}.")])


def _key_and_day(population: str) -> tuple[tuple[str, ...], str]:
    if population in POPULATIONS:
        return POPULATIONS[population].key, POPULATIONS[population].happened_on
    table = BY_NAME[population]
    return table.key, day_column(table.when) if table.when.endswith("_at") else table.when


def _once(sample: Sample, before: Sequence[Sample]) -> None:
    """Refuse to draw again from the same papers unless it is said why."""
    same = [one for one in before if one.what == sample.what]
    if same and not sample.again_because:
        problem = Problem(
            f"one draw from the same papers, and there is {same[-1].id} already",
            "Finish that one; or say with --again why another is drawn, for all to read.",
        )
        raise InputError([problem])


def _sample(about: Mapping[str, Any]) -> Sample:
    fields = dict(about)
    fields["plan"] = Plan(**fields["plan"])
    fields["period"] = tuple(fields["period"])
    fields["papers"] = tuple(Paper(**paper) for paper in fields["papers"])
    return Sample(**fields)
