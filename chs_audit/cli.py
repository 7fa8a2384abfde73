"""The command line: plain verbs, each a call to the one way in."""

from __future__ import annotations

import datetime as dt
import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from chs_audit import __version__
from chs_audit.errors import InputError, NotFoundError

app = typer.Typer(
    help="Shows whether a charity's confidentiality policy is kept, from its own records.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
out = Console()
errors = Console(stderr=True)

Folder = Annotated[Path, typer.Argument(help="The audit folder.", show_default=False)]
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


class FailOn(StrEnum):
    """When a finished audit should end with exit code 1."""

    broken = "broken"


def main() -> None:
    """Run the command line; bad input is told in full and ends with exit code 1."""
    # Piped output on Windows would otherwise fail at the first tick mark.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    try:
        app()
    except (InputError, NotFoundError) as error:
        errors.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(1)


@app.callback(invoke_without_command=True)
def options(
    version: Annotated[bool, typer.Option("--version", help="Show the version and stop.")] = False,
) -> None:
    if version:
        out.print(f"chs-audit {__version__}")
        raise typer.Exit


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
    _run(folder)
    _next_steps(folder, "chs-audit lab", "look at the findings in the workbook")


@app.command()
def new(
    folder: Folder, name: Annotated[str, typer.Option(help="Your charity's name.")] = ""
) -> None:
    """Make an empty audit folder: settings to fill in, and a template for every kind of record."""
    from chs_audit.papers.new_folder import make_folder

    templates = make_folder(folder, name)
    out.print(f"Made {folder} with audit.toml, records/ and {templates} templates.", markup=False)
    out.print("Copy the templates you have records for from templates/ to records/ and fill them.")
    _next_steps(folder, "chs-audit check", "see whether the files can be read")


@app.command()
def check(folder: Folder) -> None:
    """Read every file and say what was found, without judging anything."""
    from chs_audit.audit import open_audit
    from chs_audit.papers.screen import import_table, missing_lines, progress_bar

    with progress_bar(errors) as progress:
        report = open_audit(folder).check(progress)
    out.print(import_table(report))
    for line in missing_lines(report):
        out.print(line, markup=False, highlight=False)
    _next_steps(folder, "chs-audit run", "audit these records")


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
) -> None:
    """Audit the records; write scorecard.html, findings.xlsx and audit.json into the folder.

    Dates read 2026-03-31 or 31/03/2026. Without them, audit.toml says which year, or the
    twelve months up to today are audited.
    """
    audit = _run(
        folder,
        quiet=str(json_file) == "-",
        first=first and first.date(),
        last=last and last.date(),
        as_at=as_at and as_at.date(),
    )
    if json_file:
        _write_json(audit, json_file)
    if str(json_file) != "-":
        _next_steps(folder, "chs-audit lab", "look at the findings in the workbook")
    if fail_on and (audit.scorecard["broken"] > 0).any():
        raise typer.Exit(1)


@app.command()
def explain(
    folder: Folder,
    event: Annotated[str, typer.Option(help="One event of the access log.")] = "",
    person: Annotated[str, typer.Option(help="The number of a service user.")] = "",
    staff: Annotated[str, typer.Option(help="The number of a member of staff.")] = "",
    first: Annotated[
        dt.datetime | None, typer.Option("--from", formats=DAY_FORMATS, help="First day.")
    ] = None,
    last: Annotated[
        dt.datetime | None, typer.Option("--to", formats=DAY_FORMATS, help="Last day.")
    ] = None,
) -> None:
    """Say why a record was opened: for one event, one person or one member of staff."""
    from chs_audit.audit import open_audit
    from chs_audit.papers.screen import progress_bar, why_lines

    if sum(map(bool, (event, person, staff))) == 0:
        raise typer.BadParameter("give --event, --person or --staff")
    with progress_bar(errors) as progress:
        audit = open_audit(folder).run(
            first=first and first.date(),
            last=last and last.date(),
            progress=progress,
            controls=(),
        )
    for line in why_lines(audit.why(event=event, person=person, staff=staff)):
        out.print(line, highlight=False)


@app.command()
def tensions(folder: Folder) -> None:
    """List where the policy is in tension with itself, and how many records each touches."""
    from chs_audit.papers.screen import tensions_table

    out.print(tensions_table(_audit(folder)))


@app.command("fix-list")
def fixes(folder: Folder) -> None:
    """List what is missing, which promises it keeps from being tested, and who can supply it."""
    from chs_audit.papers.screen import fix_table

    out.print(fix_table(_audit(folder)))


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


@app.command()
def lab(folder: Folder) -> None:
    """Open the workbook on this audit folder, in JupyterLab in your browser."""
    from chs_audit.lab import start

    sys.exit(start(folder))


def _audit(folder: Path) -> Any:
    from chs_audit.audit import open_audit
    from chs_audit.papers.screen import progress_bar

    with progress_bar(errors) as progress:
        return open_audit(folder).run(progress=progress)


def _run(
    folder: Path,
    *,
    quiet: bool = False,
    first: dt.date | None = None,
    last: dt.date | None = None,
    as_at: dt.date | None = None,
) -> Any:
    from chs_audit.audit import open_audit
    from chs_audit.papers.folder import write_papers
    from chs_audit.papers.screen import import_line, progress_bar, scorecard_table, worst_lines

    with progress_bar(errors) as progress:
        audit = open_audit(folder).run(as_at, first, last, progress)
        progress("writing the papers", 0, 1)
        papers = write_papers(audit, folder)
        progress("writing the papers", 1, 1)
    if not quiet:
        out.print(import_line(audit.import_report), markup=False, highlight=False)
        out.print(scorecard_table(audit))
        for line in worst_lines(audit):
            out.print(line, markup=False, highlight=False)
        out.print()
        for path in papers:
            out.print(f"Written: {path}", markup=False, highlight=False, soft_wrap=True)
    return audit


def _write_json(audit: Any, file: Path) -> None:
    from chs_audit.papers.evidence import evidence_json

    if str(file) == "-":
        sys.stdout.write(evidence_json(audit))
    else:
        file.write_text(evidence_json(audit), encoding="utf-8")


def _next_steps(folder: Path, command: str, what: str) -> None:
    out.print(
        f"Next: {command} {folder}    to {what}.", markup=False, highlight=False, soft_wrap=True
    )


if __name__ == "__main__":
    main()
