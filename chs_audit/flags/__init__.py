"""Flags: what is worth a look and no breach by itself, and the cases that flags and breaches make."""

from chs_audit.flags import habits, people
from chs_audit.flags.flag import Flag

FLAGS: tuple[Flag, ...] = (*people.FLAGS, *habits.FLAGS)
BY_CODE = {one.code: one for one in FLAGS}

__all__ = ["BY_CODE", "FLAGS", "Flag"]
