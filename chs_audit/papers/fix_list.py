"""What keeps promises from being tested: one list of what is missing, worked out, not assumed."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.controls import BY_ID, CONTROLS
from chs_audit.controls.inputs import tables_needed
from chs_audit.controls.populations import POPULATIONS
from chs_audit.records import BY_NAME

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
        *_log_expiry(audit),
        *_unfilled(audit),
    ]
    rows.sort(key=_weight, reverse=True)
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype({"rows": "Int64"})


# What only time or a larger charity can supply is on no list of things to fix.
NOBODY_CAN_SUPPLY = ("not-due", "review-not-due", "group-too-small")

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
            found.append(
                (f"There are no records of {table.title}.", ", ".join(blocked), None, table.kept_by)
            )
    return found


def _missing_settings(audit: Audit) -> list[Row]:
    return [
        (f"The file {one.not_tested}.", one.control.id, None, "the trustees, by a decision")
        for one in audit.answers
        if one.not_tested.startswith("audit.toml")
    ]


def _cannot_tell(audit: Audit) -> list[Row]:
    """Rows that could not be judged, by what is missing in them."""
    unclear = audit.findings[audit.findings["kind"] == "cannot tell"]
    unclear = unclear[~unclear["reasons"].isin(NOBODY_CAN_SUPPLY)]
    populations = unclear["control"].map(lambda id: BY_ID[id].population)
    found: list[Row] = []
    for (name, reason), rows in unclear.groupby([populations, "reasons"]):
        population = POPULATIONS[str(name)]
        tables = [table for table in population.asks_for if table in BY_NAME]
        whose = BY_NAME[tables[0]].kept_by if tables else ""
        blocked = ", ".join(sorted(rows["control"].unique()))
        what = f"{population.title[0].upper()}{population.title[1:]}: {_plain(str(reason))}."
        found.append((what, blocked, rows["key"].nunique(), whose))
    return found


def _plain(code: str) -> str:
    """A reason code as words: "no-start-date" reads "no start date"."""
    return code.replace("-", " ")


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
        left = (last_on + dt.timedelta(days=days) - audit.as_at).days
        if left < 0:
            what = f"The log of {source} ends on {last_on:%d/%m/%Y}; what came after began to be deleted {-left} days ago."
        else:
            what = f"The log of {source} ends on {last_on:%d/%m/%Y}; export it again within {left} days, before it deletes what came after."
        found.append((what, "NK-07", 0, BY_NAME["access_log"].kept_by))
    return found


def _unfilled(audit: Audit) -> list[Row]:
    """Columns that nobody fills, in tables that have rows."""
    return [
        (
            f"Nobody fills the column {column} of {BY_NAME[table].title}.",
            "",
            0,
            BY_NAME[table].kept_by,
        )
        for table, column in audit.import_report.unfilled_columns
    ]
