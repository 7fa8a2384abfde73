"""Commands that open the workbook in a browser."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from chs_audit.cli.common import Folder, app, out

Port = Annotated[int, typer.Option(help="On this port; by default on any that is free.")]
Browser = Annotated[bool, typer.Option(help="Open it in your browser.")]


@app.command()
def lab(folder: Folder) -> None:
    """Open the workbook on this audit folder, in JupyterLab in your browser."""
    from chs_audit.lab import start

    sys.exit(start(folder))


@app.command()
def workbook(folder: Folder, port: Port = 0, browser: Browser = True) -> None:
    """Serve the workbook on this audit folder as web pages, without code, on this computer only."""
    from chs_audit.pages import serve_workbook

    sys.exit(serve_workbook(folder, port, browser, _tell))


@app.command()
def meeting(
    pack: Annotated[Path, typer.Argument(help="The meeting pack.", show_default=False)],
    port: Port = 0,
    browser: Browser = True,
) -> None:
    """Serve the trustees' page on a meeting pack, on this computer only."""
    from chs_audit.pages import serve_meeting

    sys.exit(serve_meeting(pack, port, browser, _tell))


def _tell(address: str) -> None:
    out.print(
        "In a few seconds the pages are at this address, for you only. Stop them with Ctrl and C."
    )
    out.print(address, markup=False, highlight=False, soft_wrap=True)
