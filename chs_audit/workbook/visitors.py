"""Whether visitors signed before the meeting, and were handed both policies."""

from __future__ import annotations

from chs_audit.workbook.panel import Panel
from chs_audit.workbook.screens import VISITOR_FORMS


class VisitorForms(Panel):
    """Whether visitors signed before the meeting, and were handed both policies."""

    screen = VISITOR_FORMS
