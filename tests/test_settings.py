"""audit.toml: every mistake at once, each with the nearest valid name."""

from __future__ import annotations

import datetime as dt
import tomllib

import pytest

from chs_audit import settings
from chs_audit.errors import InputError
from chs_audit.policy import Parameters


def mistakes(raw: dict[str, object]) -> str:
    with pytest.raises(InputError) as caught:
        settings.parse(raw)
    return str(caught.value)


def test_an_empty_file_means_the_defaults():
    assert settings.parse({}) == settings.Settings()


def test_the_template_says_the_defaults():
    assert settings.parse(tomllib.loads(settings.template())) == settings.Settings()


def test_the_template_has_a_comment_above_every_setting():
    lines = settings.template().splitlines()
    for place, line in enumerate(lines):
        if " = " in line and not line.startswith("#"):
            assert lines[place - 1].startswith("# "), line


def test_the_template_holds_every_parameter():
    sections = tomllib.loads(settings.template())
    for section in Parameters.model_fields:
        model = type(getattr(Parameters(), section))
        assert set(sections[section]) == set(model.model_fields)


def test_every_parameter_says_what_it_decides():
    for section in Parameters.model_fields:
        for name, field in type(getattr(Parameters(), section)).model_fields.items():
            assert field.description, name


def test_all_mistakes_are_told_at_once():
    told = mistakes({"need_to_knw": {}, "visitor_forms": {"covers": "x", "same_minut": "kept"}})
    assert "3 problems" in told


@pytest.mark.parametrize(
    ("raw", "hint"),
    [
        ({"need_to_knw": {}}, "`need_to_know`"),
        ({"visitor_forms": {"same_minut": "kept"}}, "`same_minute`"),
        ({"source": [{"file": "x.csv", "tabel": "staff"}]}, "`table`"),
        ({"audit": {"form": dt.date(2025, 1, 1)}}, "`from`"),
        ({"people": {"posy": {"staff_id": "S1", "role": ["trustee"]}}}, "`roles`"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(raw, hint):
    assert f"Did you mean {hint}?" in mistakes(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"visitor_forms": {"covers": "x"}}, "'each-meeting', 'series' or 'once'"),
        ({"visitor_forms": {"volunteers_sign": "no"}}, "boolean"),
        ({"need_to_know": {"session_window_days": -1}}, "greater than or equal to 0"),
        ({"people": {"posy": {"staff_id": "S1", "roles": ["boss"]}}}, "'trustee'"),
        ({"people": {"posy": {"staff_id": ""}}}, "at least 1 character"),
        ({"charity": {"timezone": "Mars/Olympus"}}, "a time zone such as Europe/London"),
        ({"audit": {"from": dt.date(2026, 1, 2), "to": dt.date(2026, 1, 1)}}, "not after"),
    ],
)
def test_a_wrong_value_is_told_with_what_was_expected(raw, expected):
    assert expected in mistakes(raw)


def test_a_folder_without_settings_is_told_what_to_do(tmp_path):
    with pytest.raises(InputError, match="chs-audit new"):
        settings.load(tmp_path)


def test_a_line_that_is_no_toml_is_told_with_its_place(tmp_path):
    (tmp_path / "audit.toml").write_text("[charity\nname = 1")
    with pytest.raises(InputError, match="line 1"):
        settings.load(tmp_path)


def test_settings_cannot_be_changed_afterwards():
    with pytest.raises(ValueError, match="frozen"):
        settings.Settings().need_to_know.session_window_days = 3
