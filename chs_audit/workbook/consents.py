"""For which purposes people have been asked for consent, and what they were told."""

from __future__ import annotations

from chs_audit.workbook.panel import Panel
from chs_audit.workbook.screens import CONSENT_COVERAGE


class ConsentCoverage(Panel):
    """For which purposes people have been asked for consent, and what they were told."""

    screen = CONSENT_COVERAGE
