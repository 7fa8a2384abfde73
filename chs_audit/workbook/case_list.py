"""The work list of cases: choose one, read it, see each access in time, and why it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.figures.dealings import Dealings, dealings
from chs_audit.workbook import cases, session
from chs_audit.workbook.deciding import Deciding
from chs_audit.workbook.row_list import RowList
from chs_audit.workbook.row_table import MOST_ROWS
from chs_audit.workbook.story import story_picture, why_html
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import many

if TYPE_CHECKING:
    from chs_audit.audit import Audit
    from chs_audit.workbook.choices import Choices

FLAGS_ALONE = (
    "<h2>Nothing to decide here</h2><p>Every access of this case is explained; it is listed for "
    "its flags. A flag is no breach by itself: talk to whoever manages this member of staff if the "
    "pattern has no reason that you know of.</p>"
)
CHOOSE_CASE = (
    "<p>Choose a case to read it: click on it, or move to it with Tab and the arrow keys and "
    "press Enter.</p>"
)


class CaseList:
    """Cases that can be narrowed, and the one that is chosen.

    `list` holds them; `told` is the chosen case; `accesses` are its accesses, of which one can
    be chosen; `story` is the time line of that access's member of staff and person, and `why`
    the reason for the access, if there is one. `deciding` is about the case's findings, and
    calls `decided` after something was written.
    """

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self._listed = self._shown = self._mine = self._told = pd.DataFrame()
        self._held: Dealings | None = None
        self._findings: dict[str, list[str]] = {}
        self._case = ""
        self.list = RowList("Cases", ("case", "cases"), self._chosen, [0, 1, 6])
        self.told = widgets.HTML("")
        self.accesses = RowList(
            "Accesses of the case", ("access", "accesses"), self._access, [1, 3, 5]
        )
        self.why = widgets.HTML("")
        self.story = widgets.HTML("")
        self.deciding = Deciding(lambda: self.decided())
        self.flags_only = widgets.HTML("")
        self.decided: Callable[[], None] = lambda: None
        self._one = widgets.VBox(
            [
                self.told,
                self.accesses.box,
                self.why,
                self.story,
                self.flags_only,
                self.deciding.box,
            ],
            layout={"display": "none"},
        )
        self.box = widgets.VBox(
            [
                widgets.HTML(
                    "<h2>Cases to work through, the most serious first</h2>"
                    "<p>A case is all that one member of staff did that belongs together: "
                    "unexplained accesses, and flags that chance does not explain.</p>"
                ),
                self.list.box,
                self._one,
            ]
        )

    @property
    def shown(self) -> pd.DataFrame:
        """The cases that pass what is chosen, in the table's own order."""
        return self._shown

    @property
    def findings(self) -> list[str]:
        """The findings of the chosen case: what there is to decide about it."""
        return self._findings.get(self._case, [])

    def show(self, audit: Audit, choices: Choices, states: Mapping[str, str]) -> None:
        """Find the cases, and all that their accesses need to be told.

        Args:
            audit: whose cases they are.
            choices: what is chosen of them.
            states: how their findings stand, as :func:`stands` tells it.
        """
        self._audit = audit
        self._findings = cases.findings_of_cases(audit)
        self._listed = cases.listed_cases(audit, states, self._findings)
        # Fetched for all cases at once, so that choosing one does not wait for the log.
        self._told = audit.why_each(audit.case_accesses["event_id"]).set_index("event_id")
        self._held = dealings(audit, audit.case_accesses)
        self.narrow(choices)

    def narrow(self, choices: Choices) -> None:
        """List the cases that fit what is chosen."""
        if self._audit is None:
            return
        self._list(self._audit, choices)
        self._chosen(None)

    def _list(self, audit: Audit, choices: Choices) -> None:
        kept = choices.narrow(self._listed).reset_index(drop=True)
        self._shown = kept
        nothing = cases.NONE_PASSES if len(self._listed) else cases.no_case(audit)
        also = "" if len(kept) == len(self._listed) else f" of {len(self._listed):,}"
        rows = cases.case_rows(audit, kept.head(MOST_ROWS)) if len(kept) else kept
        self.list.put(rows, nothing, also, len(kept))

    def restate(self, states: Mapping[str, str], choices: Choices) -> None:
        """Say how the cases stand now; the case that is chosen stays open."""
        if self._audit is None:
            return
        self._listed = cases.listed_cases(self._audit, states, self._findings)
        self._list(self._audit, choices)
        place = [at for at, id in enumerate(self._shown["id"]) if id == self._case]
        if place:
            self.list.choose(place[0])

    def clear(self) -> None:
        """Show nothing any more."""
        self._audit = None
        self.deciding.close()
        self.list.clear()
        self._chosen(None)

    def _chosen(self, place: int | None) -> None:
        self.why.value = self.story.value = self.flags_only.value = ""
        self.deciding.clear()
        if place is None or self._audit is None:
            self._case = ""
            self._one.layout.display = (
                "" if self._audit is not None and len(self._shown) else "none"
            )
            self.told.value = CHOOSE_CASE
            self.accesses.clear()
            return
        audit, row = self._audit, self._shown.iloc[place]
        self._case = str(row["id"])
        told = session.guarded(lambda: cases.case_html(audit, self._case, str(row["status"])))
        if isinstance(told, session.Trouble):
            self.told.value = told.html()
            return
        self.told.value = (
            f'<section aria-label="The chosen case" aria-live="polite">{told}'
            "<p>Below is each access of the case. Choose one to see why the record was opened, "
            "and what else went on between the two.</p></section>"
        )
        self._mine = audit.case(self._case).accesses
        self.accesses.put(cases.access_rows(audit, self._mine, self._told), "No accesses.")
        self._draw(self._mine.iloc[0], pointed=False)
        if self.findings:
            self.deciding.choose(audit, self.findings)
        else:
            self.flags_only.value = FLAGS_ALONE

    def _access(self, place: int | None) -> None:
        if place is None or self._audit is None:
            self.why.value = ""
            return
        row = self._mine.iloc[place]
        event = str(row["event_id"])
        if event in self._told.index:
            told = self._told.loc[[event]].reset_index().iloc[0]
            self.why.value = f'<div aria-live="polite">{why_html(self._audit, told)}</div>'
        self._draw(row, pointed=True)

    def _draw(self, access: pd.Series, pointed: bool) -> None:
        """The time line of the pair of an access, which is pointed out in it."""
        audit, held = self._audit, self._held
        if audit is None or held is None:
            return
        if pd.isna(access["staff_id"]) or pd.isna(access["person_id"]):
            self.story.value = (
                "<p>The log does not say who opened this record or whose it was, so there is "
                "no time line. Ask your IT support whether the log can be made to say it.</p>"
            )
            return
        pair = (str(access["staff_id"]), str(access["person_id"]))
        event = str(access["event_id"]) if pointed else ""
        self.story.value = story_html(audit, held, pair, event)


def story_html(audit: Audit, held: Dealings, pair: tuple[str, str], event: str) -> str:
    """The time line of a pair, with its table for whoever opens it."""
    picture = story_picture(audit, held, *pair, event)
    table = plain_table(picture.numbers, caption="The same in words, the oldest first")
    lines = many(len(picture.numbers), "line")
    return (
        f"{picture.heading(3)}{picture.image()}"
        f"<details><summary>The time line in words ({lines})</summary>{table}</details>"
    )
