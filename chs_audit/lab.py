"""Opening the workbook in JupyterLab, on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat

from chs_audit.audit import open_audit

FOLDER_VARIABLE = "CHS_AUDIT_FOLDER"


def notebooks() -> Path:
    """Where the workbook's notebooks are: inside the installed package, or in the checkout."""
    installed = Path(__file__).parent / "notebooks"
    return installed if installed.is_dir() else Path(__file__).parent.parent / "notebooks"


def lay_out(folder: Path) -> Path:
    """Copy the notebooks, without outputs, into the audit folder; return where they are.

    Notebooks that are there already stay: somebody may have written in them. Working on
    copies keeps a charity's records out of the checkout's files.
    """
    place = folder / "notebooks"
    place.mkdir(exist_ok=True)
    for original in sorted(notebooks().glob("*.ipynb")):
        copy = place / original.name
        if not copy.exists():
            notebook = nbformat.read(original, as_version=4)
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = [], None
            nbformat.write(notebook, copy)
    return place


def command(place: Path) -> list[str]:
    """The command that starts JupyterLab there, on loopback, with a token."""
    return [
        sys.executable,
        "-m",
        "jupyterlab",
        f"--ServerApp.root_dir={place}",
        "--ServerApp.ip=127.0.0.1",
        # Pipes between server and kernel, so that no other user of this machine can listen.
        *(["--KernelManager.transport=ipc"] if os.name == "posix" else []),
        "--LabApp.news_url=",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]


def start(folder: Path) -> int:
    """Start JupyterLab on an audit folder and wait until it ends; its exit code.

    Raises:
        InputError: if the folder or its settings cannot be used.
    """
    open_audit(folder)
    place = lay_out(folder.resolve())
    environment = {**os.environ, FOLDER_VARIABLE: str(folder.resolve())}
    return subprocess.call(command(place), env=environment)
