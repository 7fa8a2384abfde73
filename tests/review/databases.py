"""A PostgreSQL server from Debian's packages, on loopback, for as long as the tests run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

INSTALL = "PostgreSQL is missing: apt-get install postgresql"


def programs() -> Path | None:
    """Where the newest server's programs are."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    return found[-1].parent if found else None


def _version(path: Path) -> int:
    return int(path.parts[-3])


@contextmanager
def running_server() -> Iterator[str]:
    """The address of a new, empty server; nothing of it is left afterwards."""
    bin = programs()
    assert bin
    place = Path(tempfile.mkdtemp(prefix="chs-postgres-"))
    # The server refuses to run as root, for whom Debian's package makes a user.
    become = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    become = become if os.getuid() == 0 else []
    if become:
        shutil.chown(place, "postgres", "postgres")
    data = place / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    control = [*become, str(bin / "pg_ctl"), "-D", str(data), "-w"]
    # Only clients are killed here, never the machine, so nothing needs to reach the disk.
    options = f"-p {port} -c fsync=off -c listen_addresses=127.0.0.1 -k {place}"
    try:
        _run([*become, str(bin / "initdb"), "-D", str(data), "-U", "auditor", "-A", "trust"], place)
        _run([*control, "-o", options, "-l", str(place / "log"), "start"], place)
        try:
            yield f"postgresql://auditor@127.0.0.1:{port}"
        finally:
            _run([*control, "-m", "immediate", "stop"], place)
    finally:
        shutil.rmtree(place)


def _run(command: list[str], place: Path) -> None:
    subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)
