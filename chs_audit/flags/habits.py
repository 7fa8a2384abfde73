"""Flags about when and how records are opened: at night, in a row, in order, after a pause."""

from __future__ import annotations

import math

import ibis
from ibis.expr.types import Table

from chs_audit.controls.moment import Span
from chs_audit.flags.chance import COLLEAGUES, NO_CHANCE, RANDOM_DAYS, RANDOM_ORDER
from chs_audit.flags.flag import flag, known, person_known, raise_where
from chs_audit.flags.people import PERSON_UNKNOWN
from chs_audit.settings import Settings


@flag(
    "out-of-hours",
    clause="out of hours",
    counted="days with any access",
    chance=COLLEAGUES,
    parameters=("flags.office_from", "flags.office_until", "flags.office_days"),
)
def out_of_hours(visits: Table) -> Table:
    """Records are opened when hardly anybody works.

    Why: Nobody looks over a shoulder at night. Volunteers who have another job work in the
    evening, too: set the hours so that ordinary days lie within them.

    Expected: the member's days with any access x the colleagues' days out of hours / the
    colleagues' days.
    """
    rows = visits
    return raise_where(rows, rows.out_of_hours, tested=known(rows), unit=rows.occurred_on)


@flag(
    "many-people",
    clause="many in a short time",
    counted="days with any access",
    chance=COLLEAGUES,
    needs=("access_log.person_id",),
    blank=PERSON_UNKNOWN,
    parameters=("flags.many_people", "flags.short_minutes"),
)
def many_people(visits: Table, settings: Settings) -> Table:
    """The records of many people are opened in a short time.

    Why: Work takes its time with each family. A list that is checked, or a group that is
    prepared, looks alike: the case says who and when.

    Expected: the member's days with any access x the colleagues' days with so many / the
    colleagues' days. Each person counts where first opened that day.
    """
    time = ibis.interval(minutes=settings.flags.short_minutes)
    day = {"group_by": ["staff_id", "occurred_on"], "order_by": "first_at"}
    rows = visits
    whose = rows.person_id.notnull().cast("int64")
    rows = rows.mutate(
        so_far=whose.sum().over(ibis.range_window(preceding=time, following=0, **day))
    )
    # Not only the last of them is one of many: all that lie within that time before it are.
    most = rows.so_far.max().over(ibis.range_window(preceding=0, following=time, **day))
    return raise_where(
        rows,
        most >= settings.flags.many_people,
        tested=known(rows, person_known(rows)),
        unit=rows.occurred_on,
    )


@flag(
    "walking-in-order",
    clause="in the order of their numbers",
    counted="stretches in one direction",
    chance=RANDOM_ORDER,
    needs=("access_log.person_id",),
    blank="whose record it was has no number, or is not on record",
    parameters=("flags.walk_people", "flags.walk_step"),
)
def walking_in_order(visits: Table, settings: Settings) -> Table:
    """One record after the other is opened in the order of their numbers.

    Why: Whoever works with people has no use for their numbers' order. Whoever copies a
    list, or is curious about all of it, has.

    Expected: each of k people in a row that rise (or fall) begins at one of the m - k + 1
    places of a day of m people, and in a random order k rise with chance 1 / k!; so at most
    2 (m - k + 1) / k! a day (runs up and down: Knuth, The Art of Computer Programming 3,
    5.1.3). At most, because a walk must also keep its steps short.
    """
    choice = settings.flags
    day = {"group_by": ["staff_id", "occurred_on", "kind_of_number"]}
    in_order = ibis.window(**day, order_by=["first_at", "first_event"])
    so_far = ibis.cumulative_window(**day, order_by=["first_at", "first_event"])
    rows = visits.mutate(
        number=visits.person_id.re_extract(r"([0-9]{1,15})$", 1).nullif("").cast("int64"),
        kind_of_number=visits.person_id.re_replace(r"[0-9]{1,15}$", ""),
    )
    rows = rows.mutate(step=(rows.number - rows.number.lag().over(in_order)).fill_null(0))
    short = (rows.step.abs() <= choice.walk_step) & (rows.step != 0)
    rows = rows.mutate(way=short.ifelse(rows.step.sign().cast("int64"), 0))
    turned = (rows.way == 0) | (rows.way != rows.way.lag().over(in_order).fill_null(0))
    rows = rows.mutate(turned=turned.cast("int64"))
    rows = rows.mutate(stretch=rows.turned.sum().over(so_far))
    of_stretch = ibis.window(group_by=[*day["group_by"], "stretch"])
    # The steps of a stretch lead away from the person before it, who is one of the walk.
    people = rows.way.abs().sum().over(of_stretch) + 1
    rows = rows.mutate(long_enough=(people >= choice.walk_people) & (rows.way != 0))
    begins = rows.long_enough.lead().over(in_order).fill_null(False)
    rows = rows.mutate(
        walked=rows.long_enough | begins,
        # The first of a walk counts with the stretch that leads away from it.
        walk=rows.long_enough.ifelse(rows.stretch, rows.stretch.lead().over(in_order)),
        place=ibis.row_number().over(in_order),
    )
    unit = rows.occurred_on.cast("string").concat(
        " ", rows.kind_of_number, " ", rows.walked.ifelse(rows.walk, rows.stretch).cast("string")
    )
    return raise_where(
        rows,
        rows.walked,
        tested=known(rows, rows.number, person_known(rows)),
        unit=unit,
        chance=(rows.place + 1 >= choice.walk_people).ifelse(
            2 / math.factorial(choice.walk_people), 0.0
        ),
    )


