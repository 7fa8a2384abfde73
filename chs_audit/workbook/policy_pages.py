"""Policies and protocols in words and pictures: what was in force when, what is late, what is missing."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.figures import awareness as counted
from chs_audit.workbook import charts
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import NONE, escape, in_words, many, uk_day, verdict

NAMED, ALL = "named", "all"
# What a document that the policy names may lack.
LACKS = {
    "missing": "the document itself",
    "no-version": "a version in force",
    "no-owner": "an owner",
    "no-next-date": "the day of its next review",
}


@dataclass(frozen=True)
class Library:
    """Everything about policies that a screen shows, counted once."""

    policies: pd.DataFrame
    versions: pd.DataFrame
    reviews: pd.DataFrame
    protocols: pd.DataFrame


def library_of(audit: Audit) -> Library:
    """The policies of an audit."""
    return Library(
        counted.policies_of(audit),
        counted.versions_of(audit),
        counted.reviews_of(audit),
        counted.protocols_of(audit),
    )


def chosen(library: Library, which: str) -> pd.DataFrame:
    """The documents that the policy names, or all; none where no record of policies was given."""
    policies = library.policies
    if not policies["exists"].any():
        return policies.head(0)
    return policies[policies["named"]] if which == NAMED else policies


def time_picture(audit: Audit, library: Library, which: str, drawn: bool = True) -> Picture:
    """Versions and reviews over time."""
    mine = chosen(library, which)
    if mine.empty:
        return Picture("No policy is on record. Add the records of policies to the audit folder.")
    late = mine[mine["review_because"].isin(["overdue", "backdated"])]
    unclear = int((mine["review"] == counted.UNCLEAR).sum())
    lacking = int((mine["missing"] != "").sum())
    what = "documents that the policy names" if which == NAMED else "policy documents"
    if mine["review"].notna().any():
        count = f"{len(late):,}" if len(late) else "None"
        are = "is" if len(late) < 2 else "are"
        title = f"{count} of {len(mine):,} {what} {are} late for review"
        title += f"; for {unclear:,} nobody can tell" if unclear else ""
    else:
        title = f"Whether {what} are reviewed in time was not tested"
    title += f"; {lacking:,} {'lacks' if lacking == 1 else 'lack'} something" if lacking else ""
    names = dict(
        zip(mine["policy_id"], [_title(one) for one in mine.to_dict("records")], strict=True)
    )
    due = mine.dropna(subset=["due_on"])
    days = dict(zip(due["policy_id"], due["due_on"], strict=True))
    told = "; ".join(f"{name}: {_review(row)}" for name, row in _lines(names, mine))
    figure = (
        charts.policies_chart(names, library.versions, library.reviews, days, audit.as_at)
        if drawn
        else None
    )
    alt = f"A line of time for each policy with its versions and reviews. {told}."
    return Picture(title, alt, _version_rows(library, mine, names), figure)


def _lines(names: dict[Any, str], mine: pd.DataFrame) -> list[tuple[str, dict[Any, Any]]]:
    return list(zip(names.values(), mine.to_dict("records"), strict=True))


def _title(row: dict[Any, Any]) -> str:
    return str(row["policy_id"] if pd.isna(row["title"]) else row["title"])


def _review(row: dict[Any, Any]) -> str:
    """How a policy's review stands, in words."""
    if not row["exists"]:
        return "–\u00a0no such document"
    if pd.isna(row["review"]):
        return "–\u00a0not tested"
    because = "" if pd.isna(row["review_because"]) else f": {in_words(row['review_because'])}"
    return f"{verdict(row['review'])}{because}"


def _version_rows(library: Library, mine: pd.DataFrame, names: dict[Any, str]) -> pd.DataFrame:
    versions = library.versions[library.versions["policy_id"].isin(mine["policy_id"])]
    return pd.DataFrame(
        {
            "Policy": versions["policy_id"].map(names),
            "Version": versions["version"].astype(str),
            "In force from": versions["issued_on"].map(uk_day),
            "until": [
                "the next version" if pd.isna(day) else uk_day(day) for day in versions["until_on"]
            ],
        },
        dtype="object",
    )


def policy_table(audit: Audit, library: Library, which: str, day: dt.date) -> str:
    """Each policy with its version on a day, its review and what it lacks, as HTML."""
    mine = chosen(library, which)
    if mine.empty:
        return ""
    in_force = counted.in_force_on(library.versions, day)
    rows = pd.DataFrame(
        [
            {
                "Policy": _title(row),
                f"Version on {uk_day(day)}": in_force.get(str(row["policy_id"]), "none in force"),
                "Last review": NONE if pd.isna(row["reviewed_on"]) else uk_day(row["reviewed_on"]),
                "Next review due": NONE if pd.isna(row["due_on"]) else uk_day(row["due_on"]),
                "Review": _review(row),
                "Lacks": _lacks(row) if row["named"] else "",
            }
            for row in mine.to_dict("records")
        ],
        dtype="object",
    )
    return plain_table(rows, caption=f"Policies, as at {uk_day(audit.as_at)}")


def _lacks(row: dict[Any, Any]) -> str:
    codes = str(row["missing"]).split()
    return (
        f"✗ {', '.join(LACKS.get(code, in_words(code)) for code in codes)}" if codes else "nothing"
    )


def protocol_page(library: Library) -> str:
    """Joint working protocols that are not in order, as HTML."""
    protocols = library.protocols
    if protocols.empty:
        return (
            "<p>Not tested: no joint working protocol is on record that was in force on the audit "
            "date. Add the records of protocols to the audit folder.</p>"
        )
    wrong = protocols[protocols["review"] != counted.KEPT]
    head = (
        f"{len(wrong):,} of {many(len(protocols), 'joint working protocol')} in force "
        f"{'needs' if len(wrong) == 1 else 'need'} somebody's attention"
        if len(wrong)
        else f"All of {many(len(protocols), 'joint working protocol')} in force were reviewed in time"
    )
    html = f"<h3>{escape(head)}</h3>"
    if wrong.empty:
        return html
    rows = pd.DataFrame(
        {
            "Protocol": wrong["protocol_id"],
            "Partner": wrong["partner"].fillna(NONE),
            "Last review": [NONE if pd.isna(day) else uk_day(day) for day in wrong["reviewed_on"]],
            "Holds until": [
                "no end on record" if pd.isna(day) else uk_day(day) for day in wrong["until_on"]
            ],
            "Review": [
                f"{verdict(kind)}: {in_words(because)}"
                for kind, because in zip(wrong["review"], wrong["review_because"], strict=True)
            ],
            "Signed by both": ["yes" if one else "no" for one in wrong["signed"]],
        },
        dtype="object",
    )
    return html + plain_table(rows, caption="Protocols not in order")


def page_of(audit: Audit) -> str:
    """Policies that the policy names, and protocols, as HTML."""
    library = library_of(audit)
    picture = time_picture(audit, library, NAMED, drawn=False)
    return (
        picture.heading(3)
        + policy_table(audit, library, NAMED, audit.as_at)
        + protocol_page(library)
    )
