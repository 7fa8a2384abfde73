"""Opening the workbook in JupyterLab, on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from chs_audit.errors import InputError, Problem

FOLDER_VARIABLE = "CHS_AUDIT_FOLDER"
# Tells the workbook that what it shows is saved if this JupyterLab was started on the sample.
LAB_VARIABLE = "CHS_AUDIT_LAB"


def notebooks() -> Path:
    """Where the workbook's notebooks are: inside the installed package, or in the checkout."""
    package = Path(__file__).parents[1]
    installed = package / "notebooks"
    return installed if installed.is_dir() else package.parent / "notebooks"


def lay_out(folder: Path) -> Path:
    """Copy the notebooks, without outputs, into the audit folder; return where they are.

    Notebooks that are there already stay, for somebody may have written in them; what they
    show is taken out, unless the folder is the sample. Working on copies keeps a charity's
    records out of the checkout's files.
    """
    import nbformat  # slow to load, and the workbook only asks where the notebooks are

    from chs_audit.lab.saving import strip
    from data_samples import is_untouched

    place = folder / "notebooks"
    place.mkdir(exist_ok=True)
    for original in sorted(notebooks().glob("*.ipynb")):
        copy = place / original.name
        if not copy.exists():
            notebook = nbformat.read(original, as_version=4)
            strip(notebook)
            nbformat.write(notebook, copy)
    if not is_untouched(folder):
        # Checkpoints, too: they lie in folders below.
        for path in sorted(place.rglob("*.ipynb")):
            _strip_file(path)
    return place


def _strip_file(path: Path) -> None:
    """Take what a notebook shows out of its file, which is replaced in one step.

    Raises:
        InputError: if it is not a notebook, so that nobody can say what it holds.
    """
    import nbformat

    from chs_audit.lab.saving import strip

    try:
        notebook = nbformat.read(path, as_version=4)
        shown = strip(notebook)
    except (ValueError, KeyError, AttributeError, nbformat.reader.NotJSONError):
        todo = "Open it elsewhere and mend it, or delete it."
        raise InputError(
            [Problem("a notebook", todo, file=path.name, was="not a notebook that can be read")]
        ) from None
    if shown:
        draft = path.with_name(f".{path.name}.draft")
        nbformat.write(notebook, draft)
        draft.replace(path)


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
        # Saves notebooks without what they show, and keeps no checkpoint with it.
        "--ServerApp.contents_manager_class=chs_audit.lab.saving.Contents",
    ]


def start(folder: Path) -> int:
    """Start JupyterLab on an audit folder and wait until it ends; its exit code.

    Raises:
        InputError: if the folder or its settings cannot be used.
    """
    from chs_audit.audit import open_audit

    open_audit(folder)
    place = lay_out(folder.resolve())
    environment = {**os.environ, FOLDER_VARIABLE: str(folder.resolve()), LAB_VARIABLE: "1"}
    return subprocess.call(command(place), env=environment)
