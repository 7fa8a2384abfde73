"""The generated pages of docs/ are those that the code would write today."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"


def pages() -> dict[str, object]:
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.PAGES


@pytest.mark.parametrize(
    "name", ["record-tables.md", "controls.md", "consent-states.md", "decisions.md"]
)
def test_page_is_fresh(name):
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == pages()[name](), "run `make docs`"
