"""Writing so that a crash at any moment leaves the old state or the new one, never a mixture.

A program that stops leaves what it has written; a machine that stops leaves what has reached
the disk. So new files are brought to the disk first, and then one rename makes them count.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from chs_audit.errors import InputError, Problem

NEW = ".new"


def make_folder(path: Path) -> None:
    """Make a folder and those above it, and bring their names to the disk."""
    missing = [one for one in (path, *path.parents) if not one.exists()]
    path.mkdir(parents=True, exist_ok=True)
    for one in missing:
        sync(one.parent)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, have reached the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows has no such thing for folders; it keeps their names by itself.
    # Windows brings a file to the disk only for those who may write to it.
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_beside(path: Path, text: str) -> Path:
    """Write the text that a file is to have beside it, and bring it to the disk."""
    beside = path.with_name(path.name + NEW)
    beside.write_text(text, encoding="utf-8", newline="\n")
    sync(beside)
    return beside


def replace(path: Path, by: Path) -> None:
    """Put one file in the place of another: whoever looks sees the old one or the new one."""
    by.replace(path)
    sync(path.parent)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    path.unlink(missing_ok=True)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Keep others out while something is done.

    The lock is SQLite's, which every system has: it goes when the process ends, however it
    ends, so none is ever left behind.

    Args:
        path: the lock file, made if it is not there. It stays.

    Raises:
        InputError: if somebody else holds the lock, or the file cannot be made.
    """
    try:
        connection = sqlite3.connect(path, timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except BaseException:
            connection.close()
            raise
    except sqlite3.OperationalError as error:
        raise InputError([_not_alone(path, error)]) from None
    try:
        yield
    finally:
        connection.close()


def _not_alone(path: Path, error: sqlite3.OperationalError) -> Problem:
    if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
        return Problem(
            "to be the only one who imports",
            "Wait until the other import has ended, then try again. Nothing was changed.",
            file=path.parent.name,
            was="another import is at work",
        )
    return Problem(
        "a folder that can be written to",
        "See to it that you may write there, and that the disk is not full.",
        file=path.parent.name,
        was="cannot be written to",
    )
