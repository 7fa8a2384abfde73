"""Twins of VF-01 (signed before it begins) and VF-02 (both policies handed over)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from chs_audit.settings import Settings
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    known,
    local_day,
    unclear,
)

_THIRD_PARTIES = {"other-professional", "partner-agency", "student", "other-visitor", None}
_POLICIES = ("confidentiality", "disclosure")


def signed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """VF-01: every third party signed before the meeting began; volunteers as is settled."""
    choice = settings.visitor_forms
    meetings = {row["meeting_id"]: row for row in tables["meetings"]}

    def covers(form: Row, meeting: Row) -> bool:
        if choice.covers == "once" or form["meeting_id"] == meeting["meeting_id"]:
            return True
        other = meetings.get(form["meeting_id"])
        return (
            choice.covers == "series"
            and other is not None
            and meeting["series"] is not None
            and other["series"] == meeting["series"]
        )

    def judge(attendance: Row, meeting: Row) -> Verdict:
        key = f"{attendance['meeting_id']}|{attendance['visitor_id']}"
        start = meeting["starts_at"]
        if start is None:
            return unclear(key, "no-start")
        forms = [
            form
            for form in tables["visitor_forms"]
            if form["visitor_id"] == attendance["visitor_id"] and covers(form, meeting)
        ]
        if not forms:
            return broken(key, "missing")
        minutes = [_minute(moment) for moment in known(form["signed_at"] for form in forms)]
        if not minutes:
            return unclear(key, "no-signing-time")
        if min(minutes) < _minute(start):
            return kept(key)
        if min(minutes) > _minute(start):
            return broken(key, "signed-after-start")
        return kept(key) if choice.same_minute == "kept" else broken(key, "same-minute")

    def both_ways(as_third_party: Verdict) -> Verdict:
        """What stands for a volunteer, and what the other reading says where it differs."""
        differs = as_third_party.kept is False
        if choice.volunteers_sign:
            also = "kept by 3 and 4: an insider (T7: volunteers_sign = true)"
            return replace(as_third_party, also=also if differs else "")
        also = "broken by 5.2: a third party (T7: volunteers_sign = false)"
        return kept(as_third_party.key, also if differs else "")

    answers = []
    for attendance in tables["attendances"]:
        # An attendance at a meeting that is not on record has no start either.
        meeting = meetings.get(attendance["meeting_id"]) or _unknown(attendance["meeting_id"])
        start = meeting["starts_at"]
        if start is not None and not period.holds(local_day(start)):
            continue
        if attendance["kind"] in _THIRD_PARTIES:
            answers.append(judge(attendance, meeting))
        elif attendance["kind"] == "volunteer":
            answers.append(both_ways(judge(attendance, meeting)))
    return answers


def _unknown(meeting_id: str) -> Row:
    return {"meeting_id": meeting_id, "starts_at": None, "series": None}


def _minute(moment: dt.datetime) -> dt.datetime:
    return moment.replace(second=0, microsecond=0)


def given(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """VF-02: both policies were handed over at the signing, and before the start."""
    choice = settings.visitor_forms.policies_given
    meetings = {row["meeting_id"]: row for row in tables["meetings"]}

    def at_another_time(form: Row, policy: str, start: dt.datetime | None) -> bool:
        handed, signed_at = form[f"{policy}_policy_given_at"], form["signed_at"]
        if not form[f"{policy}_policy_given"] or handed is None:
            return False
        other_day = signed_at is not None and local_day(handed) != local_day(signed_at)
        too_late = start is not None and handed > start
        return (other_day and "same-day" in choice) or (too_late and "before-start" in choice)

    def judge(form: Row) -> Verdict:
        key = form["form_id"]
        meeting = meetings.get(form["meeting_id"])
        start = meeting["starts_at"] if meeting else None
        codes = [
            f"{policy}-policy-not-given"
            for policy in _POLICIES
            if form[f"{policy}_policy_given"] is False
        ]
        if any(at_another_time(form, policy, start) for policy in _POLICIES):
            codes.append("given-at-another-time")
        if codes:
            return broken(key, " ".join(codes))
        if form["signed_at"] is None or any(
            form[f"{policy}_policy_given"] is None or form[f"{policy}_policy_given_at"] is None
            for policy in _POLICIES
        ):
            return unclear(key, "time-unknown")
        if form["meeting_id"] is not None and start is None:
            return unclear(key, "no-start")
        return kept(key)

    return [
        judge(form)
        for form in tables["visitor_forms"]
        if form["signed_at"] is None or period.holds(local_day(form["signed_at"]))
    ]


def versions(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """VF-03: what was handed over was in force on the day of signing."""
    choice = settings.visitor_forms
    policies = {
        "confidentiality": choice.confidentiality_policy,
        "disclosure": choice.disclosure_policy,
    }

    def in_force(policy: str, on: dt.date) -> str | None:
        issued = [
            (row["issued_on"], row["version"])
            for row in tables["policy_versions"]
            if row["policy_id"] == policy
            and row["issued_on"] is not None
            and row["issued_on"] <= on
        ]
        return max(issued)[1] if issued else None

    def judge(form: Row) -> Verdict:
        key, on = form["form_id"], local_day(form["signed_at"])
        if on is None:
            return unclear(key, "time-unknown")
        pairs = [
            (form[f"{name}_policy_version"], in_force(policy, on))
            for name, policy in policies.items()
            if form[f"{name}_policy_given"] is not False
        ]
        if any(None not in pair and pair[0] != pair[1] for pair in pairs):
            return broken(key, "old-version")
        if any(None in pair for pair in pairs):
            return unclear(key, "no-version")
        return kept(key)

    return [
        judge(form)
        for form in tables["visitor_forms"]
        if form["signed_at"] is None or period.holds(local_day(form["signed_at"]))
    ]


def ties(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """VF-04: what ties a visitor to the service users talked about is written down."""
    starts = {row["meeting_id"]: row["starts_at"] for row in tables["meetings"]}

    def judge(attendance: Row) -> Verdict:
        key = f"{attendance['meeting_id']}|{attendance['visitor_id']}"
        if attendance["kind"] is None:
            return unclear(key, "kind-unknown")
        return kept(key) if attendance["tie"] else broken(key, "no-legitimate-tie")

    return [
        judge(attendance)
        for attendance in tables["attendances"]
        if attendance["kind"] in _THIRD_PARTIES | {"volunteer"}
        and (
            starts.get(attendance["meeting_id"]) is None
            or period.holds(local_day(starts[attendance["meeting_id"]]))
        )
    ]
