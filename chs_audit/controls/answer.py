"""What a control found, and all findings in order: the worst first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from chs_audit.controls.control import Control
from chs_audit.controls.populations import POPULATIONS
from chs_audit.records import BY_NAME

BROKEN = "broken"
CANNOT_TELL = "cannot tell"
TWO_VERDICTS = "two verdicts"
TO_LOOK_AT = "to look at"
KEPT = "kept"
NOT_TESTED = "not tested"
# The worst first.
KINDS = (BROKEN, CANNOT_TELL, TO_LOOK_AT, TWO_VERDICTS)
SEVERITIES = ("high", "medium", "low")

FINDING_COLUMNS = (
    "id",
    "control",
    "kind",
    "reasons",
    "key",
    "happened_on",
    "also",
    "fingerprint",
)

# Whoever a record names as having acted in it, and whom it is about, if staff: they do not
# decide on it. Line managers do, and so does who was covered for.
INVOLVED = frozenset(
    column.name
    for table in BY_NAME.values()
    for column in table.columns
    if "staff" in column.refers_to
) - {"manager_id", "covers_id"} | {"visitor_id"}
# That by which staff look a finding up in their own systems.
LOOKED_UP_BY = ("staff_id", "person_id", "visitor_id", "meeting_id", "purpose")


@dataclass(frozen=True)
class Answer:
    """What one control found.

    Args:
        control: the control.
        examined: rows of its population.
        findings: columns as in FINDING_COLUMNS, one row per row that is not kept, or that
            another clause judges differently ("two verdicts" if it is kept all the same).
        facts: what the sentences of the findings speak of, in the same rows, by finding id.
        not_tested: why it was not tested, or "".
        numbers: what the record has of INVOLVED and LOOKED_UP_BY, in the same rows, by finding
            id.
    """

    control: Control
    examined: int
    findings: pd.DataFrame
    facts: pd.DataFrame
    not_tested: str = ""
    numbers: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def involved(self) -> dict[str, tuple[str, ...]]:
        """Finding id -> the numbers of those whom its record names."""
        named = [self.numbers[name] for name in self.numbers.columns if name in INVOLVED]
        return {
            id: tuple(sorted({name for name in row if pd.notna(name) and name}))
            for id, row in zip(self.numbers.index, zip(*named, strict=True), strict=False)
        }

    @property
    def broken(self) -> int:
        return int((self.findings["kind"] == BROKEN).sum())

    @property
    def cannot_tell(self) -> int:
        return int((self.findings["kind"] == CANNOT_TELL).sum())

    @property
    def kept(self) -> int:
        return self.examined - self.broken - self.cannot_tell - self.to_look_at

    @property
    def to_look_at(self) -> int:
        return int((self.findings["kind"] == TO_LOOK_AT).sum())

    @property
    def verdict(self) -> str:
        """The worst that was found; never "kept" where there was nothing to examine."""
        if not self.examined:
            return NOT_TESTED
        found = set(self.findings["kind"])
        return next((kind for kind in (BROKEN, CANNOT_TELL, TO_LOOK_AT) if kind in found), KEPT)


def no_findings() -> pd.DataFrame:
    """The findings of a control that found nothing."""
    return pd.DataFrame({name: pd.Series(dtype="str") for name in FINDING_COLUMNS})


def worst_first(answers: Sequence[Answer], as_at: dt.date) -> pd.DataFrame:
    """The findings of all answers: broken ones first, then by severity, the latest first.

    What happened on an unknown day comes last; a state of affairs is as new as the audit date.

    Returns:
        FINDING_COLUMNS, with area and severity after the control; happened_on as a moment.
    """
    frames = [
        one.findings.assign(
            area=one.control.clause.area,
            severity=one.control.severity,
            place=SEVERITIES.index(one.control.severity),
            on=pd.to_datetime(one.findings["happened_on"])
            if POPULATIONS[one.control.population].happened_on
            else pd.Timestamp(as_at),
        )
        for one in answers
    ]
    frame = pd.concat(frames, ignore_index=True)
    frame["happened_on"] = pd.to_datetime(frame["happened_on"])
    # Sorted by Arrow, since pandas takes many times as long over a million ids.
    order = pa.table(
        {
            "kind": pc.index_in(pa.array(frame["kind"]), pa.array(KINDS)),
            "place": pa.array(frame["place"]),
            "on": pa.array(frame["on"], from_pandas=True),
            "id": pa.array(frame["id"]),
        }
    )
    ways = [
        ("kind", "ascending"),
        ("place", "ascending"),
        ("on", "descending"),
        ("id", "ascending"),
    ]
    places = pc.sort_indices(order, sort_keys=ways).to_numpy()
    columns = [*FINDING_COLUMNS[:2], "area", "severity", *FINDING_COLUMNS[2:]]
    return frame[columns].take(places).reset_index(drop=True)
