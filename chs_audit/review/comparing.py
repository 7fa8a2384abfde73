"""Two audits side by side: what repeats, what is new, what is gone, on the same denominator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from chs_audit.errors import NotFoundError
from chs_audit.policy import BY_ID as CLAUSES
from chs_audit.review import runs
from chs_audit.review.ledger import Book
from chs_audit.review.runs import Run


def signed_audits(book: Book) -> dict[str, Run]:
    """The audits that were signed, by their name, the earliest first."""
    events = {event.seq: event for event in book.events("run")}
    signed = [event.payload["run"] for event in book.events("signed")]
    return {events[seq].subject: runs.of_event(book, events[seq]) for seq in signed}


def earlier(book: Book, now: Run, wanted: str = "") -> Run:
    """The signed audit to compare with: the one wanted, else the latest of another period.

    Raises:
        NotFoundError: if there is none; the message says which there are.
    """
    signed = signed_audits(book)
    others = {
        id: run for id, run in signed.items() if run.payload["period"] != now.payload["period"]
    }
    if wanted and wanted in signed:
        return signed[wanted]
    if wanted or not others:
        there = ", ".join(signed) or "none yet"
        raise NotFoundError(f"no signed audit to compare with; signed: {there}")
    return list(others.values())[-1]


def compare(now: Run, before: Run) -> pd.DataFrame:
    """One row per promise that either audit tested.

    Returns:
        control; examined_before, examined_now (rows); broken_before, broken_now;
        per_thousand_before, per_thousand_now (broken per 1,000 rows examined, null where none
        was); repeat, new, gone (findings with the same number in both, only now, only
        before); asked (whether both asked the same question: "alike", or "otherwise").
    """
    counts = (before.payload["counts"], now.payload["counts"])
    controls = [
        id for id in {**counts[1], **counts[0]} if any(_examined(one, id) for one in counts)
    ]
    rows = []
    for id in controls:
        old, new = (
            {name for name, one in run.findings.items() if one.control == id}
            for run in (before, now)
        )
        rows.append(
            {
                "control": id,
                "examined_before": _examined(counts[0], id),
                "examined_now": _examined(counts[1], id),
                "broken_before": _broken(counts[0], id),
                "broken_now": _broken(counts[1], id),
                "per_thousand_before": _rate(counts[0], id),
                "per_thousand_now": _rate(counts[1], id),
                "repeat": len(old & new),
                "new": len(new - old),
                "gone": len(old - new),
                "asked": "alike" if _alike(now, before, id) else "otherwise",
            }
        )
    return pd.DataFrame(rows)


def by_area(compared: pd.DataFrame) -> pd.DataFrame:
    """A comparison summed by area of policy: area, examined_before, examined_now, broken_before,
    broken_now, new, gone, and per_thousand_before and per_thousand_now, null where no row was
    examined."""
    columns = ["examined_before", "examined_now", "broken_before", "broken_now", "new", "gone"]
    areas = compared["control"].map(lambda id: CLAUSES[id].area)
    summed = compared.groupby(areas)[columns].sum().rename_axis("area")
    for when in ("before", "now"):
        examined = summed[f"examined_{when}"].where(summed[f"examined_{when}"] > 0)
        summed[f"per_thousand_{when}"] = 1000 * summed[f"broken_{when}"] / examined
    return summed.reset_index()


Counts = Mapping[str, Mapping[str, Any]]


def _examined(counts: Counts, id: str) -> int:
    return int(counts.get(id, {}).get("examined", 0))


def _broken(counts: Counts, id: str) -> int:
    return int(counts.get(id, {}).get("broken", 0))


def _rate(counts: Counts, id: str) -> float | None:
    examined = _examined(counts, id)
    return 1000 * _broken(counts, id) / examined if examined else None


def _alike(now: Run, before: Run, id: str) -> bool:
    """Whether the control and all settings were the same; what a setting bears on is not known."""
    return (
        now.payload["controls"].get(id) == before.payload["controls"].get(id)
        and now.payload["settings"] == before.payload["settings"]
    )
