"""Twins of NK-01 (was the look needed, and had the person agreed?) and NK-03 (did they work here?)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from chs_audit.policy.access_parameters import NeedToKnow
from chs_audit.settings import Settings
from tests.twins.verdict import (
    Period,
    Row,
    Tables,
    Verdict,
    broken,
    kept,
    known,
    listed,
    local_day,
    midnight,
    same,
    unclear,
)

_EVER = dt.datetime.max.replace(tzinfo=dt.UTC)
_NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """A stretch of time; its end is outside.

    Args:
        start: its first moment.
        end: the moment after its last.
        known: the moment from which it was on record; _NEVER where nobody noted when.
    """

    start: dt.datetime
    end: dt.datetime
    known: dt.datetime = _NEVER

    def holds(self, moment: dt.datetime) -> bool:
        return self.start <= moment < self.end


Pair = tuple[str, str]
ByPair = dict[Pair, list[Stretch]]


def needed(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-01: an explanation holds at the time of the look."""
    choice = settings.need_to_know
    review = dt.timedelta(days=choice.break_glass_review_days)
    ties = Ties(tables, settings)
    people = {row["person_id"] for row in tables["service_users"]}
    staff = {row["staff_id"]: row for row in tables["staff"]}

    def judge(event: Row) -> Verdict:
        key, when = event["event_id"], event["occurred_at"]
        who, whom = event["staff_id"], event["person_id"]
        holding = [one for one in ties.of(who, whom) if one.holds(when)]
        dated = [one for one in holding if one.start != _NEVER]
        explained = any(one.known <= when for one in dated)
        service = _service(staff[who]) if who in staff else None
        in_role = service is None or service.holds(when)
        glass = event["break_glass"] is True and event["reason"] is not None
        glass = glass and settings.explanations.break_glass
        reviewed = event["reviewed_at"]
        if glass and in_role and reviewed and when <= reviewed <= when + review:
            return kept(key)
        if explained and service and in_role:
            return kept(key)
        if whom not in people:
            return unclear(key, "person-unknown")
        if service is None:
            return unclear(key, "staff-unknown")
        if explained and when >= service.end:
            return broken(key, "after-role-ended")
        if glass and not reviewed and in_role and local_day(when) + review >= period.as_at:
            return unclear(key, "review-not-due")
        if len(holding) > len(dated) and in_role:
            return unclear(key, "assignment-undated")
        if dated and in_role:
            return broken(key, "backdated")
        # An assignment that ends before it begins, or before it was on record, holds on no
        # day, and has not ended either.
        if settings.explanations.own_case and any(
            max(one.start, one.known) < one.end <= when
            for one in ties.own[(who, whom)]
            if one.start != _NEVER
        ):
            return broken(key, "after-case-closed")
        return broken(key, "unexplained")

    choice_of_clause = settings.precedence.team_sharing
    judged = [(event, judge(event)) for event in events(tables, period)]
    if not choice_of_clause:
        return [verdict for _, verdict in judged]
    agreements = _agreements(tables, period)
    to_the_letter = _by_the_letter if choice_of_clause == "4.2" else _as_one_team
    told = []
    for event, verdict in judged:
        days = agreements[event["person_id"]]
        on = local_day(event["occurred_at"])
        had_agreed = any(day <= on for day in known(days))
        strange = event["person_id"] not in people or event["staff_id"] not in staff
        if strange or had_agreed:
            told.append(verdict)
        else:
            undated = None in days
            told.append(to_the_letter(verdict, bool(tables["consents"]), undated))
    return told


def _agreements(tables: Tables, period: Period) -> dict[str, list[dt.date | None]]:
    """For each person the days by which consents of theirs were given and written down; None
    for one of which neither day is known."""
    days: dict[str, list[dt.date | None]] = defaultdict(list)
    for row in tables["consents"]:
        written = row["recorded_at"]
        if row["decision"] == "given" and (written is None or written < period.end):
            both = known([local_day(row["decided_at"]), local_day(written)])
            days[row["person_id"]].append(max(both, default=None))
    return days


def _as_one_team(verdict: Verdict, any_on_record: bool, undated: bool) -> Verdict:
    """5.1 stands, and what 4.2 asks for was not there."""
    if undated or not any_on_record:
        return verdict
    also = "broken by 4.2 to the letter: no consent by then (T6: 5.1)"
    return replace(verdict, also=also)


def _by_the_letter(verdict: Verdict, any_on_record: bool, undated: bool) -> Verdict:
    """4.2 stands, and what it asks for was not there, as far as is known."""
    if verdict.kept is False:
        return verdict
    if undated or not any_on_record:
        why = "consent-undated" if any_on_record else "no-consents"
        return unclear(verdict.key, why) if verdict.kept else verdict
    also = "kept by 5.1 (T6: 4.2)" if verdict.kept else ""
    return broken(verdict.key, "no-consent-in-team", also)


