"""Progress to sign-off: what is decided, who is waited for, signing, and what is handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import ipywidgets as widgets
import pandas as pd

from chs_audit.errors import InputError
from chs_audit.review import progress, signing
from chs_audit.review.deciding import Case, cases
from chs_audit.review.ledger import open_existing
from chs_audit.review.people import Actor, acting
from chs_audit.review.signing import SIGNERS, Status
from chs_audit.workbook import review_words, session
from chs_audit.workbook.review_words import ROLES, STATES
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import escape, many, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

WRAPPING = {"flex_flow": "row wrap", "align_items": "center"}
WIDE = {"width": "auto"}
HAND_OVER = (
    "<h3>Hand over</h3><p>The papers are scorecard.html, to read; findings.xlsx, to work through; "
    "and audit.json, as evidence. The meeting pack is for the trustees: there is no person in it. "
    "All say that they are a draft until the audit is signed.</p>"
)
ANYBODY = "anybody who may decide"


class SignOff:
    """How far the audit is from being signed, and signing it.

    `sign`, `write_papers` and `write_pack` do what they say; `told` says what became of it.
    """

    def __init__(self) -> None:
        self._audit: Audit | None = None
        self.standing = widgets.HTML("")
        self.sign = widgets.Button(
            description="Sign this audit", button_style="primary", layout=WIDE, disabled=True
        )
        self.write_papers = widgets.Button(
            description="Write the papers",
            tooltip="scorecard.html, findings.xlsx and audit.json, into the audit folder",
            layout=WIDE,
        )
        self.write_pack = widgets.Button(
            description="Write the meeting pack",
            tooltip="For the trustees: one file without a person in it",
            layout=WIDE,
        )
        self.told = widgets.HTML("")
        self.sign.on_click(lambda _: self._do(self._sign))
        self.write_papers.on_click(lambda _: self._do(self._papers))
        self.write_pack.on_click(lambda _: self._do(self._pack))
        self._buttons = (self.sign, self.write_papers, self.write_pack)
        self.box = widgets.VBox(
            [
                self.standing,
                widgets.HTML(HAND_OVER),
                widgets.HBox(self._buttons, layout=WRAPPING),
                self.told,
            ],
            layout={"display": "none"},
        )

    def show(self, audit: Audit) -> None:
        """Show how this audit stands."""
        self._audit = audit
        self.told.value = ""
        self.box.layout.display = ""
        self.refresh()

    def clear(self) -> None:
        """There is no audit."""
        self._audit = None
        self.box.layout.display = "none"

    def refresh(self) -> None:
        """Read from the ledger how the audit stands now."""
        if self._audit is None:
            return
        for button in self._buttons:
            button.disabled = not self._audit.recorded_as
        self.standing.value = standing(self._audit)
        self.sign.disabled = not may_sign(self._audit)

    def _do(self, work: Callable[[Audit], str]) -> None:
        """Do one thing that takes a while, with its buttons off."""
        audit = self._audit
        if audit is None:
            return
        for button in self._buttons:
            button.disabled = True
        self._tell("working", 0, 1)
        done = session.guarded(lambda: work(audit), "audit")
        self.refresh()
        self.told.value = done.html() if isinstance(done, session.Trouble) else done

    def _tell(self, what: str, done: int, total: int) -> None:
        self.told.value = f'<p role="status">Working: {escape(what)} …</p>'

    def _sign(self, audit: Audit) -> str:
        from chs_audit.audit import open_audit
        from chs_audit.papers.folder import write_papers
        from chs_audit.review.running import audit_again

        folder = open_audit(audit.folder)
        actor = acting(folder.settings)
        again = audit_again(folder, self._tell).audit
        with open_existing(folder.path, folder.settings) as ledger:
            event = signing.sign(ledger, again, folder.path, actor)
        self._tell("writing the papers", 0, 1)
        paths = write_papers(again, folder.path, status_of(audit))
        return (
            f'<p role="status"><strong>Signed.</strong> Write this hash into the minutes, to prove '
            f"later that nothing was changed: <code>{escape(event.hash)}</code></p>"
            f"{_written(paths, folder.path)}"
        )

    def _papers(self, audit: Audit) -> str:
        from chs_audit.papers.folder import write_papers

        return _written(write_papers(audit, audit.folder, status_of(audit)), audit.folder)

    def _pack(self, audit: Audit) -> str:
        from chs_audit.papers.pack import write_pack

        status = status_of(audit).brief
        path = write_pack(audit, audit.folder, status=status, progress=self._tell)
        return _written((path,), audit.folder)


def _written(paths: tuple[Path, ...], folder: Path) -> str:
    names = "".join(
        f"<li><code>{escape(path.relative_to(folder).as_posix())}</code></li>" for path in paths
    )
    return f'<div role="status"><p>Written into the audit folder:</p><ul>{names}</ul></div>'


def status_of(audit: Audit) -> Status:
    """Whether the audit is signed."""
    with open_existing(audit.folder, audit.settings) as ledger, ledger.reading() as book:
        return signing.status(book, audit.recorded_as, audit.settings)


def known(audit: Audit) -> dict[str, Case]:
    """How the audit's findings stand; none where it is not the latest run of its ledger."""
    if not audit.recorded_as:
        return {}
    try:
        with open_existing(audit.folder, audit.settings) as ledger, ledger.reading() as book:
            run, found = cases(book)
    except InputError:
        return {}
    return found if run.audit_id == audit.recorded_as else {}


