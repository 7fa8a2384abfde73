"""A real JupyterLab on this machine, and a notebook of it in a real browser."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from data_samples import make

ROOT = Path(__file__).parents[2]
NOTEBOOKS = ROOT / "notebooks"
# Runs as root without a sandbox, and never looks for anything beyond this machine.
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-GB",
)
INSTALL = "Chromium is missing: apt-get install chromium, or set CHROMIUM to where it is"
# What an audit takes on a busy machine; a test that waits this long has failed.
PATIENCE = 60_000


class Lab(NamedTuple):
    """A running JupyterLab: its address, its token, and the folder with the notebooks."""

    address: str
    token: str
    folder: Path


def chromium() -> str | None:
    """Where Chromium is, or None."""
    named = os.environ.get("CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return named or next((path for path in found if path), None)


@contextmanager
def running_lab(home: Path) -> Iterator[Lab]:
    """JupyterLab on a free port of the loopback address, with copies of the notebooks.

    The sample charity lies beside them, as it does in a checkout.
    """
    sample = home / "sample-charity"
    sample.mkdir()
    make(sample, seed=1)
    notebooks = home / "notebooks"
    shutil.copytree(NOTEBOOKS, notebooks, ignore=shutil.ignore_patterns("conftest.py", "__py*"))
    settings = home / "settings"
    settings.mkdir()
    (settings / "overrides.json").write_text(
        json.dumps(
            {
                "@jupyterlab/apputils-extension:notification": {
                    "fetchNews": "false",
                    "checkForUpdates": False,
                },
                # Outputs shall all be drawn, also those that are scrolled out of sight.
                "@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"},
            }
        )
    )
    token = secrets.token_hex(16)
    environment = {
        **os.environ,
        "CHS_AUDIT_FOLDER": "../sample-charity",
        "PYTHONPATH": str(ROOT),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_TOKEN": token,
    }
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--ServerApp.port_retries=0"),
        *("--KernelManager.transport=ipc", "--LabApp.news_url=None"),
        *("--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",),
        *("--LabApp.extension_manager=readonly", f"--LabApp.app_settings_dir={settings}"),
        f"--ServerApp.root_dir={notebooks}",
    ]
    with (home / "lab.log").open("w") as log:
        server = subprocess.Popen(
            command, env=environment, stdout=log, stderr=subprocess.PIPE, text=True, cwd=home
        )
        try:
            yield Lab(address_of(server), token, notebooks)
        finally:
            server.terminate()
            server.communicate(timeout=30)


def address_of(server: subprocess.Popen[str]) -> str:
    """Where a server that was just started listens, from what it says."""
    assert server.stderr is not None
    lines = []
    for line in server.stderr:
        lines.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            _wait_for_port(server, int(found.group().rpartition(":")[2]))
            return found.group()
    raise AssertionError("JupyterLab did not start:\n" + "".join(lines))


def _wait_for_port(server: subprocess.Popen[str], port: int) -> None:
    """It names its address a moment before it listens."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            with suppress(subprocess.TimeoutExpired):
                server.wait(timeout=0.1)
                break
    raise AssertionError("JupyterLab does not listen")


@contextmanager
def running_browser() -> Iterator[Browser]:
    """Chromium without a window."""
    with sync_playwright() as playwright:
        # Date fields are written as the browser's own language writes them.
        environment = {**os.environ, "LANGUAGE": "en_GB", "LANG": "en_GB.UTF-8"}
        browser = playwright.chromium.launch(
            executable_path=chromium(), args=list(CHROMIUM_FLAGS), env=environment
        )
        yield browser
        browser.close()


def open_notebook(page: Page, lab: Lab, name: str, view: str = "lab") -> Locator:
    """Open a notebook, run all of it, and give back its panel with an audit in it.

    Args:
        view: "lab", or "doc" for the notebook without the file list beside it.
    """
    page.set_default_timeout(PATIENCE)
    workspace = secrets.token_hex(4)
    page.goto(f"{lab.address}/{view}/workspaces/{workspace}/tree/{name}?token={lab.token}")
    # Before the kernel is connected, "Run All Cells" is lost without a word.
    page.locator("#jp-main-statusbar").get_by_text("| Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    panel = page.locator(".chs-panel")
    panel.wait_for()
    wait_for_audit(panel)
    return panel


def wait_for_audit(panel: Locator) -> None:
    """Until the panel says which records it shows; what went wrong fails at once."""
    told = panel.get_by_text("rows read.").or_(panel.get_by_role("alert"))
    expect(told).to_be_visible(timeout=PATIENCE)
    expect(told).to_contain_text("rows read.")
