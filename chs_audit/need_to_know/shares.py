"""How much is explained, and by what: numbers drawn from one tally of accesses."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd

from chs_audit.need_to_know.explanations import EXPLANATIONS
from chs_audit.need_to_know.needed import BREAK_GLASS

CODES = (*(one.code for one in EXPLANATIONS), BREAK_GLASS)


@dataclass(frozen=True)
class Shares:
    """How many of some accesses are explained.

    Args:
        tally: role, month (its first day), first (whether it is the first access on record
            of that member of staff to that person), kept (whether it is explained),
            explanations (codes joined by a space) -> accesses: how many there are of these.
    """

    tally: pd.DataFrame

    @property
    def accesses(self) -> int:
        return int(self.tally["accesses"].sum())

    @property
    def explained(self) -> int:
        return int(self._kept["accesses"].sum())

    @property
    def share(self) -> float:
        """The share explained; not a number where there is no access."""
        return self.explained / self.accesses if self.accesses else float("nan")

    @property
    def first(self) -> Shares:
        """The same of the first access of each pair only."""
        return Shares(self.tally[self.tally["first"]])

    @property
    def _kept(self) -> pd.DataFrame:
        return self.tally[self.tally["kept"]]

    @cached_property
    def _codes(self) -> pd.Series:
        """The set of codes of each explained row of the tally."""
        return self._kept["explanations"].map(lambda codes: frozenset(codes.split()))

    def by(self, what: Literal["role", "month"]) -> pd.DataFrame:
        """One row per role or month: accesses, explained, share."""
        frame = self.tally.assign(explained=self.tally["accesses"].where(self.tally["kept"], 0))
        counted = frame.groupby(what, dropna=False)[["accesses", "explained"]].sum()
        return counted.assign(share=counted["explained"] / counted["accesses"]).reset_index()

    def by_explanation(self) -> pd.DataFrame:
        """One row per explanation that explains anything, the strongest first: explanation,
        any and any_share (accesses that it explains, alone or with others), only and
        only_share (accesses that nothing else explains)."""
        counts = self._kept["accesses"]
        rows = []
        for code in CODES:
            any_of = int(counts[self._codes.map(lambda codes, code=code: code in codes)].sum())
            if any_of:
                only = self.lost_without({code})
                rows.append((code, any_of, any_of / self.accesses, only, only / self.accesses))
        return pd.DataFrame(rows, columns=["explanation", "any", "any_share", "only", "only_share"])

    def lost_without(self, codes: Collection[str]) -> int:
        """How many accesses nothing would explain, were these explanations switched off."""
        gone = frozenset(codes)
        return int(self._kept["accesses"][self._codes.map(lambda held: held <= gone)].sum())
