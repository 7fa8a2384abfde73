"""Whether everybody knows the policy, and whether the policies themselves are looked after."""

from __future__ import annotations

from typing import cast

from chs_audit.workbook import awareness_pages
from chs_audit.workbook.page import Shown
from chs_audit.workbook.panel import Panel
from chs_audit.workbook.policy_dates import PolicyDates
from chs_audit.workbook.screens import Screen
from chs_audit.workbook.staff_awareness import StaffAwareness

AWARENESS = Screen("Awareness and policies", awareness_pages.CONTROLS, awareness_pages.overview)


class AwarenessAndPolicies(Panel):
    """Whether everybody knows the policy, and whether the policies themselves are looked after.

    `people` shows acknowledgement, training and who to remind; `policies` shows versions,
    reviews and protocols.
    """

    screen = AWARENESS
    parts = (StaffAwareness, PolicyDates)

    def __init__(self) -> None:
        super().__init__()
        self.people = cast(StaffAwareness, self.sections[0])
        self.policies = cast(PolicyDates, self.sections[1])

    def page_awareness(self) -> Shown:
        """The same as a page: by team and kind, who to remind, policies and protocols."""
        self._chooser.wait()
        return awareness_pages.page(self.audit)
