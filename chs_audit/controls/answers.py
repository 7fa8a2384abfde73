"""Asking controls: all those about one population in one pass over it.

Each control adds its verdict to the running table expression and hands it on to the next,
so however many questions are asked of the access log, it is read once. Kept rows are
counted, not carried: only what breaks a promise, or cannot be judged, leaves the engine. An
answer about a row depends on no other row of the population; so of a large population those
rows are set aside first, and reasons, sentences and fingerprints are worked out for them only.
A small one is worked out once, and whoever asks about it later finds it there.
"""

from __future__ import annotations

import functools
import hashlib
import operator
import string
from collections.abc import Iterable, Sequence

import ibis
import pandas as pd
from ibis.expr.types import BooleanValue, StringValue, Table, Value

from chs_audit.controls.answer import (
    BROKEN,
    CANNOT_TELL,
    INVOLVED,
    LOOKED_UP_BY,
    TO_LOOK_AT,
    TWO_VERDICTS,
    Answer,
    no_findings,
)
from chs_audit.controls.control import Control
from chs_audit.controls.inputs import Inputs, set_aside
from chs_audit.controls.populations import POPULATIONS
from chs_audit.expressions import as_text
from chs_audit.records import BY_NAME

# A population of so many rows is large: what it costs to ask twice is less than what it saves.
MANY = 100_000


def ask(inputs: Inputs, controls: Sequence[Control]) -> list[Answer]:
    """The answers of controls that are all about one population, in their order."""
    testable, answers = [], {}
    for one in controls:
        why = _why_not(inputs, one)
        if why:
            answers[one.id] = Answer(one, 0, no_findings(), pd.DataFrame(), why)
        else:
            testable.append(one)
    if testable:
        name = testable[0].population
        counts = _asked(inputs, testable)
        population = inputs.get(name)
        if max(counts.values()) <= MANY:
            population = inputs.hold(name, population)
        batches, given = [testable], {}
        if max(counts.values()) > MANY:
            rows = _worth_a_look(inputs, population, testable)
            population = inputs.hold(set_aside(name), rows)
            # One at a time, the findings of all of them never lie in memory side by side.
            batches = [[one] for one in testable]
            if any("timeline" in one.asks_for for one in testable):
                given["timeline"] = inputs.timeline_of(population)
        for batch in batches:
            frame = _not_kept(inputs, population, batch, **given) if any(counts.values()) else None
            for one in batch:
                if frame is not None and counts[one.id]:
                    answers[one.id] = Answer(one, counts[one.id], *_findings(one, frame))
                else:
                    what = POPULATIONS[one.population].title
                    which = " that it is asked of" if one.asked_of else ""
                    why = f"no {what}{which} in the period"
                    answers[one.id] = Answer(one, 0, no_findings(), pd.DataFrame(), why)
    return [answers[one.id] for one in controls]


def rows_of(inputs: Inputs, control: Control, keys: Iterable[str]) -> pd.DataFrame:
    """The records of the control's findings of these keys, with all that it worked out about
    them, by key."""
    engine = inputs.engine
    # As a table: there may be more keys than fit into a question, which stays the same so.
    asked = pd.DataFrame({"asked_key": sorted(set(keys))}, dtype="object")
    engine.put("asked_keys", asked, {"asked_key": "VARCHAR"})

    def question() -> Table:
        population, wanted = inputs.found_in(control.population), engine.table("asked_keys")
        found = population.semi_join(wanted, key_of(control, population) == wanted.asked_key)
        answered = _answered(inputs, control, found)
        return answered.mutate(key=key_of(control, answered))

    rows = engine.frame(inputs.once(f"rows of {control.id}", question)).set_index("key")
    engine.drop("asked_keys")
    return rows


def _why_not(inputs: Inputs, control: Control) -> str:
    empty = sorted(inputs.missing(*control.needs))
    if empty:
        return "no records of " + " or ".join(BY_NAME[name].title for name in empty)
    for name in control.needs_settings:
        section, setting = name.split(".")
        if not getattr(getattr(inputs.settings, section), setting):
            return f"audit.toml does not set {name}"
    return ""


def _asked(inputs: Inputs, controls: Sequence[Control]) -> dict[str, int]:
    """How many rows of the population each control is asked of."""
    population = inputs.call(POPULATIONS[controls[0].population].to_count)
    counts = {
        one.id: one.asked_of(population).sum() if one.asked_of else population.count()
        for one in controls
    }
    row = inputs.engine.frame(population.aggregate(**counts)).fillna(0).iloc[0]
    return {id: int(row[id]) for id in counts}


def _answered(inputs: Inputs, control: Control, population: Table, **given: Table) -> Table:
    given[control.population] = population
    arguments = {
        name: given[name] if name in given else inputs.get(name) for name in control.asks_for
    }
    return control.answer(**arguments)


def _worth_a_look(inputs: Inputs, population: Table, controls: Sequence[Control]) -> Table:
    """The rows of the population that any control does not call kept, as they were."""
    rows = population
    for one in controls:
        # Here it is enough that something explains an access. What it is, is asked of the rest.
        given = {"timeline": inputs.get("covered")} if "timeline" in one.asks_for else {}
        answered = _answered(inputs, one, rows, **given)
        rows = answered.select(*rows.columns, **{f"{one.id} shown": _shown(one, answered)})
    shown = functools.reduce(operator.or_, [rows[f"{one.id} shown"] for one in controls])
    return rows.filter(shown).select(*population.columns)


