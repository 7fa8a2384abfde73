"""How much of the access log is explained, how much chance would explain, and what if.

An explanation that fits almost any member of staff and person explains nothing. So the same
question is asked of pairs drawn at random: the share of them that is explained tells how
broad the explanations are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from ibis.expr.types import Table

from chs_audit.controls.inputs import Inputs
from chs_audit.controls.need_to_know import explained
from chs_audit.controls.populations import POPULATIONS
from chs_audit.engine import stored_columns
from chs_audit.need_to_know.explanation import switch_of
from chs_audit.need_to_know.shares import CODES, Shares
from chs_audit.records import BY_NAME
from chs_audit.settings import Settings

PAIRS = 20_000
WHAT_IF_COLUMNS = ("of", "accesses", "now", "then", "lost", "gained")
# How the rows of a comparison are called.
ACCESSES, FIRST, RANDOM = "accesses", "first accesses", "random pairs"


def shares(inputs: Inputs, accesses: Table | None = None) -> Shares:
    """How many accesses of the period, or of some others, are explained."""
    answered = _answered(inputs, inputs.get("accesses") if accesses is None else accesses)
    rows = _with_first(inputs, answered)
    rows = rows.mutate(kept=rows.kept.fill_null(False), month=rows.occurred_on.truncate("M"))
    by = ["role", "month", "first", "kept", "explanations"]
    return Shares(inputs.engine.frame(rows.group_by(by).aggregate(accesses=rows.count())))


def random_pairs(inputs: Inputs, seed: int, pairs: int = PAIRS) -> Table:
    """Accesses that nobody made: on days of the log's, each by somebody in service that day,
    drawn at random, of somebody on record by then, drawn at random."""
    name = f"random pairs {seed} {pairs} {inputs.period.first} {inputs.period.last}"
    if not inputs.engine.has(name):
        drawn = _draw_pairs(inputs, np.random.default_rng(seed), pairs)
        inputs.engine.put(name, drawn, stored_columns(BY_NAME["access_log"]))
    return inputs.call_with(POPULATIONS["accesses"].rows, access_log=inputs.engine.table(name))


def what_if(inputs: Inputs, settings: Settings, seed: int) -> pd.DataFrame:
    """What other settings would explain.

    Returns:
        of (accesses, first accesses, or random pairs), accesses (how many), now and then
        (how many are explained), lost and gained (how many would lose or gain it).
    """
    changed = replace(inputs, settings=settings)
    rows = []
    for of, accesses in (
        (ACCESSES, inputs.get("accesses")),
        (RANDOM, random_pairs(inputs, seed)),
    ):
        counted = _both(inputs, changed, accesses)
        rows.append(_compared(of, counted))
        if of == ACCESSES:
            rows.append(_compared(FIRST, counted[counted["first"]]))
    return pd.DataFrame(rows, columns=list(WHAT_IF_COLUMNS))


def what_if_dropped(settings: Settings, found: dict[str, Shares]) -> pd.DataFrame:
    """The same as :func:`what_if` where explanations are switched off and nothing else is
    changed: from what was counted before, without looking at any access again."""
    off = {code for code in CODES if not getattr(settings.explanations, switch_of(code))}
    rows = []
    for of, mine in found.items():
        lost = mine.lost_without(off)
        rows.append((of, mine.accesses, mine.explained, mine.explained - lost, lost, 0))
    return pd.DataFrame(rows, columns=list(WHAT_IF_COLUMNS))


def only_drops(now: Settings, then: Settings) -> bool:
    """Whether nothing is changed but that explanations are switched off."""
    switched_on = any(on and not getattr(now.explanations, name) for name, on in then.explanations)
    return not switched_on and now.need_to_know == then.need_to_know


def _answered(inputs: Inputs, accesses: Table) -> Table:
    return inputs.call_with(explained.answer, accesses=accesses)


def _with_first(inputs: Inputs, rows: Table) -> Table:
    """The rows with `first`: whether it is the pair's first access in the whole log."""
    log = inputs.get("access_log")
    pairs = log.filter(log.staff_id.notnull() & log.person_id.notnull())
    # The event's number settles it where two were made in the same moment.
    firsts = pairs.group_by("staff_id", "person_id").aggregate(
        first_event=pairs.event_id.argmin(pairs.occurred_at)
    )
    rows = rows.left_join(firsts.select("first_event"), rows.event_id == firsts.first_event)
    return rows.mutate(first=rows.first_event.notnull()).drop("first_event")


