"""The one way in: a folder of records becomes a scorecard, findings and sentences."""

from __future__ import annotations

import pandas as pd
import pytest

from chs_audit import open_audit
from chs_audit.errors import InputError, NotFoundError


@pytest.fixture
def audit(small_audit):
    return small_audit


def test_the_scorecard_counts_every_row_once(audit):
    row = audit.scorecard.set_index("control").loc["NK-01"]
    assert (row.kept, row.broken, row.cannot_tell, row.examined) == (1, 2, 1, 4)


def test_one_broken_row_makes_the_verdict_broken(audit):
    assert audit.scorecard.set_index("control").verdict["NK-01"] == "broken"


def test_nothing_to_examine_is_not_tested_and_says_why(audit):
    row = audit.scorecard.set_index("control").loc["VF-02"]
    assert row.verdict == "not tested"
    assert row.not_tested == "no records of visitor forms"


def test_findings_name_the_record_and_nothing_personal(audit):
    nk01 = audit.findings.query("control == 'NK-01'")
    assert dict(zip(nk01.key, nk01.reasons, strict=True)) == {
        "E2": "unexplained",
        "E3": "after-role-ended",
        "E4": "staff-unknown",
    }
    assert "Thimblewick" not in audit.findings.to_csv()


def test_broken_comes_before_cannot_tell(audit):
    kinds = list(audit.findings.kind)
    assert kinds == sorted(kinds)


def test_findings_keep_their_id_and_fingerprint_from_run_to_run(small_folder, audit):
    again = open_audit(small_folder).run()
    pd.testing.assert_frame_equal(audit.findings, again.findings)


def test_a_later_audit_date_alone_changes_no_fingerprint(small_folder, audit):
    later = open_audit(small_folder).run(as_at="2026-02-28", last="2025-12-31", first="2025-01-01")
    assert dict(zip(audit.findings.id, audit.findings.fingerprint, strict=True)) == dict(
        zip(later.findings.id, later.findings.fingerprint, strict=True)
    )


def test_changed_evidence_changes_the_fingerprint(small_folder, audit):
    staff = small_folder / "records" / "staff.csv"
    staff.write_text(staff.read_text().replace("2025-06-30", "2025-07-01"))
    changed = open_audit(small_folder).run()
    both = audit.findings.merge(changed.findings, on="id")
    differs = both[both.fingerprint_x != both.fingerprint_y]
    assert set(differs.key_x) == {"E3"}


def test_the_sentence_tells_what_happened_in_plain_words(audit):
    finding = audit.findings.query("key == 'E3' and control == 'NK-01'").iloc[0]
    assert audit.explain(finding.id).sentence == (
        "Opened on 12 July 2025 by an employee whose role had ended 12 days before."
    )


def test_a_list_of_sentences_reads_like_each_alone(audit):
    sentences = audit.sentences(audit.findings)
    assert list(sentences) == [audit.explain(id).sentence for id in audit.findings.id]


def test_the_explanation_brings_the_record(audit):
    finding = audit.findings.query("key == 'E2'").iloc[0]
    assert audit.explain(finding.id).record["person_id"] == "P2"


def test_an_unknown_finding_is_told(audit):
    with pytest.raises(NotFoundError, match="no finding NK-01-0"):
        audit.explain("NK-01-0")


def test_the_period_can_be_narrowed(small_folder):
    audit = open_audit(small_folder).run(first="2025-07-13")
    assert list(audit.findings.query("control == 'NK-01'").key) == ["E4"]


def test_the_period_is_by_default_the_year_up_to_the_audit_date(small_folder):
    (small_folder / "audit.toml").write_text("")
    audit = open_audit(small_folder).run(as_at="2026-03-31")
    assert (str(audit.period.first), str(audit.period.last)) == ("2025-04-01", "2026-03-31")


def test_a_period_that_ends_before_it_begins_is_refused(small_folder):
    with pytest.raises(InputError, match="not after"):
        open_audit(small_folder).run(first="2025-07-13", last="2025-07-12")


def test_the_import_report_counts_rows(audit):
    assert {file.file: file.rows_kept for file in audit.import_report.files} == {
        "access_log.csv": 4,
        "caseload.csv": 2,
        "service_users.csv": 2,
        "staff.csv": 2,
    }


def test_no_findings_at_all_is_a_table_too(small_folder):
    log = small_folder / "records" / "access_log.csv"
    log.write_text("\n".join(log.read_text().splitlines()[:2]))
    audit = open_audit(small_folder).run()
    assert audit.findings.empty
    assert audit.scorecard.set_index("control").verdict["NK-01"] == "kept"
