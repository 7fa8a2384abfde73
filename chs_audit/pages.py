"""Serving the workbook as web pages without code, through Voilà, on this machine only."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import nbformat
from jinja2 import Environment

from chs_audit.errors import InputError, Problem
from chs_audit.lab import FOLDER_VARIABLE, notebooks
from chs_audit.papers.pack import read_pack

MEETING = "07_trustee_meeting.ipynb"
PACK_VARIABLE = "CHS_AUDIT_PACK"
ONLY_IN_LAB = "only-in-lab"

_MENU = Environment(autoescape=True).from_string(
    """<nav class="chs-menu" aria-label="Workbook"><ul>
{% for file, title in pages.items() -%}
<li><a href="{% raw %}{{ resources.base_url }}{% endraw %}voila/render/{{ file }}"\
{% raw %}{% if resources.metadata.name == "{% endraw %}{{ file[:-6] }}{% raw %}" %} aria-current="page"{% endif %}{% endraw %}>{{ title }}</a></li>
{% endfor -%}
</ul></nav>
"""
)


def serve_workbook(folder: Path, port: int, browser: bool, tell: Callable[[str], None]) -> int:
    """Serve all notebooks on an audit folder until stopped; the exit code.

    Args:
        folder: the audit folder.
        port: on which port of the loopback address; 0 for any that is free.
        browser: whether to open the browser on it.
        tell: given the address, with its token, before the pages are served.

    Raises:
        InputError: if the folder or its settings cannot be used, or the port is taken.
    """
    # Imported here because it is slow, and the address shall be told at once.
    from chs_audit.audit import open_audit

    open_audit(folder)
    pages = sorted(notebooks().glob("*.ipynb"))
    return _serve(pages, {FOLDER_VARIABLE: str(folder.resolve())}, port, browser, tell)


def serve_meeting(pack: Path, port: int, browser: bool, tell: Callable[[str], None]) -> int:
    """Serve the trustees' page on a meeting pack, and nothing else; otherwise as above.

    Raises:
        InputError: if the file is no meeting pack, or the port is taken.
    """
    read_pack(pack)
    pages = [notebooks() / MEETING]
    return _serve(pages, {PACK_VARIABLE: str(pack.resolve())}, port, browser, tell)


def _serve(
    pages: list[Path],
    environment: Mapping[str, str],
    port: int,
    browser: bool,
    tell: Callable[[str], None],
) -> int:
    port = _free(port) if port else free_port()
    token = secrets.token_urlsafe(24)
    with tempfile.TemporaryDirectory(prefix="chs-audit-") as home:
        place = lay_out(pages, Path(home), token)
        tell(f"http://127.0.0.1:{port}/voila/render/{pages[0].name}?token={token}")
        with subprocess.Popen(
            command(place, port, browser),
            env={**os.environ, **environment, **surroundings(place)},
        ) as server:
            # However this is ended, the server with the records does not outlive it.
            for name in ("SIGTERM", "SIGHUP"):
                if hasattr(signal, name):
                    signal.signal(getattr(signal, name), lambda *_: server.terminate())
            try:
                return server.wait()
            except KeyboardInterrupt:
                server.terminate()
                return 0


def _free(port: int) -> int:
    """The port; else the server would take another one, and the address told would be wrong."""
    try:
        with socket.socket() as wanted:
            wanted.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            wanted.bind(("127.0.0.1", port))
    except OSError:
        todo = "Close what was left open there, or leave --port out."
        raise InputError([Problem(f"port {port} to be free", todo)]) from None
    return port


def free_port() -> int:
    """A port of the loopback address on which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def lay_out(pages: list[Path], home: Path, token: str) -> Path:
    """The notebooks, the template with their menu, and the settings, in a folder of their own.

    The notebooks are copies without outputs, and without what is of use in JupyterLab only:
    how to run a notebook, and the page for where nothing runs. The token stands in a file that only this user
    can read, and on no command line.
    """
    place = home / "workbook"
    (place / "notebooks").mkdir(parents=True)
    titles = {}
    for page in pages:
        notebook = nbformat.read(page, as_version=4)
        notebook.cells = [
            cell for cell in notebook.cells if ONLY_IN_LAB not in cell.metadata.get("tags", [])
        ]
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.outputs, cell.execution_count = [], None
        nbformat.write(notebook, place / "notebooks" / page.name)
        titles[page.name] = notebook.cells[0].source.splitlines()[0].lstrip("# ")
    shutil.copytree(Path(__file__).parent / "voila_template", place / "jupyter")
    menu = place / "jupyter" / "voila" / "templates" / "chs" / "menu.html.j2"
    menu.write_text(_MENU.render(pages=titles), encoding="utf-8")
    settings = place / "voila.json"
    settings.touch(mode=0o600)
    settings.write_text(json.dumps(_settings(token)))
    return place


def _settings(token: str) -> dict[str, object]:
    return {
        "Voila": {
            "ip": "127.0.0.1",
            "token": token,
            "port_retries": 0,
            # A page that is left ends its kernel, and has no way to learn the XSRF token that
            # this would need. The cookie that lets it in is not sent from other sites instead.
            "tornado_settings": {"disable_check_xsrf": True},
        },
        "IdentityProvider": {"cookie_options": {"samesite": "Strict"}},
        "VoilaConfiguration": {"template": "chs", "show_tracebacks": False},
        # Pipes between server and kernel, so that no other user of this machine can listen.
        **({"KernelManager": {"transport": "ipc"}} if os.name == "posix" else {}),
    }


def command(place: Path, port: int, browser: bool) -> list[str]:
    """The command that serves the pages that were laid out."""
    return [
        sys.executable,
        "-m",
        "voila",
        str(place / "notebooks"),
        f"--Voila.config_file_paths={place}",
        f"--port={port}",
        *([] if browser else ["--no-browser"]),
    ]


def surroundings(place: Path) -> dict[str, str]:
    """Environment variables with which the pages find their template."""
    mine = str(place / "jupyter")
    given = os.environ.get("JUPYTER_PATH")
    return {"JUPYTER_PATH": os.pathsep.join([mine, given] if given else [mine])}
