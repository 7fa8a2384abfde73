"""The first screen: choose an audit folder or make one, see what was read and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets

from chs_audit.errors import InputError, Problem
from chs_audit.workbook import readiness, session
from chs_audit.workbook.chooser import WIDE, WRAPPING, Chooser
from chs_audit.workbook.page import Shown
from chs_audit.workbook.panel import CSS
from chs_audit.workbook.words import escape, many

if TYPE_CHECKING:
    from chs_audit.audit import Audit

BROAD = {"width": "36em", "max_width": "100%"}


class StartHere:
    """Choose an audit folder, or make one; then what was read, and what is missing.

    `folder` and `open` choose one that is there; `new_folder`, `charity_name`, `make` and
    `make_sample` make one; `heading`, `chart`, `missing` and `imported` tell of it.
    """

    def __init__(self) -> None:
        self._chooser = Chooser(self._loaded, self._emptied)
        self.folder, self.open = self._chooser.folder, self._chooser.open
        self.status = self._chooser.status
        self.new_folder = widgets.Text(
            description="New folder", placeholder="our-charity", style=WIDE, layout=BROAD
        )
        self.charity_name = widgets.Text(
            description="Charity", placeholder="the name on reports", style=WIDE, layout=BROAD
        )
        self.make = widgets.Button(
            description="Make this folder",
            tooltip="Settings to fill in, and a template for every kind of record",
            layout={"width": "auto"},
        )
        self.make_sample = widgets.Button(
            description="Make the sample charity there",
            tooltip="Made-up records, to see what an audit shows",
            layout={"width": "auto"},
        )
        self.told = widgets.HTML("")
        self.heading = widgets.HTML("")
        self.chart = widgets.HTML("")
        self.missing = widgets.HTML("")
        self.imported = widgets.HTML("")
        self.next = widgets.HTML(readiness.next_steps())
        self.make.on_click(lambda _: self._make(self._empty_folder))
        self.make_sample.on_click(lambda _: self._make(self._sample))
        self._shown = widgets.VBox(
            [self.heading, self.chart, self.imported, self.next],
            layout={"display": "none"},
        )
        self.box = widgets.VBox(
            [
                widgets.HTML(CSS + "<h2>Open an audit folder</h2>"),
                self._chooser.box,
                self._shown,
                widgets.HTML("<h2>Or make a new one</h2>"),
                self.new_folder,
                self.charity_name,
                widgets.HBox([self.make, self.make_sample], layout=WRAPPING),
                self.told,
                # Long, so what can be done stands before it.
                self.missing,
            ]
        )
        self.box.add_class("chs-panel")

    @property
    def audit(self) -> Audit | session.Trouble:
        """The audit that is shown, or why there is none."""
        return self._chooser.audit

    def show(self) -> None:
        """Show the controls, and open the folder that stands in them."""
        from IPython.display import display

        display(self)
        self._chooser.in_background = True
        self.open.click()

    def page_chart(self) -> Shown:
        """How many promises can be judged, as a page without controls."""
        self._chooser.wait()
        if isinstance(self.audit, session.Trouble):
            return Shown(self.audit.html(), self.audit.head)
        picture = readiness.picture(self.audit)
        return Shown(picture.heading(3) + picture.image(), picture.alt)

    def page_summary(self) -> Shown:
        """What was read, as a page without controls."""
        return self._page(lambda audit: session.opened(audit) + readiness.imported(audit))

    def page_missing(self) -> Shown:
        """What is missing, as a page without controls."""
        return self._page(readiness.missing)

    def _page(self, html: Callable[[Audit], str]) -> Shown:
        self._chooser.wait()
        if isinstance(self.audit, session.Trouble):
            return Shown(self.audit.html(), self.audit.head)
        return Shown(html(self.audit), readiness.picture(self.audit).title)

    def _loaded(self, audit: Audit) -> None:
        picture = readiness.picture(audit)
        self.heading.value = picture.heading(2)
        self.chart.value = picture.image()
        self.missing.value = readiness.missing(audit)
        self.imported.value = readiness.imported(audit)
        self._shown.layout.display = ""

    def _emptied(self) -> None:
        self._shown.layout.display = "none"
        self.missing.value = ""

    def _make(self, make: Callable[[Path], str]) -> None:
        """Make a folder and choose it; what is there already is never touched."""
        name = self.new_folder.value.strip()
        if not name:
            self.told.value = session.Trouble(
                "No new folder was named.", ("Type where it shall be, under “New folder”.",)
            ).html()
            return
        place = Path(name).expanduser()
        self.told.value = '<p role="status">Working: making the folder …</p>'
        done = session.guarded(lambda: make(place), "folder")
        if isinstance(done, session.Trouble):
            self.told.value = session.Trouble("Nothing was made.", done.todo).html()
            return
        self.told.value = f'<div role="status">{done}</div>'
        self.folder.value = str(place)

    def _empty_folder(self, place: Path) -> str:
        from chs_audit.papers.new_folder import make_folder

        templates = make_folder(place, self.charity_name.value.strip())
        return (
            f"<p><strong>Made {escape(place)}</strong> with settings in audit.toml and "
            f"{many(templates, 'template')}. Now:</p><ol>"
            "<li>Copy the templates that you have records for from <code>templates/</code> to "
            "<code>records/</code>, and fill them.</li>"
            "<li>List who decides under [people] in <code>audit.toml</code>.</li>"
            "<li>Press Open above: this page then says what is missing.</li></ol>"
        )

    def _sample(self, place: Path) -> str:
        from data_samples import make

        if place.exists() and any(place.iterdir()):
            todo = "Choose another place."
            raise InputError([Problem("an empty folder, or a new name", todo, file=place.name)])
        make(place)
        return (
            f"<p><strong>Made the sample charity in {escape(place)}.</strong> Its people and "
            "records are made up. Press Open above to see its audit.</p>"
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = dict(self.box._repr_mimebundle_() or {})
        bundle["text/plain"] = repr(self)
        return bundle

    def __repr__(self) -> str:
        return (
            "Start here: the controls appear here while the notebook runs. "
            "The page below shows the same without them."
        )
