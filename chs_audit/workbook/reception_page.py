"""Who must sign at the next meetings: rows, words and the list to print, without widgets."""

from __future__ import annotations

from typing import Any

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.figures.visits import asked_to_sign, expected
from chs_audit.papers.take_away import TakeAway
from chs_audit.review.identity import pseudonym
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import NONE, escape, many, uk_day, uk_moment

# How many days ahead are listed at first, and at most.
AHEAD, FURTHEST = 14, 90
NAMES = (
    "<p>No names stand here, nor on the list that the button writes. That one has visitor numbers: "
    "reception looks each up in its own list of attendances, which has the names, and nobody else "
    "needs them. Print it for reception only, and destroy it after the last meeting.</p>"
)


def kind_words(kind: Any) -> str:
    """What a visitor is, in words."""
    return NONE if pd.isna(kind) else str(kind).replace("-", " ")


def expected_now(expected: pd.DataFrame, audit: Audit, days: int, volunteers: bool) -> pd.DataFrame:
    """Who is expected within so many days under one reading."""
    until = audit.as_at + pd.Timedelta(days=days)
    mine = asked_to_sign(expected, volunteers)
    return mine[pd.to_datetime(mine["starts_on"]) <= pd.Timestamp(until)]


def rows_of(audit: Audit, expected: pd.DataFrame, numbers: bool = False) -> pd.DataFrame:
    """Who must still sign, by meeting: by pseudonym, or by the numbers that reception knows."""
    zone = audit.settings.charity.timezone
    mine = expected[~expected["signed"]]
    return pd.DataFrame(
        {
            "Start": [uk_moment(one, zone) for one in mine["starts_at"]],
            "Meeting": mine["meeting_id"].to_list(),
            "Place": mine["place"].fillna(NONE).to_list(),
            "Visitor": [
                one if numbers else pseudonym(audit, "visitor_id", one)
                for one in mine["visitor_id"]
            ],
            "Organisation": mine["organisation"].fillna(NONE).to_list(),
            "Kind": [kind_words(one) for one in mine["kind"]],
        },
        dtype="object",
    )


def head_of(audit: Audit, expected: pd.DataFrame, days: int) -> str:
    """How many must still sign, or why there is nobody to list."""
    span = f"in the {many(days, 'day')} after {uk_day(audit.as_at)}"
    if expected.empty:
        return (
            f"No third party is expected at a meeting {span}. Write down the meetings to come in "
            "the records of meetings, and who is expected in those of attendances, and open the "
            "folder again."
        )
    unsigned = int((~expected["signed"]).sum())
    signed = len(expected) - unsigned
    done = f" {many(signed, 'other has', 'others have')} signed already." if signed else ""
    meetings = many(expected.loc[~expected["signed"], "meeting_id"].nunique(), "meeting")
    if not unsigned:
        return f"Everybody expected {span} has signed already ({signed:,})."
    return f"{many(unsigned, 'form')} to sign at {meetings} {span}.{done}"


def list_of(audit: Audit, expected: pd.DataFrame, days: int) -> TakeAway:
    """The list for reception, to print."""
    rows = rows_of(audit, expected, numbers=True).rename(columns={"Visitor": "Visitor number"})
    rows = rows.assign(**{"Signed at": "", "Policies handed over": ""})
    return TakeAway(
        "visitors-to-sign",
        "Who must sign the visitors' form at the next meetings",
        (
            f"{audit.settings.charity.name}. {head_of(audit, expected, days)}",
            "Hand out the form and both policies before anybody sits down. The list has numbers "
            "and no names: the front office looks each number up in its own list of attendances.",
            "For reception only. Destroy it after the last meeting on it.",
        ),
        rows,
    )


def page(audit: Audit, mine: pd.DataFrame, days: int, volunteers: bool) -> str:
    """The list as HTML, with how it is read."""
    head = head_of(audit, mine, days)
    html = f'<p role="status"><strong>{escape(head)}</strong></p>'
    rows = rows_of(audit, mine) if len(mine) else pd.DataFrame()
    if rows.empty:
        return html
    who = "are on it, as third parties" if volunteers else "are not on it, as insiders"
    return (
        f"{html}<p>Volunteers {who}: the reading chosen above.</p>"
        f"{plain_table(rows, caption='Still to sign')}{NAMES}"
    )


def page_of(audit: Audit) -> str:
    """The same for the days that are listed at first, under the reading of the settings."""
    volunteers = audit.settings.visitor_forms.volunteers_sign
    mine = expected_now(expected(audit, AHEAD), audit, AHEAD, volunteers)
    return page(audit, mine, AHEAD, volunteers)
