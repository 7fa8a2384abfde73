"""Rules for the notebooks as they are committed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
import pytest

FOLDER = Path(__file__).parents[2] / "notebooks"
SAMPLE = "(sample charity)"
PATHS = [pytest.param(path, id=path.stem) for path in sorted(FOLDER.glob("*.ipynb"))]
# Absolute paths of any system, and pictures, which are letters by chance.
MACHINE_PATH = re.compile(r"(?<![\w/.<])/(?:home|root|tmp|work|Users|usr|var|opt)/|[A-Z]:\\\\")
PICTURE = re.compile(r"data:image/png;base64,[\w+/=]+")

pytestmark = pytest.mark.parametrize("path", PATHS)

# Calls whose output holds a picture, whose bytes differ from machine to machine, or controls.
PICTURED = ("show", "page_chart", "page_hours", "page_explanations")


def read(path):
    return nbformat.read(path, as_version=4)


def code(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_every_cell_was_run_in_order(path):
    assert [cell.execution_count for cell in code(path)] == list(range(1, len(code(path)) + 1))


def test_every_code_cell_has_an_output(path):
    assert all(cell.outputs for cell in code(path))


def test_no_cell_failed_or_warned(path):
    kinds = {output.output_type for cell in code(path) for output in cell.outputs}
    assert kinds <= {"display_data", "execute_result"}


def test_outputs_are_from_the_sample_charity(path):
    shown = [str(output.get("data")) for cell in code(path) for output in cell.outputs]
    read_from = [text for text in shown if "rows read." in text or "in this pack." in text]
    assert read_from
    assert all(SAMPLE in text for text in read_from)


def test_no_widget_state_is_kept(path):
    assert "widgets" not in read(path).metadata
    assert "widget-view" not in path.read_text(encoding="utf-8")


def test_no_path_of_a_machine_is_kept(path):
    text = PICTURE.sub("", path.read_text(encoding="utf-8"))
    assert not MACHINE_PATH.search(text)


def test_cells_call_and_do_not_compute(path):
    nodes = [node for cell in code(path) for node in ast.walk(ast.parse(cell.source))]
    thick = (ast.FunctionDef, ast.Lambda, ast.For, ast.While, ast.ClassDef, ast.comprehension)
    assert not [node for node in nodes if isinstance(node, thick)]


def test_it_begins_with_whom_it_is_for_and_what_it_answers(path):
    first = read(path).cells[0].source
    assert "\nFor " in first
    assert "\nIt answers: " in first


def test_only_cells_with_controls_or_pictures_are_not_compared(path):
    for cell in code(path):
        ignored = "NBVAL_IGNORE_OUTPUT" in cell.metadata.get("tags", [])
        pictured = any(f".{name}()" in cell.source for name in PICTURED)
        assert ignored == pictured


def test_pictures_have_an_alternative_text(path):
    pictures = re.findall(r"<img [^>]*>", "".join(str(cell.outputs) for cell in code(path)))
    assert pictures
    assert all(re.search(r'alt=\\?"[^"]{40,}', picture) for picture in pictures)
