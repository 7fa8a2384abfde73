"""Runs the notebooks on the sample charity and keeps what they show, and nothing else.

    python -m tests.notebooks.refresh

Widgets need a running kernel, so their outputs are reduced to the line that says so: a
website that shows notebooks would else show an error in their place.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

from chs_audit import open_audit
from chs_audit.papers.pack import write_pack
from data_samples import make

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"


def refresh(path: Path, sockets: Path) -> None:
    """Run one notebook and write it back with its outputs."""
    notebook = nbformat.read(path, as_version=4)
    # Over a socket file and not a port, so that nobody else on the machine can listen in.
    config = Config({"KernelManager": {"transport": "ipc", "ip": str(sockets / path.stem)}})
    client = NotebookClient(notebook, config=config, store_widget_state=False)
    client.execute(cwd=str(NOTEBOOKS))
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    )
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET_VIEW, None)
    nbformat.write(notebook, path)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample-charity"
        sample.mkdir()
        make(sample, seed=1)
        write_pack(open_audit(sample).run(), sample)
        os.environ["CHS_AUDIT_FOLDER"] = str(sample)
        os.environ["PYTHONPATH"] = str(ROOT)
        for path in sorted(NOTEBOOKS.glob("*.ipynb")):
            refresh(path, Path(folder))


if __name__ == "__main__":
    main()
