"""The command that adds exports of the access log to the archive."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from chs_audit.cli.common import Folder, app, errors, next_steps, out


@app.command("import")
def import_log(
    folder: Folder,
    files: Annotated[
        list[Path], typer.Argument(help="Exports of the access log.", show_default=False)
    ],
    again: Annotated[
        bool,
        typer.Option(
            "--again",
            help="Read files that came in before, too: for when audit.toml has changed since.",
        ),
    ] = False,
) -> None:
    """Add exports of the access log to the archive, which outlives the log they come from.

    Each event is kept once, however often it is exported. If anything is wrong with a file,
    nothing is added at all.
    """
    from chs_audit import settings as settings_file
    from chs_audit.engine import Engine
    from chs_audit.papers.imported import import_lines
    from chs_audit.papers.screen import progress_bar
    from chs_audit.sources.importing import import_files

    settings = settings_file.load(folder)
    with progress_bar(errors) as progress:
        imported = import_files(
            folder, settings, files, Engine().database, dt.date.today(), again, progress
        )
    for line in import_lines(imported, settings):
        out.print(line, markup=False, highlight=False)
    next_steps(folder, "chs-audit check", "see all that the folder holds")
