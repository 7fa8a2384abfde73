"""Every published table, with what in it lets somebody be singled out."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pandas as pd

from chs_audit.policy.parameters import Publications
from chs_audit.privacy.published_table import PublishedTable, Spot, read_table
from chs_audit.privacy.ranges import Cell, DoesNotAddUpError, Link, Ranges

COLUMNS = {
    "file": "VARCHAR",
    "sheet": "VARCHAR",
    "published_on": "DATE",
    "readable": "BOOLEAN",
    "registered": "BOOLEAN",
    "comparable": "BOOLEAN",
    "has_counts": "BOOLEAN",
    "adds_up": "BOOLEAN",
    "small": "BIGINT",
    "small_cells": "VARCHAR",
    "derivable": "BIGINT",
    "derivable_cells": "VARCHAR",
    "difference": "BIGINT",
    "difference_cells": "VARCHAR",
}
TABLES = (".csv", ".tsv", ".xlsx")
_SHOWN = 4


@dataclass(frozen=True)
class _Published:
    """A table with what the register of publications says of it."""

    file: str
    sheet: str
    table: PublishedTable
    on: dt.date | None = None
    counts: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    registered: bool = False

    @property
    def is_comparable(self) -> bool:
        """Whether it is known what it counts, for when, and when it came out."""
        return bool(self.on and self.counts and self.first and self.last)


def table_checks(
    cells: pd.DataFrame, texts: pd.DataFrame, publications: pd.DataFrame, settings: Publications
) -> pd.DataFrame:
    """One row for each published table, with the columns of `COLUMNS`.

    `small`, `derivable` and `difference` are how many cells are: published counts above 0
    and below the threshold; hidden cells that the table's own totals place in a range
    narrower than the threshold; cells that only what was published by then shows so
    closely. The columns ending in `_cells` name a few of them by their labels. `adds_up` is
    false where a table has hidden cells and its totals are not sums of its cells.

    Args:
        cells: file, sheet, row_number, column_number, text (see `sources.publications`).
        texts: file, place, text, readable, for files and sheets that cannot be read.
        publications: the record table of that name.
        settings: threshold and rounding.
    """
    register = _register(publications)
    tables = [
        _published(
            str(file),
            str(sheet),
            read_table(
                zip(mine["row_number"], mine["column_number"], mine["text"], strict=True),
                settings.rounding,
            ),
            register,
        )
        for (file, sheet), mine in cells.groupby(["file", "sheet"], sort=True)
    ]
    rows = [_checked(one, tables, settings.threshold) for one in tables]
    for file, sheet in _unreadable(texts):
        one = _published(file, sheet, read_table((), 1), register)
        rows.append(_row(one, readable=False))
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(
        ["file", "sheet"], ignore_index=True
    )


def same_file(name: str) -> str:
    """A file's name as it is compared: Windows does not tell case apart, nor do people."""
    return unicodedata.normalize("NFC", name).strip().casefold().replace("\\", "/")


def _register(publications: pd.DataFrame) -> dict[str, dict[str, object]]:
    """For each file the row of its first publication."""
    dated = publications.assign(undated=publications["published_on"].isna())
    ordered = dated.sort_values(["undated", "published_on", "publication_id"])
    rows: dict[str, dict[str, object]] = {}
    for row in ordered.to_dict("records"):
        if isinstance(row["file"], str):
            rows.setdefault(same_file(row["file"]), {str(key): row[key] for key in row})
    return rows


def _published(
    file: str, sheet: str, table: PublishedTable, register: dict[str, dict[str, object]]
) -> _Published:
    row = register.get(same_file(file))
    if row is None:
        return _Published(file, sheet, table)
    counts = row["counts"]
    return _Published(
        file,
        sheet,
        table,
        _day(row["published_on"]),
        " ".join(counts.split()).casefold() if isinstance(counts, str) else "",
        _day(row["period_from_on"]),
        _day(row["period_until_on"]),
        registered=True,
    )


def _day(value: object) -> dt.date | None:
    return pd.Timestamp(value).date() if isinstance(value, dt.date) and not pd.isna(value) else None


def _unreadable(texts: pd.DataFrame) -> list[tuple[str, str]]:
    rows = texts[~texts["readable"].astype(bool)]
    return [
        (file, place.removeprefix("sheet "))
        for file, place in zip(rows["file"], rows["place"], strict=True)
        if file.lower().endswith(TABLES)
    ]


def _checked(one: _Published, tables: Sequence[_Published], threshold: int) -> dict[str, object]:
    table = one.table
    small = [spot for spot, count in table.counts.items() if 0 < count < threshold]
    hidden: list[Cell] = [(0, spot) for spot in table.hidden]
    derivable: set[Spot] = set()
    adds_up = table.one_total_each_way or not hidden
    if hidden and adds_up:
        try:
            derivable = {spot for _, spot in Ranges([table]).narrow(hidden, threshold)}
        except DoesNotAddUpError:
            adds_up = False
    difference = _differences(one, tables, derivable, threshold) if adds_up else []
    return _row(
        one,
        adds_up=adds_up,
        small=len(small),
        small_cells=_few(map(table.label, small)),
        derivable=len(derivable),
        derivable_cells=_few(table.label(spot) for spot in table.hidden if spot in derivable),
        difference=len(difference),
        difference_cells=_few(difference),
    )


