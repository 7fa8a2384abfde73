"""Expressions say the same on DuckDB and on Spark: what is known not to stays out of them.

`make test-spark` compares the answers themselves; this names the mistake without a cluster.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import chs_audit

PACKAGE = Path(chs_audit.__file__).parent
# Where expressions are written; a folder that is not there yet holds none.
WRITTEN_IN = ("controls", "need_to_know", "flags", "figures", "expressions.py")
MODULES = sorted(
    path
    for name in WRITTEN_IN
    for path in ([PACKAGE / name] if name.endswith(".py") else (PACKAGE / name).rglob("*.py"))
)

DIFFERS = {
    "strip": "On Spark it eats the letters v and f, too: use expressions.same_words.",
    "lstrip": "Spark takes spaces off and leaves tabs: use re_replace.",
    "rstrip": "Spark takes spaces off and leaves tabs: use re_replace.",
    "memtable": "Spark may turn blanks into values: use Engine.put.",
    "hash": "Each engine has its own: use hexdigest('sha256').",
    "asof_join": "Spark has none: use a left join and row_number.",
    "group_concat": "In no certain order: use collect(distinct=True).sort().join(',').",
    "arbitrary": "Any row will do, and each engine takes another: rank the rows.",
    "first": "Without an order each engine takes another row: rank the rows.",
    "last": "Without an order each engine takes another row: rank the rows.",
    "find": "Spark counts from another place: use re_extract or contains.",
    "execute": "It goes past the engine: use Engine.frame.",
    "to_pandas": "It goes past the engine: use Engine.frame.",
    "now": "No clock in a rule: dates are arguments.",
    "today": "No clock in a rule: dates are arguments.",
}
# On Python's own text, which is no expression: (module, line).
PLAIN_PYTHON = {("expressions.py", "return word.strip().lower()")}


def calls(path: Path) -> Iterator[tuple[str, int, str]]:
    """The methods and functions of the list that a module calls: name, line number, line."""
    text = path.read_text(encoding="utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in DIFFERS:
            line = node.func.end_lineno or node.lineno
            yield node.func.attr, line, lines[line - 1].strip()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_expression_differs_by_engine(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    found = [
        f"{name}:{number}: .{call}() {DIFFERS[call]}"
        for call, number, line in calls(path)
        if (name, line) not in PLAIN_PYTHON
    ]
    assert not found, "\n".join(found)


def test_every_exception_is_still_needed() -> None:
    lines = {
        (path.relative_to(PACKAGE).as_posix(), line)
        for path in MODULES
        for _, _, line in calls(path)
    }
    assert lines >= PLAIN_PYTHON


def test_a_call_that_differs_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "module.py"
    module.write_text("def f(t):\n    return t.name.strip()\n")
    assert list(calls(module)) == [("strip", 2, "return t.name.strip()")]
