"""Visits: all looks of one member of staff at one person's record on one day.

Flags are asked of visits. Explanations hold for whole days, a burst of looks is one thing
that somebody did, and there are far fewer visits than looks, so the access log is read once.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pandas as pd
from ibis.expr.types import BooleanValue, Table

from chs_audit.controls import Control
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.need_to_know import explained, in_service, no_conflict
from chs_audit.controls.team_sharing import NO_CONSENT
from chs_audit.settings import Settings

EDITS = ("edit", "delete")
# Whoever copies a record has seen it.
VIEWS = ("view", "print", "export", "download", "share")
WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def visits(inputs: Inputs) -> Table:
    """One row per member of staff, person and day of the period.

    Returns:
        staff_id, person_id, occurred_on, staff_id_known, person_id_known, left_on; first_at;
        first_event (tells visits of the same moment apart); unexplained (NK-01 calls a look
        broken); own_case (one held that day) and own_case_ended_on; out_of_hours;
        after_leaving (NK-03); own_record and declared_conflict (NK-05); no_action (a look
        that says not what was done); first_view_at; first_edit_at, and unseen_edit: one in a
        source that never records views.
    """
    looks = _judged(inputs)
    hours = _office_hours(inputs)
    looks = looks.left_join(hours, looks.occurred_on == hours.hours_of)
    sources = _sources_with_views(inputs.get("access_log"))
    looks = looks.left_join(sources, looks.source.fill_null("") == sources.source_with_views)
    edit = looks.action.isin(EDITS).fill_null(False)
    seen = looks.source_with_views.notnull()
    return looks.group_by("staff_id", "person_id", "occurred_on").aggregate(
        staff_id_known=looks.staff_id_known.any(),
        person_id_known=looks.person_id_known.any(),
        left_on=looks.left_on.max(),
        first_at=looks.occurred_at.min(),
        first_event=looks.event_id.min(),
        unexplained=looks.unexplained.any(),
        own_case=looks.own_case.any(),
        # A day plus days is a moment in DuckDB, whatever Ibis calls it.
        own_case_ended_on=looks.own_case_ended_on.max().cast("timestamp").date(),
        out_of_hours=(
            (looks.occurred_at < looks.opens_at) | (looks.occurred_at >= looks.closes_at)
        ).any(),
        after_leaving=looks.after_leaving.any(),
        own_record=looks.own_record.any(),
        declared_conflict=looks.declared_conflict.any(),
        no_action=looks.action.isnull().any(),
        first_view_at=looks.occurred_at.min(where=looks.action.isin(VIEWS)),
        first_edit_at=looks.occurred_at.min(where=edit & seen),
        unseen_edit=(edit & ~seen).any(),
    )


def earlier(inputs: Inputs) -> Table:
    """earlier_staff, earlier_person, earlier_on, earlier_view_on: the last day before the
    period on which each pair met in the log, and on which the record was viewed."""
    log = inputs.get("access_log")
    before = log.filter(log.occurred_on < inputs.period.first)
    return before.group_by(earlier_staff="staff_id", earlier_person="person_id").aggregate(
        earlier_on=before.occurred_on.max(),
        earlier_view_on=before.occurred_on.max(where=before.action.isin(VIEWS)),
    )


def _judged(inputs: Inputs) -> Table:
    """The looks of the period with what need to know says of each, by its own controls."""
    looks = inputs.get("accesses")
    record = looks.columns
    rows = _asked(inputs, explained, looks)
    rows = rows.select(
        *record,
        "own_case_ended_on",
        unexplained=~rows.kept.fill_null(True) & (rows.because != NO_CONSENT),
        own_case=rows.explanations.re_search(r"(^|\s)own-case(\s|$)"),
    )
    record = rows.columns
    rows = _asked(inputs, in_service, rows)
    rows = rows.select(*record, after_leaving=_because(rows, "after-leaving"))
    record = rows.columns
    rows = _asked(inputs, no_conflict, rows)
    return rows.select(
        *record,
        own_record=_because(rows, "own-record"),
        declared_conflict=_because(rows, "declared-conflict"),
    )


def _asked(inputs: Inputs, control: Control, rows: Table) -> Table:
    given = {name: inputs.get(name) for name in control.asks_for if name != "accesses"}
    return control.answer(accesses=rows, **given)


def _because(rows: Table, code: str) -> BooleanValue:
    return (rows.because == code).fill_null(False)


def _sources_with_views(access_log: Table) -> Table:
    """source_with_views: the sources in which looking leaves a trace at all."""
    viewed = access_log.filter(access_log.action == "view")
    return viewed.select(source_with_views=viewed.source.fill_null("")).distinct()


def _office_hours(inputs: Inputs) -> Table:
    """hours_of, opens_at, closes_at: for each day of the period, in UTC like the log.

    Worked out in Python, where clocks that change are a solved matter. On a day on which
    nobody works it closes when it opens.
    """
    period, zone = inputs.period, ZoneInfo(inputs.settings.charity.timezone)
    days = [
        period.first + dt.timedelta(days=number)
        for number in range((period.last - period.first).days + 1)
    ]
    opens = [_office_day(day, zone, inputs.settings) for day in days]
    frame = pd.DataFrame(
        {
            "hours_of": days,
            "opens_at": [first for first, _ in opens],
            "closes_at": [last for _, last in opens],
        }
    )
    types = {"hours_of": "DATE", "opens_at": "TIMESTAMP", "closes_at": "TIMESTAMP"}
    inputs.engine.put("office_hours", frame, types)
    return inputs.engine.table("office_hours")


def _office_day(
    day: dt.date, zone: ZoneInfo, settings: Settings
) -> tuple[dt.datetime, dt.datetime]:
    choice = settings.flags
    first, last = choice.office_from, choice.office_until
    if WEEK[day.weekday()] not in choice.office_days:
        last = first
    midnight = dt.datetime.combine(day, dt.time())
    opens, closes = (
        (midnight + dt.timedelta(hours=hour)).replace(tzinfo=zone).astimezone(dt.UTC)
        for hour in (first, last)
    )
    return opens.replace(tzinfo=None), closes.replace(tzinfo=None)
