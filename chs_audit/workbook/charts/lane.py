"""One line of a timeline, before it is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Lane:
    """One line of a timeline.

    Args:
        name: what stands at its left.
        bars: first day, last day (None: it goes on), a name of lanes.BARS, and a short word in it.
        marks: moment, and a name of lanes.MARKS.
        empty: what is written into it where it holds nothing.
    """

    name: str
    bars: Sequence[tuple[dt.date, dt.date | None, str, str]] = field(default=())
    marks: Sequence[tuple[dt.date, str]] = field(default=())
    empty: str = "none in this period"
