"""The list of all findings that are to be worked through: by area, promise, state and owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.controls import BY_ID
from chs_audit.policy import AREAS
from chs_audit.workbook import review_words
from chs_audit.workbook.findings_list import ALL, FindingsList

if TYPE_CHECKING:
    from chs_audit.audit import Audit

NOBODY = "nobody"
WIDE = {"description_width": "7em"}


class WorkList(FindingsList):
    """The same list with an `area`, which narrows the promises offered, and an `owner`."""

    def __init__(self, controls: tuple[str, ...]) -> None:
        super().__init__(controls)
        self._controls = controls
        self._owners: dict[str, str] = {}
        areas = [area for area in AREAS if any(BY_ID[id].clause.area == area for id in controls)]
        self.area = widgets.Dropdown(
            options=[("All areas", ALL), *((area, area) for area in areas)],
            description="Area",
            style=WIDE,
            layout={"width": "28em", "max_width": "100%"},
        )
        self.promise.style = WIDE
        self.promise.layout.width = "52em"
        self.promise.layout.max_width = "98%"
        self.owner = widgets.Dropdown(options=[("All", ALL)], description="Owner")
        self.filters.children = [self.verdict, self.state, self.owner]
        self.area.observe(self._narrow, "value")
        self.owner.observe(self._filter, "value")
        self._offer_promises()

    def show(self, audit: Audit, findings: pd.DataFrame, nothing: str) -> None:
        """List these findings, or say why there are none."""
        self._audit = None
        self.owner.value = ALL
        super().show(audit, findings, nothing)
        self._offer_owners()

    @property
    def area_controls(self) -> list[str]:
        """The promises of the chosen area."""
        return [id for id in self._controls if self.area.value in (ALL, BY_ID[id].clause.area)]

    def _narrow(self, _: object) -> None:
        audit, self._audit = self._audit, None
        self._offer_promises()
        self._audit = audit
        self._filter()

    def _offer_promises(self) -> None:
        mine = [(f"{id}: {BY_ID[id].title}", id) for id in self.area_controls]
        everything = "All promises of this area" if self.area.value else "All promises"
        self.promise.options = [(everything, ALL), *mine]

    def _offer_owners(self) -> None:
        """Offer those who see to what follows from a decision."""
        self._owners = self.deciding.owners()
        if self._audit is None:
            return
        names = {
            number: review_words.somebody(self._audit, number) for number in self._owners.values()
        }
        options = [("All", ALL), ("nobody yet", NOBODY)]
        options += sorted((name, number) for number, name in names.items())
        if tuple(options) != tuple(self.owner.options):
            chosen = self.owner.value
            self.owner.options = options
            self.owner.value = chosen if chosen in names or chosen == NOBODY else ALL

    def _narrowed(self, kept: pd.DataFrame) -> pd.DataFrame:
        if self.area.value:
            kept = kept[kept["control"].isin(self.area_controls)]
        if self.owner.value and len(kept):
            owned = kept["id"].map(lambda id: self._owners.get(id, NOBODY))
            kept = kept[owned == self.owner.value]
        return kept

    def _decided(self) -> None:
        self._owners = self.deciding.owners()
        super()._decided()
