"""Papers as files: text, workbooks, Word documents and PDFs, the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

_MADE = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


def text(path: Path, content: str) -> None:
    """A text file."""
    path.write_text(content.strip() + "\n", encoding="utf-8", newline="\n")


def workbook(path: Path, sheets: Mapping[str, str]) -> None:
    """A workbook; its sheets are given as lines of cells between "|"."""
    book = xlsxwriter.Workbook(path, {"strings_to_numbers": True})
    book.set_properties({"created": _MADE})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for row, line in enumerate(lines.strip().splitlines()):
            for column, cell in enumerate(line.split("|")):
                if cell:
                    sheet.write(row, column, cell)
    book.close()


def document(path: Path, lines: Sequence[str], header: str = "") -> None:
    """A Word document of these paragraphs."""
    # Only imported where papers are written: it is slow.
    import docx

    made = docx.Document()
    made.core_properties.created = made.core_properties.modified = _MADE
    for line in lines:
        made.add_paragraph(line)
    made.sections[0].header.paragraphs[0].text = header
    buffer = io.BytesIO()
    made.save(buffer)
    # A zip file holds the time at which each part was put in.
    with zipfile.ZipFile(buffer) as parts, zipfile.ZipFile(path, "w") as fixed:
        for name in parts.namelist():
            place = zipfile.ZipInfo(name, (2026, 9, 1, 0, 0, 0))
            place.compress_type = zipfile.ZIP_DEFLATED
            fixed.writestr(place, parts.read(name))


def pages(path: Path, lines: Sequence[str]) -> None:
    """A PDF of one page with these lines."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.27, 11.69))
    for number, line in enumerate(lines):
        figure.text(0.1, 0.9 - 0.03 * number, line)
    with rc_context({"pdf.fonttype": 42}):
        figure.savefig(path, format="pdf", metadata={"CreationDate": None})


def scan(path: Path) -> None:
    """A PDF of one page that is a picture, as a scanner makes it."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8.27, 11.69), dpi=20)
    figure.figimage([[0.2, 0.8] * 40, [0.8, 0.2] * 40] * 40, cmap="gray")
    figure.savefig(path, format="pdf", metadata={"CreationDate": None})
