"""What every panel has: a screen with controls, for JupyterLab."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

import ipywidgets as widgets

from chs_audit.workbook import page
from chs_audit.workbook.chooser import Chooser
from chs_audit.workbook.findings_list import FindingsList
from chs_audit.workbook.screens import Screen

if TYPE_CHECKING:
    import pandas as pd

    from chs_audit.audit import Audit
    from chs_audit.workbook.pictures import Picture

# Focus is drawn thick and dark, whatever the theme; long cells wrap instead of hiding.
CSS = """<style>
.chs-panel.chs-panel.chs-panel :focus-visible { outline: 3px solid #0050a0 !important; outline-offset: 2px; }
.chs-panel.chs-panel.chs-panel input:focus-visible { outline-offset: -3px; }
.chs-panel table.chs-table { border-collapse: collapse; font-size: 13px; line-height: 1.4; }
.chs-panel .widget-html-content table.chs-table th,
.chs-panel .widget-html-content table.chs-table td {
  padding: 3px 10px; text-align: left; border-bottom: 1px solid #bbb; vertical-align: top; }
.chs-panel table.chs-table caption { text-align: left; font-weight: 600; padding: 6px 0; }
.chs-panel .widget-html-content { line-height: 1.45; overflow: auto; overflow-wrap: break-word; }
.chs-panel .widget-html-content h2 { margin: 14px 0 4px; font-size: 17px; }
.chs-panel .chs-sentence { font-size: 15px; margin: 10px 0 4px; }
.chs-panel p, .chs-panel details { margin: 6px 0; }
</style>"""


class Section(Protocol):
    """A part of a panel that is about something of its own, with its own controls."""

    @property
    def box(self) -> widgets.Widget:
        """What is seen of it."""

    def show(self, audit: Audit) -> None:
        """Show this audit, which is another, or the same for another period."""

    def clear(self) -> None:
        """Show nothing any more: there is no audit."""


class Panel:
    """One screen with its controls, each of them named.

    `folder`, `open`, `date_from`, `date_to`, `show_period`, `progress` and `status` choose the
    audit; `chart` and `summary` show it; `promise`, `verdict`, `table`, `previous`, `next` and
    `detail` are about its findings. Between both stand the screen's own `sections`.
    """

    screen: Screen
    parts: ClassVar[tuple[Callable[[], Section], ...]] = ()
    listed: ClassVar[type[FindingsList]] = FindingsList

    def __init__(self) -> None:
        self._chooser = Chooser(self._loaded, self._emptied)
        self._findings = self.listed(self.screen.controls)
        self.heading = widgets.HTML("")
        self.chart = widgets.HTML("")
        self.summary = widgets.HTML("")
        self._result = widgets.VBox(
            [self.heading, self.chart, self.summary], layout={"display": "none"}
        )
        self.sections = [make() for make in self.parts]
        self.box = widgets.VBox(
            [
                widgets.HTML(CSS),
                self._chooser.box,
                self._result,
                *(section.box for section in self.sections),
                self._findings.box,
            ]
        )
        self.box.add_class("chs-panel")

    def __getattr__(self, name: str) -> Any:
        for part in ("_chooser", "_findings"):
            if not name.startswith("_") and hasattr(self.__dict__.get(part), name):
                return getattr(self.__dict__[part], name)
        raise AttributeError(f"a {type(self).__name__} has no {name}")

    def show(self) -> None:
        """Show the controls, and open the folder that stands in them."""
        from IPython.display import display

        display(self)
        self._chooser.in_background = True
        self.open.click()

    def page_summary(self) -> page.Shown:
        """What the panel shows now, as a page without controls: the finding and the promises."""
        self._chooser.wait()
        return page.summary(self.screen, self.audit)

    def page_chart(self) -> page.Shown:
        """The same, the chart."""
        self._chooser.wait()
        return page.chart(self.screen, self.audit)

    def page_findings(self) -> page.Shown:
        """The same, the worst findings."""
        self._chooser.wait()
        return page.findings(self.screen, self.audit)

    def _loaded(self, audit: Audit) -> None:
        picture = self.screen.picture(audit)
        self.heading.value = picture.heading(2)
        self.chart.value = picture.image()
        self.summary.value = self._details(audit, picture)
        self._result.layout.display = ""
        for section in self.sections:
            section.show(audit)
        self._findings.show(audit, self._found(audit), page.nothing_found(self.screen, audit))

    def _details(self, audit: Audit, picture: Picture) -> str:
        """What stands under the chart, as HTML."""
        return page.details(self.screen, audit, picture)

    def _found(self, audit: Audit) -> pd.DataFrame:
        """The findings that are listed."""
        from chs_audit import figures

        return figures.findings_of(audit, self.screen.controls)

    def _emptied(self) -> None:
        self._result.layout.display = "none"
        for section in self.sections:
            section.clear()
        self._findings.clear()

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = dict(self.box._repr_mimebundle_() or {})
        # Where no kernel runs only this line shows, so it says where the rest is.
        bundle["text/plain"] = repr(self)
        return bundle

    def __repr__(self) -> str:
        return (
            f"{self.screen.name}: the controls appear here while the notebook runs. "
            "The page below shows the same without them."
        )
