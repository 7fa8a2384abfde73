"""What the chart of each screen says in its title and its alternative text."""

import pytest

from chs_audit.audit import open_audit
from chs_audit.workbook.screens import ACCESS_LOG_REVIEW, CONSENT_COVERAGE, VISITOR_FORMS
from tests.workbook import small

SCREENS = (ACCESS_LOG_REVIEW, CONSENT_COVERAGE, VISITOR_FORMS)


@pytest.mark.parametrize(
    ("screen", "title"),
    [
        (
            ACCESS_LOG_REVIEW,
            "Nothing on record explains 2 of 4 accesses (50%); July 2025 has the most, 1",
        ),
        (CONSENT_COVERAGE, "4 of 6 decisions on consent (67%) are missing"),
        (
            VISITOR_FORMS,
            "2 of 3 visitors at meetings (67%) had not signed the form before the start",
        ),
    ],
)
def test_the_title_is_the_finding(audit, screen, title):
    assert screen.picture(audit).title == title


def test_a_quiet_period_is_said_to_be_quiet(quiet_audit):
    title = ACCESS_LOG_REVIEW.picture(quiet_audit).title
    assert title == "Among 1 access, none that can be judged lacks an explanation"


@pytest.mark.parametrize("screen", SCREENS)
def test_every_picture_has_an_alternative_text_with_its_numbers(audit, screen):
    picture = screen.picture(audit)
    assert any(letter.isdigit() for letter in picture.alt)
    assert f'alt="{picture.alt[:20]}' in picture.image()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_picture_has_the_numbers_behind_it(audit, screen):
    assert "<caption" in screen.picture(audit).behind()


@pytest.mark.parametrize("screen", SCREENS)
def test_a_picture_is_a_png(audit, screen):
    assert screen.picture(audit).png().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("screen", "missing", "why"),
    [
        (ACCESS_LOG_REVIEW, "caseload", "Not tested: no records of caseload."),
        (CONSENT_COVERAGE, "consents", "Not tested: no records of consents."),
        (VISITOR_FORMS, "visitor_forms", "Not tested: no records of visitor forms."),
    ],
)
def test_without_records_the_title_says_why_nothing_was_tested(tmp_path, screen, missing, why):
    folder = small.write(tmp_path / "audit", **{missing: ""})
    picture = screen.picture(open_audit(folder).run())
    assert (picture.title, picture.figure) == (why, None)
