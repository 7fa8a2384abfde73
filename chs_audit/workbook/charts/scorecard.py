"""The chart of the scorecard: what became of the promises, by area of policy."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT, NOT_TESTED, TO_LOOK_AT
from chs_audit.workbook.charts.house import FILLS, INK
from chs_audit.workbook.charts.stacked import promises_chart

PARTS = {
    KEPT: (KEPT, FILLS[KEPT]),
    BROKEN: (BROKEN, FILLS[BROKEN]),
    CANNOT_TELL: (CANNOT_TELL, FILLS[CANNOT_TELL]),
    TO_LOOK_AT: (TO_LOOK_AT, {"facecolor": "#f0e442", "edgecolor": INK, "hatch": ".."}),
    NOT_TESTED: (NOT_TESTED, FILLS["all"]),
}


def scorecard_chart(frame: pd.DataFrame) -> Figure:
    """Promises by area and verdict (see promises_by_area)."""
    return promises_chart(frame, PARTS)
