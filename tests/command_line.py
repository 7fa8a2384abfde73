"""The command line as somebody types it: in this process, or as a program of its own."""

from __future__ import annotations

import contextlib
import io
import subprocess
import sys
from dataclasses import dataclass
from unittest.mock import patch

from chs_audit.cli import main


@dataclass(frozen=True)
class Told:
    """What a command says, and the code with which it ends."""

    returncode: int
    stdout: str
    stderr: str


def chs_audit(*arguments: object) -> Told:
    """A command, where all that it needs is loaded already."""
    out, errors = io.StringIO(), io.StringIO()
    code: object = 0
    with (
        patch.object(sys, "argv", ["chs-audit", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(errors),
    ):
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
    assert isinstance(code, int)
    return Told(code, out.getvalue(), errors.getvalue())


def as_a_program(*arguments: object) -> Told:
    """A command in a process of its own, as it is run by whoever types it."""
    done = subprocess.run(
        [sys.executable, "-m", "chs_audit.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Told(done.returncode, done.stdout, done.stderr)
