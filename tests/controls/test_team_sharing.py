"""Does sharing within the team need consent, too (4.2), or is the team one (5.1)? NK-01 and T6."""

from __future__ import annotations

from unittest.mock import patch

import pandas as pd
import pytest

from chs_audit.controls import BY_ID
from chs_audit.controls import answers as asking
from chs_audit.controls.answers import ask
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.team_sharing import about_need
from chs_audit.controls.tensions import tensions
from tests.support import inputs

BY_42 = ("broken", "no-consent-in-team", "kept by 5.1 (T6: 4.2)")
BY_51 = ("two verdicts", "", "broken by 4.2 to the letter: no consent by then (T6: 5.1)")
KEPT = None


def asked(
    *consents: str,
    settled: str = "",
    staff: str = "amy",
    person: str = "",
    when: str = "2025-03-10 00:00",
    as_at: str = "2025-12-31",
    case: str = "own|2025-01-01",
) -> Inputs:
    """An audit of one look at each person, on 10 March unless it says otherwise.

    Args:
        consents: for each person their row of consents: decision, decided_at, recorded_at.
            Without any, there is one person, and no consent of anybody on record.
        settled: which clause the trustees said stands.
        staff: who looks.
        person: at whom, if at nobody who has a row.
        when: the time of the looks.
        as_at: the audit date.
        case: capacity and first day of the cases that make the looks needed.
    """
    people = [f"p{number}" for number in range(max(1, len(consents)))]
    tables = {
        "staff": ["staff_id|kind|started_on", "amy|employee|2024-01-01"],
        "service_users": ["person_id", *people],
        "caseload": ["case_id|staff_id|person_id|capacity|from_on"],
        "access_log": ["event_id|occurred_at|staff_id|person_id"],
    }
    for one in people:
        tables["caseload"].append(f"{one}|amy|{one}|{case}")
        tables["access_log"].append(f"{one}|{when}|{staff}|{person or one}")
    if consents:
        rows = [f"{one}|{one}|{row}" for one, row in zip(people, consents, strict=True)]
        tables["consents"] = ["consent_id|person_id|decision|decided_at|recorded_at", *rows]
    return inputs(
        settings={"precedence": {"team_sharing": settled}},
        as_at=as_at,
        **{name: "\n".join(rows) for name, rows in tables.items()},
    )


def told(*consents: str, **given: str) -> list[tuple[str, str, str] | None]:
    """For each look kind, reason and the other clause's verdict; None where it is kept by both."""
    (answer,) = ask(asked(*consents, **given), [BY_ID["NK-01"]])
    assert answer.examined == max(1, len(consents)), answer.not_tested
    rows = {row.key: (row.kind, row.reasons, row.also) for row in answer.findings.itertuples()}
    return [rows.get(f"p{number}") for number in range(answer.examined)]


def count(*consents: str, **given: str) -> int | None:
    """How many records T6 touches."""
    nothing = pd.DataFrame({"control": [], "reasons": []})
    records = tensions(asked(*consents, **given), nothing).set_index("id").records["T6"]
    return None if pd.isna(records) else int(records)


AGREED = [
    "given|2025-03-10 23:59|-",
    "given|2025-03-10 23:59|2025-03-10 23:59",
    "given|2024-06-01 10:00|2025-03-10 09:00",
    "given|-|2025-03-10 09:00",
]
NOT_AGREED = [
    "given|2025-03-11 00:00|-",
    "given|2025-03-01 10:00|2025-03-11 00:00",
    "given|-|2025-03-11 00:00",
    "refused|2025-03-01 10:00|2025-03-01 10:00",
    "-|-|-",
]
UNDATED = "given|-|-"
NONE = NOT_AGREED[-1]


@pytest.mark.parametrize("settled", ["", "4.2", "5.1"])
def test_whoever_agreed_by_the_end_of_that_day_had_agreed(settled):
    assert told(*AGREED, settled=settled) == [KEPT] * 4
    assert count(*AGREED, settled=settled) == 0


@pytest.mark.parametrize(
    ("settled", "verdict"), [("", KEPT), ("4.2", BY_42), ("5.1", BY_51)], ids=["open", "4.2", "5.1"]
)
def test_where_nobody_had_agreed_the_setting_says_which_clause_stands(settled, verdict):
    assert told(*NOT_AGREED, settled=settled) == [verdict] * 5
    # Of a large log, rows are set aside first: it must make no difference.
    with patch.object(asking, "MANY", 0):
        assert told(*NOT_AGREED, settled=settled) == [verdict] * 5
    assert count(*NOT_AGREED, settled=settled) == 5


def test_the_agreement_of_somebody_else_is_none():
    assert told(AGREED[0], NONE, settled="4.2") == [KEPT, BY_42]


class TestCannotTell:
    def test_an_agreement_without_any_day_may_have_come_first(self):
        assert told(UNDATED, settled="4.2") == [("cannot tell", "consent-undated", "")]
        assert told(UNDATED, settled="5.1") == [KEPT]
        assert count(UNDATED) == 0

    def test_without_any_consent_on_record_4_2_cannot_be_told(self):
        assert told(settled="4.2") == [("cannot tell", "no-consents", "")]
        assert told(settled="5.1") == [KEPT]
        assert told() == [KEPT]
        assert count() is None

    def test_what_was_written_down_after_the_audit_date_does_not_count(self):
        consents = ["given|-|2025-03-09 23:59", "given|-|2025-03-10 00:00"]
        late = {"when": "2025-03-10 12:00", "as_at": "2025-03-09", "settled": "4.2"}
        assert told(*consents, **late) == [KEPT, BY_42]

    @pytest.mark.parametrize("settled", ["", "4.2", "5.1"])
    @pytest.mark.parametrize(
        ("unknown", "reason"),
        [({"staff": "-"}, "staff-unknown"), ({"person": "p9"}, "person-unknown")],
    )
    def test_who_is_unknown_may_be_none_of_the_team(self, settled, unknown, reason):
        assert told(NONE, settled=settled, **unknown) == [("cannot tell", reason, "")]
        assert count(NONE, settled=settled, **unknown) == 0


class TestNotKeptByNeedToKnow:
    def test_what_nothing_explains_keeps_its_own_reason(self):
        case = "own|2025-04-01"
        ((*judged, _),) = told(NONE, case=case)
        assert judged == ["broken", "unexplained"]
        assert told(NONE, case=case, settled="4.2") == [(*judged, "")]
        assert told(NONE, case=case, settled="5.1") == [(*judged, BY_51[2])]

    def test_where_the_need_cannot_be_told_4_2_breaks_it_all_the_same(self):
        judged = ("cannot tell", "assignment-undated")
        assert told(NONE, case="own|-") == [(*judged, "")]
        assert told(NONE, case="own|-", settled="4.2") == [("broken", "no-consent-in-team", "")]
        assert told(NONE, case="own|-", settled="5.1") == [(*judged, BY_51[2])]

    def test_where_neither_can_be_told_the_need_comes_first(self):
        judged = ("cannot tell", "assignment-undated", "")
        assert told(UNDATED, case="own|-", settled="4.2") == [judged]


def test_what_lacks_a_consent_only_is_no_needless_look():
    findings = pd.DataFrame(
        [
            ("NK-01", "unexplained"),
            ("NK-01", "assignment-undated"),
            ("NK-01", "no-consent-in-team"),
            ("NK-01", "consent-undated"),
            ("NK-01", "no-consents"),
            ("NK-01", ""),
            ("TP-09", ""),
        ],
        columns=["control", "reasons"],
    )
    assert list(about_need(findings).index) == [0, 1, 6]
