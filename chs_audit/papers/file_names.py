"""How files are called in papers that hold no person: a file's name may tell of somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chs_audit.sources import FileRead
from chs_audit.sources.files import has_plain_name


def without_names(files: Sequence[FileRead]) -> list[FileRead]:
    """The entries of an import report, with no more of a name than which records it holds.

    Any other name of a file or sheet is replaced by a number, the same for all sheets of one
    file. `findings.xlsx` has the names, and `sha256` tells which file it was.
    """
    numbers = {name: place for place, name in enumerate(dict.fromkeys(f.file for f in files), 1)}
    return [
        replace(
            one,
            file=_or_else(one.file, f"file {numbers[one.file]}"),
            sheet=_or_else(one.sheet, "another"),
        )
        for one in files
    ]


def _or_else(name: str, otherwise: str) -> str:
    return name if not name or has_plain_name(name) else otherwise
