"""Deciding on the findings that were chosen: how they stand, what one may do, and doing it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from chs_audit.review.moves import CONCLUSIONS, MOVES, Decision, Name, Standing
from chs_audit.workbook import review_words, session
from chs_audit.workbook.decision_fields import SHORT, WIDE, day_field, show_field, staff_field
from chs_audit.workbook.desk import Desk, Option, missing
from chs_audit.workbook.review_words import FIELDS, MOVE_WORDS, PUT_RIGHT
from chs_audit.workbook.words import escape, many

if TYPE_CHECKING:
    from chs_audit.audit import Audit

NOTE = "note"
BROAD = {"width": "46em", "max_width": "100%"}
WRAPPING = {"flex_flow": "row wrap", "align_items": "center"}


class Deciding:
    """How the chosen findings stand, and the moves that the person at the keyboard may make.

    `move` chooses what to do; `conclusion`, `because`, `until`, `ask`, `by`, `owner`, `due` and
    `files` say it; `count` says on how many findings, before `write` writes it.

    Args:
        changed: called after something was written.
    """

    def __init__(self, changed: Callable[[], None] = lambda: None) -> None:
        self._changed = changed
        self._desk: Desk | None = None
        self._ids: tuple[str, ...] = ()
        self._standings: dict[str, Standing] = {}
        self._options: dict[Name, Option] = {}
        self.standing = widgets.HTML("")
        self.move = widgets.RadioButtons(
            options=[], description="What to do", style=WIDE, layout={"width": "auto"}
        )
        self.conclusion = widgets.Dropdown(
            options=[
                ("Choose what you conclude", ""),
                *((one.title, name) for name, one in CONCLUSIONS.items()),
            ],
            description="Conclusion",
            style=WIDE,
            layout=SHORT,
        )
        self.because = widgets.Textarea(
            description="Why",
            placeholder="Without anybody's name: write their number or pseudonym",
            rows=2,
            style=WIDE,
            layout=BROAD,
        )
        self.until = day_field("--until")
        self.ask = staff_field("--ask")
        self.by = day_field("--by")
        self.owner = staff_field("--owner")
        self.due = day_field("--due")
        self.files = widgets.FileUpload(
            multiple=True,
            description="Files that prove it",
            tooltip="Only each file's fingerprint is kept in the ledger; you keep the file",
            layout={"width": "16em"},
        )
        self._fields = {"until": self.until, "ask": self.ask, "by": self.by}
        self._follow_up = widgets.HBox([self.owner, self.due], layout=WRAPPING)
        self.count = widgets.HTML("")
        self.write = widgets.Button(
            description="Write", button_style="primary", layout={"width": "20em"}
        )
        self.message = widgets.HTML("")
        self.history = widgets.HTML("")
        self.form = widgets.VBox(
            [
                self.move,
                self.conclusion,
                self.because,
                *self._fields.values(),
                self._follow_up,
                self.files,
                self.count,
                self.write,
            ]
        )
        self.form.add_class("chs-form")
        for control in (self.move, self.conclusion):
            control.observe(self._show_fields, "value")
        self.write.on_click(self._write)
        self.box = widgets.VBox(
            [
                widgets.HTML("<h2>Decide</h2>"),
                self.standing,
                self.message,
                self.form,
                self.history,
            ],
            layout={"display": "none"},
        )

    def choose(self, audit: Audit, ids: Sequence[str]) -> None:
        """Show how these findings stand, and what may be done about them."""
        if self._desk is None or self._desk.audit is not audit:
            self._desk = Desk(audit)
        self.message.value = ""
        if tuple(ids) != self._ids:
            # What was typed about one finding says nothing about the next.
            self._forget()
        self._ids = tuple(ids)
        self._read()

    def clear(self) -> None:
        """Nothing is chosen."""
        self._ids, self._standings, self._options = (), {}, {}
        self.message.value = ""
        self.box.layout.display = "none"

    def close(self) -> None:
        """The audit was closed."""
        self.clear()
        self._desk = None

    def states(self, audit: Audit) -> dict[str, str]:
        """Finding -> its state, of all that were ever moved; the ledger is looked at anew."""
        self._desk = Desk(audit)
        return self._desk.states()

    def owners(self) -> dict[str, str]:
        """Finding -> the number of who sees to what follows from its decision."""
        return self._desk.owners() if self._desk else {}

    def _read(self, preset: bool = True) -> None:
        """Read from the ledger how the chosen findings stand now.

        Args:
            preset: whether a move is chosen for a start.
        """
        desk = self._desk
        if desk is None or not self._ids:
            self.clear()
            return
        self._standings = desk.standings(self._ids)
        self._options = desk.options(self._standings)
        self.box.layout.display = ""
        one = self._ids[0] if len(self._ids) == 1 else ""
        self.history.value = (
            review_words.history(desk.audit, desk.history(one), desk.me) if one else ""
        )
        if desk.why_not:
            self.standing.value = f"<p>{escape(desk.why_not)}</p>"
            self.form.layout.display = "none"
            return
        why_not = desk.refusals(self._standings)
        items = "".join(f"<li>{escape(line)}</li>" for line in why_not)
        told = review_words.stands(desk.audit, self._standings, desk.me)
        acts = f"<p>{escape(desk.acts)}</p>" if desk.actor else ""
        left = f"<p>Not for you to decide:</p><ul>{items}</ul>" if items else ""
        self.standing.value = f'<div aria-live="polite">{told}{acts}{left}</div>'
        self._offer(desk, bool(one), preset)

    def _offer(self, desk: Desk, single: bool, preset: bool) -> None:
        """Offer the moves that are allowed, and a note on a single finding."""
        offered: list[tuple[str, str]] = [
            (f"{MOVE_WORDS[name][0]} ({many(len(option.ids), 'finding')})", name)
            for name, option in self._options.items()
        ]
        if single:
            offered = [(MOVE_WORDS[name][0], name) for name in self._options]
            if desk.actor:
                offered.append(("Only add a note", NOTE))
        chosen = self.move.value
        values = [value for _, value in offered]
        self.move.options = offered
        self.form.layout.display = "" if offered else "none"
        # After something was written nothing is chosen, lest a second click do the next thing.
        self.move.value = (
            (chosen if chosen in values else values[0]) if offered and preset else None
        )
        self._show_fields()

    def _show_fields(self, _: object = None) -> None:
        """Only the fields that go with what was chosen, and the count before it is written."""
        name = self.move.value
        proposing = name == "propose"
        needs = _needs(self.conclusion.value) if proposing else ()
        show_field(self.conclusion, proposing)
        for field, control in self._fields.items():
            show_field(control, field in needs)
        concluded = proposing and self.conclusion.value != ""
        show_field(self.because, name is not None and (concluded or not proposing))
        show_field(self._follow_up, concluded)
        show_field(self.files, concluded or name == NOTE)
        self.because.description = self._why_label(name, needs)
        ids, left_out = self._meant()
        lines = [f"{many(count, 'finding')} left out: {why}." for why, count in left_out.items()]
        self.count.value = f'<p role="status">{escape(" ".join(lines))}</p>' if lines else ""
        what = "Add the note" if name == NOTE else MOVE_WORDS.get(name, ("Write",))[0]
        several = len(self._ids) > 1 and name is not None
        self.write.description = f"{what}: {many(len(ids), 'finding')}" if several else what

    def _why_label(self, name: str | None, needs: Sequence[str]) -> str:
        if name == NOTE:
            return "Note"
        label = PUT_RIGHT if self.conclusion.value == "remedied" else "Why"
        required = "because" in needs or (name in MOVES and MOVES[name].to_say_why)
        return label if required else f"{label} (if you like)"

    def _meant(self) -> tuple[tuple[str, ...], dict[str, int]]:
        """The findings that the chosen move is for, and how many it leaves out, by the reason."""
        option = self._options.get(self.move.value)
        return (option.ids, dict(option.left_out)) if option else (self._ids, {})

    def _write(self, _: object = None) -> None:
        """Write the chosen move; what keeps it from being written is said, and nothing is lost."""
        desk, name = self._desk, self.move.value
        if desk is None:
            return
        if name is None:
            # Not a button that cannot be pressed: that would lose the focus, and whoever uses keys
            # would begin again at the top of the page.
            self.message.value = session.Trouble(
                "Nothing was written.", ("Choose what to do.",)
            ).html()
            return
        ids, _left_out = self._meant()
        breach = name in ("propose", "agree") and "breach" in self._conclusions(name, ids)
        seen = {id: self._standings[id].version for id in ids if id in self._standings}
        done = session.guarded(lambda: self._try(desk, name, ids, seen), "ledger")
        if isinstance(done, session.Trouble):
            self.message.value = done.html()
            return
        if done:
            self._read()
            self.message.value = session.Trouble("Nothing was written.", tuple(done)).html()
            return
        self._forget()
        self._read(preset=False)
        self._changed()
        said = review_words.written(name, len(ids), breach)
        self.message.value = f'<p role="status"><strong>{escape(said)}</strong></p>'

    def _conclusions(self, name: str, ids: Sequence[str]) -> set[str]:
        """What the move concludes on these findings."""
        if name == "propose":
            return {self.conclusion.value}
        held = (self._standings[id].decision for id in ids)
        return {one.conclusion for one in held if one}

    def _try(self, desk: Desk, name: str, ids: Sequence[str], seen: dict[str, int]) -> list[str]:
        because = self.because.value.strip()
        if name == NOTE:
            if not because:
                return ["Fill in “Note”."]
            return desk.note(ids[0], because, self._attachments())
        if name == "propose":
            if not self.conclusion.value:
                return ["Choose a conclusion."]
            decision = self._decision(because)
            return missing(decision) or desk.propose(ids, decision, seen)
        if MOVES[name].to_say_why and not because:  # type: ignore[index]
            return [f"Fill in “{FIELDS['--because']}”."]
        return desk.move(name, ids, because, seen)  # type: ignore[arg-type]

    def _decision(self, because: str) -> Decision:
        conclusion = self.conclusion.value
        needs = _needs(conclusion)
        # A field that is not shown says nothing, whatever stands in it.
        said: dict[str, Any] = {
            field: control.value for field, control in self._fields.items() if field in needs
        }
        return Decision(
            conclusion,
            because,
            owner=self.owner.value.strip(),
            due=self.due.value,
            attachments=self._attachments(),
            **said,
        )

    def _attachments(self) -> tuple[str, ...]:
        return tuple(hashlib.sha256(file["content"]).hexdigest() for file in self.files.value)

    def _forget(self) -> None:
        """Empty the fields."""
        self.conclusion.value = ""
        for text in (self.because, self.ask, self.owner):
            text.value = ""
        for day in (self.until, self.by, self.due):
            day.value = None
        self.files.value = ()


def _needs(conclusion: str) -> tuple[str, ...]:
    return CONCLUSIONS[conclusion].needs if conclusion else ()
