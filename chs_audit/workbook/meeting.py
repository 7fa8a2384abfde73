"""The screen for review meetings: reads a meeting pack, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from chs_audit.papers.pack import MeetingPack, read_pack
from chs_audit.workbook import pack_page, session
from chs_audit.workbook.chooser import WRAPPING
from chs_audit.workbook.page import Shown
from chs_audit.workbook.panel import CSS
from chs_audit.workbook.words import between, many

PACK_VARIABLE = "CHS_AUDIT_PACK"
EVERY = "All areas"
WIDE = {"description_width": "7em"}
BROAD = {"width": "46em", "max_width": "100%"}


def default_pack() -> str:
    """The pack that the screen offers first: the one given, or the latest of the folder."""
    given = os.environ.get(PACK_VARIABLE)
    if given:
        return given
    packs = sorted(Path(session.default_folder(), "packs").glob("*.json"))
    return str(packs[-1]) if packs else ""


class TrusteeMeeting:
    """What the board needs in a review meeting, from a meeting pack.

    `pack_file` and `open` choose the pack; `area` and `promise` choose what is told in plain
    words; `scorecard`, `chart`, `detail`, `questions`, `tensions` and `gaps` show it.
    """

    def __init__(self) -> None:
        self.pack: MeetingPack | session.Trouble = session.Trouble(
            "No meeting pack is open yet.", ("Choose the file above and press Open.",)
        )
        self.pack_file = widgets.Text(
            default_pack(), description="Meeting pack", style=WIDE, layout=BROAD
        )
        self.open = widgets.Button(
            description="Open", tooltip="Read this meeting pack", button_style="primary"
        )
        self.status = widgets.HTML("")
        self.heading = widgets.HTML("")
        self.scorecard = widgets.HTML("")
        self.area = widgets.Dropdown(
            options=[EVERY], description="Area", style=WIDE, layout={"max_width": "100%"}
        )
        self.promise = widgets.Dropdown(options=[], description="Promise", style=WIDE, layout=BROAD)
        self.rows = widgets.HTML("")
        self.detail = widgets.HTML("")
        self.chart = widgets.HTML("")
        self.questions = widgets.HTML("")
        self.tensions = widgets.HTML("")
        self.gaps = widgets.HTML("")
        self.open.on_click(self._open)
        self.area.observe(self._choose_area, "value")
        self.promise.observe(self._choose_promise, "value")
        self._shown = widgets.VBox(
            [
                self.heading,
                self.scorecard,
                self.questions,
                widgets.HTML("<h2>Promise by promise</h2>"),
                widgets.HBox([self.area, self.promise], layout=WRAPPING),
                self.detail,
                self.rows,
                self.chart,
                self.tensions,
                self.gaps,
            ],
            layout={"display": "none"},
        )
        self.box = widgets.VBox(
            [
                widgets.HTML(CSS),
                widgets.HBox([self.pack_file, self.open], layout=WRAPPING),
                self.status,
                self._shown,
            ]
        )
        self.box.add_class("chs-panel")

    def show(self) -> None:
        """Show the controls, and open the pack that stands in them."""
        from IPython.display import display

        display(self)
        self.open.click()

    def page_scorecard(self) -> Shown:
        """The headline, the areas and the decisions asked, as a page without controls."""
        return _page(
            self.pack,
            lambda pack: pack_page.opened(pack) + pack_page.areas(pack) + pack_page.questions(pack),
        )

    def page_chart(self) -> Shown:
        """The same, the chart."""
        if isinstance(self.pack, session.Trouble):
            return Shown(self.pack.html(), self.pack.head)
        picture = pack_page.picture(self.pack)
        return Shown(picture.heading(3) + picture.image(), picture.alt or picture.title)

    def page_promises(self) -> Shown:
        """The same, promise by promise."""
        return _page(
            self.pack,
            lambda pack: "".join(
                pack_page.promise_rows(pack, mine, area)
                for area, mine in pack_page.by_area(pack).items()
            ),
        )

    def page_questions(self) -> Shown:
        """The same, the tensions and what is missing."""
        return _page(self.pack, lambda pack: pack_page.tensions(pack) + pack_page.gaps(pack))

    def _open(self, _: object = None) -> None:
        path = self.pack_file.value.strip()
        if not path:
            self.pack = session.Trouble(
                "No meeting pack was given.",
                ("Whoever manages the audit makes one with: chs-audit pack FOLDER",),
            )
        else:
            self.pack = session.guarded(lambda: read_pack(Path(path).expanduser()), "pack")
        if isinstance(self.pack, session.Trouble):
            self.status.value = self.pack.html()
            self._shown.layout.display = "none"
            return
        self._fill(self.pack)

    def _fill(self, pack: MeetingPack) -> None:
        self.status.value = pack_page.opened(pack)
        self.heading.value = f"<h2>{pack_page.headline(pack)}</h2>"
        self.scorecard.value = pack_page.areas(pack)
        picture = pack_page.picture(pack)
        self.chart.value = (
            picture.heading(2)
            + picture.image()
            + f"<details><summary>Numbers behind the chart</summary>{picture.behind()}</details>"
        )
        self.questions.value = f"<h2>For the board to decide</h2>{pack_page.questions(pack)}"
        self.tensions.value = f"<h2>Tensions in the policy</h2>{pack_page.tensions(pack)}"
        self.gaps.value = f"<h2>What is missing</h2>{pack_page.gaps(pack)}"
        self.area.options = [EVERY, *pack_page.by_area(pack)]
        self._choose_area()
        self._shown.layout.display = ""

    def _choose_area(self, _: object = None) -> None:
        pack = self.pack
        if isinstance(pack, session.Trouble):
            return
        areas = pack_page.by_area(pack)
        mine = areas.get(self.area.value, list(pack.promises))
        self.rows.value = pack_page.promise_rows(
            pack, mine, f"{self.area.value}: {many(len(mine), 'promise')}"
        )
        self.promise.options = [(f"{one.id}: {one.title}", one.id) for one in mine]
        self._choose_promise()

    def _choose_promise(self, _: object = None) -> None:
        pack = self.pack
        if isinstance(pack, session.Trouble):
            return
        chosen = [one for one in pack.promises if one.id == self.promise.value]
        self.detail.value = "".join(pack_page.promise_in_words(pack, one) for one in chosen)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        bundle = dict(self.box._repr_mimebundle_() or {})
        bundle["text/plain"] = repr(self)
        return bundle

    def __repr__(self) -> str:
        return (
            "Trustee meeting: the controls appear here while the notebook runs. "
            "The page below shows the same without them."
        )


def _page(pack: MeetingPack | session.Trouble, html: Any) -> Shown:
    if isinstance(pack, session.Trouble):
        return Shown(pack.html(), pack.head)
    return Shown(html(pack), f"{pack.charity}: {between(pack.first, pack.last)}")
