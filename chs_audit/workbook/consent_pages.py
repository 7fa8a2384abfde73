"""Consent coverage without widgets: the curve, what runs out, and whom to ask next."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.controls.consent_states import IN_FORCE
from chs_audit.figures.consent_days import ANSWERED, ConsentDays
from chs_audit.figures.consent_people import REASONS, ask_next, expiring
from chs_audit.papers.take_away import TakeAway
from chs_audit.review.identity import pseudonym
from chs_audit.workbook import charts
from chs_audit.workbook.consent_words import counts_rows
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.screens import not_tested
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import NONE, escape, many, share, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

AHEAD = 90
FURTHEST = 730
# More rows than anybody reads on a screen; the list to take away holds them all.
MOST = 12
NOBODY = (
    "Nobody whose case is open fits what is chosen. Press Show all again, or choose another day."
)


def coverage_picture(audit: Audit, days: ConsentDays, day: dt.date, of: str = "") -> Picture:
    """How many answers were on record, and how many a yes in force, over time and on a day."""
    why = not_tested(audit, "IC-07")
    if why:
        return Picture(f"Not tested: {why}.")
    counts = days.by_day
    told = pd.DataFrame(
        {
            "all": counts.sum(axis=1),
            "answered": counts[list(ANSWERED)].sum(axis=1),
            "in force": counts[list(IN_FORCE)].sum(axis=1),
        }
    )
    at = told.loc[: pd.Timestamp(day)].iloc[-1]
    if not at["all"]:
        return Picture(NOBODY)
    title = (
        f"On {uk_day(day)}, {share(at['answered'], at['all'])} of {at['all']:,} answers on "
        f"consent{of} were on record; {share(at['in force'], at['all'])} were a yes in force"
    )
    monthly = told.resample("ME").last()
    monthly = monthly[monthly["all"] > 0]
    numbers = pd.DataFrame(
        {
            "Last day of": [f"{month:%B %Y}" for month in monthly.index],
            "Answers needed": monthly["all"].tolist(),
            "On record": monthly["answered"].tolist(),
            "Yes in force": monthly["in force"].tolist(),
        },
        dtype="object",
    )
    alt = (
        f"Two lines over time, {uk_day(days.first)} to {uk_day(days.last)}. {title}. One answer is "
        "needed for each person whose case is open and each purpose that the service needs. "
        f"At the beginning {share(told['answered'].iloc[0], told['all'].iloc[0])} were on record."
    )
    lines = [("answered", "an answer is on record"), ("in force", "a yes is in force")]
    figure = charts.curve_chart(told, lines, day, "share of answers needed")
    return Picture(title, alt, numbers, figure)


def counts_table(days: ConsentDays, day: dt.date) -> str:
    """How many stood how on a day, by purpose, as HTML."""
    rows = counts_rows(days, day)
    if rows.empty:
        return ""
    return plain_table(rows, caption=f"How answers stood at the end of {uk_day(day)}")


def expiring_html(audit: Audit, days: ConsentDays, day: dt.date, within: int) -> str:
    """What runs out within so many days, as HTML."""
    rows = expiring(days, day, within)
    if rows.empty:
        return (
            f"<p>No consent in force runs out within {many(within, 'day')} after "
            f"{uk_day(day)}. Look further ahead, or press Show all again.</p>"
        )
    shown = rows.head(MOST)
    frame = pd.DataFrame(
        {
            "Last day": [uk_day(one) for one in pd.to_datetime(shown["expires_on"])],
            "Days left": shown["left"].tolist(),
            "Person": [pseudonym(audit, "person_id", one) for one in shown["person_id"]],
            "Purpose": shown["purpose"].tolist(),
            "Consent": shown["consent_id"].tolist(),
            "Last talked through": [
                NONE if pd.isna(one) else uk_day(one)
                for one in pd.to_datetime(shown["reviewed_on"])
            ],
        }
    ).astype("object")
    more = f"; the first {MOST} are listed" if len(rows) > MOST else ""
    head = f"{many(len(rows), 'consent')} run out within {many(within, 'day')} after {uk_day(day)}"
    return plain_table(frame, caption=head.replace("1 consent run ", "1 consent runs ") + more)


def ask_rows(audit: Audit, rows: pd.DataFrame, numbers: bool = False) -> pd.DataFrame:
    """Whom to ask (see ask_next) for people: by pseudonym, or by the charity's own number."""

    def named(column: str) -> list[str]:
        values = [one if isinstance(one, str) else None for one in rows[column]]
        return [
            (one if numbers else str(pseudonym(audit, column, one))) if one else NONE
            for one in values
        ]

    return pd.DataFrame(
        {
            "Ask": named("person_id"),
            "About": rows["purpose"].tolist(),
            "Because of": [REASONS[why] for why in rows["why"]],
            "Since": ["" if pd.isna(one) else uk_day(one) for one in rows["since"]],
            "Until": ["" if pd.isna(one) else uk_day(one) for one in rows["until"]],
            "Their worker": named("staff_id"),
            "Team": rows["team"].tolist(),
        }
    ).astype("object")


def ask_html(audit: Audit, rows: pd.DataFrame, of: str = "") -> str:
    """Whom to ask next, as HTML."""
    if rows.empty:
        return (
            "<p>Nobody needs to be asked: every answer is on record, and none runs out soon. "
            "Look further ahead to see what runs out later.</p>"
        )
    people = rows["person_id"].nunique()
    more = (
        f"; the first {MOST} are listed here, the list to take away has them all"
        if len(rows) > MOST
        else ""
    )
    caption = f"{many(len(rows), 'question')} for {many(people, 'person', 'people')}{of}{more}"
    return plain_table(ask_rows(audit, rows.head(MOST)), caption=caption)


def ask_list(
    audit: Audit, rows: pd.DataFrame, day: dt.date, numbers: bool, of: str = ""
) -> TakeAway:
    """The same as a list to take away, every row of it, with a place to tick."""
    named = "their number in your own records" if numbers else "pseudonym"
    about = (
        f"{audit.settings.charity.name}: as at {uk_day(day)}{of}. People are named by {named}.",
        "Tell all four parts when you ask: why, with whom, and what follows from a yes and a no.",
        "For staff who work with these people only. Shred it when it is done.",
    )
    told = ask_rows(audit, rows, numbers).assign(Done="")
    return TakeAway("ask-next", "Whom to ask for consent next", about, told)


def page_html(audit: Audit, days: ConsentDays) -> str:
    """All of it as at the audit date, without controls."""
    day = audit.as_at
    rows = ask_next(days, day, AHEAD)
    picture = coverage_picture(audit, days, day)
    return (
        f"{picture.heading(3)}{counts_table(days, day)}"
        f"<h3>What runs out</h3>{expiring_html(audit, days, day, AHEAD)}"
        f"<h3>{escape('Whom to ask next')}</h3>{ask_html(audit, rows)}"
    )
