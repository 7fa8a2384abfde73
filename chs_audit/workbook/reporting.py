"""What must be reported of each breach in the register, by when, and what is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import pandas as pd

from chs_audit.figures.reporting import DONE, DUTIES, MISSED, RUNNING, UNCLEAR, duties_of
from chs_audit.workbook.screens import not_tested
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import NONE, escape, many, uk_day, uk_moment

if TYPE_CHECKING:
    from chs_audit.audit import Audit

HEAD = "What must be reported, and by when"
COLUMNS = {"ico": "The ICO", "people": "The people at risk", "commission": "Charity Commission"}
# What a missed or unclear duty lacks, by the reason code of its control.
LACKS = {
    ("ico", "no-decision"): "✗ no decision with a reason",
    ("ico", "late-without-reason"): "✗ late or not sent, and no reason",
    ("ico", "time-unknown"): "? when we knew is not on record",
    ("people", "people-not-told"): "✗ not told, and no reason",
    ("people", "risk-unknown"): "? whether any are at high risk is not on record",
    ("commission", "no-decision"): "✗ no decision with a reason",
}


class Reporting:
    """The breaches of the period and their clocks, for an audit."""

    def __init__(self) -> None:
        self.told = widgets.HTML("")
        self.box = widgets.VBox([self.told], layout={"display": "none"})

    def show(self, audit: Audit) -> None:
        """Tell of this audit's breaches."""
        self.told.value = f"<h2>{HEAD}</h2>{page(audit)}"
        self.box.layout.display = ""

    def clear(self) -> None:
        """Show nothing any more."""
        self.box.layout.display = "none"
        self.told.value = ""


def page(audit: Audit) -> str:
    """A sentence, the breaches of which something is open, and the others to unfold, as HTML."""
    if why := not_tested(audit, DUTIES["ico"]):
        return f"<p>Not tested: {escape(why)}.{_unregistered(audit)}</p>"
    frame = duties_of(audit)
    settled = (frame[list(DUTIES)] == DONE).all(axis="columns")
    html = f"<p><strong>{sentence(audit, frame)}</strong></p>"
    if not settled.all():
        html += plain_table(_rows(audit, frame[~settled]), caption="Breaches that need something")
    if settled.any():
        html += (
            f"<details><summary>{many(int(settled.sum()), 'breach', 'breaches')} of which "
            "nothing is open</summary>"
            + plain_table(_rows(audit, frame[settled]), caption="Nothing is open")
            + "</details>"
        )
    return html


def sentence(audit: Audit, frame: pd.DataFrame) -> str:
    """How the duties stand at the audit date, in words."""
    running = frame[frame["ico"] == RUNNING]
    duties = frame[list(DUTIES)]
    missed, unclear = (
        int((duties == state).any(axis="columns").sum()) for state in (MISSED, UNCLEAR)
    )
    parts = [f"{many(len(frame), 'breach', 'breaches')} known in this period"]
    if len(running):
        due = uk_moment(running["due_at"].min(), audit.settings.charity.timezone)
        parts.append(
            f"{len(running)} must still be decided on or reported to the ICO, the first by {due}"
        )
    if missed:
        parts.append(f"for {missed} something is late or missing")
    if unclear:
        parts.append(f"for {unclear} it cannot be told")
    if len(parts) == 1:
        parts.append("nothing is late or missing")
    return f"As at {uk_day(audit.as_at)}: {'; '.join(parts)}.{_unregistered(audit)}"


def _unregistered(audit: Audit) -> str:
    """Findings that were decided to be breaches, and have no clock here yet."""
    card = audit.scorecard
    count = int(card.loc[card["control"] == "BR-05", "broken"].sum())
    if not count:
        return ""
    which = "a breach does" if count == 1 else "breaches do"
    return (
        f" Besides, {many(count, 'finding')} decided to be {which} not stand in the register: the "
        "clock runs for these, too."
    )


def _rows(audit: Audit, frame: pd.DataFrame) -> pd.DataFrame:
    zone = audit.settings.charity.timezone
    rows = [
        {
            "Breach": row["breach_id"],
            "We knew": _moment(row["aware_at"], zone),
            "Due at the ICO": _moment(row["due_at"], zone),
            **{COLUMNS[duty]: _standing(duty, row, zone) for duty in DUTIES},
        }
        for row in frame.to_dict("records")
    ]
    return pd.DataFrame(rows, dtype="object")


def _moment(moment: Any, zone: str) -> str:
    return NONE if pd.isna(moment) else uk_moment(moment, zone)


def _standing(duty: str, row: dict[Any, Any], zone: str) -> str:
    """How one duty stands, in words with a sign."""
    if row[duty] in (MISSED, UNCLEAR):
        return LACKS[duty, row[f"{duty}_because"]]
    if row[duty] == RUNNING:
        return "… to be reported" if row["ico_decision"] == "report" else "… to be decided"
    if duty == "people":
        if not row["high_risk"]:
            return "–\u00a0nobody at high risk"
        told = row["people_told_at"]
        return "✓ why they were not told is on record" if pd.isna(told) else _told(told, zone)
    if row[f"{duty}_decision"] != "report":
        return "✓ decided not to report"
    if duty == "commission":
        return "✓ decided to report"
    sent = row["ico_reported_at"]
    if pd.isna(sent):
        return "✓ why nothing was sent is on record"
    late = ", late, with a reason" if sent > row["due_at"] else ""
    return _told(sent, zone) + late


def _told(moment: Any, zone: str) -> str:
    return f"✓ told on {uk_moment(moment, zone)}"
