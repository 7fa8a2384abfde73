"""What every way of auditing hands over, so that the ways can be compared."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Outcome:
    """The verdicts on one log.

    Args:
        examined: for each control, how many rows it was asked of.
        findings: control, reason and key of every row that is not kept.
        parts: seconds of each part of the work, where they are told.
    """

    examined: dict[str, int]
    findings: pd.DataFrame
    parts: dict[str, float] = field(default_factory=dict)

    def counts(self) -> dict[str, dict[str, int]]:
        """For each control, how many rows there are of each reason, and how many are kept."""
        found = self.findings.groupby(["control", "reason"], observed=True).size()
        table: dict[str, dict[str, int]] = {}
        for control, asked in sorted(self.examined.items()):
            mine = found[control].to_dict() if control in found.index.levels[0] else {}
            table[control] = {"kept": int(asked - sum(mine.values()))} | {
                str(reason): int(count) for reason, count in sorted(mine.items()) if count
            }
        return table

    def summary(self) -> dict[str, Any]:
        """What two outcomes must have in common: all counts, and a sum over all findings.

        The sum is the same whatever the order of the findings, and another one if any
        control, reason or key is.
        """
        columns = self.findings[["control", "reason", "key"]].astype(str)
        sum_of_all = int(pd.util.hash_pandas_object(columns, index=False).sum())
        return {"counts": self.counts(), "findings": len(columns), "sum": str(sum_of_all)}
