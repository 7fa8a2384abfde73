import pandas as pd

from chs_audit import figures
from chs_audit.workbook import tables
from tests.workbook.small import HOSTILE


def rows(audit, *controls):
    found = figures.findings_of(audit, controls)
    return tables.finding_rows(audit, found)


def test_a_finding_is_told_in_words(audit):
    row = rows(audit, "VF-01").iloc[1]
    assert row[["Promise", "Verdict", "Reason", "Day"]].tolist() == [
        "VF-01",
        "✗\u00a0broken",
        "signed in the minute of the start",
        "1 April 2025",
    ]


def test_days_sort_by_the_calendar(audit):
    days = rows(audit, "NK-01")["Day"].sort_values().astype(str).tolist()
    assert days == ["10 March 2025", "11 March 2025", "5 July 2025"]


def test_broken_sorts_before_cannot_tell(audit):
    verdicts = rows(audit, "NK-01")["Verdict"].sort_values(ascending=False)
    assert verdicts.iloc[0] == "?\u00a0cannot tell"


def test_a_state_of_affairs_has_the_audit_date(audit):
    assert set(rows(audit, "IC-07")["Day"]) == {"as at 31 December 2025"}


def test_a_blank_number_is_said_to_be_blank(audit):
    assert "none on record" in rows(audit, "NK-01")["Staff"].tolist()


def test_plain_tables_escape_cells_and_headings():
    html = tables.plain_table(pd.DataFrame({"<i>": ["<b>"]}), caption="<u>")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html


def test_plain_tables_have_headings_for_rows_and_columns():
    html = tables.plain_table(pd.DataFrame({"a": ["x"], "b": ["y"]}), caption="c")
    assert ('scope="col"' in html, 'scope="row"' in html) == (True, True)


def test_promises_say_why_they_were_not_tested(audit):
    assert "no records of disclosures" in tables.promises(audit, ["TP-01"])


def test_an_explanation_begins_with_the_sentence(audit):
    id = figures.findings_of(audit, ["NK-03"])["id"].iloc[0]
    assert "a volunteer who had left 5 days before." in tables.explanation(audit, id)


def test_an_explanation_says_what_to_do(audit):
    id = figures.findings_of(audit, ["NK-03"])["id"].iloc[0]
    assert "What to do: Close the account today." in tables.explanation(audit, id)


def test_personal_details_stay_out_of_an_explanation(audit):
    id = figures.findings_of(audit, ["IC-01"])["id"].iloc[0]
    told = tables.explanation(audit, id)
    assert "Pip Two" not in told
    assert "Left out here as personal" in told


def test_the_reason_code_of_an_answer_is_not_shown_as_part_of_the_record(audit):
    id = figures.findings_of(audit, ["NK-01"])["id"].iloc[0]
    frame, _ = tables.record_rows(audit, audit.explain(id))
    assert "Reason" not in frame["What"].tolist()


def test_hostile_text_in_a_record_is_escaped(hostile_audit):
    id = figures.findings_of(hostile_audit, ["NK-01"])["id"].iloc[0]
    told = tables.explanation(hostile_audit, id)
    assert HOSTILE not in told
    assert "&lt;img src=x" in told
