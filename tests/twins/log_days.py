"""Twin of NK-07: does the log cover every day?"""

from __future__ import annotations

import datetime as dt
from collections import Counter

from chs_audit.settings import Settings
from tests.twins.need_to_know import events
from tests.twins.verdict import Period, Row, Tables, Verdict, broken, kept, local_day, unclear


def covered(tables: Tables, settings: Settings, period: Period) -> list[Verdict]:
    """NK-07: no source is silent on a day on which it usually is not, and looks are logged."""
    sources: dict[str, list[Row]] = {}
    for event in events(tables, period):
        sources.setdefault(event["source"] or "(no name)", []).append(event)
        sources.setdefault("the whole log", []).append(event)
    verdicts = []
    for source, mine in sources.items():
        counts = Counter(_day(event) for event in mine)
        first, last = min(counts), max(counts)
        if source == "the whole log":
            first, last = period.first, period.last
        days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
        looks = any(event["action"] == "view" for event in mine)
        usual = {
            weekday: _middle([counts[on] for on in days if on.weekday() == weekday])
            for weekday in {on.weekday() for on in days}
        }
        for on in days:
            key = f"{source}|{on.isoformat()}"
            if not counts[on] and usual[on.weekday()] >= settings.need_to_know.usual_events:
                verdicts.append(broken(key, "log-gap"))
            elif not looks:
                verdicts.append(unclear(key, "views-not-logged"))
            else:
                verdicts.append(kept(key))
    return verdicts


def _day(event: Row) -> dt.date:
    on = local_day(event["occurred_at"])
    assert on is not None
    return on


def _middle(counts: list[int]) -> float:
    """The median: half of the days had as many, or more."""
    counts = sorted(counts)
    half = len(counts) // 2
    return counts[half] if len(counts) % 2 else (counts[half - 1] + counts[half]) / 2
