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
MOST_EACH = 1000
HELP = (
    "Type the number of an event of the log, or the number or pseudonym of a person or a member "
    "of staff, and press Enter."
)


def answer(audit: Audit, given: str) -> str:
    """Why records were opened: everything of the period that fits what was typed, as HTML."""
    text = given.strip()
    if not text:
        return f"<p>{HELP}</p>"
    asked = _asked_for(audit, text)
    for one in asked:
        try:
            found = audit.why(**one)
        except NotFoundError:
            continue
        if len(found) == 1:
            row = found.iloc[0]
            return why_html(audit, row) + _story(audit, row)
        return _table(audit, found) + _each(audit, found) + _unnamed(audit)
    return _nothing(audit, asked)


def _asked_for(audit: Audit, text: str) -> list[dict[str, str]]:
    """What may be meant: an event, or a person or member of staff, who is on record if alone."""
    try:
        kind, number = audit.pseudonyms.person(text)
        return [{kind: number}] if kind in ("person", "staff") else []
    except NotFoundError:
        pass
    held = []
    for kind, table in (("person", "service_users"), ("staff", "staff")):
        rows = audit.inputs.get(table)
        number = rows[f"{kind}_id"]
        # Who types p0366 means P0366, and must not be told that nobody opened it.
        same = rows.filter(number.lower() == text.lower()).select(number=number)
        held += [{kind: str(one)} for one in audit.inputs.engine.frame(same)["number"]]
    # Two numbers that differ by capitals alone are two people: which is meant is not guessed.
    meant = [one for one in held if text in one.values()] or (held if len(held) == 1 else [])
    return meant or [{"event": text}, {"person": text}, {"staff": text}]


def _nothing(audit: Audit, asked: list[dict[str, str]]) -> str:
    """That nothing was found, and whether whoever was meant is on record at all."""
    period = escape(between(audit.period.first, audit.period.last))
    if len(asked) == 1 and "person" in asked[0]:
        said = f"On record, and not opened in the log of {period}.</strong>"
    elif len(asked) == 1:
        said = f"On record, and opened nothing in the log of {period}.</strong>"
    else:
        return (
            '<p role="alert"><strong>No event of this period, and no person or member of staff on '
            "record, has the number or pseudonym that you typed.</strong> Check it; for an event, "
            "choose a longer period above.</p>"
        )
    return f'<p role="alert"><strong>{said} A longer period may hold more.</p>{_unnamed(audit)}'


def _unnamed(audit: Audit) -> str:
    """How many accesses name nobody, and so may be anybody's: an answer is as good as the log."""
    found = audit.findings
    found = found[found["control"] == "NK-01"]
    lacks = [
        f"{many(count, 'access', 'accesses')} of this period {what}"
        for code, what in (
            ("person-unknown", "without saying whose record it was"),
            ("staff-unknown", "without saying by whom"),
        )
        if (count := int((found["reasons"] == code).sum()))
    ]
    return f"<p>What the log cannot tell: {'; '.join(lacks)}.</p>" if lacks else ""


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


def _each(audit: Audit, found: pd.DataFrame) -> str:
    """Every access by itself, oldest first, to be unfolded."""
    findings = audit.findings[audit.findings["control"] == "NK-01"]
    numbers = dict(zip(findings["key"], findings["id"], strict=True))
    rows = dressed(audit, found.head(MOST_EACH))
    frame = pd.DataFrame(
        {
            "When": rows["when"],
            "Staff": rows["staff_id"].fillna("").replace("", NONE),
            "Person": rows["person_id"].fillna("").replace("", NONE),
            "What": rows["action"].fillna(NONE),
            "Explained": rows["verdict"].map(EXPLAINED),
            "Finding": rows["event_id"].map(numbers).fillna(""),
            "Event": rows["event_id"],
        }
    )
    some = f", the first {MOST_EACH:,} of them" if len(found) > MOST_EACH else ""
    return (
        f"<details><summary>Every access, one by one{some}</summary>"
        f"{plain_table(frame.astype('object'), caption='Oldest first')}</details>"
    )


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
