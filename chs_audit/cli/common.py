"""What every command of the command line shares: the app, where it prints, how it fails."""

from __future__ import annotations

import sys
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
EngineUrl = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="URL",
        help="Compute on a Spark cluster: spark://HOST:7077, or sc://HOST:15002 for Spark Connect.",
    ),
]
EngineFiles = Annotated[
    Path | None,
    typer.Option(
        help="For a cluster on other machines: a folder that they and this machine see under the same name.",
    ),
]
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


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


def audited(folder: Path, engine: str = "", engine_files: Path | None = None) -> Any:
    """The audit of a folder, with progress on the screen."""
    from chs_audit.audit import open_audit
    from chs_audit.papers.screen import progress_bar

    with progress_bar(errors) as progress:
        return open_audit(folder).run(progress=progress, engine=engine_at(engine, engine_files))


def engine_at(url: str, files: Path | None) -> Any:
    """The engine of the --engine options; None for the usual one."""
    if not url:
        return None
    from chs_audit.spark_engine import SparkEngine

    return SparkEngine(url, files)


def next_steps(folder: Path, command: str, what: str) -> None:
    """Tell the command that comes next."""
    out.print(
        f"Next: {command} {folder}    to {what}.", markup=False, highlight=False, soft_wrap=True
    )
