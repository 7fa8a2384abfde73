"""Twin of the states of a consent: its events in the order of time, one after the other."""

from __future__ import annotations

import datetime as dt

from tests.twins.verdict import Period, Row, local_day, midnight, same

# What can become of a consent; "" is one that nobody has asked for yet. An answer of which
# nobody knows when it was given never begins, so its end may follow the request at once.
MOVES = {
    "": {"requested", "given", "refused", "expired", "withdrawn", "invalidated"},
    "requested": {"given", "refused", "expired", "withdrawn", "invalidated"},
    "given": {"renewed", "expired", "withdrawn", "invalidated"},
    "renewed": {"expired", "withdrawn", "invalidated"},
    "refused": {"invalidated"},
    "expired": {"withdrawn", "invalidated"},
    "withdrawn": {"invalidated"},
    "invalidated": set(),
}
HOLDS = {"given", "renewed"}
# Of two events in one moment the later in this list has the last word.
_ORDER = ("requested", "refused", "given", "renewed", "expired", "withdrawn", "invalidated")


def events(consent: Row, consents: list[Row]) -> list[tuple[dt.datetime, str]]:
    """All that is on record about a consent, in the order of time."""
    happened = [(consent["requested_at"], "requested"), (consent["invalidated_at"], "invalidated")]
    decided = consent["decided_at"]
    if consent["decision"] == "refused":
        happened.append((decided, "refused"))
    if consent["decision"] == "given":
        happened.append((decided, "given"))
        talked, last = consent["reviewed_on"], consent["expires_on"]
        given_on = local_day(decided)
        if talked is not None and given_on is not None and talked > given_on:
            happened.append((midnight(talked), "renewed"))
        if last is not None:
            happened.append((midnight(last + dt.timedelta(days=1)), "expired"))
        happened.append((consent["withdrawn_at"], "withdrawn"))
        happened += [
            (other["decided_at"], "withdrawn")
            for other in answered_again(consent, consents)
            if other["decision"] == "refused"
        ]
    known = [(when, what) for when, what in happened if when is not None]
    if consent["decision"] == "given" and decided is not None:
        # Nothing can end before it began.
        ends = {"expired", "withdrawn"}
        known = [(max(when, decided) if what in ends else when, what) for when, what in known]
    return sorted(known, key=lambda one: (one[0], _ORDER.index(one[1])))


def answered_again(consent: Row, consents: list[Row]) -> list[Row]:
    """Later answers of the same person to the same question."""
    if consent["decided_at"] is None:
        return []
    return [
        other
        for other in consents
        if other["person_id"] == consent["person_id"]
        and other["decision"] is not None
        and other["decided_at"] is not None
        and other["decided_at"] > consent["decided_at"]
        and same(other["purpose"], consent["purpose"])
        and same(other["recipients"], consent["recipients"])
    ]


def state_at(consent: Row, consents: list[Row], when: dt.datetime | None) -> str:
    """The state of a consent at a moment; "" where it has none."""
    state = ""
    for moment, what in events(consent, consents):
        if when is not None and moment <= when and what in MOVES[state]:
            state = what
    return state


def on_record(row: Row, period: Period) -> bool:
    """Written down by the audit date, as far as is known."""
    return row["recorded_at"] is None or row["recorded_at"] < period.end
