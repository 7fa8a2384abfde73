"""audit.head: a small file beside the records that says where the ledger's chain ends.

The chain alone cannot tell that its last events were cut off. This file can, and so can every
signed paper, which says the same; see docs/decisions.md for what that is worth.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from chs_audit.review.chain import Head

FILE_NAME = "audit.head"


def read(folder: Path) -> Head | None:
    """What the folder's file says; None where there is none, or none that can be read."""
    try:
        told = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        return Head(int(told["events"]), str(told["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write(folder: Path, head: Head) -> None:
    """Say it there, whole or not at all; a later end is never replaced by an earlier one."""
    before = read(folder)
    if before and before.count >= head.count:
        return
    text = json.dumps({"events": head.count, "hash": head.hash}, indent=2) + "\n"
    draft = folder / f".{FILE_NAME}-{os.getpid()}-{threading.get_ident()}"
    draft.write_text(text, encoding="utf-8")
    draft.replace(folder / FILE_NAME)
