"""Every answer is the same on DuckDB and on a Spark cluster: the sample's, and random charities'."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from chs_audit.audit import Audit
from chs_audit.controls import BY_ID, CONTROLS
from chs_audit.controls.answer import Answer
from chs_audit.controls.need_to_know import explained
from chs_audit.controls.populations import POPULATIONS
from chs_audit.figures import accesses_by_month, coverage_by_purpose
from chs_audit.flags import FLAGS
from chs_audit.need_to_know.explanations import EXPLANATIONS
from chs_audit.papers.fix_list import fix_list
from chs_audit.policy.tensions import TENSIONS
from tests.spark.conftest import SAMPLE, Pair

EVERY_CONTROL = pytest.mark.parametrize("control", BY_ID)


def answer(audit: Audit, control: str) -> Answer:
    (found,) = (one for one in audit.answers if one.control.id == control)
    return found


@EVERY_CONTROL
def test_a_control_examines_the_same_number_of_rows(pair: Pair, control: str) -> None:
    ours, theirs = answer(pair.duckdb, control), answer(pair.spark, control)
    assert (theirs.examined, theirs.not_tested) == (ours.examined, ours.not_tested)


@EVERY_CONTROL
def test_a_control_finds_the_same(pair: Pair, control: str) -> None:
    """Ids, kinds, reasons, keys, days, the other clause's verdict, and fingerprints."""
    ours, theirs = (
        answer(audit, control).findings.sort_values("id", ignore_index=True)
        for audit in (pair.duckdb, pair.spark)
    )
    pd.testing.assert_frame_equal(theirs, ours)


@EVERY_CONTROL
def test_a_control_gives_its_sentences_the_same_facts(pair: Pair, control: str) -> None:
    ours, theirs = (
        answer(audit, control).facts.sort_index() for audit in (pair.duckdb, pair.spark)
    )
    pd.testing.assert_frame_equal(theirs, ours)


def test_the_list_of_findings_is_the_same(pair: Pair) -> None:
    assert not pair.duckdb.findings.empty
    pd.testing.assert_frame_equal(pair.spark.findings, pair.duckdb.findings)


def test_all_sentences_are_the_same(pair: Pair) -> None:
    ours, theirs = (audit.sentences(audit.findings) for audit in (pair.duckdb, pair.spark))
    pd.testing.assert_series_equal(theirs, ours)


@pytest.fixture(scope="session")
def explanations(pair: Pair) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What explains each access, and what is told of the nearest tie, on both engines.

    Every explanation is switched on, so that those that are off by default are compared, too.
    """
    frames = []
    settings = pair.duckdb.settings
    switches = settings.explanations.model_copy(update={one.switch: True for one in EXPLANATIONS})
    all_on = settings.model_copy(update={"explanations": switches})
    for audit in (pair.duckdb, pair.spark):
        inputs = replace(audit.inputs, settings=all_on)
        given = {name: inputs.get(name) for name in explained.asks_for}
        rows = explained.answer(**given).select("event_id", "explanations", "nearest", "kept")
        frames.append(audit.inputs.engine.frame(rows.order_by("event_id")))
    return frames[0], frames[1]


@pytest.mark.parametrize("code", [one.code for one in EXPLANATIONS])
def test_an_explanation_holds_for_the_same_accesses(
    explanations: tuple[pd.DataFrame, pd.DataFrame], request: pytest.FixtureRequest, code: str
) -> None:
    ours, theirs = (
        {row.event_id for row in frame.itertuples() if code in row.explanations.split()}
        for frame in explanations
    )
    assert theirs == ours
    if SAMPLE in request.node.name:
        assert ours, "the sample has nothing that shows this explanation"


def test_every_access_is_explained_alike(explanations: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    ours, theirs = explanations
    assert not ours.empty
    pd.testing.assert_frame_equal(theirs, ours)


@pytest.mark.parametrize("tension", [one.id for one in TENSIONS])
def test_a_tension_touches_as_many_records(pair: Pair, tension: str) -> None:
    ours, theirs = (
        audit.tensions.set_index("id").loc[tension] for audit in (pair.duckdb, pair.spark)
    )
    pd.testing.assert_series_equal(theirs, ours)


@pytest.mark.parametrize("flag", [one.code for one in FLAGS])
def test_a_flag_is_raised_as_often_and_held_against_the_same_chance(pair: Pair, flag: str) -> None:
    ours, theirs = (audit.flags.set_index("flag").loc[flag] for audit in (pair.duckdb, pair.spark))
    pd.testing.assert_series_equal(theirs, ours)


def test_flags_are_raised_on_the_same_staff_and_visits(pair: Pair) -> None:
    for of in ("staff_id", "flag"), ("staff_id", "person_id", "occurred_on"):
        which = "flags_by_staff" if "flag" in of else "flagged_visits"
        ours, theirs = (
            getattr(audit, which).sort_values(list(of), ignore_index=True)
            for audit in (pair.duckdb, pair.spark)
        )
        pd.testing.assert_frame_equal(theirs, ours)


def test_the_same_cases_are_made(pair: Pair) -> None:
    pd.testing.assert_frame_equal(pair.spark.cases, pair.duckdb.cases)
    pd.testing.assert_frame_equal(pair.spark.case_accesses, pair.duckdb.case_accesses)


def test_the_same_share_is_explained_and_by_chance(pair: Pair) -> None:
    for by in ("role", "month"):
        pd.testing.assert_frame_equal(pair.spark.explained().by(by), pair.duckdb.explained().by(by))
    assert pair.spark.random_pairs().share == pair.duckdb.random_pairs().share


@pytest.mark.parametrize("pair", [SAMPLE], indirect=True)
def test_other_settings_would_explain_the_same(pair: Pair) -> None:
    ours, theirs = (
        audit.what_if({"group": False}, session_window_days=3)
        for audit in (pair.duckdb, pair.spark)
    )
    pd.testing.assert_frame_equal(theirs, ours)


def test_the_figures_are_the_same(pair: Pair) -> None:
    for figure in (accesses_by_month, coverage_by_purpose, fix_list):
        pd.testing.assert_frame_equal(figure(pair.spark), figure(pair.duckdb))


@pytest.mark.parametrize("pair", [SAMPLE], indirect=True)
@pytest.mark.parametrize("population", POPULATIONS)
def test_a_finding_shows_the_same_record(pair: Pair, population: str) -> None:
    about = [one.id for one in CONTROLS if one.population == population]
    found = pair.duckdb.findings
    found = found[found["control"].isin(about)]
    if found.empty:
        pytest.skip("nothing was found")
    id = found["id"].iloc[0]
    pd.testing.assert_series_equal(pair.spark.explain(id).record, pair.duckdb.explain(id).record)


@pytest.mark.parametrize("pair", [SAMPLE], indirect=True)
def test_why_a_record_was_opened_is_told_alike(pair: Pair) -> None:
    event = pair.duckdb.findings.query("control == 'NK-01'")["key"].iloc[0]
    pd.testing.assert_frame_equal(pair.spark.why(event=event), pair.duckdb.why(event=event))
    person = pair.duckdb.why(event=event)["person_id"].iloc[0]
    pd.testing.assert_frame_equal(pair.spark.why(person=person), pair.duckdb.why(person=person))
