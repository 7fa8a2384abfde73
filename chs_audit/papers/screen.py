"""What the command line shows: the scorecard, the import report, the catalogue, progress."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from chs_audit.audit import Audit
from chs_audit.controls.why import folded
from chs_audit.papers.fix_list import fix_list
from chs_audit.papers.scorecard import MARKS, by_area, uk_day, worst_findings
from chs_audit.records import BY_NAME
from chs_audit.review.sample_result import Result
from chs_audit.sources import ImportReport

STYLES = {
    "kept": "green",
    "broken": "bold red",
    "cannot tell": "yellow",
    "to look at": "yellow",
    "not tested": "dim",
}


@contextmanager
def progress_bar(console: Console) -> Iterator[Callable[[str, int, int], None]]:
    """A bar that is told (what, done, total), and leaves no trace when the work is done."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=escape(what), completed=done, total=total)

        yield show


def scorecard_table(audit: Audit) -> Table:
    """The scorecard by area of policy."""
    title = (
        f"{audit.settings.charity.name}: {uk_day(audit.period.first)} to "
        f"{uk_day(audit.period.last)}, as at {uk_day(audit.as_at)}"
    )
    table = Table(title=escape(title), title_justify="left")
    table.add_column("Area of policy")
    table.add_column("Verdict", no_wrap=True)
    for name in ("Kept", "Broken", "Cannot tell", "Rows examined"):
        table.add_column(name, justify="right")
    for row in by_area(audit.scorecard).to_dict("records"):
        verdict = row["verdict"]
        counts = (f"{row[name]:,}" for name in ("kept", "broken", "cannot_tell", "examined"))
        table.add_row(row["area"], f"[{STYLES[verdict]}]{MARKS[verdict]} {verdict}[/]", *counts)
    return table


def worst_lines(audit: Audit) -> list[str]:
    """The three worst findings in plain sentences, and what was not tested."""
    worst = worst_findings(audit)
    lines = ["Look at these first:"] if len(worst) else ["Nothing was found to be broken."]
    lines += [f"  {row.id}  {row.sentence}" for row in worst.itertuples()]
    untested = audit.scorecard.query("verdict == 'not tested'")
    lines += [f"Not tested: {row.control} ({row.not_tested})" for row in untested.itertuples()]
    return lines


def why_lines(found: pd.DataFrame) -> list[str]:
    """Accesses with the reason for each, those not explained first, after a line that counts."""
    unclear = int((found["verdict"] != "kept").sum())
    lines = [f"{_accesses(len(found))}, {unclear:,} not explained"]
    rows = folded(found).to_dict("records")
    for row in sorted(rows, key=lambda row: row["verdict"] == "kept"):
        mark = f"[{STYLES[row['verdict']]}]{MARKS[row['verdict']]}[/]"
        who, whom = (escape(row[name] or "unknown") for name in ("staff_id", "person_id"))
        others = f" and {row['accesses'] - 1:,} more" if row["accesses"] > 1 else ""
        lines += [
            f"{mark} {_when(row)}: {who} with {whom}, {row['actions'] or 'unknown'} "
            f"({escape(row['event_id'])}{others})",
            f"  {escape(row['why'])}",
        ]
    return lines


def _when(row: Mapping[Any, Any]) -> str:
    """When accesses that are told as one were made."""
    if row["accesses"] == 1:
        return str(row["when"])
    if row["days"] == 1:
        return f"{_accesses(row['accesses'])} on {uk_day(row['first_day'])}"
    days = f"{row['days']} days from {uk_day(row['first_day'])} to {uk_day(row['last_day'])}"
    return f"{_accesses(row['accesses'])} on {days}"


def _accesses(count: int) -> str:
    return "1 access" if count == 1 else f"{count:,} accesses"


