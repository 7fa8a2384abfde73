"""Files that were published -> their cells and their text in DuckDB.

Whatever cannot be read is said to be so, file by file: a scan that nobody can search may
still show a name to everybody who looks at it.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import fastexcel
import pyarrow as pa

from chs_audit.errors import Problem
from chs_audit.sources import workbooks
from chs_audit.sources.text_files import encoding_of

FOLDER = "publications"
CELLS = "published_cells"
TEXTS = "published_texts"

_CELLS = pa.schema(
    [
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("row_number", pa.int64()),
        ("column_number", pa.int64()),
        ("text", pa.string()),
    ]
)
_TEXTS = pa.schema(
    [("file", pa.string()), ("place", pa.string()), ("text", pa.string()), ("readable", pa.bool_())]
)
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini"})
# Says something, and does not mean that what the file shows could be read.
_BESIDE_THE_TEXT = frozenset({"properties", "names of sheets"})
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OLDER_COPY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass
class _Found:
    """Rows of the two tables, as they are found."""

    cells: list[tuple[str, str, int, int, str]] = field(default_factory=list)
    texts: list[tuple[str, str, str, bool]] = field(default_factory=list)


def load(folder: Path, database: duckdb.DuckDBPyConnection) -> None:
    """Reads the files in `folder/publications`, and in folders below it, into two tables.

    `published_cells` (file, sheet, row_number, column_number, text): the filled cells of
    .csv, .tsv and .xlsx files and of tables in .docx files, numbered from 1 (columns of a sheet from its first filled
    one); the sheet of a text file is "".
    `published_texts` (file, place, text, readable): every piece of text, with where it
    stands in words and numbers ("page 3"), in the order of reading. A file, sheet or page that cannot
    be read has one row with readable = false and no text. Both are empty where there is no
    such folder. Tables of these names are replaced. Nothing is raised for a file that
    cannot be read.

    Args:
        folder: the audit folder.
        database: where the tables are made.
    """
    found = _Found()
    place = folder / FOLDER
    for path in paths_in(folder):
        name = unicodedata.normalize("NFC", path.relative_to(place).as_posix())
        _read(path, name, found)
    fill(database, found.cells, found.texts)


def paths_in(folder: Path) -> list[Path]:
    """Every publication in the audit folder; none where it has no such folder."""
    place = folder / FOLDER
    paths = sorted(place.rglob("*")) if place.is_dir() else []
    return [path for path in paths if path.is_file() and not _is_ignored(path, place)]


def fill(
    database: duckdb.DuckDBPyConnection,
    cells: Iterable[tuple[str, str, int, int, str]],
    texts: Iterable[tuple[str, str, str, bool]],
) -> None:
    """Makes the two tables from rows in the order of their columns, both or neither."""
    database.begin()
    try:
        for name, schema, rows in ((CELLS, _CELLS, cells), (TEXTS, _TEXTS, texts)):
            columns = list(zip(*rows, strict=True)) or [()] * len(schema)
            arrays = [
                pa.array(values, kind) for values, kind in zip(columns, schema.types, strict=True)
            ]
            database.register("published_rows", pa.table(arrays, schema=schema))
            database.execute(f"CREATE OR REPLACE TABLE {name} AS FROM published_rows")
            database.unregister("published_rows")
        database.commit()
    except BaseException:
        database.rollback()
        raise


def _is_ignored(path: Path, place: Path) -> bool:
    parts = path.relative_to(place).parts
    return path.name.lower() in _SYSTEM_FILES or any(part.startswith((".", "~$")) for part in parts)


def _read(path: Path, name: str, found: _Found) -> None:
    suffix = path.suffix.lower()
    try:
        if suffix in (".csv", ".tsv"):
            _add_cells(name, "", _text_rows(path), found)
        elif suffix == ".xlsx":
            _workbook(path, name, found)
        elif suffix in (".txt", ".md"):
            for number, line in enumerate(_decoded(path).splitlines(), start=1):
                if line.strip():
                    found.texts.append((name, f"line {number}", line, True))
        elif suffix == ".docx":
            found.texts += [(name, where, text, True) for where, text in _word(path)]
            found.cells += [(name, *cell) for cell in _word_tables(path)]
        elif suffix == ".pdf":
            found.texts += [(name, *page) for page in _pdf(path)]
    except Exception:
        # A damaged file can make a reader fail in any way; what it is about stays unknown.
        found.cells = [cell for cell in found.cells if cell[0] != name]
        found.texts = [text for text in found.texts if text[0] != name]
    if not any(text[0] == name and text[1] not in _BESIDE_THE_TEXT for text in found.texts):
        found.texts.append((name, "", "", False))


def _decoded(path: Path) -> str:
    encoding = encoding_of(path)
    if isinstance(encoding, Problem):
        raise ValueError(encoding.expected)
    return path.read_text(encoding=encoding)


def _text_rows(path: Path) -> list[tuple[int, list[str]]]:
    """The rows of a separated text file, each with the line that it starts on."""
    text = _decoded(path)
    best: tuple[int, list[tuple[int, list[str]]]] = (-1, [])
    for delimiter in ",;\t|":
        rows = list(_records(text, delimiter))
        widths = Counter(len(cells) for _, cells in rows if len(cells) > 1)
        score = max((width * count for width, count in widths.items()), default=0)
        if score > best[0]:
            best = (score, rows)
    return best[1]


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    start = 1
    for cells in reader:
        yield start, cells
        start = reader.line_num + 1


def _workbook(path: Path, name: str, found: _Found) -> None:
    workbook = workbooks.open_workbook(path)
    if isinstance(workbook, Problem):
        raise ValueError(workbook.expected)
    found.texts.append((name, "names of sheets", "; ".join(workbook.sheet_names), True))
    for place, sheet in enumerate(workbook.sheet_names, start=1):
        where = f"sheet {place}"
        try:
            # Without skip_rows=0 empty rows at the top vanish, and row numbers would be wrong.
            grid = workbook.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
            columns = [column.to_pylist() for column in grid.to_arrow().columns]
        except fastexcel.FastExcelError:
            found.texts.append((name, where, "", False))
            continue
        rows = [[cell or "" for cell in row] for row in zip(*columns, strict=True)]
        _add_cells(name, sheet, list(enumerate(rows, start=1)), found, f"{where}, ")


def _add_cells(
    name: str, sheet: str, rows: list[tuple[int, list[str]]], found: _Found, where: str = ""
) -> None:
    for number, row in rows:
        filled = [(column, cell) for column, cell in enumerate(row, start=1) if cell.strip()]
        found.cells += [(name, sheet, number, column, cell) for column, cell in filled]
        if filled:
            text = " ".join(cell for _, cell in filled)
            found.texts.append((name, f"{where}row {number}", text, True))


def _word(path: Path) -> Iterator[tuple[str, str]]:
    """The paragraphs of every part: body, tables, text boxes, headers, footers, notes,
    comments, and text that was deleted with changes tracked, which a reader can bring back."""
    # Only read when there is such a file: they are slow to import.
    import docx
    from docx.oxml.parser import parse_xml

    for part in docx.Document(str(path)).part.package.iter_parts():
        kind = str(part.partname)
        if not kind.endswith(".xml"):
            continue
        root = parse_xml(part.blob)
        if kind.startswith("/docProps/"):
            yield "properties", " ".join(str(text) for text in root.itertext())
            continue
        stem = kind.rpartition("/")[2].removesuffix(".xml").rstrip("0123456789")
        for number, paragraph in enumerate(root.iter(f"{_WORD}p"), start=1):
            if text := _paragraph(paragraph):
                yield (f"paragraph {number}" if stem == "document" else stem), text


def _word_tables(path: Path) -> Iterator[tuple[str, int, int, str]]:
    """The cells of every table in the body that holds a digit: others only lay text out."""
    import docx

    document = docx.Document(str(path))
    for number, element in enumerate(document.element.body.iter(f"{_WORD}tbl"), start=1):
        rows = [
            [text for cell in row.iter(f"{_WORD}tc") for text in _spread(cell)]
            for row in element.iter(f"{_WORD}tr")
        ]
        if any(sign.isdigit() for row in rows for cell in row for sign in cell):
            for down, row in enumerate(rows, start=1):
                for over, cell in enumerate(row, start=1):
                    if cell:
                        yield f"table {number}", down, over, cell


def _spread(cell: Any) -> list[str]:
    """The text of a cell, and a blank for every further column that it reaches over."""
    text = " ".join(filter(None, map(_paragraph, cell.iter(f"{_WORD}p"))))
    spans = [int(one.get(f"{_WORD}val", "1")) for one in cell.iter(f"{_WORD}gridSpan")]
    return [text, *([""] * (max(spans, default=1) - 1))]


def _paragraph(paragraph: Any) -> str:
    words = []
    for element in paragraph.iter():
        if element.tag not in (f"{_WORD}t", f"{_WORD}delText", f"{_WORD}tab", f"{_WORD}br"):
            continue
        # A text box stands inside a paragraph, has its own, and may be there twice.
        if next(element.iterancestors(f"{_WORD}p")) is not paragraph:
            continue
        if next(element.iterancestors(_OLDER_COPY), None) is None:
            words.append(element.text or " ")
    return "".join(words).strip()


def _pdf(path: Path) -> Iterator[tuple[str, str, bool]]:
    """The text of each page; a page that holds a picture and no text cannot be read."""
    import pypdfium2
    from pypdfium2 import raw

    with pypdfium2.PdfDocument(path) as pdf:
        told = " ".join(value for value in pdf.get_metadata_dict().values() if value)
        for number in range(len(pdf)):
            page = pdf[number]
            text = page.get_textpage().get_text_range()
            if text.strip():
                yield f"page {number + 1}", text, True
            elif any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
                yield f"page {number + 1}", "", False
        if told:
            yield "properties", told, True
