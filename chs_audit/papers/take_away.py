"""A list to take away: for a spreadsheet and for the printer, written only when somebody asks."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from chs_audit.papers.findings_book import write_sheets


@dataclass(frozen=True)
class TakeAway:
    """A list on paper.

    Args:
        name: what its files are called, without an ending.
        title: what stands at its head.
        about: what a reader needs to know first, one line each: as at which day, how to read it,
            who may have it.
        rows: the list, its column names in words.
    """

    name: str
    title: str
    about: Sequence[str]
    rows: pd.DataFrame


def write_take_away(list: TakeAway, folder: Path) -> tuple[Path, ...]:
    """Write NAME.xlsx and NAME.html into the folder, over those of last time; return their paths.

    Both are made beside their places first, so that nobody opens half a list. No cell of the
    one is ever a formula, and no text of the other is read as HTML.

    Raises:
        OSError: if the folder cannot be written, or an old list is open elsewhere.
    """
    makers = {f"{list.name}.xlsx": _write_book, f"{list.name}.html": _write_page}
    with tempfile.TemporaryDirectory(dir=folder, prefix=".papers-") as workshop:
        for name, make in makers.items():
            make(list, Path(workshop) / name)
        for name in makers:
            (Path(workshop) / name).replace(folder / name)
    return tuple(folder / name for name in makers)


def _write_book(list: TakeAway, path: Path) -> None:
    about = pd.DataFrame({"status": [list.title, *list.about]})
    write_sheets({"List": list.rows, "About this list": about}, path, list.title)


def _write_page(list: TakeAway, path: Path) -> None:
    templates = Environment(
        loader=PackageLoader("chs_audit.papers"), autoescape=True, undefined=StrictUndefined
    )
    page = templates.get_template("take_away.html").render(
        list=list, names=[str(name) for name in list.rows.columns], rows=list.rows.to_numpy()
    )
    path.write_text(page, encoding="utf-8")
