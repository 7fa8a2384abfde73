"""Numbers by area of policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.controls.answer import (
    BROKEN,
    CANNOT_TELL,
    KEPT,
    NOT_TESTED,
    TO_LOOK_AT,
)

if TYPE_CHECKING:
    from chs_audit.audit import Audit

VERDICTS = (KEPT, BROKEN, CANNOT_TELL, TO_LOOK_AT, NOT_TESTED)


def promises_by_area(audit: Audit) -> pd.DataFrame:
    """One row per area of policy, in the policy's order.

    Returns:
        area; promises (how many); one column per verdict, how many promises have it; rows,
        broken_rows and unclear_rows (rows examined, and of these broken and cannot tell).
    """
    card = audit.scorecard
    counted = pd.crosstab(card["area"].astype(str), card["verdict"])
    areas = list(dict.fromkeys(card["area"].astype(str)))
    frame = counted.reindex(index=areas, columns=list(VERDICTS), fill_value=0)
    summed = card.groupby(card["area"].astype(str))[["examined", "broken", "cannot_tell"]].sum()
    frame.insert(0, "promises", frame.sum(axis=1))
    frame[["rows", "broken_rows", "unclear_rows"]] = summed.loc[areas].to_numpy()
    return frame.rename_axis("area").rename_axis(None, axis=1).reset_index()
