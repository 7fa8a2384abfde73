"""The list of findings under a screen's chart: filters, a table, and the row that is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

from chs_audit.controls import BY_ID
from chs_audit.review.moves import OPEN
from chs_audit.workbook import review_words, session
from chs_audit.workbook.deciding import WRAPPING, Deciding
from chs_audit.workbook.row_table import MOST_ROWS, RowTable
from chs_audit.workbook.tables import explanation, finding_rows
from chs_audit.workbook.words import FOUND, escape, many, verdict

if TYPE_CHECKING:
    from chs_audit.audit import Audit

ALL = ""
UNDECIDED = "undecided"
STATE_FILTERS = {
    "open": "open: waits for a decision",
    "proposed": "waits for agreement",
    "agreed": "decided",
}
IN_FILTER: dict[str, tuple[str, ...]] = {
    "open": OPEN,
    "proposed": ("proposed",),
    "agreed": ("agreed",),
}
CHOOSE = (
    "<p>Choose a row to read what was found and to decide on it: click on it, or move to it with "
    "Tab and the arrow keys and press Enter. To choose several, hold Ctrl and click, or press the "
    "space bar on each.</p>"
)


class FindingsList:
    """Findings that can be filtered, sorted, searched and read one by one.

    Args:
        controls: the promises whose findings may come.
    """

    def __init__(self, controls: tuple[str, ...]) -> None:
        self._audit: Audit | None = None
        self._findings = pd.DataFrame()
        self._shown = pd.DataFrame()
        self._nothing = ""
        self._kept = pd.DataFrame()
        self.rows = pd.DataFrame()
        self._states: dict[str, str] = {}
        self._chosen_ids: list[str] = []
        # What other parts of the screen leave of the findings.
        self.narrow: Callable[[pd.DataFrame], pd.DataFrame] = lambda findings: findings
        promises = [(f"{id}: {BY_ID[id].title}", id) for id in controls]
        self.promise = widgets.Dropdown(
            options=[("All on this screen", ALL), *promises],
            description="Promise",
            layout={"width": "38em", "max_width": "100%"},
        )
        self.verdict = widgets.Dropdown(
            options=[("All", ALL), *((verdict(kind), kind) for kind in FOUND)],
            description="Verdict",
        )
        self.state = widgets.Dropdown(
            options=[("All", ALL), *((words, name) for name, words in STATE_FILTERS.items())],
            description="State",
        )
        self.count = widgets.HTML("")
        self._table = RowTable("Findings", self._rows_chosen, (0, 1, 2, 3, 5), several=True)
        self.previous = widgets.Button(description="Previous finding", disabled=True)
        self.next = widgets.Button(description="Next finding", disabled=True)
        self.filters = widgets.HBox([self.promise, self.verdict, self.state], layout=WRAPPING)
        self.after_decision: list[Callable[[], None]] = []
        self.choose_all = widgets.Button(
            description="Choose all", disabled=True, tooltip="All findings that pass the filters"
        )
        self.choose_none = widgets.Button(description="Choose none", disabled=True)
        self.detail = widgets.HTML("")
        self.deciding = Deciding(self._decided)
        for filter in (self.promise, self.verdict, self.state):
            filter.observe(self._filter, "value")
        self.previous.on_click(lambda _: self._step(-1))
        self.next.on_click(lambda _: self._step(1))
        self.choose_all.on_click(lambda _: self._choose(self._kept["id"].tolist()))
        self.choose_none.on_click(lambda _: self._choose([]))
        self.box = widgets.VBox(
            [
                widgets.HTML("<h2>The findings, one by one</h2>"),
                self.filters,
                self.count,
                self._table.box,
                widgets.HBox(
                    [self.previous, self.next, self.choose_all, self.choose_none], layout=WRAPPING
                ),
                self.detail,
                self.deciding.box,
            ],
            layout={"display": "none"},
        )

    def show(self, audit: Audit, findings: pd.DataFrame, nothing: str) -> None:
        """List these findings, or say why there are none."""
        self._audit, self._findings, self._nothing = audit, findings, nothing
        self._states = self.deciding.states(audit)
        self.box.layout.display = ""
        self._filter()

    def clear(self) -> None:
        """Nothing is left to see of an audit that was closed."""
        self._audit, self._findings = None, pd.DataFrame()
        self.box.layout.display = "none"
        self.detail.value = ""
        self.deciding.close()
        self._table.put(pd.DataFrame())

    def refresh(self, decided: bool = False) -> None:
        """List what is left after a choice was made elsewhere on the screen, or a decision."""
        if decided and self._audit is not None:
            self._states = self.deciding.states(self._audit)
        self._filter()

    @property
    def shown(self) -> pd.DataFrame:
        """The findings that pass the filters, in the table's own order."""
        return self._shown

    @property
    def chosen(self) -> list[str]:
        """The ids of the findings that are chosen."""
        return self._chosen_ids

    def _filter(self, _: object = None) -> None:
        if self._audit is None:
            return
        self._list(self._audit)
        self.detail.value = CHOOSE if len(self._kept) else ""
        self._chosen_ids = []
        self.choose_none.disabled = True
        self.deciding.clear()

    def _list(self, audit: Audit, chosen: Sequence[str] = ()) -> None:
        """List the findings that pass the filters, these of them chosen."""
        kept = self.narrow(self._findings)
        if self.promise.value:
            kept = kept[kept["control"] == self.promise.value]
        if self.verdict.value:
            kept = kept[kept["kind"] == self.verdict.value]
        if self.state.value and len(kept):
            kept = kept[kept["id"].map(self._state_of).isin(IN_FILTER[self.state.value])]
        kept = self._narrowed(kept)
        self._kept = kept
        self._shown = kept.head(MOST_ROWS).reset_index(drop=True)
        self.count.value = f'<p role="status">{escape(self._count_words(len(kept)))}</p>'
        rows = finding_rows(audit, self._shown)
        if len(rows):
            told = self._shown["id"].map(self._state_of).map(review_words.state)
            order = [review_words.state(name) for name in review_words.STATES]
            states_told = pd.Series(pd.Categorical(told, order, ordered=True), index=rows.index)
            rows.insert(3, "State", states_told)
        self.rows = rows
        self._table.put(rows, self._places(chosen))
        for button in (self.previous, self.next, self.choose_all):
            button.disabled = kept.empty
        self.choose_all.description = f"Choose all {len(kept):,}" if len(kept) > 1 else "Choose all"

    def _narrowed(self, kept: pd.DataFrame) -> pd.DataFrame:
        """What passes the filters that a list has beyond these."""
        return kept

    def _state_of(self, id: str) -> str:
        return self._states.get(id, UNDECIDED)

    def _places(self, ids: Sequence[str]) -> list[int]:
        """In which rows these findings stand, as far as they are listed."""
        wanted = set(ids)
        return [place for place, id in enumerate(self._shown.get("id", ())) if id in wanted]

    def _count_words(self, count: int) -> str:
        if self._findings.empty:
            return self._nothing
        if not count:
            return "No finding passes these filters. Set Promise, Verdict and State back to all."
        if count > MOST_ROWS:
            return f"{many(count, 'finding')}; the worst {MOST_ROWS:,} are listed. Filter to see the others."
        return many(count, "finding")

    @property
    def table(self) -> Any:
        """The widget of the table; None where there is no row."""
        return self._table.table

    def _rows_chosen(self, places: list[int]) -> None:
        """Somebody chose rows of the table."""
        self._tell([str(id) for id in self._shown["id"].iloc[places]])

    def _choose(self, ids: list[str]) -> None:
        """Choose these findings, listed or not."""
        self._table.choose(self._places(ids))
        self._tell(ids)

    def _tell(self, ids: list[str]) -> None:
        """Tell what was found, of the finding that was chosen last, and how all of them stand."""
        earlier = set(self._chosen_ids)
        last = [id for id in ids if id not in earlier] or ids
        self._chosen_ids = ids
        self.choose_none.disabled = not ids
        if not ids or self._audit is None:
            self.detail.value = CHOOSE
            self.deciding.clear()
            return
        audit = self._audit
        told = session.guarded(lambda: explanation(audit, last[0]))
        several = f"<p><strong>{many(len(ids), 'finding')} chosen.</strong> One of them:</p>"
        self.detail.value = (
            told.html()
            if isinstance(told, session.Trouble)
            else f'<section aria-label="The chosen finding" aria-live="polite">'
            f"{several if len(ids) > 1 else ''}{told}</section>"
        )
        self.deciding.choose(audit, ids)

    def _decided(self) -> None:
        """Something was written: show the states anew, and leave chosen what was chosen."""
        if self._audit is None:
            return
        self._states = self.deciding.states(self._audit)
        self._list(self._audit, self._chosen_ids)
        for tell in self.after_decision:
            tell()

    def _step(self, by: int) -> None:
        now = self.table.selected_rows
        last = len(self._shown) - 1
        self.table.selected_rows = [min(max(now[0] + by, 0), last) if now else 0]
