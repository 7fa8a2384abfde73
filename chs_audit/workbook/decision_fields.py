"""The fields of a decision."""

from __future__ import annotations

import ipywidgets as widgets

from chs_audit.workbook.review_words import FIELDS

WIDE = {"description_width": "11em"}
SHORT = {"width": "32em", "max_width": "100%"}
STAFF = "staff number, or pseudonym"


def day_field(option: str) -> widgets.DatePicker:
    """A day, of the name that this option has on the screen."""
    return widgets.DatePicker(description=FIELDS[option], style=WIDE)


def staff_field(option: str) -> widgets.Text:
    """A member of staff, likewise."""
    return widgets.Text(description=FIELDS[option], placeholder=STAFF, style=WIDE, layout=SHORT)


def show_field(widget: widgets.Widget, shown: bool) -> None:
    """Show a field or hide it."""
    widget.layout.display = "" if shown else "none"
