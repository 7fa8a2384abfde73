"""Commands that make an audit folder, read it and audit it."""

from __future__ import annotations

import datetime as dt
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from chs_audit.cli.common import (
    DAY_FORMATS,
    EngineFiles,
    EngineUrl,
    Folder,
    app,
    engine_at,
    errors,
    next_steps,
    out,
)


class FailOn(StrEnum):
    """When a finished audit should end with exit code 1."""

    broken = "broken"


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to make it.")] = Path("sample-charity"),
    seed: Annotated[int, typer.Option(help="Another number makes another charity.")] = 1,
) -> None:
    """Make the sample charity's audit folder and audit it, to see what an audit shows.

    A folder that was made before is not made again; delete it to begin anew.
    """
    from data_samples import is_made, make

    if folder.exists() and not (folder / "answer-key.csv").is_file():
        raise typer.BadParameter(f"{folder} is there already and is not a sample charity")
    if not is_made(folder, seed):
        with errors.status("Making the sample charity ..."):
            make(folder, seed)
    done = _run(folder)
    out.print(f"Written: {_pack(done, folder)}", markup=False, highlight=False, soft_wrap=True)
    next_steps(folder, "chs-audit workbook", "look at the findings in your browser")


@app.command()
def new(
    folder: Folder, name: Annotated[str, typer.Option(help="Your charity's name.")] = ""
) -> None:
    """Make an empty audit folder: settings to fill in, and a template for every kind of record."""
    from chs_audit.papers.new_folder import make_folder

    templates = make_folder(folder, name)
    out.print(f"Made {folder} with audit.toml, records/ and {templates} templates.", markup=False)
    out.print("Copy the templates you have records for from templates/ to records/ and fill them.")
    next_steps(folder, "chs-audit check", "see whether the files can be read")


@app.command()
def check(folder: Folder) -> None:
    """Read every file and say what was found, without judging anything."""
    from chs_audit.audit import open_audit
    from chs_audit.papers.imported import archive_lines
    from chs_audit.papers.screen import import_table, missing_lines, progress_bar

    with progress_bar(errors) as progress:
        report = open_audit(folder).check(progress)
    out.print(import_table(report))
    lines = archive_lines(report.archived) if report.archived else []
    for line in (*lines, *missing_lines(report)):
        out.print(line, markup=False, highlight=False)
    next_steps(folder, "chs-audit run", "audit these records")


@app.command()
def run(
    folder: Folder,
    first: Annotated[
        dt.datetime | None,
        typer.Option("--from", formats=DAY_FORMATS, help="First day of the audit."),
    ] = None,
    last: Annotated[
        dt.datetime | None, typer.Option("--to", formats=DAY_FORMATS, help="Last day of the audit.")
    ] = None,
    as_at: Annotated[
        dt.datetime | None,
        typer.Option(
            "--as-at", formats=DAY_FORMATS, help="Judge things as they stood on this day."
        ),
    ] = None,
    json_file: Annotated[
        Path | None,
        typer.Option("--json", help="Also write the audit here; - writes it to the screen."),
    ] = None,
    fail_on: Annotated[
        FailOn | None,
        typer.Option("--fail-on", help="End with exit code 1 if a promise is broken."),
    ] = None,
    engine: EngineUrl = "",
    engine_files: EngineFiles = None,
) -> None:
    """Audit the records; write scorecard.html, findings.xlsx and audit.json into the folder.

    Dates read 2026-03-31 or 31/03/2026. Without them, audit.toml says which year, or the
    twelve months up to today are audited.
    """
    done = _run(
        folder,
        quiet=str(json_file) == "-",
        first=first and first.date(),
        last=last and last.date(),
        as_at=as_at and as_at.date(),
        engine=engine,
        engine_files=engine_files,
    )
    if json_file:
        _write_json(done, json_file)
    if str(json_file) != "-":
        next_steps(folder, "chs-audit workbook", "look at the findings in your browser")
    if fail_on and (done.audit.scorecard["broken"] > 0).any():
        raise typer.Exit(1)


def _run(
    folder: Path,
    *,
    quiet: bool = False,
    first: dt.date | None = None,
    last: dt.date | None = None,
    as_at: dt.date | None = None,
    engine: str = "",
    engine_files: Path | None = None,
) -> Any:
    from chs_audit.audit import open_audit
    from chs_audit.papers.folder import write_papers
    from chs_audit.papers.screen import import_line, progress_bar, scorecard_table, worst_lines
    from chs_audit.review.running import run_and_record

    with progress_bar(errors) as progress:
        done = run_and_record(
            open_audit(folder),
            progress=progress,
            first=first,
            last=last,
            as_at=as_at,
            engine=engine_at(engine, engine_files),
        )
        audit = done.audit
        progress("writing the papers", 0, 1)
        papers = write_papers(audit, folder, done.status)
        progress("writing the papers", 1, 1)
    if not quiet:
        out.print(import_line(audit.import_report), markup=False, highlight=False)
        out.print(scorecard_table(audit))
        for line in worst_lines(audit):
            out.print(line, markup=False, highlight=False)
        out.print()
        for finding, why in done.reopened:
            out.print(f"Reopened: {finding}. {why}", markup=False, highlight=False)
        draft = "DRAFT. " if done.status.draft else ""
        out.print(f"{draft}{done.status.says}", markup=False, highlight=False)
        for path in papers:
            out.print(f"Written: {path}", markup=False, highlight=False, soft_wrap=True)
    return done


def _pack(done: Any, folder: Path) -> Path:
    from chs_audit.papers.pack import write_pack
    from chs_audit.papers.screen import progress_bar

    with progress_bar(errors) as progress:
        return write_pack(done.audit, folder, status=done.status.brief, progress=progress)


def _write_json(done: Any, file: Path) -> None:
    from chs_audit.papers.evidence import evidence_json

    text = evidence_json(done.audit, done.status)
    if str(file) == "-":
        sys.stdout.write(text)
    else:
        file.write_text(text, encoding="utf-8")