def _row(one: _Published, **found: object) -> dict[str, object]:
    counted = dict.fromkeys(("small", "derivable", "difference"), 0)
    named = dict.fromkeys(("small_cells", "derivable_cells", "difference_cells"), "")
    return {
        "file": one.file,
        "sheet": one.sheet,
        "published_on": one.on,
        "readable": True,
        "registered": one.registered,
        "comparable": one.is_comparable,
        "has_counts": one.table.has_counts,
        "adds_up": True,
        **counted,
        **named,
        **found,
    }


def _differences(
    one: _Published, tables: Sequence[_Published], derivable: set[Spot], threshold: int
) -> list[str]:
    """The labels of cells that only what was published by then gives away."""
    by_then = [other for other in tables if _links(one, other) is not None]
    found = [label for other in by_then for label in _remainders(one, other, threshold)]
    before = _fitting([], by_then)
    together = _fitting([one], before)
    asked: list[Cell] = [(0, spot) for spot in one.table.hidden if spot not in derivable]
    alone = len(asked)
    for place, other in enumerate(together[1:], start=1):
        shown = {
            mine for mine in one.table.by_label if one.table.by_label[mine] in one.table.counts
        }
        for name, spot in other.table.by_label.items():
            # A count that stands there now is judged as a small cell, or is none.
            if spot in other.table.hidden and not (_same_period(one, other) and name in shown):
                asked.append((place, spot))
    if not together[1:] or not asked:
        return found
    narrow = set(_ranges(together).narrow(asked, threshold))
    older: list[Cell] = [
        (place - 1, spot) for place, spot in asked[alone:] if (place, spot) in narrow
    ]
    known_before = set(_ranges(together[1:]).narrow(older, threshold)) if older else set()
    found += [one.table.label(spot) for place, spot in asked[:alone] if (place, spot) in narrow]
    found += [
        f"{together[place + 1].table.label(spot)} of {together[place + 1].file}"
        for place, spot in older
        if (place, spot) not in known_before
    ]
    return found


def _links(one: _Published, other: _Published) -> bool | None:
    """Whether another publication's periods let it be compared: None if they do not.

    Sheets of one file have one row in the register, which cannot tell their periods apart.
    """
    if one.file == other.file or not (one.is_comparable and other.is_comparable):
        return None
    if one.counts != other.counts or other.on > one.on:  # type: ignore[operator]
        return None
    if not other.table.one_total_each_way:
        return None
    return True if _same_period(one, other) or _longer(one, other) else None


def _same_period(one: _Published, other: _Published) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _longer(one: _Published, other: _Published) -> tuple[_Published, _Published] | None:
    """The publication of the longer period, and that of the one within; None if none is."""
    for long, short in ((one, other), (other, one)):
        if long.first <= short.first and short.last <= long.last:  # type: ignore[operator]
            return long, short
    return None


def _remainders(one: _Published, other: _Published, threshold: int) -> list[str]:
    """Cells whose counts for two periods leave a small number for the days between."""
    nested = None if _same_period(one, other) else _longer(one, other)
    if nested is None:
        return []
    long, short = nested[0].table, nested[1].table
    found = []
    for name, spot in long.by_label.items():
        within = short.by_label.get(name)
        if within is None or spot not in long.counts or within not in short.counts:
            continue
        (least, most), (least_within, most_within) = long.bounds(spot), short.bounds(within)
        if least - most_within > 0 and most - least_within < threshold:
            found.append(f"{long.label(spot)} less {other.file}")
    return found


def _fitting(first: list[_Published], others: Iterable[_Published]) -> list[_Published]:
    """The first ones and, the newest first, those of the others that fit with them: figures
    that were revised since contradict each other, and then the older ones say nothing."""
    kept = list(first)
    for other in sorted(others, key=lambda each: (each.on, each.file, each.sheet), reverse=True):
        try:
            _ranges([*kept, other])
        except DoesNotAddUpError:
            continue
        kept.append(other)
    return kept


def _ranges(published: Sequence[_Published]) -> Ranges:
    links = []
    for place, one in enumerate(published):
        for where, other in enumerate(published[:place]):
            links += _cell_links((place, one), (where, other))
    return Ranges([one.table for one in published], links)


def _cell_links(one: tuple[int, _Published], other: tuple[int, _Published]) -> list[Link]:
    equal = _same_period(one[1], other[1])
    nested = _longer(one[1], other[1])
    if one[1].file == other[1].file or nested is None:
        return []
    (place, long), (where, short) = (one, other) if nested[0] is one[1] else (other, one)
    return [
        Link((place, spot), (where, short.table.by_label[name]), equal)
        for name, spot in long.table.by_label.items()
        if name in short.table.by_label
    ]


def _few(labels: Iterable[str]) -> str:
    named = list(labels)
    shown = "; ".join(named[:_SHOWN])
    return shown if len(named) <= _SHOWN else f"{shown}; and {len(named) - _SHOWN} more"
