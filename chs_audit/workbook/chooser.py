"""The controls at the top of every screen: which audit folder, which period, how far it is.

An audit takes seconds, on a large log minutes. On a screen it runs in a thread of its own, so
that the screen is there at once, shows how far it is, and can be told to stop.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import ipywidgets as widgets

from chs_audit.workbook import session
from chs_audit.workbook.words import escape

if TYPE_CHECKING:
    from chs_audit.audit import Audit

WIDE = {"description_width": "7em"}


class Chooser:
    """Folder and period, and the audit they lead to.

    Args:
        loaded: given every audit that was opened; what goes wrong in it is shown in words too.
        emptied: called when there is no audit to show any more.
    """

    def __init__(self, loaded: Callable[[Audit], None], emptied: Callable[[], None]) -> None:
        self._loaded, self._emptied = loaded, emptied
        self.in_background = False
        self._worker: threading.Thread | None = None
        self._stop = threading.Event()
        self.audit: Audit | session.Trouble = session.Trouble(
            "No audit folder is open yet.", ("Choose the folder above and press Open.",)
        )
        self._opened = ""
        self.folder = widgets.Text(
            session.default_folder(),
            description="Audit folder",
            style=WIDE,
            layout={"width": "36em", "max_width": "100%"},
        )
        self.open = widgets.Button(
            description="Open",
            tooltip="Read the records in this folder and audit them",
            button_style="primary",
        )
        self.date_from = widgets.DatePicker(description="First day", style=WIDE)
        self.date_to = widgets.DatePicker(
            description="Last day", style={"description_width": "5em"}
        )
        self.show_period = widgets.Button(
            description="Show this period", tooltip="Audit the records again for these days"
        )
        self.progress = widgets.IntProgress(
            min=0, max=1, description="Working", layout={"display": "none"}
        )
        self.cancel = widgets.Button(
            description="Cancel", tooltip="Stop this audit", layout={"display": "none"}
        )
        self.cancel.on_click(lambda _: self._stop.set())
        self.status = widgets.HTML("")
        self.open.on_click(self._run)
        self.show_period.on_click(self._run_period)
        # Days chosen for one charity's records say nothing about the next folder's.
        self.folder.observe(self._forget_period, "value")
        self.box = widgets.VBox(
            [
                widgets.HBox([self.folder, self.open, self.progress, self.cancel], layout=WRAPPING),
                widgets.HBox([self.date_from, self.date_to, self.show_period], layout=WRAPPING),
                self.status,
            ]
        )

    def _forget_period(self, _: object = None) -> None:
        self.date_from.value = self.date_to.value = None

    def _run(self, _: object = None) -> None:
        folder, first, last = self.folder.value, self.date_from.value, self.date_to.value
        self._opened = folder
        self._work(lambda: session.run_audit(folder, first, last, self._tell))

    def _run_period(self, _: object = None) -> None:
        audit, first, last = self.audit, self.date_from.value, self.date_to.value
        if (
            isinstance(audit, session.Trouble)
            or self._opened != self.folder.value
            or not (first and last)
        ):
            self._run()
        else:
            self._work(lambda: session.over_period(audit, first, last, self._tell))

    def wait(self) -> None:
        """Until the audit that is under way, if any, is done."""
        if self._worker and self._worker is not threading.current_thread():
            self._worker.join()

    def _work(self, work: Callable[[], Audit | session.Trouble]) -> None:
        self._stop.clear()
        self._busy(True)
        if self.in_background:
            self._worker = threading.Thread(target=self._do, args=(work,), daemon=True)
            self._worker.start()
        else:
            self._do(work)

    def _do(self, work: Callable[[], Audit | session.Trouble]) -> None:
        before = self.audit
        try:
            self.audit = work()
            if not isinstance(self.audit, session.Trouble):
                self._show(self.audit)
            elif self.audit is session.CANCELLED and not isinstance(before, session.Trouble):
                self.audit = before
                self.status.value = f"{session.CANCELLED.html()}{session.opened(before)}"
                return
            if isinstance(self.audit, session.Trouble):
                self._emptied()
                self.status.value = self.audit.html()
        finally:
            self._busy(False)

    def _show(self, audit: Audit) -> None:
        self.date_from.value, self.date_to.value = audit.period.first, audit.period.last
        self._tell("drawing", 1, 1)
        trouble = session.guarded(lambda: self._loaded(audit))
        if isinstance(trouble, session.Trouble):
            self.audit = trouble
        else:
            self.status.value = session.opened(audit)

    def _tell(self, what: str, done: int, total: int) -> None:
        if self._stop.is_set():
            raise session.CancelledError
        self.progress.max, self.progress.value = max(total, 1), done
        self.status.value = f'<p role="status">Working: {escape(what)} …</p>'

    def _busy(self, busy: bool) -> None:
        self.open.disabled = self.show_period.disabled = busy
        self.progress.layout.display = self.cancel.layout.display = "" if busy else "none"


WRAPPING = {"flex_flow": "row wrap", "align_items": "center"}
