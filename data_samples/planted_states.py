"""Planted among what is looked at as it stands: RM-01, RM-02, PO-02, AW-02, AT-01 to AT-04."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_samples.charity import Charity, Row
from data_samples.days import AS_AT, day, days

# Whoever left is in the audits that touch their service; see AnswerKey.happened_on.
_NEVER = ("S023", "S030", "S041", "S059")
_UNDATED = ("S015", "S016", "S017")
_NOT_DUE = ("S056", "S057", "S058")
_NO_START = ("S042", "S043", "S044")
_YEAR_AGO = AS_AT.replace(year=AS_AT.year - 1)
# Half a year after the last of February is 28 August; after the first of March, September.
_IN_TIME = day("2026-03-01")


def add(charity: Charity) -> None:
    """Plant everything that has no day."""
    _assets(charity)
    _documents(charity)
    _training(charity)
    _attestations(charity)


def _assets(charity: Charity) -> None:
    def asset(*planted: tuple[str, str], note: str = "", **values: Any) -> None:
        facts: Row = {
            "title": "A box of letters",
            "owner_id": "S003",
            "place": "Archive room",
            "retain_until_on": day("2028-12-31"),
            "secured": "locked",
            "key_holders": "key ring 2",
            "checked_on": day("2026-07-06"),
        }
        row = charity.add("assets", **(facts | values))
        for control, reason in planted:
            charity.key.add(control, row["asset_id"], reason, None, note)

    gone = AS_AT - days(1)
    for number in range(3):
        asset(("RM-01", "no-owner"), owner_id=None, note="no owner")
        asset(("RM-01", "no-retention-date"), retain_until_on=None, note="no last day")
        asset(("RM-01", "past-retention"), retain_until_on=gone, note="a day past its last one")
        unplaced = (("RM-01", "no-place"), ("RM-02", "not-recorded"))
        asset(*unplaced, place=None, note="no place")
        asset(("RM-02", "not-secure"), secured="open", note="open")
        place = ("Hall cupboard", "A car", "Cloud of a friend")[number]
        asset(("RM-02", "not-permitted-place"), place=place, note="not a permitted place")
        asset(("RM-02", "key-holders-unknown"), key_holders=None, note="no key holders")
        stale = _IN_TIME - days(1 + number)
        asset(("RM-02", "check-overdue"), checked_on=stale, note="not checked for half a year")
    asset(("RM-02", "not-recorded"), secured=None, note="how it is secured is blank")
    asset(("RM-02", "not-recorded"), checked_on=None, note="never checked on any day")
    faults = "not-secure not-permitted-place check-overdue"
    values: Row = {"secured": "open", "place": "A shed", "checked_on": day("2025-01-01")}
    asset(("RM-02", faults), note="three faults in one", **values)
    faults = "no-owner past-retention"
    asset(("RM-01", faults), owner_id=None, retain_until_on=gone, note="two faults in one")
    # Near misses: the last day of all; half a year ago, just; in capitals; destroyed.
    asset(retain_until_on=AS_AT)
    asset(checked_on=_IN_TIME)
    asset(place=" ARCHIVE ROOM")
    asset(secured="open", owner_id=None, place=None, destroyed_on=AS_AT)


def _documents(charity: Charity) -> None:
    """The policy names six documents, so each of these faults can stand but once."""
    note = "not in the list of policies"
    charity.key.add("PO-02", "equality", "missing", None, note)
    policies = {row["policy_id"]: row for row in charity.tables["policies"]}
    policies["data-protection"]["owner_id"] = None
    charity.key.add("PO-02", "data-protection", "no-owner", None, "nobody looks after it")
    policies["safeguarding"]["next_review_on"] = None
    charity.key.add("PO-02", "safeguarding", "no-next-date", None, "no date of a next review")
    # One version on no day, the other from the day after the audit date on.
    issued = iter((None, AS_AT + days(1)))
    for version in charity.tables["policy_versions"]:
        if version["policy_id"] == "disciplinary":
            version["issued_on"] = next(issued)
    charity.key.add("PO-02", "disciplinary", "no-version", None, "no version in force yet")


def _training(charity: Charity) -> None:
    def plant(number: str, reason: str, note: str) -> None:
        charity.key.add("AW-02", number, reason, charity.staff(number)["left_on"], note)

    def taught(number: str, *on: dt.date | None) -> None:
        charity.tables["training"] = [
            row
            for row in charity.tables["training"]
            if row["staff_id"] != number or row["course"] != "data-protection"
        ]
        for one in on:
            charity.add("training", staff_id=number, course="data-protection", completed_on=one)

    for number in _NO_START:
        plant(number, "no-start-date", "first day not on record")
    for number in (*_NEVER, "S045"):  # Near miss: S045 left before any audit begins.
        taught(number)
    for number in _NEVER:
        plant(number, "never", "no training in data protection")
    for number in _UNDATED:
        taught(number, None, None)
        plant(number, "undated", "trained, on no day")
    for number in _NOT_DUE:
        taught(number)
        plant(number, "not-due", "the time for the first training was not over")
    # The first a day late; the next a day late, in two ways.
    started = charity.staff("S055")["started_on"]
    taught("S055", started + days(31))
    taught("S036", day("2023-10-02"), day("2024-09-20"), _YEAR_AGO - days(1))
    taught("S034", charity.staff("S034")["started_on"] + days(31), AS_AT - days(3))
    for number in ("S055", "S036", "S034"):
        plant(number, "overdue", "a training that came a day late")
    # Near misses: the last day for the first; a year ago to the day; one only planned.
    taught("S031", charity.staff("S031")["started_on"] + days(30))
    taught("S038", day("2024-01-20"), _YEAR_AGO)
    taught("S020", day("2023-10-20"), AS_AT - days(200), AS_AT + days(1))


def _attestations(charity: Charity) -> None:
    """A promise has one verdict, so each reason can stand but once: AT-01 is the near miss."""
    rows: dict[str, list[Row]] = {}
    for row in charity.tables["attestations"]:
        rows.setdefault(row["promise"], []).append(row)
    for promise, back in (("AT-01", 0), ("AT-03", 1)):
        rows[promise][-1]["attested_on"] = _YEAR_AGO - days(back)
    charity.key.add("AT-03", "AT-03", "attestation-old", None, "a year and a day ago")
    for row, blank in zip(rows["AT-02"], ("evidence", "attested_by", "evidence"), strict=True):
        row[blank] = None
    evidence = "Team day, autumn 2026: notes in the office folder."
    later = {"attested_on": AS_AT + days(1), "evidence": evidence}
    charity.add("attestations", promise="AT-02", attested_by="S001", **later)
    note = "without name or evidence, or only after the audit date"
    charity.key.add("AT-02", "AT-02", "not-attested", None, note)
    for row in rows["AT-04"]:
        row["attested_on"] = None
    charity.key.add("AT-04", "AT-04", "undated", None, "on no day")
