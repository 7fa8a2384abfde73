"""What keeps promises from being tested: one list of what is missing, worked out, not assumed."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.controls import BY_ID, CONTROLS, Control
from chs_audit.controls.answer import BROKEN, CANNOT_TELL
from chs_audit.controls.answers import sentence_fields
from chs_audit.controls.derived import DERIVED
from chs_audit.controls.inputs import Inputs, tables_needed
from chs_audit.controls.populations import POPULATIONS
from chs_audit.controls.publications import CHECKED
from chs_audit.controls.sentences import say_day
from chs_audit.records import BY_NAME
from chs_audit.settings import FILE_NAME

COLUMNS = ("missing", "blocks", "rows", "who_can_supply")


def fix_list(audit: Audit) -> pd.DataFrame:
    """Everything that is missing, every row of it, what blocks most first.

    Returns:
        missing (what, in a sentence), blocks (ids of the controls it keeps from judging),
        rows (how many could not be judged; null where the whole promise is untested),
        who_can_supply.
    """
    rows = [
        *_missing_tables(audit),
        *_missing_settings(audit),
        *_cannot_tell(audit),
        *_log_gaps(audit),
        *_log_expiry(audit),
        *_unfilled(audit),
    ]
    rows.sort(key=_weight, reverse=True)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"rows": "Int64"})


# What only time or a larger charity can supply is on no list of things to fix.
NOBODY_CAN_SUPPLY = ("not-due", "review-not-due", "group-too-small")
TRUSTEES = "the trustees, by a decision"
# What a sentence about any such row says of somebody.
ANY = {"staff_kind": "somebody"}

Row = tuple[str, str, int | None, str]


def _weight(row: Row) -> tuple[bool, int, int]:
    """Whole promises untested before single rows; then how many promises, and rows."""
    _, blocks, rows, _ = row
    return rows is None, len(blocks.split(", ")) if blocks else 0, rows or 0


def _missing_tables(audit: Audit) -> list[Row]:
    """Record tables that nobody supplied, with the promises that they keep untested."""
    found: list[Row] = []
    for name in sorted(audit.inputs.empty):
        blocked = [one.id for one in CONTROLS if name in tables_needed(*one.needs)]
        if blocked:
            table = BY_NAME[name]
            what = f"There are no records of {table.title}, and without them these promises are not tested at all."
            found.append((what, ", ".join(blocked), None, table.kept_by))
    return found


def _missing_settings(audit: Audit) -> list[Row]:
    return [
        (
            f"The file {one.not_tested}, and without it this promise is not tested at all.",
            one.control.id,
            None,
            TRUSTEES,
        )
        for one in audit.answers
        if one.not_tested.startswith(FILE_NAME)
    ]


def _cannot_tell(audit: Audit) -> list[Row]:
    """Rows that could not be judged, by what is missing in them, as their sentence says it."""
    unclear = audit.findings[audit.findings["kind"] == CANNOT_TELL]
    unclear = unclear[~unclear["reasons"].isin(NOBODY_CAN_SUPPLY)]
    facts_of = {one.control.id: one.facts for one in audit.answers}
    told: dict[tuple[str, str, str], tuple[set[str], set[str]]] = {}
    for (id, reason), rows in unclear.groupby(["control", "reasons"]):
        control = BY_ID[str(id)]
        about = POPULATIONS[control.population]
        what = _of_any(control, str(reason), facts_of[control.id].loc[rows["id"]])
        group = told.setdefault((about.title, what, _who(control, str(reason))), (set(), set()))
        group[0].add(control.id)
        group[1].update(rows["key"])
    return [
        (
            f"{what} Where that is so, {_a(title)} cannot be judged.",
            ", ".join(sorted(ids)),
            len(keys),
            who,
        )
        for (title, what, who), (ids, keys) in told.items()
    ]


def _of_any(control: Control, reason: str, facts: pd.DataFrame) -> str:
    """The sentence of a reason as it holds for all rows: no day, and nothing of anybody.

    What rows about nobody have in common, such as the name of a log, is told.
    """
    population = POPULATIONS[control.population]
    words = {}
    for name in sentence_fields(control):
        common = facts[name].dropna().unique()
        if name in ANY:
            words[name] = ANY[name]
        elif name.endswith("_on") or name == "day":
            words[name] = "some day"
        elif name.endswith("_at"):
            words[name] = "some time"
        elif len(common) == 1 and not population.about_people and not population.of_files:
            words[name] = str(common[0])
        else:
            words[name] = "(…)"
    return control.sentence(reason).format_map(words).strip()


def _who(control: Control, reason: str) -> str:
    """Who can supply what a row lacks: whoever keeps the table that it should stand in."""
    named = control.missing_in.get(reason)
    if named == FILE_NAME:
        return TRUSTEES
    tables = (named,) if named else _tables_of(*POPULATIONS[control.population].asks_for)
    return BY_NAME[tables[0]].kept_by if tables else ""


def _tables_of(*names: str) -> tuple[str, ...]:
    """The record tables behind these names, in their order."""
    found: list[str] = []
    for name in names:
        if name in BY_NAME:
            found.append(name)
        elif name in CHECKED:
            found += _tables_of(*CHECKED[name].asks_for)
        elif name in DERIVED:
            found += _tables_of(*Inputs.asked_by(DERIVED[name]))
    return tuple(found)


def _a(title: str) -> str:
    return f"{'an' if title[0] in 'aeio' else 'a'} {title}"


def _log_gaps(audit: Audit) -> list[Row]:
    """Days of which a log is missing: nobody can judge what is not in it."""
    blocked = [one.id for one in CONTROLS if "accesses" in one.asks_for]
    facts = [one.facts for one in audit.answers if one.control.id == "NK-07"]
    days = audit.findings.query("control == 'NK-07'")
    days = days[days["kind"] == BROKEN]
    sources = facts[0].loc[days["id"], "source"] if len(days) else pd.Series(dtype="object")
    return [
        (
            f"The log holds no event on days on which it usually has some ({source}), so nobody can tell who opened what then; export those days again while the source still has them.",
            ", ".join(blocked),
            int(count),
            BY_NAME["access_log"].kept_by,
        )
        for source, count in sources.value_counts().sort_index().items()
    ]


def _log_expiry(audit: Audit) -> list[Row]:
    """How long each source still holds the events that the next export must bring."""
    log = audit.inputs.engine.table("access_log")
    latest = log.group_by("source").aggregate(last_on=log.occurred_on.max())
    frame = audit.inputs.engine.frame(latest)
    found: list[Row] = []
    for source, last_on in frame.dropna().sort_values("source").itertuples(index=False):
        days = audit.settings.sources.retention_days.get(source)
        if days is None:
            continue
        deletes = last_on + dt.timedelta(days=days)
        ends = f"The log of {source} ends on {say_day(last_on)}"
        if deletes < audit.as_at:
            what = f"{ends}, and since {say_day(deletes)} its source deletes what came after."
        else:
            what = f"{ends}. Export it again by {say_day(deletes)}, before its source deletes what came after."
        found.append((what, "NK-07", 0, BY_NAME["access_log"].kept_by))
    return found


def _unfilled(audit: Audit) -> list[Row]:
    """Columns that nobody fills, in tables that have rows."""
    return [
        (
            f"Nobody fills the column {column} of {BY_NAME[table].title}; what depends on it cannot be judged, and is listed, too.",
            "",
            0,
            BY_NAME[table].kept_by,
        )
        for table, column in audit.import_report.unfilled_columns
    ]
