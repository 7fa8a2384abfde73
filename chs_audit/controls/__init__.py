"""The controls: one module per area of policy, one function per control."""

from chs_audit.controls import awareness, consent, disclosure, need_to_know, policies, visitors
from chs_audit.controls.control import Control

CONTROLS: tuple[Control, ...] = (
    *need_to_know.CONTROLS,
    *consent.CONTROLS,
    *disclosure.CONTROLS,
    *visitors.CONTROLS,
    *awareness.CONTROLS,
    *policies.CONTROLS,
)

BY_ID = {one.id: one for one in CONTROLS}

__all__ = ["BY_ID", "CONTROLS", "Control"]
