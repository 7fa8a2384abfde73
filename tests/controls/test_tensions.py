"""Where the policy is in tension with itself: counted, never hidden."""

from __future__ import annotations

import pandas as pd
import pytest

from chs_audit import settings
from chs_audit.controls import BY_ID, CONTROLS
from chs_audit.controls.tensions import ROWS, is_settled, settled_by, tensions
from chs_audit.policy import Parameters
from chs_audit.policy.tensions import TENSIONS
from tests.support import inputs

NOTHING = pd.DataFrame({"control": [], "reasons": []})


def counted(id: str, **tables: object):
    """How many records the tension touches; None if it cannot be counted."""
    records = tensions(inputs(**tables), NOTHING).set_index("id").records[id]
    return None if pd.isna(records) else int(records)


def test_there_are_sixteen():
    assert [one.id for one in TENSIONS] == [f"T{number}" for number in range(1, 17)]


def test_their_settings_exist():
    for one in TENSIONS:
        for name in one.settings:
            section, setting = name.split(".")
            assert setting in type(getattr(Parameters(), section)).model_fields


def test_every_count_belongs_to_a_tension_that_says_what_it_counts():
    assert all(one.records for one in TENSIONS if one.id in ROWS)


def test_what_nobody_settled_is_a_question():
    (first, *_) = TENSIONS
    assert settled_by(settings.Settings(), first) == "precedence.session_detail = not settled"


def test_what_a_setting_settled_is_told_with_it():
    chosen = settings.parse({"precedence": {"session_detail": "5.1"}})
    assert settled_by(chosen, TENSIONS[0]) == "precedence.session_detail = 5.1"


def test_what_no_setting_settles_stays_open():
    chosen = settings.parse({"precedence": {"session_detail": "5.1"}})
    by_id = {one.id: one for one in TENSIONS}
    assert is_settled(chosen, by_id["T1"])
    assert not is_settled(chosen, by_id["T2"])
    assert not is_settled(chosen, by_id["T16"])


def test_every_one_names_its_settings_and_their_values():
    for one in TENSIONS:
        told = settled_by(settings.Settings(), one)
        assert all(f"{name} = " in told for name in one.settings)
        assert one.settings or told == "no setting: only new words in the policy can settle it"


def test_a_control_that_reads_what_settles_a_tension_is_named_with_it():
    for one in TENSIONS:
        readers = {each.id for each in CONTROLS if set(each.parameters) & set(one.settings)}
        assert readers <= set(one.controls), one.id


def test_the_controls_that_they_bear_on_exist():
    assert {id for one in TENSIONS for id in one.controls} <= set(BY_ID)


def test_without_records_there_is_no_number():
    assert counted("T9") is None


@pytest.mark.parametrize(
    ("id", "row", "expected"),
    [
        ("T1", "d1|p1|police|yes|-|-|-", 1),
        ("T1", "d1|p1|consent|yes|-|-|yes", 1),
        ("T1", "d1|p1|consent|yes|-|-|-", 0),
        ("T1", "d1|p1|police|no|-|-|-", 0),
        ("T2", "d1|p1|safeguarding|no|-|-|-", 1),
        ("T2", "d1|p1|emergency|no|-|-|-", 0),
        ("T3", "d1|p1|consent|no|Elm|yes|-", 1),
        ("T3", "d1|p1|consent|no|Elm|no|-", 0),
        ("T3", "d1|p1|consent|no|-|yes|-", 0),
    ],
)
def test_disclosures(id, row, expected):
    header = "disclosure_id|person_id|ground|session_detail|organisation|organisation_consented|joint_working"
    tables = {"service_users": "person_id\np1", "disclosures": f"{header}\n{row}"}
    assert counted(id, **tables) == expected


@pytest.mark.parametrize(
    ("id", "row", "expected"),
    [
        ("T4", "given|-|Elm|no|written", 1),
        ("T4", "given|school|-|no|written", 1),
        ("T4", "refused|-|-|no|written", 0),
        ("T5", "given|school|Elm|yes|written", 1),
        ("T5", "refused|school|Elm|yes|written", 0),
        ("T9", "given|school|Elm|no|oral", 1),
        ("T9", "given|school|Elm|no|written", 0),
    ],
)
def test_consents(id, row, expected):
    header = "consent_id|person_id|decision|purpose|recipients|told_refusal_may_cost|mode"
    assert counted(id, consents=f"{header}\nc1|p1|{row}") == expected


def test_a_form_of_another_meeting_of_the_series_counts_for_t8():
    tables = {
        "meetings": "meeting_id|series|starts_at\nm1|panel|2025-03-10 10:00\nm2|panel|2025-04-10 10:00\nm3|-|2025-05-10 10:00",
        "attendances": "meeting_id|visitor_id|kind\nm1|v1|student\nm2|v1|student\nm3|v1|student",
        "visitor_forms": "form_id|visitor_id|meeting_id|signed_at\nf1|v1|m1|2025-03-10 09:00",
    }
    assert counted("T8", **tables) == 1
