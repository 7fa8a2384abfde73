"""Who opened which record, and whether their work explains it."""

from __future__ import annotations

from chs_audit.workbook.panel import Panel
from chs_audit.workbook.screens import ACCESS_LOG_REVIEW


class AccessLogReview(Panel):
    """Who opened which record, and whether their work explains it."""

    screen = ACCESS_LOG_REVIEW