@flag(
    "long-after-case",
    clause="for the first time long after the case had ended",
    counted="people opened",
    chance=COLLEAGUES,
    needs=("caseload.until_on",),
    blank=PERSON_UNKNOWN,
    parameters=("flags.after_case_days", "need_to_know.case_grace_days"),
)
def long_after_case(visits: Table, earlier: Table, settings: Settings) -> Table:
    """A record is opened for the first time since its case ended, and long after.

    Why: Old cases are not work any more. That the family has come back can be a reason; it
    would be on the caseload.

    Expected: the people the member opened x the colleagues' share of such people among those
    whom they opened.
    """
    rows = _met_before(visits, earlier)
    pair = ibis.window(group_by=["staff_id", "person_id"], order_by="occurred_on")
    before = ibis.coalesce(rows.occurred_on.lag().over(pair), rows.earlier_on)
    since = rows.occurred_on.delta(rows.own_case_ended_on, unit="day") + 1
    first = before.isnull() | (before < rows.own_case_ended_on)
    return raise_where(
        rows,
        ~rows.own_case & first & (since > settings.flags.after_case_days),
        tested=known(rows, person_known(rows)),
        unit=rows.person_id,
    )


@flag(
    "dormant-account",
    clause="after a long time without any",
    counted="days with any access",
    chance=RANDOM_DAYS,
    parameters=("flags.dormant_days",),
)
def dormant_account(visits: Table, earlier: Table, settings: Settings, period: Span) -> Table:
    """An account wakes after a long time in which it opened nothing.

    Why: A forgotten account is what a stranger uses. Trustees and drivers open little
    anyway, and for them a pause says little: the lift says so.

    Expected: with n days after the first, spread at random over the t days from it to the
    last day of service or of the audit, each of the n pauses is longer than d with chance
    (1 - d / t) ** n (uniform spacings: Feller, volume II, I.7): n (1 - d / t) ** n.
    """
    choice = settings.flags
    last = earlier.group_by(asleep_staff="earlier_staff").aggregate(
        asleep_since=earlier.earlier_on.max()
    )
    rows = visits.left_join(last, visits.staff_id == last.asleep_staff)
    theirs = ibis.window(group_by="staff_id")
    in_order = ibis.window(group_by="staff_id", order_by=["occurred_on", "first_at", "person_id"])
    before = ibis.coalesce(rows.occurred_on.lag().over(in_order), rows.asleep_since)
    rows = rows.mutate(pause=rows.occurred_on.delta(before, unit="day"))
    day = ibis.window(group_by=["staff_id", "occurred_on"])
    begun = (rows.pause > 0).fill_null(False)
    first = ibis.coalesce(rows.asleep_since, rows.occurred_on.min().over(theirs))
    ends = ibis.least(ibis.coalesce(rows.left_on, ibis.literal(period.last)), period.last)
    time = ibis.greatest(ends, rows.occurred_on.max().over(theirs)).delta(first, unit="day")
    awake = 1 - choice.dormant_days / time.nullif(0)
    days = begun.cast("int64").sum().over(theirs)
    return raise_where(
        rows,
        rows.pause.max().over(day) > choice.dormant_days,
        tested=known(rows),
        unit=rows.occurred_on,
        chance=(begun & (awake > 0)).ifelse(awake**days, 0.0).fill_null(0.0),
    )


@flag(
    "edit-without-view",
    clause="changing what they had not looked at before",
    counted="visits with a change",
    chance=COLLEAGUES,
    needs=("access_log.action", "access_log.person_id"),
    blank="the log does not say what was done, by whom or to whose record, or its source "
    "never records that anybody looked",
    parameters=("flags.edit_view_days",),
)
def edit_without_view(visits: Table, earlier: Table, settings: Settings) -> Table:
    """A record is changed by somebody who has not looked at it for days.

    Why: Whoever changes a record opens it first. A change out of nowhere comes from a list,
    from a tool, or from somebody who used another's account to look.

    Expected: the member's visits with a change x the colleagues' share of such visits.
    """
    rows = _met_before(visits, earlier)
    viewed_on = rows.first_view_at.notnull().ifelse(rows.occurred_on, ibis.null("date"))
    so_far = ibis.window(
        group_by=["staff_id", "person_id"], order_by="occurred_on", preceding=(None, 1)
    )
    before = ibis.coalesce(viewed_on.max().over(so_far), rows.earlier_view_on)
    days = rows.occurred_on.delta(before, unit="day")
    lately = (days <= settings.flags.edit_view_days).fill_null(False)
    at_once = (rows.first_view_at <= rows.first_edit_at).fill_null(False)
    changed = rows.first_edit_at.notnull()
    clear = (changed | ~(rows.unseen_edit | rows.no_action)).ifelse(True, ibis.null("boolean"))
    return raise_where(
        rows,
        ~(lately | at_once),
        tested=known(rows, person_known(rows), clear, of=changed),
    )


@flag(
    "use-after-leaving",
    clause="after they had left",
    counted="days with any access",
    chance=NO_CHANCE,
    needs=("staff.left_on",),
    parameters=("need_to_know.leaving_grace_days",),
)
def use_after_leaving(visits: Table) -> Table:
    """An account is used after its owner has left.

    Why: It breaks NK-03; here it is seen beside what else the account opened.

    Expected: nothing; nobody who has left opens a record by chance.
    """
    rows = visits
    return raise_where(rows, rows.after_leaving, tested=known(rows), unit=rows.occurred_on)


def _met_before(visits: Table, earlier: Table) -> Table:
    """The visits with the pair's last days before the period."""
    return visits.left_join(
        earlier,
        [visits.staff_id == earlier.earlier_staff, visits.person_id == earlier.earlier_person],
    )


FLAGS = (
    use_after_leaving,
    walking_in_order,
    many_people,
    out_of_hours,
    dormant_account,
    long_after_case,
    edit_without_view,
)
