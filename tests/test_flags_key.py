"""Every access planted for a flag is flagged, no near miss is, and no snooping goes unseen."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import data_samples
from chs_audit import open_audit
from chs_audit.audit import Audit
from chs_audit.controls import CONTROLS
from chs_audit.flags import FLAGS
from data_samples import Charity, build, published, write
from data_samples.days import AS_AT, DEFAULT_FROM, FIRST

NEED_TO_KNOW = [one for one in CONTROLS if one.population == "accesses"]


@pytest.fixture(scope="module", params=[1, 2], ids=["seed 1", "seed 2"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    charity, folder = build(request.param), tmp_path_factory.mktemp("flags") / "charity"
    write.folder(charity, folder)
    published.write(charity, folder / "publications")
    return folder, charity


@pytest.fixture(scope="module", params=[FIRST, DEFAULT_FROM], ids=["three years", "last year"])
def audited(request: pytest.FixtureRequest, made: tuple[Path, Charity]):
    folder, charity = made
    audit = open_audit(folder).run(first=request.param, controls=NEED_TO_KNOW)
    return audit, charity, request.param


def raised(audit: Audit, charity: Charity) -> set[tuple[str, str]]:
    """Flag and event for every access of a visit on which the flag was raised."""
    visits: dict[tuple[str, str, object], list[str]] = {}
    for row in audit.inputs.engine.frame(
        audit.inputs.get("accesses").select("event_id", "staff_id", "person_id", "occurred_on")
    ).itertuples(index=False):
        visits.setdefault((row.staff_id, row.person_id, row.occurred_on), []).append(row.event_id)
    return {
        (flag, event)
        for row in audit.flagged_visits.itertuples()
        for flag in row.flags.split()
        for event in visits[(row.staff_id, row.person_id, row.occurred_on)]
    }


def test_what_was_planted_is_flagged_and_near_misses_are_not(audited) -> None:
    audit, charity, first = audited
    found = raised(audit, charity)
    planted = [row for row in charity.flags.rows if first <= row.happened_on <= AS_AT]
    fires = {(row.flag, row.event_id) for row in planted if row.fires}
    misses = {(row.flag, row.event_id) for row in planted if not row.fires}
    assert fires - found == set(), "planted, but not flagged: recall below 1.0"
    assert misses & found == set(), "a near miss that is flagged"


def test_planted_snooping_is_in_a_case(audited) -> None:
    audit, charity, first = audited
    told = ("one evening", "the same record", "in the middle of the night")
    snooping = {
        row.key
        for row in charity.key.within(first, AS_AT)
        if row.control == "NK-01" and row.note.startswith(told)
    }
    assert snooping
    assert snooping <= set(audit.case_accesses.event_id)


def test_one_story_is_one_case(audited) -> None:
    audit, charity, first = audited
    for told in ("one evening", "the same record"):
        stories: dict[str, set[str]] = {}
        for row in charity.key.within(first, AS_AT):
            if row.control == "NK-01" and row.note.startswith(told):
                case = audit.case_accesses.set_index("event_id").loc[row.key]
                stories.setdefault(str(case["staff_id"]), set()).add(str(case["case"]))
        assert stories
        assert all(len(cases) == 1 for cases in stories.values())


def test_every_broken_access_is_in_exactly_one_case(audited) -> None:
    audit, _, _ = audited
    need_to_know = audit.findings.query("area == 'Need to know' and kind == 'broken'")
    listed = audit.case_accesses.event_id
    assert set(need_to_know.key) <= set(listed)
    assert listed.is_unique


def test_a_case_lists_all_of_its_accesses(audited) -> None:
    audit, _, _ = audited
    counted = audit.case_accesses.groupby("case").size()
    assert dict(zip(audit.cases.id, audit.cases.accesses, strict=True)) == dict(counted)
    for row in audit.cases.itertuples():
        assert len(row.event_ids.split()) == row.accesses


def test_every_flag_has_three_plants_and_a_near_miss(made) -> None:
    _, charity = made
    for one in FLAGS:
        mine = [row for row in charity.flags.rows if row.flag == one.code]
        # Years of the charity begin in September.
        years = {(row.happened_on - dt.timedelta(days=243)).year for row in mine if row.fires}
        assert len(years) == 3, one.code
        assert any(not row.fires for row in mine), one.code


def test_copy_of_the_flags_key_is_fresh(tmp_path: Path) -> None:
    """After a change: `python -m data_samples` writes it anew."""
    build(1).flags.write(tmp_path / "key.csv")
    copy = Path(data_samples.__file__).parent / "answer_key_flags.csv"
    assert copy.read_bytes() == (tmp_path / "key.csv").read_bytes()


def test_plants_of_the_last_year_are_many_enough(made) -> None:
    _, charity = made
    lately = {
        row.flag for row in charity.flags.rows if row.fires and row.happened_on > DEFAULT_FROM
    }
    assert lately == {one.code for one in FLAGS}
