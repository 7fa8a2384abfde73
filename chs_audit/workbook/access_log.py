"""Who opened which record, and whether their work explains it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.figures.access_log import (
    accesses_by_explanation,
    accesses_by_hour,
    staff_groups,
    with_groups,
)
from chs_audit.workbook import cases, page, reporting
from chs_audit.workbook.case_list import CaseList
from chs_audit.workbook.choices import Choices
from chs_audit.workbook.log_pictures import LogPictures, explanations_picture, hours_picture, shown
from chs_audit.workbook.log_search import LogSearch
from chs_audit.workbook.panel import Panel
from chs_audit.workbook.reporting import Reporting
from chs_audit.workbook.screens import ACCESS_LOG_REVIEW
from chs_audit.workbook.session import Trouble
from chs_audit.workbook.standing import STATUSES, stands, status_of
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import escape, many

if TYPE_CHECKING:
    from chs_audit.audit import Audit
    from chs_audit.workbook.pictures import Picture

LABELS = {"team": "Team", "staff_kind": "Kind of staff", "status": "Status"}


class AccessParts:
    """All that stands between the chart and the findings, under one line of choices.

    `choices` narrows `pictures`, `cases` and, through `narrowed`, the findings; `search` asks
    the whole log. `decided` is called after a decision on a case.
    """

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self.narrowed: Callable[[], None] = lambda: None
        self.decided: Callable[[], None] = lambda: None
        self.states: dict[str, str] = {}
        self.choices = Choices(LABELS, self._narrow)
        self.pictures, self.cases, self.search = LogPictures(), CaseList(), LogSearch()
        self.cases.decided = self._decided
        self._seen = widgets.VBox(
            [
                widgets.HTML(
                    "<h2>Whose accesses?</h2>"
                    "<p>What you choose here holds for everything below, down to the findings. Only "
                    "what you ask about any access is answered from the whole log.</p>"
                ),
                self.choices.box,
                self.pictures.box,
                self.cases.box,
            ],
            layout={"display": "none"},
        )
        self.box = widgets.VBox([self._seen, self.search.box])

    def show(self, audit: Audit) -> None:
        """Count everything once for this audit, and show what is chosen of it."""
        self._audit, self.states = audit, stands(audit)
        groups = staff_groups(audit)
        for column in ("team", "staff_kind"):
            self.choices.offer(column, sorted(set(groups[column])))
        self.choices.offer("status", STATUSES)
        self.pictures.show(audit, self.choices)
        self.cases.show(audit, self.choices, self.states)
        self.search.show(audit)
        self._seen.layout.display = ""

    def clear(self) -> None:
        """Show nothing any more."""
        self._audit = None
        self._seen.layout.display = "none"
        self.pictures.clear()
        self.cases.clear()
        self.search.clear()

    def restate(self) -> None:
        """Say how the cases stand after a decision that was made anywhere on the screen."""
        if self._audit is not None:
            self.states = stands(self._audit)
            self.cases.restate(self.states, self.choices)

    def _decided(self) -> None:
        self.restate()
        self.decided()

    def _narrow(self) -> None:
        self.cases.narrow(self.choices)
        self.narrowed()
        # Last, since they take longest to draw.
        self.pictures.narrow(self.choices)


class AccessLogReview(Panel):
    """Who opened which record, and whether their work explains it.

    `log` is the part about hours, explanations and cases: see :class:`AccessParts`. `reporting`
    stands at the end: what of it all must be reported, and by when.
    """

    screen = ACCESS_LOG_REVIEW
    parts = (AccessParts,)
    log: AccessParts

    def __init__(self) -> None:
        super().__init__()
        (self.log,) = self.sections  # type: ignore[assignment]
        self.log.narrowed = self._findings.refresh
        self.log.decided = lambda: self._findings.refresh(decided=True)
        self._findings.after_decision.append(self.log.restate)
        self._findings.narrow = self._chosen_only
        self.reporting = Reporting()
        self.sections.append(self.reporting)
        self.box.children = [*self.box.children, self.reporting.box]

    def page_hours(self) -> page.Shown:
        """What the panel shows, as a page without controls: the hours of the week."""
        return self._page(lambda audit: hours_picture(audit, accesses_by_hour(audit)))

    def page_explanations(self) -> page.Shown:
        """The same, what explains the accesses of each month."""
        return self._page(lambda audit: explanations_picture(audit, accesses_by_explanation(audit)))

    def page_cases(self) -> page.Shown:
        """The same, the cases, and the first of them."""
        self._chooser.wait()
        return cases_page(self.audit)

    def page_reporting(self) -> page.Shown:
        """The same, what must be reported and by when."""
        self._chooser.wait()
        if isinstance(self.audit, Trouble):
            return page.Shown(self.audit.html(), self.audit.head)
        return page.Shown(reporting.page(self.audit), reporting.HEAD)

    def _page(self, draw: Callable[[Audit], Picture]) -> page.Shown:
        self._chooser.wait()
        if isinstance(self.audit, Trouble):
            return page.Shown(self.audit.html(), self.audit.head)
        picture = draw(self.audit)
        return page.Shown(shown(picture, "In numbers", level=3), picture.alt or picture.title)

    def _found(self, audit: Audit) -> pd.DataFrame:
        found = super()._found(audit)
        return with_groups(audit, found) if "staff_id" in found else found

    def _chosen_only(self, findings: pd.DataFrame) -> pd.DataFrame:
        """The findings that fit what is chosen above them."""
        choices, states = self.log.choices, self.log.states
        kept = choices.narrow(findings)
        if choices.of("status"):
            kept = kept.assign(status=[status_of([str(id)], states) for id in kept["id"]])
            kept = choices.narrow(kept).drop(columns="status")
        return kept


def cases_page(audit: Audit | Trouble, most: int = 10) -> page.Shown:
    """The cases as a page: the work list, and the first of them with its time line."""
    if isinstance(audit, Trouble):
        return page.Shown(audit.html(), audit.head)
    listed = cases.listed_cases(audit, stands(audit), cases.findings_of_cases(audit))
    if listed.empty:
        return page.Shown(f"<p>{escape(cases.no_case(audit))}</p>", "No case")
    head = f"The most serious {min(most, len(listed))} of {many(len(listed), 'case')}"
    rows = cases.case_rows(audit, listed.head(most)).astype(str)
    first = listed.iloc[0]
    html = plain_table(rows, caption=head)
    html += cases.case_html(audit, str(first["id"]), str(first["status"]))
    return page.Shown(html, head)
