"""Published files -> cells and texts."""

from __future__ import annotations

import zipfile
from pathlib import Path

import duckdb
import matplotlib
import pytest
import xlsxwriter

from chs_audit.sources import publications

docx = pytest.importorskip("docx")


class Published:
    """A folder of publications that one test fills and reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.place = folder / "publications"
        self.place.mkdir()
        self.database = duckdb.connect()

    def write(self, name: str, content: str | bytes = "") -> Path:
        path = self.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self) -> None:
        publications.load(self.folder, self.database)

    def cells(self) -> list[tuple[object, ...]]:
        self.load()
        return self.database.execute("FROM published_cells").fetchall()

    def texts(self) -> list[tuple[object, ...]]:
        """(place, text, readable) of every text but the properties."""
        self.load()
        query = "SELECT place, text, readable FROM published_texts WHERE place <> 'properties'"
        return self.database.execute(query).fetchall()


@pytest.fixture
def folder(tmp_path: Path) -> Published:
    return Published(tmp_path)


def word(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Our year")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "North", "Posy"
    document.sections[0].header.paragraphs[0].text = "Annual report"
    document.sections[0].footer.paragraphs[0].text = "Page one"
    document.core_properties.keywords = "lanterns"
    document.add_comment(document.paragraphs[0].runs, text="who is this", author="S", initials="S")
    document.save(str(path))


def pdf(path: Path, *pages: str) -> None:
    """A page of text each; "picture" is a page with a picture and no text."""
    from matplotlib import pyplot
    from matplotlib.backends.backend_pdf import PdfPages

    with matplotlib.rc_context({"pdf.fonttype": 42}), PdfPages(path) as file:
        for text in pages:
            figure = pyplot.figure()
            if text == "picture":
                figure.figimage([[0.0, 1.0], [1.0, 0.0]])
            else:
                figure.text(0.1, 0.5, text)
            file.savefig(figure)
            pyplot.close(figure)


def test_without_a_folder_both_tables_are_empty(tmp_path):
    database = duckdb.connect()
    publications.load(tmp_path, database)
    assert database.execute("FROM published_cells").fetchall() == []
    assert database.execute("FROM published_texts").fetchall() == []
    types = database.execute("DESCRIBE published_cells").fetchall()
    assert [row[1] for row in types] == ["VARCHAR", "VARCHAR", "BIGINT", "BIGINT", "VARCHAR"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_cells_of_a_text_file(folder, separator):
    folder.write(
        "a.csv", separator.join(("Area", "Families")) + "\n\n" + separator.join(("North", "12"))
    )
    assert folder.cells() == [
        ("a.csv", "", 1, 1, "Area"),
        ("a.csv", "", 1, 2, "Families"),
        ("a.csv", "", 3, 1, "North"),
        ("a.csv", "", 3, 2, "12"),
    ]
    assert folder.texts() == [("row 1", "Area Families", True), ("row 3", "North 12", True)]


def test_thousands_separators_do_not_split_cells(folder):
    folder.write("a.csv", "Area;Families\nNorth;1,204\nSouth;2,310\nEast;3,111")
    assert folder.cells()[3] == ("a.csv", "", 2, 2, "1,204")


def test_cells_of_every_sheet_even_of_hidden_ones(folder):
    # Columns are counted from the first one that is filled.
    book = xlsxwriter.Workbook(folder.place / "a.xlsx")
    for name, value in (("First", 12), ("Second", 0.5)):
        sheet = book.add_worksheet(name)
        sheet.write_row(1, 1, ["North", value])
    sheet.hide()
    book.close()
    assert folder.cells() == [
        ("a.xlsx", "First", 2, 1, "North"),
        ("a.xlsx", "First", 2, 2, "12"),
        ("a.xlsx", "Second", 2, 1, "North"),
        ("a.xlsx", "Second", 2, 2, "0.5"),
    ]
    assert folder.texts()[:2] == [
        ("names of sheets", "First; Second", True),
        ("sheet 1, row 2", "North 12", True),
    ]


def test_every_part_of_a_word_document(folder):
    word(folder.place / "a.docx")
    found = {text: place for place, text, _ in folder.texts()}
    assert found["Our year"] == "paragraph 1"
    assert found["Posy"] == "paragraph 3"
    assert found["Annual report"] == "header"
    assert found["Page one"] == "footer"
    assert found["who is this"] == "comments"


def test_tables_of_a_word_document_are_cells_too(folder):
    document = docx.Document()
    figures = document.add_table(rows=3, cols=3)
    for row, line in enumerate(("Area|New|Known", "North|12|c", "Total||30")):
        for column, text in enumerate(line.split("|")):
            figures.cell(row, column).text = text
    figures.cell(2, 0).merge(figures.cell(2, 1))
    document.add_table(rows=1, cols=2).cell(0, 0).text = "Laid out, and no figures"
    document.save(str(folder.place / "a.docx"))
    folder.load()
    assert folder.cells() == [
        ("a.docx", "table 1", 1, 1, "Area"),
        ("a.docx", "table 1", 1, 2, "New"),
        ("a.docx", "table 1", 1, 3, "Known"),
        ("a.docx", "table 1", 2, 1, "North"),
        ("a.docx", "table 1", 2, 2, "12"),
        ("a.docx", "table 1", 2, 3, "c"),
        ("a.docx", "table 1", 3, 1, "Total"),
        ("a.docx", "table 1", 3, 3, "30"),
    ]


def test_properties_of_a_document_are_read(folder):
    word(folder.place / "a.docx")
    folder.load()
    query = "SELECT text FROM published_texts WHERE place = 'properties'"
    assert any("lanterns" in text for (text,) in folder.database.execute(query).fetchall())


def test_deleted_words_are_read_while_changes_are_tracked(folder):
    path = folder.place / "a.docx"
    word(path)
    with zipfile.ZipFile(path) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    body = parts["word/document.xml"]
    parts["word/document.xml"] = body.replace(
        b"<w:sectPr",
        b"<w:p><w:del><w:r><w:delText>Posy</w:delText></w:r></w:del></w:p><w:sectPr",
        1,
    )
    with zipfile.ZipFile(path, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    assert ("paragraph 4", "Posy", True) in folder.texts()


def test_pages_of_a_pdf(folder):
    pdf(folder.place / "a.pdf", "first page", "second page")
    assert folder.texts() == [("page 1", "first page", True), ("page 2", "second page", True)]


def test_a_scanned_page_cannot_be_read(folder):
    pdf(folder.place / "a.pdf", "first page", "picture")
    assert folder.texts() == [("page 1", "first page", True), ("page 2", "", False)]


def test_a_pdf_without_any_text_cannot_be_read(folder):
    pdf(folder.place / "a.pdf", "")
    assert folder.texts() == [("", "", False)]


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_lines_of_a_text_in_its_own_encoding(folder, name):
    folder.write(name, "Café\n\nNorth\n".encode("cp1252"))
    assert folder.texts() == [("line 1", "Café", True), ("line 3", "North", True)]


@pytest.mark.parametrize(
    "name", ["a.csv", "a.xlsx", "a.docx", "a.pdf", "a.txt", "a.md", "a.odt", "a"]
)
@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 broken", b"%PDF-1.7 broken", b"\x00\xff\x00"]
)
def test_whatever_cannot_be_read_is_said_so(folder, name, content):
    folder.write(name, content)
    texts = folder.texts()
    if content.startswith(b"%PDF") and name in ("a.csv", "a.txt", "a.md"):
        assert texts[0][2]
    else:
        assert texts == [("", "", False)]
        assert folder.cells() == []


def test_one_damaged_file_leaves_the_others_alone(folder):
    folder.write("a.docx", b"PK")
    folder.write("b.txt", "fine")
    assert [row[2] for row in folder.texts()] == [False, True]


def test_files_in_folders_below_are_read(folder):
    folder.write("2025/a.txt", "x")
    folder.load()
    assert folder.database.execute("SELECT file FROM published_texts").fetchall() == [
        ("2025/a.txt",)
    ]


@pytest.mark.parametrize("name", ["Thumbs.db", ".DS_Store", "~$report.docx", ".hidden/a.txt"])
def test_what_systems_leave_behind_is_not_read(folder, name):
    folder.write(name, "x")
    assert folder.texts() == []


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE x; --.csv", "=cmd|' '!A0.csv", "a\nb.csv", "é {x}.csv"]
)
def test_hostile_names_and_cells_are_only_text(folder, name):
    cell = "'); DROP TABLE published_cells; --"
    folder.write(name, f'Area,Families\n"{cell}",{{0}}')
    assert ("", 2, 1, cell) in [row[1:] for row in folder.cells()]


def test_a_second_load_replaces_the_first(folder):
    folder.write("a.txt", "x").unlink()
    folder.write("b.txt", "y")
    folder.load()
    assert folder.texts() == [("line 1", "y", True)]
