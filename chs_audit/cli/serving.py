"""Commands that open the workbook in a browser."""

from __future__ import annotations

import sys

from chs_audit.cli.common import Folder, app


@app.command()
def lab(folder: Folder) -> None:
    """Open the workbook on this audit folder, in JupyterLab in your browser."""
    from chs_audit.lab import start

    sys.exit(start(folder))