def _not_kept(
    inputs: Inputs, population: Table, controls: Sequence[Control], **given: Table
) -> pd.DataFrame:
    """One row per row of the population that any control does not call kept."""
    record = population.columns
    rows = population
    for one in controls:
        answered = _answered(inputs, one, rows, **given)
        spared = _spared(one, answered)
        rows = answered.select(
            *rows.columns,
            **{
                f"{one.id} kept": spared | answered.kept,
                f"{one.id} reason": answered.because,
                f"{one.id} also": spared.ifelse(ibis.null("string"), answered.also),
                f"{one.id} shown": _shown(one, answered),
                **{_fact(one, name): answered[name] for name in sentence_fields(one)},
            },
        )
    rows = rows.filter(
        functools.reduce(operator.or_, [rows[f"{one.id} shown"] for one in controls])
    )
    happened_on = POPULATIONS[controls[0].population].happened_on
    columns = {"key": key_of(controls[0], rows)}
    columns["happened_on"] = rows[happened_on] if happened_on else ibis.null("date")
    record_text = as_text(rows, record)
    numbers = INVOLVED.union(LOOKED_UP_BY).intersection(record)
    columns |= {_number(name): rows[name].cast("string") for name in sorted(numbers)}
    for one in controls:
        shown = rows[f"{one.id} shown"]
        fields = [_fact(one, name) for name in sentence_fields(one)]
        evidence = record_text.concat(
            as_text(rows, fields),
            rows[f"{one.id} reason"].fill_null(""),
            rows[f"{one.id} also"].fill_null(""),
        )
        told = {
            f"{one.id} id": _id_of(one, key_of(one, rows)),
            f"{one.id} kind": _kind(one, rows[f"{one.id} kept"]),
            f"{one.id} reason": rows[f"{one.id} reason"].fill_null(""),
            f"{one.id} also": rows[f"{one.id} also"].fill_null(""),
            f"{one.id} fingerprint": evidence.hexdigest("sha256"),
            **{name: rows[name] for name in fields},
        }
        columns[f"{one.id} shown"] = shown
        columns |= {name: _where(shown, value) for name, value in told.items()}
    return inputs.engine.frame(rows.select(**columns))


def _spared(control: Control, rows: Table) -> BooleanValue:
    """Which rows the control is not asked of."""
    return ~control.asked_of(rows).fill_null(False) if control.asked_of else ibis.literal(False)


def _shown(control: Control, answered: Table) -> BooleanValue:
    """Which rows make a finding."""
    # A missing verdict is not a kept one: whatever is neither kept nor broken cannot be told.
    shown = ~answered.kept.fill_null(False) | answered.also.notnull()
    return _spared(control, answered).ifelse(False, shown)


def _where(condition: BooleanValue, value: Value) -> Value:
    """The value where the condition holds, and nothing where it does not."""
    return condition.ifelse(value, ibis.null(value.type()))


def _fact(control: Control, name: str) -> str:
    return f"{control.id} fact {name}"


def _number(name: str) -> str:
    return f"number {name}"


def _findings(
    control: Control, frame: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, str, pd.DataFrame]:
    """The control's findings, the facts of their sentences, no reason why it was not tested,
    and the numbers in their records, as :class:`Answer` has them."""
    mine = frame[frame[f"{control.id} shown"]]
    found = pd.DataFrame(
        {
            "id": mine[f"{control.id} id"],
            "control": control.id,
            "kind": mine[f"{control.id} kind"],
            "reasons": mine[f"{control.id} reason"],
            "key": mine["key"],
            "happened_on": mine["happened_on"],
            "also": mine[f"{control.id} also"],
            "fingerprint": mine[f"{control.id} fingerprint"],
        }
    )
    ids = pd.Index(found["id"])
    fields = sentence_fields(control)
    told = mine[[_fact(control, name) for name in fields]].set_axis(list(fields), axis="columns")
    numbers = mine[[name for name in frame.columns if name.startswith(_number(""))]]
    numbers = numbers.rename(columns=lambda name: name.removeprefix(_number("")))
    return found.reset_index(drop=True), told.set_index(ids), "", numbers.set_index(ids)


def _kind(control: Control, kept: BooleanValue) -> StringValue:
    broken = TO_LOOK_AT if control.to_look_at else BROKEN
    return ibis.cases((kept.isnull(), CANNOT_TELL), (kept, TWO_VERDICTS), else_=broken)


def _id_of(control: Control, key: StringValue) -> StringValue:
    """As :func:`finding_id`, of many rows."""
    digest = ibis.literal(f"{control.id}|").concat(key).hexdigest("sha256")
    return ibis.literal(f"{control.id}-").concat(digest.left(10))


def finding_id(control: str, key: str) -> str:
    """The finding's name, the same from run to run: it depends on the record, not on the day."""
    return f"{control}-{hashlib.sha256(f'{control}|{key}'.encode()).hexdigest()[:10]}"


def sentence_fields(control: Control) -> tuple[str, ...]:
    """The columns that the control's sentences speak of: its evidence."""
    sentences = (*control.reasons.values(), *control.cannot_tell.values())
    fields = {
        name for text in sentences for _, name, _, _ in string.Formatter().parse(text) if name
    }
    return tuple(sorted(fields))


def key_of(control: Control, rows: Table) -> StringValue:
    """The name of each row of the control's population: its key columns joined by "|"."""
    return as_text(rows, POPULATIONS[control.population].key)
