"""What was read, what is missing and where to go next, as HTML and charts without widgets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pandas as pd

from chs_audit import figures
from chs_audit.figures.readiness import EVERY, NONE, SOME
from chs_audit.lab import notebooks
from chs_audit.papers.file_names import without_names
from chs_audit.papers.fix_list import fix_list
from chs_audit.records import BY_NAME
from chs_audit.workbook import charts
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import escape, many

if TYPE_CHECKING:
    from chs_audit.audit import Audit

HERE = "01_start_here.ipynb"


def picture(audit: Audit) -> Picture:
    """How many promises can be judged on these records, by area of policy."""
    frame = figures.promises_readable(audit)
    whole, every, none = (int(frame[name].sum()) for name in ("promises", EVERY, NONE))
    some = whole - every - none
    title = f"{every} of {many(whole, 'promise')} can be judged on every row"
    gaps = [
        f"{count} {words}"
        for count, words in ((some, "on some rows only"), (none, "not at all"))
        if count
    ]
    title += f"; {', '.join(gaps)}" if gaps else ""
    told = "; ".join(
        f"{row['area']}: {row[EVERY]} on every row, {row[SOME]} on some, {row[NONE]} not at all"
        for row in frame.to_dict("records")
    )
    alt = f"Stacked bars by area of policy, promises that can be judged. {told}."
    return Picture(title, alt, figure=charts.readiness_chart(frame))


def imported(audit: Audit) -> str:
    """What was read, left out and set aside, file by file, as HTML."""
    report = audit.import_report
    files = without_names(report.files)
    rows = [
        (
            f"{one.file}, sheet {one.sheet}" if one.sheet else one.file,
            BY_NAME[one.table].title if one.table in BY_NAME else one.table,
            one.rows_read,
            one.rows_kept,
            one.duplicates,
            f"{one.set_aside:,}: {one.set_aside_why}" if one.set_aside else "0",
        )
        for one in files
    ]
    columns = ["File", "Records", "Rows read", "Kept", "Repeats left out", "Set aside, and why"]
    frame = pd.DataFrame(rows, columns=columns).astype(object)
    hidden = [one.file for one, was in zip(files, report.files, strict=True) if one != was]
    note = (
        "<p>A file whose name could tell of somebody is called by a number here; "
        "<code>chs-audit check</code> shows its name.</p>"
        if hidden
        else ""
    )
    read, kept = (sum(getattr(one, name) for one in files) for name in ("rows_read", "rows_kept"))
    left, aside = (sum(getattr(one, name) for one in files) for name in ("duplicates", "set_aside"))
    told = (
        f"{many(len(rows), 'file or sheet', 'files and sheets')} with {many(read, 'row')}: "
        f"{kept:,} kept, {many(left, 'repeat')} left out, {aside:,} set aside."
    )
    table = plain_table(frame, "What was read, file by file")
    return (
        f"<h2>What was read</h2><p>{told}</p>"
        f"<details><summary>File by file</summary>{table}{note}</details>"
    )


def missing(audit: Audit) -> str:
    """What is missing, which promises it blocks and who can supply it, every row, as HTML."""
    frame = fix_list(audit)
    head = "<h2>What is missing</h2>"
    if frame.empty:
        return f"{head}<p>Nothing is missing: every promise could be judged on every row.</p>"
    rows = pd.DataFrame(
        {
            "What is missing": frame["missing"],
            "Promises it blocks": frame["blocks"].replace("", "none"),
            "Rows that could not be judged": [
                "all" if pd.isna(count) else f"{count:,}" if count else "none yet"
                for count in frame["rows"]
            ],
            "Who can supply it": frame["who_can_supply"].replace("", "whoever keeps these records"),
        }
    ).astype(object)
    caption = f"{many(len(rows), 'thing')} to supply, what blocks most first"
    return head + plain_table(rows, caption)


def pages() -> list[tuple[str, str, str]]:
    """The other pages of the workbook: file, title, and what each answers."""
    found = []
    for path in sorted(notebooks().glob("*.ipynb")):
        # Not by nbformat: it takes longer to load than all that the page draws.
        first, *_ = json.loads(path.read_text(encoding="utf-8"))["cells"]
        lines = "".join(first["source"]).splitlines()
        answers = [line for line in lines if line.startswith("It answers: ")]
        if path.name != HERE and answers:
            title = lines[0].lstrip("# ")
            found.append((path.name, title, answers[0].removeprefix("It answers: ")))
    return found


def next_steps() -> str:
    """Where to go from here, as HTML."""
    items = "".join(
        f'<li><a style="color:#0050a0;text-decoration:underline" href="{escape(file)}">{escape(title)}</a>: {escape(answers)}</li>'
        for file, title, answers in pages()
    )
    return f"<h2>Where to go next</h2><ul>{items}</ul>"
