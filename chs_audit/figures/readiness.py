"""How many promises the records allow to be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from chs_audit.audit import Audit

EVERY, SOME, NONE = "every row", "some rows", "not tested"


def promises_readable(audit: Audit) -> pd.DataFrame:
    """One row per area of policy, in the policy's order.

    Returns:
        area; promises (how many); EVERY, SOME and NONE: how many of them could be judged on
        every row, on some rows only (of the others it cannot be told), and on none at all.
    """
    card = audit.scorecard
    unclear = card["cannot_tell"] > 0
    kind = pd.Series(EVERY, index=card.index).mask(unclear, SOME)
    kind = kind.mask(card["not_tested"] != "", NONE)
    areas = card["area"].astype(str)
    counted = pd.crosstab(areas, kind)
    frame = counted.reindex(
        index=list(dict.fromkeys(areas)), columns=[EVERY, SOME, NONE], fill_value=0
    )
    frame.insert(0, "promises", frame.sum(axis=1))
    return frame.rename_axis("area").rename_axis(None, axis=1).reset_index()
