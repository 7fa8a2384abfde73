"""What every flag has, and what none may do."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from chs_audit import flags
from chs_audit.flags import BY_CODE, FLAGS
from chs_audit.policy import Parameters
from chs_audit.records import BY_NAME

MODULES = sorted(Path(flags.__file__).parent.glob("*.py"))


def test_codes_are_used_once():
    assert len(BY_CODE) == len(FLAGS) == 12


@pytest.mark.parametrize("one", FLAGS, ids=lambda one: one.code)
class TestEveryFlag:
    def test_its_code_is_words_joined_by_hyphens(self, one):
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", one.code)

    def test_its_texts_are_there(self, one):
        assert one.title
        assert one.why
        assert one.counted
        assert one.blank
        assert one.chance.words

    def test_it_says_where_its_expectation_comes_from(self, one):
        assert "Expected:" in (one.raised.__doc__ or "")

    def test_its_parameters_exist(self, one):
        for name in one.parameters:
            section, setting = name.split(".")
            assert setting in type(getattr(Parameters(), section)).model_fields

    def test_what_it_needs_exists(self, one):
        for name in one.needs:
            table, _, column = name.partition(".")
            assert not column or BY_NAME[table].column(column)


def test_every_setting_of_a_flag_is_read_by_one():
    read = {name for one in FLAGS for name in one.parameters}
    mine = {f"flags.{name}" for name in type(Parameters().flags).model_fields}
    assert mine - read == {"flags.least_lift", "flags.case_gap_days"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_rule_looks_at_the_clock_or_strips(path):
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & {"today", "now", "utcnow", "strip", "lstrip", "rstrip"}
