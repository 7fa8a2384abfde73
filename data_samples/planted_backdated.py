"""Planted where records say when they were written down: PO-01, JW-02 and TP-01; and a later no.

What was written down too late is *backdated*: it may well have happened, but nobody could
have shown it then.
"""

from __future__ import annotations

import datetime as dt

from data_samples.charity import Charity, Row, open_on
from data_samples.days import AS_AT, MINUTE, at, day, days, local_day
from data_samples.planted_partners import protocol
from data_samples.planted_sharing import Plants
from data_samples.sharing import on_ground

# One day in each year of the sample.
_DAYS = (day("2024-02-14"), day("2025-02-05"), day("2026-03-11"))
_JUST = at(AS_AT, 23, 59)
_TOO_LATE = at(AS_AT + days(1), 0)
_YEAR_AGO = AS_AT.replace(year=AS_AT.year - 1)


def add(charity: Charity) -> None:
    """Plant everything that was written down too late, and every yes that a no followed."""
    _policies(charity)
    _protocols(charity)
    for number, on in enumerate(_DAYS):
        plants = Plants(charity, charity.random(f"planted late {number}"), on)
        _grounds(plants)
        _refused_since(plants)
    _overdue_but_unknown(charity)


def _policies(charity: Charity) -> None:
    def policy(name: str, *reviews: tuple[dt.date, dt.datetime | None], reason: str = "") -> None:
        charity.add(
            "policies",
            policy_id=name,
            title=name.replace("-", " ").capitalize() + " policy",
            owner_id="S001",
            next_review_on=AS_AT + days(200),
        )
        for on, recorded in reviews:
            charity.add(
                "policy_reviews",
                policy_id=name,
                reviewed_on=on,
                reviewed_by="management",
                board_consulted=True,
                minutes=f"Board minutes {on:%B %Y}, item 4",
                recorded_at=recorded,
            )
        if reason:
            note = "the review that counts was written down after the audit date"
            charity.key.add("PO-01", name, reason, None, note)

    lately, long_ago = AS_AT - days(60), _YEAR_AGO - days(1)
    policy("lost-property", (lately, _TOO_LATE), reason="backdated")
    policy("key-holding", (long_ago, None), (lately, _TOO_LATE), reason="backdated")
    policy("minibus", (_YEAR_AGO, _TOO_LATE + days(3)), reason="backdated")
    # Near misses: in the last minute; at an unknown time; an earlier one is in time, too.
    policy("cloakroom", (lately, _JUST))
    policy("kitchen", (lately, None))
    policy("garden", (_YEAR_AGO, at(_YEAR_AGO, 12)), (lately, _TOO_LATE))
    # Near miss on the other side: too old, whenever it was written down.
    policy("flags-and-bunting", (long_ago, _TOO_LATE), reason="overdue")


def _protocols(charity: Charity) -> None:
    for number in range(3):
        late = _TOO_LATE + number * days(1)
        row = protocol(charity, f"Late partner {number + 1}", recorded_at=late)
        note = "written down only after the audit date"
        charity.key.add("JW-02", row["protocol_id"], "backdated", None, note)
    # Near misses: in the last minute; at an unknown time.
    protocol(charity, "Late partner 4", recorded_at=_JUST)
    protocol(charity, "Late partner 5", recorded_at=None)


def _grounds(plants: Plants) -> None:
    """Facts of a ground, written down when their review was due, or the day after."""
    due = local_day(plants.when) + days(5)
    for ground, written, reason in (
        ("emergency", at(due + days(1), 0), "backdated"),
        ("police", at(due + days(30), 9), "backdated"),
        # Near misses: the last minute of the last day; at an unknown time.
        ("safeguarding", at(due, 23, 59), ""),
        ("legal-duty", None, ""),
    ):
        values: Row = {"recorded_at": written}
        sent = on_ground(plants.charity, plants.person(), ground, plants.when, **values)
        plants.note(sent, reason, "its facts were written down after its review was due")


def _refused_since(plants: Plants) -> None:
    """Asked again for the same, and refused: the yes before does not hold any more."""
    for after, reason in ((days(0), "withdrawn"), (-days(20), "withdrawn"), (MINUTE, "")):
        person = plants.person()
        plants.consent(person)
        # Case and spaces say nothing; a minute after it went, a no comes too late for it.
        spelt = {
            "purpose": " Youth Counselling",
            "recipients": "APPLECART COUNSELLING; Tea Cosy Trust",
        }
        plants.consent(person, plants.when + after, decision="refused", **spelt)
        plants.shared(person, reason, "refused when asked again for the same")
    # Near miss: the no was to other recipients.
    person = plants.person()
    plants.consent(person)
    plants.consent(person, plants.when - days(3), decision="refused", recipients="Buttonhole Fund")
    plants.shared(person, "", "")


def _overdue_but_unknown(charity: Charity) -> None:
    """Near miss of IC-06: a yes that is overdue, and was written down after the audit date."""
    rng = charity.random("planted unknown yes")
    plants = Plants(charity, rng, AS_AT)
    person = charity.take(rng, lambda one: open_on(one, AS_AT) and open_on(one, _YEAR_AGO))
    given = at(_YEAR_AGO - days(40), 10)
    plants.consent(person["person_id"], given, recorded_at=_TOO_LATE, reviewed_on=None)
