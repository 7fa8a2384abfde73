"""What can be asked of an audit about accesses: why, how many are explained, what is worth a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import pandas as pd

from chs_audit import settings as settings_file
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.shares import (
    ACCESSES,
    FIRST,
    RANDOM,
    only_drops,
    random_pairs,
    shares,
    what_if,
    what_if_dropped,
)
from chs_audit.controls.why import why, why_each
from chs_audit.errors import NotFoundError
from chs_audit.flags.asking import Flagged, raise_flags
from chs_audit.flags.cases import Case, make_cases
from chs_audit.need_to_know.shares import Shares
from chs_audit.settings import Settings


class AccessQuestions:
    """The part of an audit that is about the access log."""

    inputs: Inputs

    @property
    def settings(self) -> Settings:
        """The settings of the audit."""
        return self.inputs.settings

    @cached_property
    def findings(self) -> pd.DataFrame:
        """The findings of the audit."""
        raise NotImplementedError

    @cached_property
    def _flagged(self) -> Flagged:
        return raise_flags(self.inputs)

    @property
    def flags(self) -> pd.DataFrame:
        """One row per flag over the team, as :class:`Flagged` describes it: what was observed,
        what chance would make of it, and the lift with its exact interval."""
        return self._flagged.flags

    @property
    def flags_by_staff(self) -> pd.DataFrame:
        """The same for each member of staff on whom a flag was raised."""
        return self._flagged.by_staff

    @property
    def flagged_visits(self) -> pd.DataFrame:
        """Every visit on which a flag was raised: staff_id, person_id, occurred_on, flags."""
        return self._flagged.visits

    @cached_property
    def _cases(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return make_cases(self.inputs, self._flagged, self.findings)

    @property
    def cases(self) -> pd.DataFrame:
        """Flags and breaches of need to know, one row for each thing that somebody did, the
        most serious first, as :func:`make_cases` describes it."""
        return self._cases[0]

    @property
    def case_accesses(self) -> pd.DataFrame:
        """One row for each access of each case."""
        return self._cases[1]

    def case(self, id: str) -> Case:
        """One case with all its accesses, oldest first.

        Raises:
            NotFoundError: if this audit has no case of that id.
        """
        cases, accesses = self._cases
        found = cases[cases["id"] == id]
        if found.empty:
            raise NotFoundError(f"this audit has no case {id}; audit.cases lists them all")
        row = found.iloc[0]
        mine = accesses[accesses["case"] == id].reset_index(drop=True)
        return Case(row, str(row["sentence"]), mine)

    def why(self, *, event: str = "", person: str = "", staff: str = "") -> pd.DataFrame:
        """Why a record was opened: the accesses of the period of one event, person or member
        of staff, as :func:`chs_audit.controls.why.why` explains them.

        Raises:
            NotFoundError: if no access of the period fits.
        """
        found = why(self.inputs, event=event, person=person, staff=staff)
        if found.empty:
            raise NotFoundError(
                "no access of that event, person or member of staff in the period; "
                "check the number, or widen the period with --from and --to"
            )
        return found

    def why_each(self, events: Iterable[str]) -> pd.DataFrame:
        """The same of several events at once; those that are not of the period are left out."""
        return why_each(self.inputs, events)

    def explained(self) -> Shares:
        """How many accesses of the period are explained: `.share`, `.by("role")`,
        `.by("month")`, `.by_explanation()`, and `.first` for first accesses of a pair only."""
        return self._explained

    @cached_property
    def _explained(self) -> Shares:
        return shares(self.inputs)

    def random_pairs(self, seed: int = 1) -> Shares:
        """The same of pairs of staff and people drawn at random: how broad the explanations
        are."""
        return shares(self.inputs, random_pairs(self.inputs, seed))

    def what_if(
        self, explanations: Mapping[str, bool] | None = None, *, seed: int = 1, **choices: int
    ) -> pd.DataFrame:
        """What other choices would explain, such as
        `audit.what_if({"group": False}, session_window_days=3)`.

        Args:
            explanations: which to switch on or off, by the names of their settings.
            seed: for the random pairs.
            choices: settings of need_to_know by their names.

        Returns:
            As :func:`chs_audit.controls.shares.what_if`.

        Raises:
            InputError: listing every choice that cannot be made.
        """
        then = settings_file.changed(
            self.settings, {"explanations": dict(explanations or {}), "need_to_know": choices}
        )
        if only_drops(self.settings, then):
            found = self.explained()
            counted = {ACCESSES: found, FIRST: found.first, RANDOM: self.random_pairs(seed)}
            return what_if_dropped(then, counted)
        return what_if(self.inputs, then, seed)
