"""For which purposes people have been asked for consent, and what they were told."""

from __future__ import annotations

from chs_audit.figures.consent_days import consent_days
from chs_audit.workbook import consent_pages, page
from chs_audit.workbook.consent_parts import ConsentParts
from chs_audit.workbook.panel import Panel
from chs_audit.workbook.screens import CONSENT_COVERAGE
from chs_audit.workbook.session import Trouble


class ConsentCoverage(Panel):
    """For which purposes people have been asked for consent, and what they were told.

    `coverage` is the part about days, people and whom to ask: see :class:`ConsentParts`.
    """

    screen = CONSENT_COVERAGE
    parts = (ConsentParts,)
    coverage: ConsentParts

    def __init__(self) -> None:
        super().__init__()
        (self.coverage,) = self.sections  # type: ignore[assignment]

    def page_coverage(self) -> page.Shown:
        """What the panel shows as at the audit date, as a page without controls."""
        self._chooser.wait()
        if isinstance(self.audit, Trouble):
            return page.Shown(self.audit.html(), self.audit.head)
        days = consent_days(self.audit)
        title = consent_pages.coverage_picture(self.audit, days, self.audit.as_at).title
        return page.Shown(consent_pages.page_html(self.audit, days), title)
