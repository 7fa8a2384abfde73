"""Numbers about an audit that its findings alone do not give."""

from chs_audit import figures


def test_every_month_of_the_period_is_there_also_an_empty_one(audit):
    months = figures.accesses_by_month(audit)["month"].astype(str).tolist()
    assert (months[0], months[-1], len(months)) == ("2025-01", "2025-12", 12)


def test_a_months_accesses_are_counted_whatever_their_verdict(audit):
    frame = figures.accesses_by_month(audit).set_index("month")
    assert frame.loc["2025-03"].tolist() == [2, 1, 1]


def test_months_add_up_to_what_was_examined(audit):
    examined = audit.scorecard.set_index("control").loc["NK-01", "examined"]
    assert figures.accesses_by_month(audit)["accesses"].sum() == examined


def test_a_refusal_without_its_date_cannot_be_told(audit):
    frame = figures.coverage_by_purpose(audit).set_index("purpose")
    assert frame.loc["school liaison"].to_dict() == {
        "people": 2,
        "kept": 1,
        "broken": 0,
        "cannot_tell": 1,
    }


def test_the_purpose_with_the_most_gaps_comes_first(audit):
    assert figures.coverage_by_purpose(audit)["purpose"].iloc[-1] == "school liaison"


def test_kept_rows_come_before_the_reasons(audit):
    frame = figures.reasons_of(audit, "VF-01")
    assert frame.iloc[0].tolist() == ["", "kept", 1]


def test_a_reason_that_nobody_has_counts_nothing(audit):
    counts = figures.reasons_of(audit, "VF-01").set_index("reason")["rows"]
    assert counts[["missing", "same-minute", "signed-after-start"]].tolist() == [1, 1, 0]


def test_findings_carry_the_numbers_to_look_them_up_by(audit):
    found = figures.findings_of(audit, ["NK-01"]).set_index("key")
    assert found.loc["e3", ["staff_id", "person_id"]].tolist() == ["ben", "p1"]


def test_a_number_that_no_record_of_the_controls_has_is_no_column(audit):
    assert "staff_id" not in figures.findings_of(audit, ["VF-01"]).columns


def test_findings_of_other_controls_stay_out(audit):
    assert set(figures.findings_of(audit, ["NK-03"])["control"]) == {"NK-03"}
