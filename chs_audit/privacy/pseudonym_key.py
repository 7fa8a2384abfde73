"""The secret behind an audit folder's pseudonyms, which is never in the folder.

Whoever is handed the folder, or a paper from it, cannot work the pseudonyms out again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
from pathlib import Path

import keyring
import typer
from keyring.errors import KeyringError

SERVICE = "chs-audit pseudonyms"
# Names the key of a folder; it is no secret, and stays with the folder when that is moved.
ID_FILE = "audit.id"
# The sample's people are made up, and its notebooks show the same names for everybody.
SAMPLE_KEY = b"people who are made up have no secret"


def key_of(folder: Path) -> bytes:
    """The folder's key, made where there is none yet.

    In the operating system's keyring; where it has none, in a file that only this user can
    read, under the user's own settings.
    """
    from data_samples import is_untouched

    if is_untouched(folder):
        return SAMPLE_KEY
    name = _id(folder)
    file = key_file(name)
    if file.is_file():
        return bytes.fromhex(file.read_text(encoding="ascii"))
    try:
        return bytes.fromhex(_from_keyring(name))
    except KeyringError:
        return bytes.fromhex(_from_file(file))


def key_file(name: str) -> Path:
    """Where the key of that name is, if the operating system has no keyring."""
    return Path(typer.get_app_dir("chs-audit")) / "keys" / name


def _id(folder: Path) -> str:
    path = folder / ID_FILE
    with contextlib.suppress(FileExistsError, PermissionError), path.open("x") as file:
        file.write(secrets.token_hex(8) + "\n")
    try:
        told = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        told = ""
    # A folder that cannot be written to is known by its place. A name that somebody wrote in
    # by hand must not lead out of the folder of keys.
    return told if told.isalnum() else _digest(str(folder.resolve()))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _from_keyring(name: str) -> str:
    kept = keyring.get_password(SERVICE, name)
    if kept is None:
        kept = secrets.token_hex(32)
        keyring.set_password(SERVICE, name, kept)
        # A keyring that forgets would call people something else at every run.
        if keyring.get_password(SERVICE, name) != kept:
            raise KeyringError
    return kept


def _from_file(file: Path) -> str:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(secrets.token_hex(32))
    try:
        # Whoever comes second takes the first one's.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return file.read_text(encoding="ascii")
