"""The parts of consent coverage: a day, the matrix, one person, what runs out, whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.figures.consent_days import NAMES, ConsentDays, consent_days
from chs_audit.figures.consent_people import ask_next, consents_of_everybody, sent
from chs_audit.workbook import consent_pages, session
from chs_audit.workbook.choices import WRAPPING, Choices
from chs_audit.workbook.consent_pages import AHEAD, FURTHEST
from chs_audit.workbook.consent_words import matrix_rows, person_picture, state_words
from chs_audit.workbook.day_slider import DaySlider
from chs_audit.workbook.row_list import RowList
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.take_away import written
from chs_audit.workbook.words import escape, many, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

LABELS = {"team": "Team", "who": "Who", "status": "With an answer that is"}
WHO = {"child": "children", "parent": "parents", "carer": "carers", "other": "other relatives"}
UNKNOWN = "not on record as family"
CHOOSE_PERSON = (
    "<p>Choose a person in the table to see what went out about them, and which consents covered "
    "it: click on the row, or move to it with Tab and the arrow keys and press Enter.</p>"
)
BY_PSEUDONYM, BY_NUMBER = "pseudonym", "your own number"


class ConsentParts:
    """All that stands between the chart and the findings, for one day and one choice of people.

    `day` is the day that everything is shown as at, `ahead` how many days are looked ahead;
    `matrix` lists people by purposes, and `person` tells of the one that is chosen; `naming`
    and `write` make the list of whom to ask.
    """

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self._days: ConsentDays | None = None
        self._mine: ConsentDays | None = None
        self._consents = self._sent = self._ask = pd.DataFrame()
        self._people: list[str] = []
        self._quiet = False
        self.choices = Choices(LABELS, self._narrow)
        self.day = DaySlider()
        self.latest = widgets.Button(
            description="Audit date", tooltip="Go back to the date of the audit"
        )
        self.curve, self.counts = widgets.HTML(""), widgets.HTML("")
        self.matrix = RowList(
            "Answers by person and purpose", ("person", "people"), self._chosen, [0, 1]
        )
        self.person = widgets.HTML("")
        self.ahead = widgets.BoundedIntText(
            AHEAD,
            min=1,
            max=FURTHEST,
            description="Days ahead",
            style={"description_width": "6em"},
            layout={"width": "11em"},
        )
        self.expiring, self.asking = widgets.HTML(""), widgets.HTML("")
        self.naming = widgets.Dropdown(
            options=[BY_NUMBER, BY_PSEUDONYM],
            description="Name people by",
            style={"description_width": "initial"},
        )
        self.write = widgets.Button(
            description="Write the list of whom to ask",
            tooltip="Write it into the audit folder, for a spreadsheet and for the printer",
            layout={"width": "auto"},
        )
        self.written = widgets.HTML("")
        self.day.observe(self._moved, "value")
        self.ahead.observe(self._look_ahead, "value")
        self.latest.on_click(self._to_latest)
        self.write.on_click(self._write)
        self.naming.observe(self._forget_written, "value")
        self.box = widgets.VBox(
            [
                widgets.HTML(
                    "<h2>Coverage as at any day</h2><p>What you choose here holds for all parts "
                    "down to the list of whom to ask.</p>"
                ),
                self.choices.box,
                widgets.HBox([self.day, self.latest], layout=WRAPPING),
                self.curve,
                self.counts,
                widgets.HTML("<h2>Who has answered for what</h2>"),
                self.matrix.box,
                self.person,
                widgets.HTML("<h2>What runs out, and whom to ask next</h2>"),
                self.ahead,
                self.expiring,
                self.asking,
                widgets.HBox([self.naming, self.write], layout=WRAPPING),
                self.written,
            ],
            layout={"display": "none"},
        )

    def show(self, audit: Audit) -> None:
        """Count how consent stood on every day once, and show the audit date."""
        self._audit, self._days = audit, consent_days(audit)
        self._consents, self._sent = consents_of_everybody(audit), sent(audit)
        self._quiet = True
        self.day.offer(self._days.first, self._days.last)
        self._quiet = False
        people = _groups(self._days)
        self.choices.offer("team", sorted(set(people["team"])))
        known = [name for name in (*WHO.values(), UNKNOWN) if (people["who"] == name).any()]
        first = self.choices.lists["who"].options == (("All", ""),)
        self.choices.offer("who", known)
        self.choices.offer("status", [state_words(name) for name in NAMES])
        if first and WHO["child"] in known:
            # The service is for children; the others are one choice away.
            self.choices.choose("who", WHO["child"])
        self.box.layout.display = ""
        self._narrow()

    def clear(self) -> None:
        """Show nothing any more."""
        self._audit = self._days = self._mine = None
        self.box.layout.display = "none"
        self.matrix.clear()
        for one in (self.curve, self.counts, self.person, self.expiring, self.asking):
            one.value = ""
        self.written.value = ""

    @property
    def asked(self) -> pd.DataFrame:
        """Whom to ask next, as :func:`ask_next` lists them."""
        return self._ask

    def _of(self) -> str:
        return self.choices.words_of("team", "who")

    def _narrow(self) -> None:
        """Count again for the people who are chosen."""
        if self._days is None:
            return
        self._mine = self._days.of(self.choices.narrow(_groups(self._days)).index)
        self._moved()

    def _moved(self, _: object = None) -> None:
        """Show everything as at the chosen day."""
        audit, mine, day = self._audit, self._mine, self.day.day
        if self._quiet or audit is None or mine is None:
            return
        picture = consent_pages.coverage_picture(audit, mine, day, self._of())
        folded = picture.behind()
        self.curve.value = (
            picture.heading(3)
            + picture.image()
            + (
                f"<details><summary>The months in numbers</summary>{folded}</details>"
                if folded
                else ""
            )
        )
        self.counts.value = consent_pages.counts_table(mine, day)
        rows = matrix_rows(audit, mine, day)
        status = self.choices.lists["status"].value
        if status:
            rows = rows[rows.eq(status).any(axis=1)]
        self._people = list(rows.index)
        self.matrix.put(rows, consent_pages.NOBODY, f" on {uk_day(day)}{self._of()}")
        self._chosen(None)
        self._look_ahead()

    def _look_ahead(self, _: object = None) -> None:
        audit, mine, day = self._audit, self._mine, self.day.day
        if audit is None or mine is None:
            return
        within = self.ahead.value
        self._ask = ask_next(mine, day, within)
        self.expiring.value = consent_pages.expiring_html(audit, mine, day, within)
        self.asking.value = consent_pages.ask_html(audit, self._ask, self._of())
        self.write.disabled = self._ask.empty
        self._forget_written()

    def _chosen(self, place: int | None) -> None:
        audit = self._audit
        if place is None or audit is None:
            self.person.value = CHOOSE_PERSON if self._people else ""
            return
        person = self._people[place]
        told = session.guarded(lambda: self._story(audit, person))
        self.person.value = (
            told.html()
            if isinstance(told, session.Trouble)
            else f'<section aria-label="The chosen person" aria-live="polite">{told}</section>'
        )

    def _story(self, audit: Audit, person: str) -> str:
        picture = person_picture(audit, self._consents, self._sent, person)
        if picture.numbers.empty:
            return f"<p>{escape(picture.title)}</p>"
        table = plain_table(picture.numbers, caption="The same in words, the oldest first")
        lines = many(len(picture.numbers), "line")
        return (
            f"{picture.heading(3)}{picture.image()}"
            f"<details><summary>The time line in words ({lines})</summary>{table}</details>"
        )

    def _to_latest(self, _: object) -> None:
        if self._days is not None:
            self.day.day = self._days.last

    def _forget_written(self, _: object = None) -> None:
        self.written.value = ""

    def _write(self, _: object) -> None:
        audit, day = self._audit, self.day.day
        if audit is None:
            return
        numbers = self.naming.value == BY_NUMBER
        paper = consent_pages.ask_list(audit, self._ask, day, numbers, self._of())
        self.written.value = written(paper, audit.folder)


def _groups(days: ConsentDays) -> pd.DataFrame:
    """The people, with `who` they are as it is offered to choose from."""
    who = days.people["relation"].map(WHO).astype("object").fillna(UNKNOWN)
    return days.people.assign(who=who)
