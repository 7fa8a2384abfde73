"""The static twins: the same as the panels, without widgets."""

import pytest

from chs_audit.workbook import page
from chs_audit.workbook.screens import ACCESS_LOG_REVIEW, CONSENT_COVERAGE, VISITOR_FORMS
from chs_audit.workbook.session import Trouble
from tests.workbook.small import HOSTILE

SCREENS = (ACCESS_LOG_REVIEW, CONSENT_COVERAGE, VISITOR_FORMS)
PARTS = (page.summary, page.chart, page.findings)


def test_the_summary_names_the_charity_and_the_period(audit):
    html = page.summary(ACCESS_LOG_REVIEW, audit).html
    assert "Small charity" in html
    assert "1 January 2025 to 31 December 2025" in html


def test_the_chart_stands_under_its_finding(audit):
    shown = page.chart(VISITOR_FORMS, audit)
    assert shown.html.index("<h3>2 of 3 visitors") < shown.html.index("<img")


def test_the_findings_are_listed_and_the_first_is_told_in_full(audit):
    html = page.findings(ACCESS_LOG_REVIEW, audit).html
    assert "Finding NK-01-" in html
    assert "The worst 5 of 5 findings" in html


def test_no_more_findings_are_listed_than_asked_for(audit):
    assert page.findings(ACCESS_LOG_REVIEW, audit, most=2).text == "The worst 2 of 5 findings"


def test_no_findings_says_what_to_do(quiet_audit):
    html = page.findings(ACCESS_LOG_REVIEW, quiet_audit).html
    assert "No findings in this period" in html
    assert "Choose a longer period" in html


@pytest.mark.parametrize("part", PARTS)
def test_without_an_audit_the_page_says_why(part):
    shown = part(ACCESS_LOG_REVIEW, Trouble("No audit folder is open yet.", ("Press Open.",)))
    assert "Press Open." in shown.html


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("part", PARTS)
def test_hostile_text_is_escaped_everywhere(hostile_audit, part, screen):
    shown = part(screen, hostile_audit)
    assert HOSTILE not in shown.html
    assert "<img src=x" not in shown.html


def test_the_same_audit_gives_the_same_page(audit):
    one, other = (page.findings(CONSENT_COVERAGE, audit).html for _ in range(2))
    assert one == other
