"""Why was this record opened? A search by event, person or member of staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.controls.why import folded
from chs_audit.errors import NotFoundError
from chs_audit.figures.dealings import dealings
from chs_audit.review.identity import dressed
from chs_audit.workbook import session
from chs_audit.workbook.case_list import story_html
from chs_audit.workbook.cases import EXPLAINED
from chs_audit.workbook.story import why_html
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import NONE, between, escape, many, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

MOST = 50
HELP = (
    "Type the number of an event of the log, or the number or pseudonym of a person or a member "
    "of staff, and press Enter."
)


def answer(audit: Audit, given: str) -> str:
    """Why records were opened: everything of the period that fits what was typed, as HTML."""
    text = given.strip()
    if not text:
        return f"<p>{HELP}</p>"
    found = _found(audit, text)
    if found is None:
        period = between(audit.period.first, audit.period.last)
        return (
            f'<p role="alert"><strong>Nothing in the log of {escape(period)} has the number or '
            "pseudonym that you typed.</strong> Check it, or choose a longer period above.</p>"
        )
    if len(found) == 1:
        row = found.iloc[0]
        return why_html(audit, row) + _story(audit, row)
    return _table(audit, found)


def _found(audit: Audit, text: str) -> pd.DataFrame | None:
    """The accesses of the event, person or member of staff of that number or pseudonym."""
    try:
        kind, number = audit.pseudonyms.person(text)
        tries = [{kind: number}] if kind in ("person", "staff") else []
    except NotFoundError:
        tries = [{"event": text}, {"person": text}, {"staff": text}]
    for one in tries:
        try:
            return audit.why(**one)
        except NotFoundError:
            continue
    return None


def _story(audit: Audit, row: pd.Series) -> str:
    if not (isinstance(row["staff_id"], str) and isinstance(row["person_id"], str)):
        return ""
    pair = (row["staff_id"], row["person_id"])
    held = dealings(audit, pd.DataFrame([pair], columns=["staff_id", "person_id"]))
    return story_html(audit, held, pair, row["event_id"])


def _table(audit: Audit, found: pd.DataFrame) -> str:
    """Accesses for the same reason as one row; those not explained come first."""
    rows = dressed(audit, folded(found))
    rows = rows.sort_values(
        "verdict", key=lambda kinds: kinds == "kept", kind="stable", ignore_index=True
    )
    unclear = int((found["verdict"] != "kept").sum())
    frame = pd.DataFrame(
        {
            "Explained": rows["verdict"].map(EXPLAINED),
            "Staff": rows["staff_id"].replace("", NONE),
            "Person": rows["person_id"].replace("", NONE),
            "Why": rows["why"],
            "Accesses": rows["accesses"],
            "First day": rows["first_day"].map(uk_day),
            "Last day": rows["last_day"].map(uk_day),
            "First event": rows["event_id"],
        }
    ).head(MOST)
    more = f"; the first {MOST} reasons are listed" if len(rows) > MOST else ""
    caption = f"{many(len(found), 'access', 'accesses')}, {unclear:,} not explained{more}"
    return plain_table(frame.astype("object"), caption=caption)


class LogSearch:
    """A field to type into, and what the log and the records say; `answer` holds it."""

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self.text = widgets.Text(
            description="Number or pseudonym",
            continuous_update=False,
            style={"description_width": "initial"},
            layout={"width": "28em", "max_width": "100%"},
        )
        self.search = widgets.Button(
            description="Why was it opened?", tooltip="Look the accesses up in the log"
        )
        self.answer = widgets.HTML("")
        self.search.on_click(self._asked)
        self.text.observe(self._asked, "value")
        self.box = widgets.VBox(
            [
                widgets.HTML(f"<h2>Ask about any access</h2><p>{HELP}</p>"),
                widgets.HBox([self.text, self.search], layout={"flex_flow": "row wrap"}),
                self.answer,
            ],
            layout={"display": "none"},
        )

    def show(self, audit: Audit) -> None:
        """Search in this audit from now on."""
        self._audit = audit
        self.box.layout.display = ""
        self.answer.value = ""
        if self.text.value:
            self._asked()

    def clear(self) -> None:
        """There is nothing to search in."""
        self._audit = None
        self.box.layout.display = "none"
        self.answer.value = ""

    def _asked(self, _: object = None) -> None:
        audit, text = self._audit, self.text.value
        if audit is None:
            return
        self.answer.value = '<p role="status">Looking it up …</p>'
        told = session.guarded(lambda: answer(audit, text))
        self.answer.value = (
            told.html()
            if isinstance(told, session.Trouble)
            else f'<section aria-label="Why it was opened" aria-live="polite">{told}</section>'
        )
