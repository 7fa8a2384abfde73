"""Whether visitors signed before the meeting, and were handed both policies."""

from __future__ import annotations

from typing import cast

from chs_audit.workbook import visitor_pages
from chs_audit.workbook.meeting_forms import MeetingForms
from chs_audit.workbook.page import Shown
from chs_audit.workbook.panel import Panel
from chs_audit.workbook.reception import Reception
from chs_audit.workbook.screens import VISITOR_FORMS


class VisitorForms(Panel):
    """Whether visitors signed before the meeting, and were handed both policies.

    `forms` shows each form against the start, with the volunteer question as a switch;
    `reception` lists who must sign next.
    """

    screen = VISITOR_FORMS
    parts = (MeetingForms, Reception)

    def __init__(self) -> None:
        super().__init__()
        self.forms = cast(MeetingForms, self.sections[0])
        self.reception = cast(Reception, self.sections[1])
        # Who must sign hangs on the same question.
        self.forms.followed_by.append(self.reception.count_volunteers)

    def page_meetings(self) -> Shown:
        """The same as a page: the volunteer question, the groups, and who must sign next."""
        self._chooser.wait()
        return visitor_pages.page(self.audit)
