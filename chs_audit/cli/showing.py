"""Commands that show: why a record was opened, flags and cases, tensions, what is missing, the catalogue."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Annotated

import typer

from chs_audit.cli.common import (
    DAY_FORMATS,
    EngineFiles,
    EngineUrl,
    Folder,
    app,
    audited,
    engine_at,
    errors,
    out,
)


@app.command()
def explain(
    folder: Folder,
    event: Annotated[str, typer.Option(help="One event of the access log.")] = "",
    person: Annotated[str, typer.Option(help="A service user: pseudonym or number.")] = "",
    staff: Annotated[str, typer.Option(help="A member of staff: pseudonym or number.")] = "",
    first: Annotated[
        dt.datetime | None, typer.Option("--from", formats=DAY_FORMATS, help="First day.")
    ] = None,
    last: Annotated[
        dt.datetime | None, typer.Option("--to", formats=DAY_FORMATS, help="Last day.")
    ] = None,
    engine: EngineUrl = "",
    engine_files: EngineFiles = None,
) -> None:
    """Say why a record was opened: for one event, one person or one member of staff."""
    from chs_audit.audit import open_audit
    from chs_audit.papers.screen import progress_bar, why_lines
    from chs_audit.review.identity import dressed, number_of

    if sum(map(bool, (event, person, staff))) == 0:
        raise typer.BadParameter("give --event, --person or --staff")
    with progress_bar(errors) as progress:
        audit = open_audit(folder).run(
            first=first and first.date(),
            last=last and last.date(),
            progress=progress,
            controls=(),
            engine=engine_at(engine, engine_files),
        )
    found = audit.why(event=event, person=number_of(audit, person), staff=number_of(audit, staff))
    for line in why_lines(dressed(audit, found)):
        out.print(line, highlight=False)


@app.command()
def flags(
    folder: Folder,
    first: Annotated[
        dt.datetime | None, typer.Option("--from", formats=DAY_FORMATS, help="First day.")
    ] = None,
    last: Annotated[
        dt.datetime | None, typer.Option("--to", formats=DAY_FORMATS, help="Last day.")
    ] = None,
    case: Annotated[str, typer.Option(help="Show every access of one case.")] = "",
) -> None:
    """List what is worth a look: each flag beside what chance would make of it, and the cases."""
    from chs_audit.audit import open_audit
    from chs_audit.controls import CONTROLS
    from chs_audit.papers.flags_on_screen import case_lines, case_table, flags_table
    from chs_audit.papers.screen import progress_bar

    with progress_bar(errors) as progress:
        audit = open_audit(folder).run(
            first=first and first.date(),
            last=last and last.date(),
            progress=progress,
            # Cases gather what these find; the other promises are not asked.
            controls=[one for one in CONTROLS if one.population == "accesses"],
        )
        if not case:
            progress("raising flags", 0, 1)
            tables = (flags_table(audit), case_table(audit))
    if case:
        for line in case_lines(audit, case):
            out.print(line, highlight=False)
        return
    for table in tables:
        out.print(table)


@app.command()
def tensions(folder: Folder, engine: EngineUrl = "", engine_files: EngineFiles = None) -> None:
    """List where the policy is in tension with itself, and how many records each touches."""
    from chs_audit.papers.screen import tensions_table

    out.print(tensions_table(audited(folder, engine, engine_files)))


@app.command("fix-list")
def fixes(folder: Folder, engine: EngineUrl = "", engine_files: EngineFiles = None) -> None:
    """List what is missing, which promises it keeps from being tested, and who can supply it."""
    from chs_audit.papers.screen import fix_table

    out.print(fix_table(audited(folder, engine, engine_files)))


@app.command()
def controls(
    as_json: Annotated[bool, typer.Option("--json", help="Write the catalogue as JSON.")] = False,
) -> None:
    """List every promise that is tested: why, what breaks it, and what to do about it."""
    from chs_audit.papers.catalogue import catalogue
    from chs_audit.papers.screen import catalogue_text

    entries = catalogue()
    if as_json:
        sys.stdout.write(json.dumps(entries, indent=2, ensure_ascii=False) + "\n")
    else:
        for line in catalogue_text(entries):
            out.print(line)
