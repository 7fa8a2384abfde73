"""The chart of what the records allow to be judged."""

from __future__ import annotations

import pandas as pd
from matplotlib.figure import Figure

from chs_audit.controls.answer import CANNOT_TELL, KEPT
from chs_audit.figures.readiness import EVERY, NONE, SOME
from chs_audit.workbook.charts.house import FILLS
from chs_audit.workbook.charts.stacked import promises_chart

PARTS = {
    EVERY: ("judged on every row", FILLS[KEPT]),
    SOME: ("on some rows it cannot be told", FILLS[CANNOT_TELL]),
    NONE: ("not tested", FILLS["all"]),
}


def readiness_chart(frame: pd.DataFrame) -> Figure:
    """Promises by area and by how much of them can be judged (see promises_readable)."""
    return promises_chart(frame, PARTS)
