"""Publications: figures single nobody out, and texts name nobody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import pandas as pd
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Span
from chs_audit.controls.population import in_period, population
from chs_audit.expressions import codes_where
from chs_audit.privacy import table_checks, text_checks
from chs_audit.settings import Settings


@dataclass(frozen=True)
class Checked:
    """A table that Python works out, once an audit; controls ask for it like for any other.

    Args:
        rows: frames asked for by name, and `settings` -> its rows.
        asks_for: the tables whose frames it asks for.
        needs: the record tables among them without which it says nothing.
        columns: name -> DuckDB type.
    """

    rows: Callable[..., pd.DataFrame]
    asks_for: tuple[str, ...]
    needs: frozenset[str]
    columns: Mapping[str, str]


def _tables(
    published_cells: pd.DataFrame,
    published_texts: pd.DataFrame,
    publications: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    return table_checks.table_checks(
        published_cells, published_texts, publications, settings.publications
    )


def _texts(
    published_texts: pd.DataFrame,
    publications: pd.DataFrame,
    service_users: pd.DataFrame,
    staff: pd.DataFrame,
    settings: Settings,
) -> pd.DataFrame:
    return text_checks.text_checks(published_texts, publications, service_users, staff)


CHECKED = {
    "checked_tables": Checked(
        _tables,
        ("published_cells", "published_texts", "publications"),
        frozenset(),
        table_checks.COLUMNS,
    ),
    "checked_texts": Checked(
        _texts,
        ("published_texts", "publications", "service_users", "staff"),
        # Without anybody on record, nobody could be found in any text.
        frozenset({"service_users"}),
        text_checks.COLUMNS,
    ),
}


@population("published table", ("file", "sheet"), "published_on", about_people=False, of_files=True)
def published_tables(checked_tables: Table, period: Span) -> Table:
    return checked_tables.filter(in_period(checked_tables.published_on, period))


@population("published file", ("file",), "published_on", about_people=False, of_files=True)
def published_files(checked_texts: Table, period: Span) -> Table:
    return checked_texts.filter(in_period(checked_texts.published_on, period))


@control(
    "PU-01",
    population="published_tables",
    severity="medium",
    reasons={
        "small-cell": "Counts above 0 and below {threshold} stand in it: {small_cells}.",
        "derivable": "Its own totals show cells that it hides, to within less than {threshold}: {derivable_cells}.",
        "difference": "Together with other publications that were out by then, it shows small numbers or hidden cells: {difference_cells}.",
    },
    cannot_tell={
        "unreadable": "It cannot be read, so what it shows is not known.",
        "not-one-table": "It holds more than one table, or one that cannot be read cell by cell, so not all of its numbers were looked at.",
        "totals-unclear": "Its totals are not the sums of its cells, so whether the cells that it hides can be worked out cannot be told.",
        "no-counts": "It holds rates, or no numbers at all, and the counts behind them are not known.",
        "not-registered": "It is not in the list of publications, so what was out before it is not known.",
        "not-comparable": "The list of publications does not say when it came out, what it counts or for which days, so it cannot be set against others.",
    },
    parameters=("publications.threshold", "publications.rounding"),
)
def nobody_singled_out(published_tables: Table, settings: Settings) -> Table:
    """Published figures let nobody be singled out.

    Why: In a small place, "3 families in Larkrise with a disabled child" tells neighbours
    who they are, and a number that is hidden helps little if it can be worked out.

    What breaks it: A count above 0 is below the threshold; a hidden cell can be worked out
    from the totals beside it, to within less than the threshold; or it can with what was
    published before, or two publications leave a small remainder.

    What to do: Take the table back and publish it with coarser groups, rounded, or with a
    second cell hidden in the same row and column. Tell whoever approved it.
    """
    rows = published_tables.mutate(
        threshold=ibis.literal(settings.publications.threshold),
        faults=codes_where(
            (published_tables.small > 0, "small-cell"),
            (published_tables.derivable > 0, "derivable"),
            (published_tables.differences > 0, "difference"),
        ),
    )
    return decide(
        rows,
        cannot_tell(~rows.readable, "unreadable"),
        broken(rows.faults != "", rows.faults),
        cannot_tell(~rows.is_one, "not-one-table"),
        cannot_tell(~rows.adds_up, "totals-unclear"),
        cannot_tell(~rows.has_counts, "no-counts"),
        cannot_tell(~rows.registered, "not-registered"),
        cannot_tell(~rows.comparable, "not-comparable"),
    )


@control(
    "PU-02",
    population="published_files",
    severity="high",
    reasons={"identifier": "It tells who somebody on record is: {where_found}."},
    cannot_tell={
        "file-missing": "The list of publications names it, and it is not in the folder of publications.",
        "no-text": "Some or all of it cannot be searched: a scan, a damaged file, or of a kind that is not read.",
    },
)
def nobody_named(published_files: Table) -> Table:
    """What is published names nobody on record.

    Why: What is out cannot be called back, and search engines find it for years.

    What breaks it: A name, date of birth, postcode or number of a service user stands in
    the file, its headers, its notes or its own name. Names that are words, too, count only
    beside something else about the same person or family.

    What to do: Take it off the web site today, publish it without the name, and write the
    breach down. If the person agreed to be named, say so in the decision.
    """
    return decide(
        published_files,
        cannot_tell(~published_files.here, "file-missing"),
        broken(published_files.mentions > 0, "identifier"),
        cannot_tell(~published_files.readable, "no-text"),
    )


CONTROLS = (nobody_singled_out, nobody_named)
