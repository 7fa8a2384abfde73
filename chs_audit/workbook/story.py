"""One member of staff and one person on one axis of time: what was opened, and what explains it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT
from chs_audit.controls.sentences import say_time
from chs_audit.figures.dealings import Dealings
from chs_audit.need_to_know.needed import TIES
from chs_audit.review.identity import pseudonym
from chs_audit.workbook import charts
from chs_audit.workbook.cases import EXPLAINED
from chs_audit.workbook.charts.lane import Lane
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.words import NONE, between, escape, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

# A mark for each verdict on an access, and its words.
_OPENED = {
    BROKEN: ("bad", "opened, nothing explains it"),
    CANNOT_TELL: ("unclear", "opened, cannot tell"),
    KEPT: ("good", "opened, explained"),
    "": ("plain", "opened, not tested"),
}
# Ties with a lane of their own, whether there are any or not.
_ALWAYS = {"own-case": "Own case", "session": "Sessions together"}
_OTHERS = "Other ties"


def story_picture(
    audit: Audit, held: Dealings, staff: str, person: str, event: str = ""
) -> Picture:
    """The timeline of one pair, and the same as a table.

    Args:
        audit: whose records they are.
        held: their dealings, and perhaps those of others.
        staff: the member of staff.
        person: the person on record.
        event: an access that is pointed out.
    """
    mine = held.of(staff, person)
    first, last = held.period.first, held.period.last
    kinds = [kind for kind in _OPENED if (mine.accesses["kind"] == kind).any()]
    opened = [(row["occurred_on"], _OPENED[row["kind"]][0]) for row in _plain(mine.accesses)]
    # What nothing explains is drawn last, on top of the rest.
    opened.sort(key=lambda one: one[1] == "bad")
    chosen = mine.accesses.loc[mine.accesses["event_id"] == event, "occurred_on"]
    lanes = [Lane("Opened the record", marks=opened), *_tie_lanes(mine), *_other_lanes(mine)]
    who, whom = (pseudonym(audit, *pair) for pair in (("staff_id", staff), ("person_id", person)))
    title = f"{who} opened the record of {whom} {_times(len(mine.accesses))}; {_explained(mine)}"
    alt = (
        f"Timeline, {between(first, last)}. {title}. Lanes: "
        + "; ".join(f"{lane.name}: {len(lane.bars) + len(lane.marks):,}" for lane in lanes)
        + ". The table below says the same in words."
    )
    pointed = chosen.iloc[0] if len(chosen) else None
    figure = charts.lanes_chart(lanes, first, last, [_OPENED[kind] for kind in kinds], pointed)
    return Picture(title, alt, story_rows(audit, mine), figure)


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def _explained(mine: Dealings) -> str:
    """How many of the accesses nothing explains, as the end of a title."""
    kinds = mine.accesses["kind"]
    none, whole = int((kinds == BROKEN).sum()), len(kinds)
    if none:
        if none == whole:
            return "nothing on record explains it"
        return f"nothing on record explains {none:,} of the {whole:,} times"
    if (kinds == KEPT).all():
        return "each time is explained"
    return "whether it was needed cannot be told each time" if kinds.any() else "not tested"


def _tie_lanes(mine: Dealings) -> list[Lane]:
    lanes = []
    ties = _plain(mine.ties)
    for code, name in _ALWAYS.items():
        lanes.append(_tie_lane(name, [tie for tie in ties if tie["code"] == code]))
    others = [tie for tie in ties if tie["code"] not in _ALWAYS]
    if others:
        lanes.append(_tie_lane(_OTHERS, others))
    return lanes


def _tie_lane(name: str, ties: list[dict[str, Any]]) -> Lane:
    days = [(tie["began_on"], "event") for tie in ties if _one_day(tie)]
    bars = [
        (tie["began_on"] or dt.date(1900, 1, 1), tie["ended_on"], "held", _word(tie))
        for tie in ties
        if not _one_day(tie)
    ]
    return Lane(name, bars, days)


def _one_day(tie: dict[str, Any]) -> bool:
    return tie["began_on"] is not None and tie["began_on"] == tie["ended_on"]


def _word(tie: dict[str, Any]) -> str:
    return "" if tie["code"] in _ALWAYS else TIES[tie["code"]].split(" of ")[0].removeprefix("a ")


def _other_lanes(mine: Dealings) -> list[Lane]:
    requests = [
        (row["opened_on"], row["closed_on"], "open", row["kind"] or "")
        for row in _plain(mine.requests)
        if row["opened_on"]
    ]
    consents = [
        (row["decided_on"], _ended(row), "held", "")
        for row in _plain(mine.consents)
        if row["decision"] == "given" and row["decided_on"]
    ]
    return [Lane("Requests about them", requests), Lane("Their consents", consents)]


def _ended(consent: dict[str, Any]) -> dt.date | None:
    ends = [day for day in (consent["withdrawn_on"], consent["expires_on"]) if day]
    return min(ends, default=None)


def story_rows(audit: Audit, mine: Dealings) -> pd.DataFrame:
    """The timeline as a table, the oldest first: When, Until, What."""
    zone = audit.settings.charity.timezone
    rows: list[tuple[object, str, str, str]] = []
    for row in _plain(mine.accesses):
        done = f"Opened ({row['action'] or 'action not on record'}): {_OPENED[row['kind']][1]}"
        rows.append((row["occurred_on"], say_time(row["occurred_at"], zone), "", done))
    for row in _plain(mine.ties):
        rows.append(_lasting(row["began_on"], row["ended_on"], TIES[row["code"]].capitalize()))
    for row in _plain(mine.requests):
        who = pseudonym(audit, "staff_id", row["staff_id"]) or "nobody on record"
        what = f"Request about them ({row['kind'] or 'kind not on record'}), handled by {who}"
        rows.append(_lasting(row["opened_on"], row["closed_on"], what))
    for row in _plain(mine.consents):
        answer = {"given": "given", "refused": "refused"}.get(row["decision"], "not answered")
        what = f"Consent {answer}: {row['purpose'] or 'purpose not on record'}"
        began = row["decided_on"] or row["requested_on"]
        until = _ended(row) if answer == "given" else began
        rows.append(_lasting(began, until, what))
    rows.sort(key=lambda row: (str(row[0] or ""), row[1]))
    return pd.DataFrame([row[1:] for row in rows], columns=["When", "Until", "What"])


def _lasting(
    began: dt.date | None, ended: dt.date | None, what: str
) -> tuple[object, str, str, str]:
    since = uk_day(began) if began else NONE
    until = "" if began and began == ended else uk_day(ended) if ended else "goes on"
    return began, since, until, what


def why_html(audit: Audit, told: pd.Series) -> str:
    """Why one record was opened (a row of :meth:`Audit.why_each`), in sentences."""
    who, whom = (
        pseudonym(audit, name, told[name]) if isinstance(told[name], str) else "somebody unknown"
        for name in ("staff_id", "person_id")
    )
    return (
        f"<p><strong>Why was it opened?</strong> {escape(told['why'])}</p>"
        f"<p>{escape(told['when'])}: {escape(who)} with {escape(whom)}, "
        f"event {escape(told['event_id'])}. Explained: "
        f"{escape(EXPLAINED[str(told['verdict'])])}.</p>"
    )


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows with None for whatever is missing."""
    rows: list[dict[str, Any]] = (
        frame.astype(object).where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    )
    return rows
