"""How controls are asked: in one pass, in order, and with nothing silently kept."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

import pytest

from chs_audit import controls
from chs_audit.controls import BY_ID, CONTROLS
from chs_audit.controls.answers import ask, finding_id, sentence_fields
from chs_audit.controls.populations import POPULATIONS
from chs_audit.policy import CLAUSES, Parameters
from tests.support import inputs

MODULES = sorted(Path(controls.__file__).parent.glob("*.py"))
OBLIGATIONS = {clause.id for clause in CLAUSES}


def test_every_promise_has_its_control():
    assert {one.id for one in CONTROLS} == OBLIGATIONS


def test_ids_are_used_once():
    assert len(BY_ID) == len(CONTROLS)


@pytest.mark.parametrize("one", CONTROLS, ids=lambda one: one.id)
class TestEveryControl:
    def test_its_population_is_its_first_argument(self, one):
        assert one.asks_for[0] == one.population
        assert one.population in POPULATIONS

    def test_its_codes_are_words_joined_by_hyphens(self, one):
        for code in (*one.reasons, *one.cannot_tell):
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)

    def test_no_code_means_two_things(self, one):
        assert not set(one.reasons) & set(one.cannot_tell)

    def test_its_sentences_end_like_sentences(self, one):
        for text in (*one.reasons.values(), *one.cannot_tell.values()):
            assert text[0].isupper() or text[0] == "{"
            assert text.endswith((".", ". {nearest}"))

    def test_its_parameters_exist(self, one):
        for name in (*one.parameters, *one.needs_settings):
            section, setting = name.split(".")
            assert setting in type(getattr(Parameters(), section)).model_fields

    def test_what_it_needs_is_among_its_parameters(self, one):
        assert set(one.needs_settings) <= set(one.parameters)

    def test_its_texts_are_there(self, one):
        assert one.title
        assert one.why
        assert one.breaks
        assert one.remedy


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_rule_looks_at_the_clock_or_strips(path):
    """No rule may ask for today; `.strip()` eats letters on Spark."""
    called = {
        node.func.attr
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    }
    assert not called & {"today", "now", "utcnow", "strip", "lstrip", "rstrip"}


def test_controls_of_one_population_are_asked_in_one_query(monkeypatch):
    audit = inputs(
        staff="staff_id|started_on\namy|2025-01-01",
        service_users="person_id\np1",
        caseload="case_id|staff_id|person_id\nc1|amy|p1",
        declared_conflicts="staff_id|person_id\nben|p1",
        access_log="event_id|occurred_at|staff_id|person_id|action\ne1|2025-03-01 10:00|amy|p1|view",
    )
    queries = []
    frame = type(audit.engine).frame
    monkeypatch.setattr(
        type(audit.engine), "frame", lambda self, table: queries.append(table) or frame(self, table)
    )
    ask(audit, [one for one in CONTROLS if one.population == "accesses"])
    # One counts the rows that each is asked of; one answers all.
    assert len(queries) == 2


def test_a_finding_is_named_by_its_control_and_record_alone():
    assert finding_id("NK-01", "E1") == finding_id("NK-01", "E1")
    assert finding_id("NK-01", "E1") != finding_id("NK-03", "E1").replace("NK-03", "NK-01")


def test_the_fields_of_sentences_are_the_evidence():
    assert sentence_fields(BY_ID["NK-03"]) == (
        "days_since_leaving",
        "occurred_on",
        "staff_kind",
        "started_on",
    )


def test_a_control_is_short():
    """About 25 lines and its docstring: more should be a table of its own."""
    for one in CONTROLS:
        body = ast.parse(inspect.cleandoc(inspect.getsource(one.answer))).body[0]
        statements = [node for node in ast.walk(body) if isinstance(node, ast.stmt)]
        assert len(statements) <= 30, one.id
