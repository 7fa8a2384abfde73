"""Which encoding a text file is in, found without guessing where guessing could garble it."""

from __future__ import annotations

import codecs
from pathlib import Path

import charset_normalizer

from chs_audit.errors import Problem
from chs_audit.sources.raw import unreadable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_WORKBOOK_STARTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_CHUNK = 1 << 20


def encoding_of(path: Path) -> str | Problem:
    """The encoding that decodes every byte of a text file, or what is wrong with the file.

    Reads the file once in small pieces, and once more only if it is not UTF-8.
    """
    with path.open("rb") as file:
        start = file.read(8)
        if not start:
            return unreadable(path.name, "the file is empty", "Export it again, or remove it.")
        if start.startswith(_WORKBOOK_STARTS):
            return unreadable(
                path.name,
                "not a text file but a workbook",
                "Give its name the ending .xlsx if it is one, or save it as CSV.",
            )
        file.seek(0)
        for mark, encoding in _BOMS:
            if start.startswith(mark):
                return _decodes(path, encoding)
        decoder = codecs.getincrementaldecoder("utf-8")()
        utf8 = True
        while chunk := file.read(_CHUNK):
            if b"\0" in chunk:
                return _not_text(path)
            if utf8:
                try:
                    decoder.decode(chunk)
                except UnicodeDecodeError:
                    utf8 = False
        if utf8:
            try:
                decoder.decode(b"", final=True)
                return "utf-8"
            except UnicodeDecodeError:
                pass
    return _older(path)


def _decodes(path: Path, encoding: str) -> str | Problem:
    try:
        with path.open(encoding=encoding, newline="") as file:
            while chunk := file.read(_CHUNK):
                if "\0" in chunk:
                    return _not_text(path)
    except UnicodeError:
        return unreadable(
            path.name,
            "its first bytes say how its letters are stored, and other bytes break that",
            'Open it in the program it came from and save it again as "CSV UTF-8".',
        )
    return encoding


def _older(path: Path) -> str | Problem:
    """For a file that is not UTF-8: one older encoding throughout, or two encodings mixed."""
    mixed: list[int] = []
    some_utf8 = False
    sample = bytearray()
    windows = True
    with path.open("rb") as file:
        for line_number, line in enumerate(file, start=1):
            if line.isascii():
                continue
            try:
                line.decode("utf-8")
                some_utf8 = True
                continue
            except UnicodeDecodeError:
                mixed.append(line_number)
            if len(sample) < _CHUNK:
                sample += line
            if windows:
                try:
                    line.decode("cp1252")
                except UnicodeDecodeError:
                    windows = False
    if some_utf8:
        return Problem(
            "one encoding throughout",
            "These lines were stored differently from the rest, so their letters would be "
            'garbled. Save each of the original files as "CSV UTF-8" before joining them.',
            file=path.name,
            rows=tuple(mixed),
            was="two encodings in one file",
        )
    if any(byte < 9 or 13 < byte < 32 for byte in sample):
        return _not_text(path)
    if windows:
        return "cp1252"
    guess = charset_normalizer.from_bytes(bytes(sample)).best()
    return _decodes(path, guess.encoding) if guess else _not_text(path)


def _not_text(path: Path) -> Problem:
    return unreadable(
        path.name,
        "not a text file",
        'Open it in the program it came from and save it as "CSV UTF-8".',
    )
