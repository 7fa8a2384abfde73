"""The meeting pack: the audit without any person in it, all that trustees are given."""

from chs_audit.papers.pack.model import MeetingPack, read_pack
from chs_audit.papers.pack.write import write_pack

__all__ = ["MeetingPack", "read_pack", "write_pack"]
