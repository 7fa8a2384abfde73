"""The workbook's pages, served by Voilà on this machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from chs_audit import open_audit, pages
from chs_audit.papers.pack import write_pack
from data_samples import make
from tests.browser.lab import ROOT

TOKEN = "a-token-for-tests"  # noqa: S105


class Pages(NamedTuple):
    """Served pages: their address, the audit folder behind them, and where their kernels are."""

    address: str
    folder: Path
    kernels: Path

    def running(self) -> int:
        """How many pages have a kernel."""
        return len(list(self.kernels.glob("*/kernel-*.json")))

    def of(self, notebook: str) -> str:
        return f"{self.address}/voila/render/{notebook}?token={TOKEN}"


@contextmanager
def served_pages(
    home: Path, folder: Path | None = None, notebooks: Sequence[Path] = ()
) -> Iterator[Pages]:
    """All pages, or those of some notebooks, on an audit folder; on the sample charity with its
    meeting pack, where none is given."""
    if folder is None:
        folder = home / "sample-charity"
        folder.mkdir()
        make(folder, seed=1)
        write_pack(open_audit(folder).run(), folder)
    shown = notebooks or sorted(pages.notebooks().glob("*.ipynb"))
    place = pages.lay_out(list(shown), home, TOKEN)
    port = pages.free_port()
    # Short, since the kernels' sockets lie there, whose names may have a hundred letters.
    kernels = Path(tempfile.mkdtemp(prefix="chs-"))
    environment = {
        **os.environ,
        **pages.surroundings(place),
        "CHS_AUDIT_FOLDER": str(folder),
        "PYTHONPATH": str(ROOT),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
    }
    server = subprocess.Popen(
        [*pages.command(place, port, browser=False), f"--Voila.connection_dir_root={kernels}"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        for line in server.stdout:
            if "running at" in line:
                break
        else:
            raise AssertionError("Voilà did not start")
        yield Pages(f"http://127.0.0.1:{port}", folder, kernels)
    finally:
        server.terminate()
        server.communicate(timeout=30)
        shutil.rmtree(kernels)