def tensions_table(audit: Audit) -> Table:
    """All tensions of the policy, with what settles each."""
    table = Table(title="Questions for the trustees", title_justify="left", show_lines=True)
    for name in ("Id", "Question", "Settled by"):
        table.add_column(name, overflow="fold")
    table.add_column("Records", justify="right")
    for row in audit.tensions.to_dict("records"):
        records = "" if pd.isna(row["records"]) else f"{row['records']:,}"
        table.add_row(row["id"], escape(row["question"]), escape(row["settled_by"]), records)
    return table


def fix_table(audit: Audit) -> Table:
    """The whole fix list."""
    table = Table(title="What is missing", title_justify="left")
    for name in ("What is missing", "Promises it blocks"):
        table.add_column(name, overflow="fold")
    table.add_column("Rows", justify="right")
    table.add_column("Who can supply it", overflow="fold")
    for row in fix_list(audit).to_dict("records"):
        rows = "" if pd.isna(row["rows"]) or not row["rows"] else f"{row['rows']:,}"
        table.add_row(escape(row["missing"]), row["blocks"], rows, row["who_can_supply"])
    return table


def sample_table(result: Result) -> Table:
    """What was drawn and found, stratum by stratum."""
    sample = result.sample
    title = f"{sample.id}: {sample.title}, {sample.period[0]} to {sample.period[1]}"
    table = Table(title=escape(title), title_justify="left")
    table.add_column(escape(sample.plan.by or "Papers"), overflow="fold")
    for name in ("There are", "Drawn", "Entered", "Deviations"):
        table.add_column(name, justify="right")
    for one in result.strata:
        counts = (one.papers, one.drawn, one.entered, one.deviations)
        table.add_row(escape(one.stratum or "all"), *(f"{count:,}" for count in counts))
    return table


def import_line(report: ImportReport) -> str:
    """One sentence on what was read."""
    read, kept = (
        sum(getattr(file, name) for file in report.files) for name in ("rows_read", "rows_kept")
    )
    repeats, aside = (
        sum(getattr(file, name) for file in report.files) for name in ("duplicates", "set_aside")
    )
    return (
        f"Read {read:,} rows from {len({file.file for file in report.files})} files: {kept:,} kept, "
        f"{repeats:,} repeats left out, {aside:,} set aside as not about our records."
    )


def import_table(report: ImportReport) -> Table:
    """The import report, file by file."""
    table = Table(title="What was read", title_justify="left")
    for name in ("File", "Records"):
        table.add_column(name, overflow="fold")
    for name in ("Rows read", "Kept", "Repeats", "Set aside"):
        table.add_column(name, justify="right")
    for file in report.files:
        place = f"{file.file}, sheet {file.sheet}" if file.sheet else file.file
        counts = (file.rows_read, file.rows_kept, file.duplicates, file.set_aside)
        table.add_row(escape(place), file.table, *(f"{count:,}" for count in counts))
    return table


def missing_lines(report: ImportReport) -> list[str]:
    """What no file supplies, so that what depends on it cannot be tested."""
    lines = [
        f"Set aside in {file.file}: {file.set_aside_why}" for file in report.files if file.set_aside
    ]
    if report.missing_tables:
        titles = ", ".join(BY_NAME[name].title for name in report.missing_tables)
        lines.append(f"No records of: {titles}. What depends on them is not tested.")
    lines += [
        f"Nobody fills the column {column} of {BY_NAME[table].title}."
        for table, column in report.unfilled_columns
    ]
    return lines


def catalogue_text(entries: list[dict[str, Any]]) -> list[str]:
    """The catalogue as lines for a screen."""
    lines = []
    for entry in entries:
        lines += [
            f"[bold]{entry['id']}[/]  {escape(entry['title'])}",
            f"  Policy {escape(entry['place'])}: {escape(entry['promise'])}",
            f"  Why: {escape(entry['why'])}",
            f"  What breaks it: {escape(entry['breaks'])}",
            f"  What to do: {escape(entry['remedy'])}",
        ]
        lines += [f"  Setting: {escape(name)}" for name in entry["parameters"]]
        lines += [
            f"  Question for the trustees ({id}): {escape(question)}"
            for id, question in entry["tensions"].items()
        ]
        lines.append("")
    return lines
