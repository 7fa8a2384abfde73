"""What is chosen once for all parts of a screen: the team, the kind of staff, the status."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import ipywidgets as widgets
import pandas as pd

EVERY = ""
WRAPPING = {"flex_flow": "row wrap", "align_items": "center"}


class Choices:
    """Lists to choose from, which narrow whatever has a column of that name.

    Args:
        labels: column -> what its list is called.
        changed: called after a choice was made.
    """

    def __init__(self, labels: Mapping[str, str], changed: Callable[[], None]) -> None:
        self._changed, self._quiet = changed, False
        self.lists = {
            column: widgets.Dropdown(
                options=[("All", EVERY)],
                description=label,
                style={"description_width": "initial"},
                layout={"width": "18em", "max_width": "100%"},
            )
            for column, label in labels.items()
        }
        self.clear = widgets.Button(
            description="Show all again", tooltip="Take every choice of this line back"
        )
        for one in self.lists.values():
            one.observe(self._chosen, "value")
        self.clear.on_click(lambda _: self.set_back())
        self.box = widgets.HBox([*self.lists.values(), self.clear], layout=WRAPPING)

    def offer(self, column: str, values: Iterable[str]) -> None:
        """What can be chosen of a column; what was chosen stays, if it is still there."""
        one, self._quiet = self.lists[column], True
        before, offered = one.value, list(values)
        one.options = [("All", EVERY), *((value, value) for value in offered)]
        one.value = before if before in offered else EVERY
        self._quiet = False

    def choose(self, column: str, value: str) -> None:
        """Choose one of what is offered, without telling anybody."""
        self._quiet = True
        self.lists[column].value = value
        self._quiet = False

    def narrow(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows that pass what is chosen, as far as they have these columns."""
        for column, one in self.lists.items():
            if one.value != EVERY and column in rows.columns:
                rows = rows[rows[column] == one.value]
        return rows

    def of(self, *columns: str) -> list[str]:
        """What is chosen of these columns."""
        chosen = (str(self.lists[name].value) for name in columns)
        return [value for value in chosen if value != EVERY]

    def words_of(self, *columns: str) -> str:
        """The same for a heading: " (north, volunteer)"; "" if nothing."""
        told = ", ".join(self.of(*columns))
        return f" ({told})" if told else ""

    def set_back(self) -> None:
        """Choose everything again."""
        self._quiet = True
        for one in self.lists.values():
            one.value = EVERY
        self._quiet = False
        self._changed()

    def _chosen(self, _: object) -> None:
        if not self._quiet:
            self._changed()
