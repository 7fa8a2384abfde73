"""Consent as people read it: states in words with a sign, the matrix, one person's time line."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT
from chs_audit.figures.consent_days import NEVER_ASKED, UNDATED, ConsentDays
from chs_audit.review.identity import pseudonym
from chs_audit.workbook import charts
from chs_audit.workbook.charts.lane import Lane
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.words import NONE, between, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

# A sign beside each word, so that no state hangs on colour.
STATES = {
    "given": "✓ given",
    "renewed": "✓ given, renewed",
    "refused": "✗ refused",
    "withdrawn": "✗ withdrawn",
    "expired": "✗ run out",
    "invalidated": "✗ set aside",
    "requested": "… asked, no answer",
    UNDATED: "? cannot tell (no date)",
    NEVER_ASKED: "– never asked",
}
# How each state's bar looks in a time line, and the short word in it.
_BARS = {
    "requested": ("asked", "asked"),
    "given": ("held", "given"),
    "renewed": ("renewed", "given"),
    "refused": ("refused", "refused"),
    "withdrawn": ("over", "withdrawn"),
    "expired": ("over", "run out"),
    "invalidated": ("over", "set aside"),
}
# Why a consent does not cover what went out, after "not covered: ".
NEAREST = {
    "backdated": "written down only afterwards",
    "withdrawn": "it had been withdrawn",
    "expired": "it had run out",
    "consent-later": "it was not in force then",
    "other-recipient": "it names other recipients",
    "other-purpose": "it is for another purpose",
    "no-consent": "no consent of the person's is like it",
}
_MARKS = {
    "covers": ("good", "went out, covered by consent"),
    "ground": ("plain", "went out on another lawful ground"),
    "not": ("bad", "went out, not covered"),
    "unclear": ("unclear", "went out, cannot tell"),
}


def state_words(state: str) -> str:
    """A state as word and sign, which no line break parts at the sign."""
    return STATES[state].replace(" ", "\u00a0", 1)


def matrix_rows(audit: Audit, days: ConsentDays, day: dt.date) -> pd.DataFrame:
    """People by purposes at the end of a day: Person, Team, one column per purpose, Number.

    The last column, Missing, counts the purposes without an answer; those with the most come
    first. The index holds the people's numbers.
    """
    now = days.on(day)
    purposes = list(audit.settings.informed_consent.purposes)
    states = now.pivot(index="person_id", columns="purpose", values="state")
    states = states.reindex(columns=purposes).fillna(NEVER_ASKED)
    missing = states.isin(["requested", UNDATED, NEVER_ASKED]).sum(axis=1)
    rows = states.apply(lambda column: column.map(state_words))
    rows.insert(0, "Team", days.people["team"].reindex(rows.index))
    rows.insert(0, "Person", [str(pseudonym(audit, "person_id", person)) for person in rows.index])
    rows["Missing"] = missing
    rows = rows.sort_values(["Missing", "Person"], ascending=[False, True], kind="stable")
    rows.columns = [str(name)[:1].upper() + str(name)[1:] for name in rows.columns]
    return rows


def counts_rows(days: ConsentDays, day: dt.date) -> pd.DataFrame:
    """How many stood how at the end of a day, by purpose: a table for people."""
    now = days.on(day)
    counted = now.groupby(["purpose", "state"]).size().unstack(fill_value=0)
    present = [name for name in STATES if name in counted.columns]
    frame = counted[present].rename(columns={name: STATES[name] for name in present})
    frame.insert(0, "People", frame.sum(axis=1))
    return frame.rename_axis("Purpose").reset_index().astype("object")


def person_picture(
    audit: Audit, consents: pd.DataFrame, sent: pd.DataFrame, person: str
) -> Picture:
    """What went out about one person, beside the consents that covered it or did not.

    Args:
        audit: whose records they are.
        consents: as :func:`chs_audit.figures.consent_people.consents_of_everybody` gives them.
        sent: as :func:`chs_audit.figures.consent_people.sent` gives them.
        person: their number.
    """
    who = pseudonym(audit, "person_id", person)
    mine = consents[consents["person_id"] == person]
    out = sent[sent["person_id"] == person]
    if mine.empty and out.empty:
        return Picture(f"Neither a consent nor a disclosure is on record for {who}.")
    judged = [_judged(row) for row in _plain(out)]
    title = f"Nothing went out about {who}"
    if judged:
        times = {1: "once", 2: "twice"}.get(len(judged), f"{len(judged):,} times")
        title = f"Information about {who} went out {times}; {_told(judged)}"
    first, last = _axis(audit, mine, out)
    lanes = [
        Lane(
            purpose,
            [
                (row["begins_on"].date(), _last_day(row), *_BARS[row["state"]])
                for row in _plain(rows)
            ],
            [
                (row["disclosed_on"], _MARKS[_judged(row)][0])
                for row in _plain(out)
                if row["disclosed_on"] and _same(row["purpose"]) == _same(purpose)
            ],
            empty="no consent on record",
        )
        for purpose, rows in _by_purpose(mine, out)
    ]
    kinds = [kind for kind in _MARKS if kind in judged]
    figure = charts.lanes_chart(lanes, first, last, [_MARKS[kind] for kind in kinds])
    told = "; ".join(f"{_MARKS[kind][1]}: {judged.count(kind)}" for kind in kinds)
    alt = (
        f"Timeline of consents by purpose, {between(first, last)}, with what went out. {title}. "
        f"{told + '. ' if told else ''}The table below says the same in words."
    )
    return Picture(title, alt, person_rows(mine, out), figure)


def _told(judged: list[str]) -> str:
    """How all that went out stands, as the end of a title."""
    bare = judged.count("not")
    if bare:
        return (
            "no consent covered it"
            if bare == len(judged)
            else f"no consent covered {bare:,} of them"
        )
    if "unclear" in judged:
        return "whether it was allowed cannot be told each time"
    return "each time it was allowed"


def _judged(row: dict[str, Any]) -> str:
    """How something that went out stands: a key of _MARKS."""
    if row["nearest"] == "covers":
        return "covers"
    if row["kind"] == KEPT:
        return "ground"
    if row["kind"] == CANNOT_TELL:
        return "unclear"
    if row["kind"] == BROKEN:
        return "not"
    # Outside the audited period only the records speak.
    return "unclear" if row["ground"] not in (None, "consent") else "not"


def _by_purpose(mine: pd.DataFrame, out: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """A lane for each purpose of a consent or a disclosure, however it is written."""
    names: dict[str, str] = {}
    for purpose in [*mine["purpose"], *out["purpose"]]:
        names.setdefault(_same(purpose), _text(purpose) or "purpose not on record")
    keys = mine["purpose"].map(_same)
    return [(name, mine[keys == key]) for key, name in names.items()]


def _axis(audit: Audit, mine: pd.DataFrame, out: pd.DataFrame) -> tuple[dt.date, dt.date]:
    """From the first thing on record, at most three years back, to the audit date."""
    last = audit.as_at
    days = [day.date() for day in mine["begins_on"].dropna()]
    days += list(out["disclosed_on"].dropna())
    first = min([day for day in days if day < last], default=audit.period.first)
    return max(first, last - dt.timedelta(days=3 * 365)), last


def _last_day(row: dict[str, Any]) -> dt.date | None:
    end = row["ends_on"]
    return max(end.date() - dt.timedelta(days=1), row["begins_on"].date()) if end else None


def person_rows(mine: pd.DataFrame, out: pd.DataFrame) -> pd.DataFrame:
    """The time line as a table, the oldest first: When, Until, What, Purpose, With whom."""
    rows: list[tuple[str, str, str, str, str, str]] = []
    for row in _plain(mine):
        began, last = row["begins_on"].date(), _last_day(row)
        what = f"Consent {row['consent_id']}: {STATES[row['state']]}"
        until = uk_day(last) if last else "goes on"
        rows.append((str(began), uk_day(began), until, what, *_about(row, "recipients")))
    for row in _plain(out):
        on = row["disclosed_on"]
        words = _MARKS[_judged(row)][1].replace("went", "Went", 1)
        if row["nearest"] == "covers":
            words += f" {row['consent_id']}"
        elif not row["kind"] and _judged(row) == "unclear":
            words = "Went out, not judged: it lies outside the audited period"
        elif _judged(row) in ("not", "unclear"):
            words += f": {NEAREST.get(row['nearest'], 'cannot tell')}"
        ground = row["ground"]
        if ground and ground != "consent":
            words += f" (ground: {ground.replace('-', ' ')})"
        when = uk_day(on) if on else NONE
        rows.append((str(on or ""), when, "", words, *_about(row, "recipient")))
    rows.sort(key=lambda row: row[0])
    columns = ["When", "Until", "What", "Purpose", "With whom"]
    return pd.DataFrame([row[1:] for row in rows], columns=columns)


def _about(row: dict[str, Any], whom: str) -> tuple[str, str]:
    return row["purpose"] or NONE, (row[whom] or NONE).replace(";", "; ")


def _same(words: Any) -> str:
    return _text(words).strip().lower()


def _text(words: Any) -> str:
    return words if isinstance(words, str) else ""


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows with None for whatever is missing."""
    rows: list[dict[str, Any]] = (
        frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    )
    return rows
