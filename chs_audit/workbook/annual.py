"""The annual audit on one screen: scorecard, promises in plain words, work list, sign-off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets

from chs_audit.controls import CONTROLS
from chs_audit.policy import AREAS
from chs_audit.workbook import page, scorecard, session, sign_off
from chs_audit.workbook.panel import Panel
from chs_audit.workbook.screens import Screen
from chs_audit.workbook.sign_off import SignOff
from chs_audit.workbook.work_list import WorkList

if TYPE_CHECKING:
    import pandas as pd

    from chs_audit.audit import Audit
    from chs_audit.workbook.pictures import Picture

_IN_ORDER = sorted(CONTROLS, key=lambda one: (AREAS.index(one.clause.area), one.id))
ANNUAL_AUDIT = Screen("Annual audit", tuple(one.id for one in _IN_ORDER), scorecard.picture)
CHOOSE = "<h2>Promise by promise</h2>"


class AnnualAudit(Panel):
    """How the charity keeps its policy, what is to be decided, and signing it.

    `area` and `promise` choose what is told in plain words and which findings are listed;
    `verdict`, `state` and `owner` filter them; `sign`, `write_papers` and `write_pack` end it.
    """

    screen = ANNUAL_AUDIT
    listed = WorkList

    def __init__(self) -> None:
        super().__init__()
        self.sign_off = SignOff()
        self.sections = [self.sign_off]
        self.words = widgets.HTML("")
        self._promises = widgets.VBox(
            [widgets.HTML(CHOOSE), self.area, self.promise, self.words],
            layout={"display": "none"},
        )
        *first, _findings = self.box.children
        self.box.children = [*first, self.sign_off.box, self._promises, self._findings.box]
        # Before the list filters: what is read first is there first.
        self.area.observe(self._tell, "value")
        self.promise.observe(self._tell, "value")
        # The numbers first: they are the scorecard.
        self._result.children = [self.heading, self.summary, self.chart]
        self._findings.after_decision.append(self.sign_off.refresh)

    def page_summary(self) -> page.Shown:
        """The scorecard by area, as a page without controls."""
        self._chooser.wait()
        if isinstance(self.audit, session.Trouble):
            return page.Shown(self.audit.html(), self.audit.head)
        html = session.opened(self.audit) + scorecard.areas(
            self.audit, scorecard.signed_before(self.audit)
        )
        return page.Shown(html, scorecard.picture(self.audit).title)

    def page_promises(self) -> page.Shown:
        """Every promise with its verdict, as a page without controls."""
        self._chooser.wait()
        if isinstance(self.audit, session.Trouble):
            return page.Shown(self.audit.html(), self.audit.head)
        return page.Shown(scorecard.area_promises(self.audit, ""), "All promises")

    def page_progress(self) -> page.Shown:
        """How far the audit is from being signed, as a page without controls."""
        self._chooser.wait()
        if isinstance(self.audit, session.Trouble):
            return page.Shown(self.audit.html(), self.audit.head)
        return page.Shown(sign_off.standing(self.audit), "Progress to sign-off")

    def page_findings(self) -> page.Shown:
        """The worst findings, as a page without controls."""
        self._chooser.wait()
        return page.findings(self.screen, self.audit, found=self._found)

    def _details(self, audit: Audit, picture: Picture) -> str:
        return scorecard.areas(audit, scorecard.signed_before(audit))

    def _found(self, audit: Audit) -> pd.DataFrame:
        # Not looked up in sixty tables: the finding's own record tells whom it is about.
        return audit.findings

    def _loaded(self, audit: Audit) -> None:
        super()._loaded(audit)
        self._promises.layout.display = ""
        self._tell()

    def _emptied(self) -> None:
        super()._emptied()
        self._promises.layout.display = "none"

    def _tell(self, _: object = None) -> None:
        """Tell the chosen promise in plain words, or list those of the chosen area."""
        audit = self.audit
        if isinstance(audit, session.Trouble):
            return
        self.words.value = (
            scorecard.promise_in_words(audit, self.promise.value)
            if self.promise.value
            else scorecard.area_promises(audit, self.area.value)
        )
