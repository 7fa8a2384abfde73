"""JupyterLab as `chs-audit lab` starts it, spoken to as a browser speaks to it."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chs_audit.lab import FOLDER_VARIABLE, LAB_VARIABLE, command, lay_out
from tests.browser.lab import ROOT, address_of


class Server:
    """A running JupyterLab: its address, its token, and where the notebooks are."""

    def __init__(self, address: str, token: str, place: Path) -> None:
        self.address, self.token, self.place = address, token, place

    def ask(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        """(status, answer) of a request to the contents API."""
        request = urllib.request.Request(  # noqa: S310
            f"{self.address}/api/contents/{path}",
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}"},
        )
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                told = answer.read()
                return answer.status, json.loads(told) if told else None
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def on_disk(self, name: str) -> str:
        """All of a notebook's file, and of its checkpoints, as text."""
        stem = Path(name).stem
        return "\n".join(path.read_text() for path in sorted(self.place.rglob(f"{stem}*")))


@contextmanager
def started(folder: Path, home: Path, *options: str) -> Iterator[Server]:
    """JupyterLab on an audit folder, on a free port of the loopback address, with a token."""
    token = secrets.token_hex(16)
    place = lay_out(folder)
    environment = {
        **os.environ,
        FOLDER_VARIABLE: str(folder),
        LAB_VARIABLE: "1",
        "PYTHONPATH": str(ROOT),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_TOKEN": token,
    }
    line = [
        *command(place),
        *("--no-browser", "--allow-root", "--ServerApp.port=0", "--ServerApp.port_retries=0"),
        *("--LabApp.extension_manager=readonly", *options),
    ]
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(
            line, env=environment, stdout=log, stderr=subprocess.PIPE, text=True, cwd=home
        )
        try:
            yield Server(address_of(server), token, place)
        finally:
            server.terminate()
            server.communicate(timeout=30)
