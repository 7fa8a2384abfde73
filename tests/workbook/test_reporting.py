"""What must be reported, and by when: every duty of every breach, judged as the controls judge it."""

from __future__ import annotations

import re

import pytest

from chs_audit.audit import open_audit
from chs_audit.controls import BY_ID
from chs_audit.figures.reporting import DONE, DUTIES, MISSED, RUNNING, UNCLEAR, duties_of
from chs_audit.workbook import AccessLogReview, reporting
from tests.workbook import small

# The audit date is 31 December 2025: the clocks of what was known on 28 December after midnight
# run beyond it.
BREACHES = """
    breach_id,aware_at,ico_decision,ico_reason,ico_reported_at,ico_late_reason,high_risk,people_told_at,people_not_told_reason,commission_decision,commission_reason
    quiet,2025-05-01 09:00,no-report,no risk,,,no,,,no-report,small
    told,2025-05-02 09:00,report,risk,2025-05-05 09:00,,yes,2025-05-03 09:00,,report,serious
    late,2025-05-03 09:00,report,risk,2025-05-06 09:01,no staff,yes,,would alarm them,no-report,small
    unsent,2025-05-04 09:00,report,risk,,lost,no,,,no-report,small
    missed,2025-05-05 09:00,report,risk,,,yes,,,,
    undecided,2025-05-06 09:00,,,,,,,,no-report,small
    unknown,,no-report,no risk,,,no,,,no-report,small
    over,2025-12-28 23:59,,,,,no,,,no-report,small
    running,2025-12-29 00:00,,,,,no,,,no-report,small
    sending,2025-12-30 12:00,report,risk,,,no,,,no-report,small
"""


@pytest.fixture(scope="module")
def audit(tmp_path_factory):
    return open_audit(small.write(tmp_path_factory.mktemp("b") / "audit", breaches=BREACHES)).run()


@pytest.fixture(scope="module")
def duties(audit):
    return duties_of(audit).set_index("breach_id")


@pytest.mark.parametrize(
    ("breach", "ico", "people", "commission"),
    [
        ("quiet", DONE, DONE, DONE),
        ("told", DONE, DONE, DONE),
        ("late", DONE, DONE, DONE),
        ("unsent", DONE, DONE, DONE),
        ("missed", MISSED, MISSED, MISSED),
        ("undecided", MISSED, UNCLEAR, DONE),
        ("unknown", UNCLEAR, DONE, DONE),
        ("over", MISSED, DONE, DONE),
        ("running", RUNNING, DONE, DONE),
        ("sending", RUNNING, DONE, DONE),
    ],
)
def test_how_each_duty_stands(duties, breach, ico, people, commission):
    assert duties.loc[breach, list(DUTIES)].tolist() == [ico, people, commission]


def test_the_clock_runs_for_72_hours_from_when_we_knew(duties):
    assert str(duties.loc["running", "due_at"]) == "2026-01-01 00:00:00"
    assert duties["due_at"].isna().sum() == 1


def test_what_runs_comes_first_by_its_clock_then_what_is_missed_then_what_is_unclear(duties):
    order = ["running", "sending", "missed", "undecided", "over", "unknown"]
    assert list(duties.index)[: len(order)] == order


def test_the_sentence_says_what_is_next(audit):
    assert reporting.sentence(audit, duties_of(audit)) == (
        "As at 31 December 2025: 10 breaches known in this period; 2 must still be decided on or "
        "reported to the ICO, the first by 1 January 2026, 00:00; for 3 something is late or "
        "missing; for 2 it cannot be told."
    )


@pytest.mark.parametrize(
    ("breach", "told"),
    [
        ("running", "… to be decided"),
        ("sending", "… to be reported"),
        ("missed", "✗ late or not sent, and no reason"),
        ("undecided", "? whether any are at high risk is not on record"),
        ("unknown", "? when we knew is not on record"),
        ("told", "✓ told on 5 May 2025, 09:00"),
        ("late", "✓ told on 6 May 2025, 09:01, late, with a reason"),
        ("unsent", "✓ why nothing was sent is on record"),
    ],
)
def test_each_duty_is_told_in_words(audit, breach, told):
    (row,) = re.findall(rf"<tr>(?:(?!</tr>).)*>{breach}</th>.*?</tr>", reporting.page(audit))
    assert told in row


@pytest.mark.parametrize(("duty", "control"), DUTIES.items())
def test_every_reason_of_a_duty_has_its_words(duty, control):
    codes = {*BY_ID[control].reasons, *BY_ID[control].cannot_tell} - {"not-due"}
    assert {(duty, code) for code in codes} <= reporting.LACKS.keys()


def test_what_is_settled_is_folded_away(audit):
    open_ones, settled = reporting.page(audit).split("<details>")
    assert "4 breaches of which nothing is open" in settled
    assert ">quiet</th>" not in open_ones


def test_a_finding_decided_to_be_a_breach_is_missed_in_the_register(tmp_path):
    decisions = "finding_id,decision,decided_on\nNK-01-1a2b3c4d5e,breach,2025-10-01"
    folder = small.write(tmp_path / "audit", breaches=BREACHES, decisions=decisions)
    told = reporting.page(open_audit(folder).run())
    assert "1 finding decided to be a breach does not stand in the register" in told


def test_without_a_register_nothing_was_tested(tmp_path):
    audit = open_audit(small.write(tmp_path / "audit")).run()
    assert reporting.page(audit).startswith("<p>Not tested: ")


def test_a_period_without_breaches_says_so_and_still_tells_what_is_missing_in_the_register(
    tmp_path,
):
    header = BREACHES.strip().splitlines()[0]
    row = "old,2020-05-01 09:00,no-report,no risk,,,no,,,no-report,small"
    decisions = "finding_id,decision,decided_on\nNK-01-1a2b3c4d5e,breach,2025-10-01"
    folder = small.write(tmp_path / "audit", breaches=f"{header}\n{row}", decisions=decisions)
    told = reporting.page(open_audit(folder).run())
    assert told.startswith("<p>Not tested: no breach in the period. Besides, 1 finding")


def test_the_panel_and_the_page_say_the_same(audit):
    panel = AccessLogReview()
    panel.folder.value = str(audit.folder)
    panel.open.click()
    assert reporting.page(audit) in panel.reporting.told.value
    assert panel.page_reporting().html == reporting.page(audit)
    panel.folder.value = str(audit.folder / "none")
    panel.open.click()
    assert panel.reporting.told.value == ""
