"""How information goes out: how much, why, and on which terms: 1.3, 2, 3.2 and 4 of the policy."""

from __future__ import annotations

import pytest

from chs_audit.controls import BY_ID
from chs_audit.controls.answers import ask
from tests import support
from tests.support import inputs, verdicts

PEOPLE = "person_id\np1"


def sent(control: str, columns: str, row: str, **given: object) -> str:
    """The verdict on a disclosure of 10 March 2025 with these cells."""
    table = f"disclosure_id|person_id|disclosed_at|{columns}\nd1|p1|2025-03-10 10:00|{row}"
    return support.verdict(
        control, "d1", **({"disclosures": table, "service_users": PEOPLE} | given)
    )


class TestNamedOnlyIfNeeded:
    """NK-06"""

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("yes|yes|no way|s1", "kept"),
            ("yes|yes|-|s1", "no-alternative-recorded"),
            ("yes|yes|no way|-", "no-alternative-recorded"),
            ("yes|no|no way|s1", "no-alternative-recorded"),
            ("no|-|-|-", "kept"),
            ("no|no|-|-", "kept"),
            ("-|yes|no way|s1", "?not-recorded"),
            ("yes|-|no way|s1", "?not-recorded"),
        ],
    )
    def test_verdicts(self, row, verdict):
        columns = "names_person|alternative_considered|alternative_reason|alternative_signed_by"
        assert sent("NK-06", columns, row) == verdict


class TestPoliceRequest:
    """TP-02"""

    COLUMNS = "ground|requester|reference|purpose|sections_asked|sections_sent"

    @pytest.mark.parametrize(
        ("row", "verdict"),
        [
            ("police|PC|T1|crime|contact;health|health", "kept"),
            ("police|PC|T1|crime|contact ; HEALTH| Health; contact", "kept"),
            ("police|PC|T1|crime|contact|contact;health", "more-than-asked"),
            ("police|PC|T1|crime|contacts|contact", "more-than-asked"),
            ("police|-|T1|crime|contact|contact", "informal-request"),
            ("police|PC|-|crime|contact|contact", "informal-request"),
            ("police|PC|T1|-|contact|contact", "informal-request"),
            ("police|PC|T1|crime|-|contact", "informal-request"),
            ("police|-|T1|crime|contact|-", "informal-request"),
            ("police|PC|T1|crime|contact|-", "?sent-unknown"),
        ],
    )
    def test_verdicts(self, row, verdict):
        assert sent("TP-02", self.COLUMNS, row) == verdict

    @pytest.mark.parametrize("ground", ["consent", "emergency", "-"])
    def test_other_grounds_are_not_asked(self, ground):
        row = f"{ground}|-|-|-|-|contact\nd2|p1|2025-03-10 10:00|police|-|-|-|-|-"
        table = f"disclosure_id|person_id|disclosed_at|{self.COLUMNS}\nd1|p1|2025-03-10 10:00|{row}"
        told = verdicts("TP-02", disclosures=table, service_users=PEOPLE)
        assert told == {"d2": "informal-request"}


class TestNoMoreThanNeeded:
    """TP-03"""

    def verdict(
        self, went: str, *consents: str, purpose: str = "school", by_purpose: object = None
    ) -> str:
        rows = [
            row if row.count("|") > 1 else f"{row}|given|2025-03-01 10:00|-" for row in consents
        ]
        table = "consent_id|person_id|recipients|purpose|sections|decision|decided_at|withdrawn_at\nc0|p0|x|x|x|given|-|-"
        for number, row in enumerate(rows, 1):
            table += f"\nc{number}|p1|Elm|school|{row}"
        settings = {"disclosure": {"sections_by_purpose": by_purpose or {}}}
        columns = "recipient|purpose|sections_sent"
        given = {"consents": table, "settings": settings}
        return sent("TP-03", columns, f"elm|{purpose}|{went}", **given)

    @pytest.mark.parametrize(
        ("went", "allowed", "verdict"),
        [
            ("contact", "contact;health", "kept"),
            ("Health ; contact", "contact; HEALTH", "kept"),
            ("contact;notes", "contact;health", "more-than-needed"),
            ("-", "contact", "?sent-unknown"),
            ("contact", "-", "?allowed-unknown"),
        ],
    )
    def test_what_the_consent_allows(self, went, allowed, verdict):
        assert self.verdict(went, allowed) == verdict

    def test_without_consent_nobody_knows(self):
        assert self.verdict("contact") == "?allowed-unknown"

    def test_a_consent_that_does_not_cover_it_says_nothing(self):
        withdrawn = "contact|given|2025-03-01 10:00|2025-03-02 10:00"
        assert self.verdict("notes", withdrawn) == "?allowed-unknown"

    def test_the_list_of_a_purpose_is_a_setting(self):
        by_purpose = {"School": ["Contact", "plans"]}
        assert self.verdict("contact", by_purpose=by_purpose) == "kept"
        assert self.verdict("health", by_purpose=by_purpose) == "more-than-needed"
        assert self.verdict("contact", purpose="other", by_purpose=by_purpose) == "?allowed-unknown"

    @pytest.mark.parametrize(
        ("went", "verdict"),
        [("contact", "kept"), ("plans", "more-than-needed"), ("health", "more-than-needed")],
    )
    def test_both_must_allow_it(self, went, verdict):
        by_purpose = {"school": ["contact", "plans"]}
        assert self.verdict(went, "contact;health", by_purpose=by_purpose) == verdict

    def test_the_consent_decided_latest_counts(self):
        early = "health|given|2025-03-01 10:00|-"
        late = "contact|given|2025-03-02 10:00|-"
        assert self.verdict("contact", early, late) == "kept"
        assert self.verdict("contact", late, early) == "kept"
        assert self.verdict("health", early, late) == "more-than-needed"


