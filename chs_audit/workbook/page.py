"""The static twin of a screen: the same words, chart and rows as HTML, without widgets.

It reads where no kernel runs, as on a website that shows notebooks, and tests compare it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from chs_audit import figures
from chs_audit.audit import Audit
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.screens import Screen
from chs_audit.workbook.session import Trouble, opened
from chs_audit.workbook.tables import explanation, finding_rows, plain_table, promises
from chs_audit.workbook.words import between, escape, many


@dataclass(frozen=True)
class Shown:
    """HTML that a notebook shows, with a line for where only text can be shown."""

    html: str
    text: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return self.text


def summary(screen: Screen, audit: Audit | Trouble) -> Shown:
    """What was audited, what became of each promise, and the numbers behind the chart."""
    if isinstance(audit, Trouble):
        return Shown(audit.html(), audit.head)
    picture = screen.picture(audit)
    html = opened(audit) + promises(audit, screen.controls) + picture.behind()
    return Shown(html, picture.title)


def details(screen: Screen, audit: Audit, picture: Picture) -> str:
    """What stands under a chart: the promises, and the numbers for whoever opens them."""
    numbers = picture.behind()
    folded = f"<details><summary>Numbers behind the chart</summary>{numbers}</details>"
    return promises(audit, screen.controls) + (folded if numbers else "")


def chart(screen: Screen, audit: Audit | Trouble) -> Shown:
    """The chart under its finding, with its alternative text."""
    if isinstance(audit, Trouble):
        return Shown(audit.html(), audit.head)
    picture = screen.picture(audit)
    return Shown(picture.heading(3) + picture.image(), picture.alt or picture.title)


def findings(
    screen: Screen,
    audit: Audit | Trouble,
    most: int = 10,
    found: Callable[[Audit], pd.DataFrame] | None = None,
) -> Shown:
    """The worst findings, the first of them with its sentence and record.

    Args:
        found: gives the findings, where they are not looked up promise by promise.
    """
    if isinstance(audit, Trouble):
        return Shown(audit.html(), audit.head)
    listed = found(audit) if found else figures.findings_of(audit, screen.controls)
    if listed.empty:
        return Shown(f"<p>{escape(nothing_found(screen, audit))}</p>", "No findings")
    rows = finding_rows(audit, listed.head(most)).astype(str)
    head = f"The worst {len(rows)} of {many(len(listed), 'finding')}"
    html = plain_table(rows, caption=head) + explanation(audit, str(listed["id"].iloc[0]))
    return Shown(html, head)


def nothing_found(screen: Screen, audit: Audit) -> str:
    """Why a list of findings is empty, and what to do."""
    card = audit.scorecard.set_index("control").loc[list(screen.controls)]
    untested = card[card["not_tested"] != ""]
    if len(untested) == len(card):
        why = "; ".join(f"{id} ({row})" for id, row in untested["not_tested"].items())
        return (
            f"Not tested: {why}. Add these records to the audit folder, or choose a longer period."
        )
    period = between(audit.period.first, audit.period.last)
    return f"No findings in this period, {period}. Choose a longer period to look further back."