def _both(inputs: Inputs, changed: Inputs, accesses: Table) -> pd.DataFrame:
    """first, now, then -> accesses: the log is read once for both settings."""
    rows = _answered(inputs, accesses)
    rows = rows.select(*accesses.columns, now=rows.kept.fill_null(False))
    rows = _with_first(inputs, _answered(changed, rows))
    rows = rows.mutate(then=rows.kept.fill_null(False))
    counted = rows.group_by("first", "now", "then").aggregate(accesses=rows.count())
    return inputs.engine.frame(counted)


def _compared(of: str, counted: pd.DataFrame) -> tuple[str, int, int, int, int, int]:
    def count(which: pd.Series) -> int:
        return int(counted.loc[which, "accesses"].sum())

    now, then = counted["now"], counted["then"]
    total = int(counted["accesses"].sum())
    return of, total, count(now), count(then), count(now & ~then), count(then & ~now)


def _draw_pairs(inputs: Inputs, rng: np.random.Generator, pairs: int) -> pd.DataFrame:
    frame = inputs.engine.frame
    accesses, staff, people = (inputs.get(name) for name in ("accesses", "staff", "service_users"))
    by_day = frame(accesses.group_by("occurred_on").aggregate(accesses=accesses.count()))
    workers = frame(staff.select("staff_id", "started_on", "left_on").order_by("staff_id"))
    known = frame(people.select("person_id", "first_contact_on").order_by("person_id"))
    by_day = by_day.dropna().sort_values("occurred_on")
    log_days = _numbers(by_day["occurred_on"])
    # A blank day says nothing against somebody: they count as being there.
    started, left = _numbers(workers["started_on"]), _numbers(workers["left_on"], 10**7)
    known_from = _numbers(known["first_contact_on"])
    here = np.array([np.any((started <= on) & (left >= on)) for on in log_days], dtype=bool)
    here &= np.array([np.any(known_from <= on) for on in log_days], dtype=bool)
    weights = np.where(here, by_day["accesses"].to_numpy(dtype=float), 0.0)
    columns = list(stored_columns(BY_NAME["access_log"]))
    if not weights.sum():
        return pd.DataFrame({name: pd.Series(dtype="str") for name in columns})
    on = rng.choice(log_days, size=pairs, p=weights / weights.sum())
    drawn = pd.DataFrame(index=range(pairs), columns=columns, dtype="object")
    never_ending = np.full(len(known_from), 10**7)
    drawn["event_id"] = [f"random {number}" for number in range(pairs)]
    drawn["occurred_on"] = pd.to_datetime(on, unit="D").strftime("%Y-%m-%d")
    drawn["occurred_at"] = drawn["occurred_on"] + " 12:00:00"
    drawn["staff_id"] = workers["staff_id"].to_numpy()[_pick(rng, on, started, left)]
    drawn["person_id"] = known["person_id"].to_numpy()[_pick(rng, on, known_from, never_ending)]
    return drawn


def _numbers(days: pd.Series, blank: int = -(10**7)) -> npt.NDArray[Any]:
    """Days as numbers, which are quick to compare."""
    counted = (pd.to_datetime(days) - pd.Timestamp(0)).dt.days
    return counted.fillna(blank).to_numpy(dtype="int64")


def _pick(
    rng: np.random.Generator, on: npt.NDArray[Any], first: npt.NDArray[Any], last: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    """For each day one place at random among those whose first and last day enclose it."""
    picked = rng.integers(len(first), size=len(on))
    while len(wrong := np.flatnonzero((first[picked] > on) | (last[picked] < on))):
        picked[wrong] = rng.integers(len(first), size=len(wrong))
    return picked
