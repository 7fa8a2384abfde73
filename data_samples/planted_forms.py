"""Planted among visitors: VF-03 and VF-04, each reason with its near misses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_samples.charity import Charity
from data_samples.days import MINUTE, at, day, local_day
from data_samples.governance import version_on
from data_samples.meetings import attend, form, meeting

_DAYS = (day("2024-03-13"), day("2024-12-11"), day("2026-04-15"))


def add(charity: Charity) -> None:
    """Plant everything about versions handed over, and about who may be there."""
    for number, on in enumerate(_DAYS):
        _versions(charity, on, 600 + 20 * number)
        _ties(charity, on, 610 + 20 * number)
    _volunteers(charity)
    # Near miss: the new version from the morning on which it came into force.
    form(charity, "V599", None, at(day("2024-09-06"), 8))


def _versions(charity: Charity, on: dt.date, visitor: int) -> None:
    before = str(int(float(version_on(charity, "confidentiality", on))) - 1) + ".0"
    for reason, note, values in (
        ("old-version", "the version before", {"confidentiality_policy_version": before}),
        ("old-version", "a version that never was", {"disclosure_policy_version": "9.0"}),
        ("no-version", "the version is left blank", {"disclosure_policy_version": None}),
        # Near miss: no version of what was not handed over at all; VF-02 says so.
        ("", "", {"disclosure_policy_version": None, "disclosure_policy_given": False}),
    ):
        visitor += 1
        signed = form(charity, f"V{visitor}", None, at(on, 9, 40), **values)
        if reason:
            charity.key.add("VF-03", signed["form_id"], reason, on, note)
        else:
            note = "one policy missing"
            reason = "disclosure-policy-not-given"
            charity.key.add("VF-02", signed["form_id"], reason, on, note)


def _ties(charity: Charity, on: dt.date, visitor: int) -> None:
    start = at(on, 10)
    here = meeting(charity, start, title="Network meeting")

    def visit(kind: str | None, reason: str, note: str, **values: Any) -> None:
        nonlocal visitor
        visitor += 1
        number = f"V{visitor}"
        there = attend(charity, here, number, kind, f"Visitor {visitor}", "Teacup Network")
        there.update(values)
        form(charity, number, here["meeting_id"], start - 9 * MINUTE)
        if reason:
            charity.key.add("VF-04", f"{here['meeting_id']}|{number}", reason, on, note)

    for kind in ("other-visitor", "volunteer", "student"):
        visit(kind, "no-legitimate-tie", "nothing says what ties them to the family", tie=None)
    visit(None, "kind-unknown", "what they are is left blank", tie="Sister of the child.")
    # Near misses: insiders need no tie.
    for kind in ("trustee", "service-user", "staff"):
        visit(kind, "", "", tie=None)


def _volunteers(charity: Charity) -> None:
    """Every volunteer without a form in time: an insider who keeps VF-01 as the settings are,
    and a third party who would break it (T7). Near misses: those above, who signed."""
    starts = {row["meeting_id"]: row["starts_at"] for row in charity.tables["meetings"]}
    signed = {
        (row["meeting_id"], row["visitor_id"])
        for row in charity.tables["visitor_forms"]
        if row["signed_at"]
        and (start := starts.get(row["meeting_id"]))
        and row["signed_at"] < start
    }
    for row in charity.tables["attendances"]:
        if row["kind"] == "volunteer" and (row["meeting_id"], row["visitor_id"]) not in signed:
            on = local_day(starts[row["meeting_id"]])
            key = f"{row['meeting_id']}|{row['visitor_id']}"
            note = "a volunteer without a form: kept as an insider, against the letter of 5.2"
            charity.key.add("VF-01", key, "", on, note)
