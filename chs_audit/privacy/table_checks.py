"""Every published table, with what in it lets somebody be singled out."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from chs_audit.policy.parameters import Publications
from chs_audit.privacy.differences import Published, narrowed, remainders
from chs_audit.privacy.one_table import looks_like_a_table
from chs_audit.privacy.published_table import PublishedTable, Spot, read_table
from chs_audit.privacy.ranges import DoesNotAddUpError, Ranges

COLUMNS = {
    "file": "VARCHAR",
    "sheet": "VARCHAR",
    "published_on": "DATE",
    "readable": "BOOLEAN",
    "registered": "BOOLEAN",
    "comparable": "BOOLEAN",
    "has_counts": "BOOLEAN",
    "adds_up": "BOOLEAN",
    "is_one": "BOOLEAN",
    "small": "BIGINT",
    "small_cells": "VARCHAR",
    "derivable": "BIGINT",
    "derivable_cells": "VARCHAR",
    "differences": "BIGINT",
    "difference_cells": "VARCHAR",
}
TABLES = (".csv", ".tsv", ".xlsx")
# Running text, in which a table can only be guessed at.
RUNNING = (".pdf", ".txt", ".md")
_SHOWN = 4


@dataclass(frozen=True)
class _Sheet:
    """A table with what the register of publications says of its file."""

    file: str
    sheet: str
    table: PublishedTable
    row: dict[str, object] | None

    @property
    def on(self) -> dt.date | None:
        """The day it was published."""
        return _day(self.row["published_on"]) if self.row else None

    @property
    def published(self) -> Published | None:
        """The table as it is set beside others, if what that takes is on record."""
        counts = self.row["counts"] if self.row else None
        if not self.row or not self.on or not isinstance(counts, str) or not counts.strip():
            return None
        first, last = _day(self.row["period_from_on"]), _day(self.row["period_until_on"])
        if not first or not last:
            return None
        words = " ".join(counts.split()).casefold()
        return Published(self.file, self.table, self.on, words, first, last)


def table_checks(
    cells: pd.DataFrame, texts: pd.DataFrame, publications: pd.DataFrame, settings: Publications
) -> pd.DataFrame:
    """One row for each published table, with the columns of `COLUMNS`.

    `small`, `derivable` and `differences` are how many cells are: published counts above 0
    and below the threshold; hidden cells that the table's own totals place in a range
    narrower than the threshold; cells that only what was out by then gives away. The
    columns that end in `_cells` name a few of them by their labels. `adds_up` is false for
    a table with hidden cells whose totals are not the sums of its cells. `is_one` is false
    where a sheet holds more than the table that was read, and for a page of running text
    that seems to hold one. `registered` says
    whether its file is in the register, `comparable` whether the register says when it came
    out, what it counts and for which days.

    Args:
        cells: file, sheet, row_number, column_number, text (see `sources.publications`).
        texts: file, place, text, readable: of files and sheets that cannot be read.
        publications: the record table of that name.
        settings: threshold and rounding.
    """
    register = _register(publications)
    sheets = [
        _Sheet(
            str(file),
            str(sheet),
            read_table(
                zip(mine["row_number"], mine["column_number"], mine["text"], strict=True),
                settings.rounding,
            ),
            register.get(same_file(str(file))),
        )
        for (file, sheet), mine in cells.groupby(["file", "sheet"], sort=True)
    ]
    tables = [one for each in sheets if (one := each.published)]
    rows = [_checked(each, tables, settings.threshold) for each in sheets]
    for file, sheet in _unreadable(texts):
        row = register.get(same_file(file))
        rows.append(_row(_Sheet(file, sheet, read_table((), 1), row), readable=False))
    for file, place in _guessed(texts):
        row = register.get(same_file(file))
        rows.append(_row(_Sheet(file, place, read_table((), 1), row), is_one=False))
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["file", "sheet"], ignore_index=True)


def same_file(name: str) -> str:
    """A file's name as it is compared: Windows does not tell case apart, nor do people."""
    return unicodedata.normalize("NFC", name).strip().casefold().replace("\\", "/")


