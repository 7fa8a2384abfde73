"""Every answer is the same on DuckDB and on a Spark cluster: the sample's, and random charities'."""

from __future__ import annotations

import pandas as pd
import pytest

from chs_audit.audit import Audit
from chs_audit.controls import BY_ID, CONTROLS
from chs_audit.controls.answers import Answer
from chs_audit.controls.need_to_know import explained
from chs_audit.controls.populations import POPULATIONS
from chs_audit.figures import accesses_by_month, coverage_by_purpose
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
    pd.testing.assert_frame_equal(
        answer(pair.spark, control).findings, answer(pair.duckdb, control).findings
    )


@EVERY_CONTROL
def test_a_control_gives_its_sentences_the_same_facts(pair: Pair, control: str) -> None:
    pd.testing.assert_frame_equal(
        answer(pair.spark, control).facts, answer(pair.duckdb, control).facts
    )


def test_the_list_of_findings_is_the_same(pair: Pair) -> None:
    assert not pair.duckdb.findings.empty
    pd.testing.assert_frame_equal(pair.spark.findings, pair.duckdb.findings)


def test_all_sentences_are_the_same(pair: Pair) -> None:
    ours, theirs = (audit.sentences(audit.findings) for audit in (pair.duckdb, pair.spark))
    pd.testing.assert_series_equal(theirs, ours)


@pytest.fixture(scope="session")
def explanations(pair: Pair) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What explains each access, and what is told of the nearest tie, on both engines."""
    frames = []
    for audit in (pair.duckdb, pair.spark):
        given = {name: audit.inputs.get(name) for name in explained.asks_for}
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
