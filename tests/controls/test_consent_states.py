"""The states of a consent, and when each begins and ends."""

from __future__ import annotations

import pytest

from chs_audit.controls.consent_states import consent_stretches
from tests.support import inputs

HEADER = "consent_id|person_id|purpose|recipients|decision|requested_at|decided_at|reviewed_on|expires_on|withdrawn_at|invalidated_at"


def told(*rows: str, of: str = "c1") -> list[str]:
    """The stretches of one consent in words: state, from, until; in UTC, days as they are."""
    lines = [f"c{number}|p1|{row}" for number, row in enumerate(rows, 1)]
    audit = inputs(consents="\n".join([HEADER, *lines]))
    table = consent_stretches(audit.get("consents"))
    frame = audit.engine.frame(table.filter(table.consent_id == of).order_by("begins"))
    return [
        f"{row.state} {_short(row.begins)} {_short(row.ends)}".strip()
        for row in frame.fillna("").itertuples()
    ]


def _short(moment: str) -> str:
    day, _, instant = moment.partition(" ")
    return instant.removesuffix(":00") or day


@pytest.mark.parametrize(
    ("consent", "stretches"),
    [
        ("school|Elm|-|2025-01-05 10:00|-|-|-|-|-", ["requested 2025-01-05 10:00"]),
        (
            "school|Elm|given|2025-01-05 10:00|2025-01-06 11:00|-|-|-|-",
            ["requested 2025-01-05 10:00 2025-01-06 11:00", "given 2025-01-06 11:00"],
        ),
        ("school|Elm|refused|-|2025-01-06 11:00|-|-|-|-", ["refused 2025-01-06 11:00"]),
        # Talked through again, and it holds on; on the day of the answer that is no news.
        (
            "school|Elm|given|-|2025-01-06 11:00|2025-02-01|-|-|-",
            ["given 2025-01-06 11:00 2025-02-01", "renewed 2025-02-01"],
        ),
        ("school|Elm|given|-|2025-01-06 11:00|2025-01-06|-|-|-", ["given 2025-01-06 11:00"]),
        # The last day is in it.
        (
            "school|Elm|given|-|2025-01-06 11:00|-|2025-02-28|-|-",
            ["given 2025-01-06 11:00 2025-03-01", "expired 2025-03-01"],
        ),
        # A talk brings nothing back that has expired.
        (
            "school|Elm|given|-|2025-01-06 11:00|2025-03-05|2025-02-28|-|-",
            ["given 2025-01-06 11:00 2025-03-01", "expired 2025-03-01"],
        ),
        (
            "school|Elm|given|-|2025-01-06 11:00|-|2025-02-28|2025-02-01 09:00|-",
            ["given 2025-01-06 11:00 2025-02-01 09:00", "withdrawn 2025-02-01 09:00"],
        ),
        (
            "school|Elm|refused|-|2025-01-06 11:00|-|-|-|2025-02-01 09:00",
            ["refused 2025-01-06 11:00 2025-02-01 09:00", "invalidated 2025-02-01 09:00"],
        ),
        # Given on an unknown day, it cannot be shown to have held; its end is known.
        ("school|Elm|given|-|-|-|2025-02-28|-|-", ["expired 2025-03-01"]),
        # What ended before it began never held.
        (
            "school|Elm|given|2025-01-05 10:00|2025-01-06 11:00|-|-|2025-01-02 09:00|-",
            ["requested 2025-01-05 10:00 2025-01-06 11:00", "withdrawn 2025-01-06 11:00"],
        ),
    ],
)
def test_stretches(consent, stretches):
    assert told(consent) == stretches


@pytest.mark.parametrize(
    ("later", "end"),
    [
        ("School |ELM|refused|-|2025-02-01 09:00|-|-|-|-", "2025-02-01 09:00"),
        ("school|Oak|refused|-|2025-02-01 09:00|-|-|-|-", ""),
        ("health|Elm|refused|-|2025-02-01 09:00|-|-|-|-", ""),
        ("school|Elm|given|-|2025-02-01 09:00|-|-|-|-", ""),
        ("school|Elm|refused|-|2025-01-06 11:00|-|-|-|-", ""),
        ("school|Elm|refused|-|-|-|-|-|-", ""),
    ],
)
def test_a_later_no_to_the_same_question_takes_a_yes_back(later, end):
    stretches = told("school|Elm|given|-|2025-01-06 11:00|-|-|-|-", later)
    taken_back = [f"withdrawn {end}"] if end else []
    assert stretches == [f"given 2025-01-06 11:00 {end}".strip(), *taken_back]