def first_rows(publications: pd.DataFrame) -> pd.DataFrame:
    """The rows of the register in the order of publication, undated ones last."""
    dated = publications.assign(undated=publications["published_on"].isna())
    return dated.sort_values(["undated", "published_on", "publication_id"]).drop(columns="undated")


def _register(publications: pd.DataFrame) -> dict[str, dict[str, object]]:
    """For each file the row of its first publication."""
    rows: dict[str, dict[str, object]] = {}
    for row in first_rows(publications).to_dict("records"):
        if isinstance(row["file"], str):
            rows.setdefault(same_file(row["file"]), {str(name): row[name] for name in row})
    return rows


def _day(value: object) -> dt.date | None:
    if not isinstance(value, dt.date) or pd.isna(value):
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def _unreadable(texts: pd.DataFrame) -> list[tuple[str, str]]:
    rows = texts[~texts["readable"].astype(bool)]
    return [
        (file, place)
        for file, place in zip(rows["file"], rows["place"], strict=True)
        if file.lower().endswith(TABLES)
    ]


def _guessed(texts: pd.DataFrame) -> list[tuple[str, str]]:
    """Pages of running text, and text files, that seem to hold a table."""
    running = texts[texts["file"].str.lower().str.endswith(RUNNING) & texts["readable"]]
    # A text file has a row for each of its lines.
    pages = running["place"].where(running["place"].str.startswith("page "), "")
    joined = (
        running.assign(page=pages).groupby(["file", "page"], as_index=False)["text"].agg("\n".join)
    )
    rows = zip(joined["file"], joined["page"], joined["text"], strict=True)
    return [(file, page) for file, page, text in rows if looks_like_a_table(text)]


def _checked(one: _Sheet, others: Sequence[Published], threshold: int) -> dict[str, object]:
    table, published = one.table, one.published
    small = [spot for spot, count in table.counts.items() if 0 < count < threshold]
    derivable = _derivable(table, threshold)
    difference: list[str] = []
    if published:
        # What came out on the same day lies beside it just as what came out before.
        by_then = [other for other in others if other.on <= published.on]
        difference = remainders(published, by_then, threshold)
        if derivable is not None:
            difference += narrowed(published, by_then, derivable, threshold)
    return _row(
        one,
        adds_up=derivable is not None,
        small=len(small),
        small_cells=_few(map(table.label, small)),
        derivable=len(derivable or ()),
        derivable_cells=_few(map(table.label, sorted(derivable or ()))),
        differences=len(difference),
        difference_cells=_few(difference),
    )


def _derivable(table: PublishedTable, threshold: int) -> set[Spot] | None:
    """Hidden cells that the table itself gives away; None where its totals make no sense."""
    if not table.hidden:
        return set()
    if not table.one_total_each_way:
        return None
    try:
        ranges = Ranges([table])
    except DoesNotAddUpError:
        return None
    return {spot for _, spot in ranges.narrow([(0, spot) for spot in table.hidden], threshold)}


def _row(one: _Sheet, **found: object) -> dict[str, object]:
    return {
        "file": one.file,
        "sheet": one.sheet,
        "published_on": one.on,
        "readable": True,
        "registered": one.row is not None,
        "comparable": one.published is not None,
        "has_counts": one.table.has_counts,
        "adds_up": True,
        "is_one": one.table.is_one,
        **dict.fromkeys(("small", "derivable", "differences"), 0),
        **dict.fromkeys(("small_cells", "derivable_cells", "difference_cells"), ""),
        **found,
    }


def _few(labels: Iterable[str]) -> str:
    named = list(labels)
    shown = "; ".join(named[:_SHOWN])
    return shown if len(named) <= _SHOWN else f"{shown}; and {len(named) - _SHOWN} more"
