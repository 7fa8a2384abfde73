"""A chart with its finding in a sentence, its alternative text and the numbers behind it."""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import escape

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class Picture:
    """What one chart says.

    Args:
        title: the finding, as a sentence.
        alt: what the chart shows, for somebody who does not see it.
        numbers: the figures behind it, column names in words.
        figure: the chart; None where there is nothing to draw, and the title says why.
    """

    title: str
    alt: str = ""
    numbers: pd.DataFrame = field(default_factory=pd.DataFrame, repr=False)
    figure: Figure | None = field(default=None, repr=False)

    def png(self) -> bytes:
        """The chart as a picture; b"" where there is none."""
        if self.figure is None:
            return b""
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=110)
        return buffer.getvalue()

    def heading(self, level: int) -> str:
        return f"<h{level}>{escape(self.title)}</h{level}>"

    def image(self) -> str:
        """The chart as HTML, carrying its alternative text."""
        if self.figure is None:
            return ""
        data = base64.b64encode(self.png()).decode()
        return (
            f'<img alt="{escape(self.alt)}" style="max-width:100%" '
            f'src="data:image/png;base64,{data}">'
        )

    def behind(self) -> str:
        """The numbers behind the chart, as an HTML table."""
        if self.numbers.empty:
            return ""
        return plain_table(self.numbers, caption="The numbers behind the chart")

    def with_numbers(self) -> str:
        """Finding, chart, and the numbers for whoever opens them, as HTML."""
        numbers = self.behind()
        folded = f"<details><summary>Numbers behind the chart</summary>{numbers}</details>"
        return self.heading(3) + self.image() + (folded if numbers else "")
