"""How records are used: which sections are opened, what is copied, and whether the log is whole."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide, kept
from chs_audit.controls.derived import COPIES
from chs_audit.controls.need_to_know import STAFF_UNKNOWN
from chs_audit.expressions import same_words
from chs_audit.settings import Settings


@control(
    "NK-02",
    population="accesses",
    asked_of=lambda accesses: accesses.section.notnull(),
    needs_settings=("need_to_know.sections",),
    severity="medium",
    reasons={
        "section-not-needed": "The section {section} was opened on {occurred_on} by {staff_kind} in the role of {role}, which does not need it.",
    },
    cannot_tell={
        "staff-unknown": STAFF_UNKNOWN,
        "role-unknown": "The section {section} was opened on {occurred_on}, and the settings do not say what the role of {role} needs.",
    },
    missing_in={"role-unknown": "audit.toml"},
    parameters=("need_to_know.sections",),
)
def section_needed(accesses: Table, sections_needed: Table) -> Table:
    """People open only the parts of a record that their role needs.

    Why: Somebody who drives a child to a club needs an address, not the health notes.

    What breaks it: The section that was opened is not among those that the settings give to
    the role.

    What to do: Ask why the section was needed. If the role does need it, the trustees can
    add it to the settings; if not, take the permission away.
    """
    rows = accesses.left_join(sections_needed, accesses.staff_id == sections_needed.needs_staff)
    needed = rows.sections_needed
    return decide(
        rows,
        cannot_tell(~rows.staff_id_known, "staff-unknown"),
        # Nearly all are written as in the settings, and are told without being tidied up.
        kept(needed.contains(rows.section.lower()).fill_null(False)),
        kept(needed.contains(same_words(rows.section)).fill_null(False)),
        broken(needed.notnull(), "section-not-needed"),
        cannot_tell(ibis.literal(True), "role-unknown"),
    )


@control(
    "NK-04",
    population="accesses",
    asked_of=lambda accesses: accesses.action.isnull() | accesses.action.isin(COPIES),
    severity="high",
    reasons={
        "bulk-copy": "On {occurred_on} {staff_kind} copied the records of {people_copied} people without a recorded reason.",
        "copy-without-reason": "On {occurred_on} {staff_kind} copied the records of {people_copied} people, more than is usual in a day, without a recorded reason.",
    },
    cannot_tell={
        "no-action": "The log does not say whether the record was copied on {occurred_on}."
    },
    parameters=("need_to_know.bulk_copy_people", "need_to_know.usual_copy_people"),
)
def copied_for_a_reason(accesses: Table, copies_a_day: Table, settings: Settings) -> Table:
    """Records are copied for a written reason, or no more than a day's work usually needs.

    Why: A copy leaves the place where it is protected. A whole list that walks out at once
    is the worst that can happen to the families on it.

    What breaks it: On one day somebody exported, printed, downloaded or shared the records
    of more people than the settings call usual, and wrote no reason; above the bulk limit
    it counts as a bulk copy.

    What to do: Find out where the copies are, and have them destroyed or brought back.
    """
    choice = settings.need_to_know
    rows = accesses.left_join(
        copies_a_day,
        [
            accesses.staff_id == copies_a_day.copies_staff,
            accesses.occurred_on == copies_a_day.copies_on,
        ],
    )
    return decide(
        rows,
        cannot_tell(rows.action.isnull(), "no-action"),
        kept(rows.reason.notnull()),
        broken(rows.people_copied > choice.bulk_copy_people, "bulk-copy"),
        broken(rows.people_copied > choice.usual_copy_people, "copy-without-reason"),
    )


@control(
    "NK-07",
    population="source_days",
    severity="medium",
    reasons={
        "log-gap": "The log of {source} holds no event on {day}, where such a weekday usually has {usual}.",
    },
    cannot_tell={
        "views-not-logged": "The log of {source} never records that anybody looked, so looks on {day} cannot be told.",
    },
    parameters=("need_to_know.usual_events",),
)
def log_covers_the_day(source_days: Table) -> Table:
    """The access log covers every day of the audit.

    Why: What is not in the log cannot be found in it. A day without a log is a day on which
    anybody could have looked.

    What breaks it: A source holds no event on a day on which it usually has some; or it
    never records mere looks, which is the very thing to be audited.

    What to do: Export the missing days again while the source still has them. Have views
    switched on in the system's audit settings.
    """
    rows = source_days
    return decide(
        rows,
        broken(rows.usual.notnull() & (rows.events == 0), "log-gap"),
        cannot_tell(~rows.has_views, "views-not-logged"),
    )


@control(
    "RM-03",
    population="accesses",
    asked_of=lambda accesses: accesses.place.notnull(),
    needs_settings=("records_kept.networks",),
    severity="medium",
    reasons={
        "outside": "Opened on {occurred_on} by {staff_kind} from a place or device that is not permitted."
    },
    cannot_tell={"staff-unknown": STAFF_UNKNOWN},
    parameters=("records_kept.networks", "records_kept.remote_kinds"),
)
def opened_inside(accesses: Table, settings: Settings) -> Table:
    """Records are opened from permitted places and devices only.

    Why: On a family's own computer, or in a train, others see what is on the screen.

    What breaks it: The address or device does not begin like any that the settings permit,
    and the settings do not let people of that kind work from anywhere.

    What to do: Ask where the record was opened. If the place is in order, the trustees can
    add it to the settings.
    """
    choice = settings.records_kept
    inside = ibis.literal(False)
    for beginning in choice.networks:
        inside |= accesses.place.startswith(beginning)
    return decide(
        accesses,
        kept(inside),
        cannot_tell(~accesses.staff_id_known, "staff-unknown"),
        kept(accesses.staff_kind.isin(choice.remote_kinds).fill_null(False)),
        broken(ibis.literal(True), "outside"),
    )


CONTROLS = (section_needed, copied_for_a_reason, log_covers_the_day, opened_inside)
