"""Planted among acknowledgements (AW-01) and policy reviews (PO-01), with their near misses."""

from __future__ import annotations

import datetime as dt

from data_samples.charity import Charity, Row
from data_samples.days import AS_AT, at, days
from data_samples.governance import version_on

# Whoever left is in the audits that touch their service; see AnswerKey.happened_on.
_NEVER = ("S050", "S041", "S033")
_UNDATED = ("S049", "S040", "S032")
_AFTER_ACCESS = ("S022", "S024", "S034")
_OLD = ("S019", "S035", "S047")
_NO_START = ("S042", "S043", "S044")


def add(charity: Charity) -> None:
    """Plant everything about acknowledgements; the log must be complete by now."""
    for number in _NO_START:
        _plant(charity, number, "no-start-date", "first day not on record")
    for number in (*_NEVER, "S045"):  # Near miss: S045 left before any audit begins.
        charity.tables["acknowledgements"] = [
            row
            for row in charity.tables["acknowledgements"]
            if row["staff_id"] != number or row["policy_id"] != "confidentiality"
        ]
    for number in _NEVER:
        _plant(charity, number, "never", "no acknowledgement of this policy")
    for number in _UNDATED:
        for row in _of(charity, number):
            row["acknowledged_at"] = None
        _plant(charity, number, "undated", "acknowledged, on no day")
    _first_access(charity)
    _versions(charity)
    _reviews(charity)


def _plant(charity: Charity, number: str, reason: str, note: str) -> None:
    charity.key.add("AW-01", number, reason, charity.staff(number)["left_on"], note)


def _of(charity: Charity, number: str) -> list[Row]:
    return [
        row
        for row in charity.tables["acknowledgements"]
        if row["staff_id"] == number and row["policy_id"] == "confidentiality"
    ]


def _first_access(charity: Charity) -> None:
    first: dict[str, dt.datetime] = {}
    for event in charity.tables["access_log"]:
        number = event["staff_id"]
        if number:
            first[number] = min(first.get(number, event["occurred_at"]), event["occurred_at"])
    late = (dt.timedelta(0), dt.timedelta(seconds=1), days(4))
    for number, after in zip(_AFTER_ACCESS, late, strict=True):
        _acknowledge_at(charity, number, first[number] + after)
        _plant(charity, number, "after-first-access", "opened a record before acknowledging")
    # Near miss: a second before the first look.
    _acknowledge_at(charity, "S020", first["S020"] - dt.timedelta(seconds=1))


def _acknowledge_at(charity: Charity, number: str, moment: dt.datetime) -> None:
    rows = sorted(_of(charity, number), key=lambda row: row["acknowledged_at"])
    rows[0]["acknowledged_at"] = moment


def _versions(charity: Charity) -> None:
    current = version_on(charity, "confidentiality", AS_AT)
    issued = max(
        row["issued_on"]
        for row in charity.tables["policy_versions"]
        if row["policy_id"] == "confidentiality"
    )
    for number in _OLD:
        rows = [row for row in _of(charity, number) if row["version"] == current]
        for row in rows:
            row["acknowledged_at"] = at(issued + days(31), 0)
        _plant(charity, number, "old-version", "the current version a day too late")
    one = next(row for row in _of(charity, _OLD[1]) if row["version"] == current)
    charity.tables["acknowledgements"].remove(one)
    # Near miss: the last second of the last day.
    for row in _of(charity, "S021"):
        if row["version"] == current:
            row["acknowledged_at"] = at(issued + days(30), 23, 59, 59)


def _reviews(charity: Charity) -> None:
    """governance.py lays the reviews out; here is what each of them breaks."""
    for policy, reason, note in (
        ("reserves", "overdue", "a day older than twelve months; training is the near miss"),
        ("expenses", "overdue", "no review at all"),
        ("social-media", "overdue", "only trustees looked at it within twelve months"),
        ("finance", "board-not-consulted", "without the board"),
        ("lone-working", "board-not-consulted", "without the board"),
        ("photography", "board-not-consulted", "with the board, and no minutes"),
        ("recruitment", "board-unknown", "the board is left blank"),
        ("whistleblowing", "board-unknown", "the board is left blank"),
        ("home-visits", "board-unknown", "the board is left blank"),
        ("health-and-safety", "review-undated", "a review without a day"),
        ("conflicts-of-interest", "review-undated", "a review without a day"),
        ("remote-working", "review-undated", "a review without a day"),
    ):
        charity.key.add("PO-01", policy, reason, None, note)