class TestReasonWritten:
    """TP-04"""

    def verdict(self, *reasons: str, count: int = 3, period: str = "2025-01-01 2025-12-31") -> str:
        table = "disclosure_id|person_id|disclosed_at|reason"
        for number, reason in enumerate(reasons, 1):
            table += f"\nd{number}|p1|2025-0{number}-10 10:00|{reason}"
        settings = {"disclosure": {"boilerplate_count": count}}
        given = {"disclosures": table, "service_users": PEOPLE, "settings": settings}
        return support.verdict("TP-04", "d1", period=period, **given)

    def test_a_reason_keeps(self):
        assert self.verdict("the nurse rang") == "kept"

    def test_no_reason_breaks(self):
        assert self.verdict("-") == "no-reason"

    def test_the_same_words_up_to_the_limit_keep(self):
        assert self.verdict("as agreed", "as agreed") == "kept"
        assert self.verdict("as agreed", "as agreed", "as agreed") == "same-text-everywhere"

    def test_case_and_spaces_say_nothing(self):
        assert self.verdict("as agreed", "As Agreed", "AS AGREED") == "same-text-everywhere"

    def test_blank_reasons_are_not_the_same_text(self):
        assert self.verdict("as agreed", "-", "-", "-") == "kept"

    def test_disclosures_outside_the_period_count(self):
        told = self.verdict("as agreed", "as agreed", "as agreed", period="2025-01-01 2025-01-31")
        assert told == "same-text-everywhere"

    def test_the_count_is_a_setting(self):
        assert self.verdict("as agreed", "as agreed", "as agreed", count=4) == "kept"

    def test_it_reads_the_reason_of_the_record_after_other_controls(self):
        """All controls about disclosures are asked in one pass over the same rows."""
        audit = inputs(
            disclosures="disclosure_id|person_id|disclosed_at|reason|recipient_acknowledged\nd1|p1|2025-03-10 10:00|-|no\nd2|p1|2025-03-10 10:00|they asked|-",
            service_users=PEOPLE,
        )
        answers = ask(audit, [BY_ID["TP-05"], BY_ID["TP-04"]])
        told = dict(zip(answers[1].findings["key"], answers[1].findings["reasons"], strict=True))
        assert told == {"d1": "no-reason"}


@pytest.mark.parametrize(
    ("answer", "verdict"), [("yes", "kept"), ("no", "not-acknowledged"), ("-", "?not-recorded")]
)
def test_recipient_confirmed(answer, verdict):
    """TP-05"""
    assert sent("TP-05", "recipient_acknowledged", answer) == verdict


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        ("letter|yes", "kept"),
        ("phone|yes", "kept"),
        ("phone|no", "not-marked"),
        ("email|-", "?not-recorded"),
        ("-|yes", "?channel-unknown"),
        ("-|no", "?channel-unknown"),
    ],
)
def test_marked_confidential(row, verdict):
    """TP-06"""
    assert sent("TP-06", "channel|marked_confidential", row) == verdict


@pytest.mark.parametrize(
    ("back", "verdict"),
    [
        ("nothing", "kept"),
        ("sold", "sold"),
        ("traded", "traded"),
        ("rented", "rented"),
        ("lent", "lent"),
        ("-", "?not-recorded"),
    ],
)
def test_nothing_in_return(back, verdict):
    """TP-07"""
    assert sent("TP-07", "in_return", back) == verdict


@pytest.mark.parametrize(
    ("purpose", "verdict"),
    [
        ("school liaison", "kept"),
        ("School Liaison", "kept"),
        ("school", "other-purpose"),
        ("-", "?purpose-unknown"),
    ],
)
def test_own_purpose(purpose, verdict):
    """TP-08"""
    assert sent("TP-08", "purpose", purpose) == verdict


def test_own_purposes_are_a_setting():
    """TP-08"""
    settings = {"disclosure": {"purposes": ["Camp"]}}
    assert sent("TP-08", "purpose", "camp", settings=settings) == "kept"
    assert sent("TP-08", "purpose", "school liaison", settings=settings) == "other-purpose"


@pytest.mark.parametrize(
    ("when", "verdict"),
    [
        ("2024-12-31 23:59", "not asked"),
        ("2025-01-01 00:00", "not-acknowledged"),
        ("2025-12-31 23:59", "not-acknowledged"),
        ("2026-01-01 00:00", "not asked"),
        ("-", "not-acknowledged"),
    ],
)
def test_disclosures_of_the_period_are_asked(when, verdict):
    """TP-05, for all about disclosures"""
    table = f"disclosure_id|person_id|disclosed_at|recipient_acknowledged\nd1|p1|{when}|no\nd0|p1|2025-03-10 10:00|yes"
    from_table = {"disclosures": table, "service_users": PEOPLE}
    assert support.verdict("TP-05", "d1", **from_table) == verdict