def may_sign(audit: Audit) -> bool:
    """Whether nothing keeps this person from signing the audit now."""
    if not audit.recorded_as or not status_of(audit).draft:
        return False
    return not obstacles(audit, known(audit))


def obstacles(audit: Audit, found: Mapping[str, Case]) -> list[str]:
    """What keeps this person from signing, one line each."""
    lines = []
    left = progress.undecided(found)
    if left:
        lines.append(
            f"{many(left, 'finding')} must still be decided, and agreed to by a second person."
        )
    actor = _actor(audit)
    if actor is None or not set(actor.roles) & set(SIGNERS):
        who = " or a ".join(ROLES[one] for one in SIGNERS)
        lines.append(f"You do not sign it yourself: a {who} does, with this role in audit.toml.")
    return lines


def _actor(audit: Audit) -> Actor | None:
    try:
        return acting(audit.settings)
    except InputError:
        return None


def standing(audit: Audit, today: dt.date | None = None) -> str:
    """How far the audit is from being signed, as HTML."""
    why_not = session.not_decided_here(audit)
    head = "<h2>Progress to sign-off</h2>"
    if why_not:
        return f"{head}<p>{escape(why_not)}</p>"
    found = known(audit)
    status = status_of(audit)
    if not status.audit_id:
        return f"{head}<p>Meanwhile these records were audited anew. Press Open to see them.</p>"
    decided = len(found) - progress.undecided(found)
    if not status.draft:
        told = f"<p><strong>{escape(status.brief)}</strong>: audit {escape(status.audit_id)}.</p>"
    else:
        told = (
            f"<p><strong>{decided:,} of {many(len(found), 'finding')} decided.</strong> "
            "This audit is a draft until it is signed.</p>"
        )
        items = "".join(f"<li>{escape(line)}</li>" for line in obstacles(audit, found))
        told += (
            f"<p>Before it can be signed:</p><ul>{items}</ul>"
            if items
            else ("<p>Everything is decided: you can sign.</p>")
        )
    return head + told + _states(found) + waiting(audit, found, today or dt.date.today())


def _states(found: Mapping[str, Case]) -> str:
    counts = progress.states(found)
    told = [f"{review_words.state(name)}: {counts[name]:,}" for name in STATES if counts[name]]
    return f"<p>How the findings stand: {escape('; '.join(told))}.</p>" if told else ""


def waiting(audit: Audit, found: Mapping[str, Case], today: dt.date) -> str:
    """Who is waited for, as HTML."""
    actor = _actor(audit)
    me = actor.staff_id if actor else ""
    rows = []
    for row in progress.waiting(found, today).to_dict("records"):
        name = review_words.somebody(audit, row["who"], me) if row["who"] else ANYBODY
        if row["what"] == progress.AGREEMENT:
            name = f"anybody but {name}, who proposed it"
        overdue = f"! {row['overdue']:,} overdue" if row["overdue"] else "none"
        due = uk_day(row["next_due"]) if row["next_due"] else "no day set"
        rows.append((row["what"].capitalize(), name, row["findings"], overdue, due))
    if not rows:
        return ""
    columns = ["Waits for", "From whom", "Findings", "Overdue", "Next due"]
    frame = pd.DataFrame(rows, columns=columns).astype(object)
    return plain_table(frame, caption=f"Who is waited for, on {uk_day(today)}")