class Ties:
    """What ties a member of staff to a person, explanation by explanation."""

    def __init__(self, tables: Tables, settings: Settings) -> None:
        choice = settings.need_to_know
        self.on = settings.explanations
        self.window = choice.session_window_days
        self.own, self.cover = _assignments(tables, choice)
        self.sessions = _sessions(tables, self.window)
        self.relatives = _relatives(tables)
        self.requests, self.handovers = _requests(tables, choice.request_grace_days)
        self.concerns: dict[str, list[Stretch]] = defaultdict(list)
        for row in tables["concerns"]:
            days = (local_day(row["raised_at"]), local_day(row["closed_at"]))
            self.concerns[row["person_id"]].append(_whole_days(*days))
        self.leads, self.manages, self.mates = set(), defaultdict(set), defaultdict(set)
        for row in tables["staff"]:
            if "safeguarding-lead" in listed(row["duties"]):
                self.leads.add(row["staff_id"])
            if row["manager_id"] is not None:
                self.manages[row["manager_id"]].add(row["staff_id"])
            for other in tables["staff"]:
                if other is not row and same(row["team"], other["team"]):
                    self.mates[row["staff_id"]].add(other["staff_id"])
        self.ran: dict[Pair, set[dt.date]] = defaultdict(set)
        self.went: dict[str, set[tuple[str, dt.date]]] = defaultdict(set)
        for row in tables["sessions"]:
            on = local_day(row["starts_at"])
            if row["kind"] == "group" and row["group_name"] is not None and on:
                self.ran[row["staff_id"], row["group_name"]].add(on)
                self.went[row["person_id"]].add((row["group_name"], on))

    def of(self, who: str, whom: str) -> Iterator[Stretch]:
        """All the ties of somebody to a person that the settings let count."""
        pair = (who, whom)
        if self.on.own_case:
            yield from self.own[pair]
        if self.on.cover:
            yield from self.cover[pair]
        if self.on.line_management:
            for worker in self.manages[who]:
                yield from self.own[worker, whom]
        if self.on.session:
            yield from self.sessions[pair]
        if self.on.same_family:
            for relative in self.relatives[whom]:
                yield from self.own[who, relative]
        if self.on.safeguarding and who in self.leads:
            yield from self.concerns[whom]
        if self.on.request:
            yield from self.requests[pair]
        if self.on.handover:
            yield from self.handovers[pair]
        if self.on.group:
            yield from self._groups(who, whom)
        if self.on.same_team:
            for mate in self.mates[who]:
                yield from self.own[mate, whom]

    def _groups(self, who: str, whom: str) -> Iterator[Stretch]:
        around = dt.timedelta(days=self.window)
        for name, went in self.went[whom]:
            if any(abs(went - ran) <= around for ran in self.ran[who, name]):
                yield _whole_days(went - around, went + around)


def in_service(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-03: the look lies between somebody's first and last day."""
    staff = {row["staff_id"]: row for row in tables["staff"]}
    grace = dt.timedelta(days=settings.need_to_know.leaving_grace_days)

    def judge(event: Row) -> Verdict:
        key, on = event["event_id"], local_day(event["occurred_at"])
        assert on is not None
        worker = staff.get(event["staff_id"])
        if worker is None:
            return unclear(key, "staff-unknown")
        if worker["left_on"] and on > worker["left_on"] + grace:
            return broken(key, "after-leaving")
        if worker["started_on"] is None:
            return unclear(key, "no-start-date")
        if on < worker["started_on"]:
            return broken(key, "before-start")
        return kept(key)

    return [judge(event) for event in events(tables, period)]


def events(tables: Tables, period: Period) -> list[Row]:
    """The looks of the period."""
    first, last = midnight(period.first), midnight(period.last + dt.timedelta(days=1))
    return [row for row in tables["access_log"] if first <= row["occurred_at"] < last]


def _whole_days(
    first: dt.date | None, last: dt.date | None, known: dt.datetime | None = None
) -> Stretch:
    start = midnight(first) if first else _NEVER
    return Stretch(start, midnight(last + _DAY) if last else _EVER, known or _NEVER)


def _service(worker: Row) -> Stretch:
    return _whole_days(worker["started_on"], worker["left_on"])


def _assignments(tables: Tables, choice: NeedToKnow) -> tuple[ByPair, ByPair]:
    """Own cases with their grace, and cover without, by worker and service user."""
    own: ByPair = defaultdict(list)
    cover: ByPair = defaultdict(list)
    grace = dt.timedelta(days=choice.case_grace_days)
    for row in tables["caseload"]:
        first, last, written = row["from_on"], row["until_on"], local_day(row["recorded_at"])
        known = written and midnight(written - dt.timedelta(days=choice.recording_grace_days))
        pair = (row["staff_id"], row["person_id"])
        if row["capacity"] == "cover":
            cover[pair].append(_whole_days(first, last, known))
        else:
            own[pair].append(_whole_days(first, last and last + grace, known))
    return own, cover


def _requests(tables: Tables, grace: int) -> tuple[ByPair, ByPair]:
    """Requests, and handovers, by who handles them and service user."""
    requests: ByPair = defaultdict(list)
    handovers: ByPair = defaultdict(list)
    for row in tables["requests"]:
        first, last = local_day(row["opened_at"]), local_day(row["closed_at"])
        kind = handovers if row["kind"] == "handover" else requests
        days = _whole_days(first, last and last + dt.timedelta(days=grace))
        kind[row["staff_id"], row["person_id"]].append(days)
    return requests, handovers


def _sessions(tables: Tables, window: int) -> ByPair:
    around = dt.timedelta(days=window)
    found: ByPair = defaultdict(list)
    for row in tables["sessions"]:
        pair = (row["staff_id"], row["person_id"])
        # Near a session is near what is known of it: its start, its end, or both.
        first = local_day(row["starts_at"] or row["ends_at"])
        last = local_day(row["ends_at"] or row["starts_at"])
        found[pair].append(_whole_days(first and first - around, last and last + around))
    return found


def _relatives(tables: Tables) -> dict[str, set[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for row in tables["families"]:
        members[row["family_id"]].add(row["person_id"])
    relatives: dict[str, set[str]] = defaultdict(set)
    for family in members.values():
        for person in family:
            relatives[person] |= family - {person}
    return relatives
