"""Tables worked out from record tables, which controls ask for by name."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.consent_states import consent_stretches
from chs_audit.expressions import as_compared, same_words
from chs_audit.settings import Settings

COPIES = ("export", "print", "download", "share")


def first_accesses(access_log: Table) -> Table:
    """access_staff, first_access_at, first_access_on: when each first opened any record."""
    return access_log.group_by(access_staff="staff_id").aggregate(
        first_access_at=access_log.occurred_at.min(), first_access_on=access_log.occurred_on.min()
    )


def copies_a_day(access_log: Table) -> Table:
    """copies_staff, copies_on, people_copied: of how many people somebody copied in a day
    without writing a reason."""
    copies = access_log.filter(access_log.action.isin(COPIES) & access_log.reason.isnull())
    return copies.group_by(copies_staff="staff_id", copies_on="occurred_on").aggregate(
        people_copied=copies.person_id.nunique()
    )


def events_a_day(access_log: Table) -> Table:
    """source ("(no name)" where it is blank), occurred_on, events, looked (whether any of
    them was a mere look): how much each source logged."""
    named = access_log.mutate(source=access_log.source.fill_null("(no name)"))
    return named.group_by("source", "occurred_on").aggregate(
        events=named.count(), looked=(named.action == "view").fill_null(False).any()
    )


def sections_needed(staff: Table, settings: Settings) -> Table:
    """needs_staff, sections_needed: the sections that the settings say each one's role needs;
    null where they do not know the role."""
    sections = {
        as_compared(role): ibis.literal([as_compared(one) for one in some], type="array<string>")
        for role, some in settings.need_to_know.sections.items()
    }
    needed = same_words(staff.role).cases(*sections.items(), else_=ibis.null("array<string>"))
    return staff.select(needs_staff="staff_id", sections_needed=needed)


DERIVED = {
    one.__name__: one
    for one in (first_accesses, copies_a_day, events_a_day, sections_needed, consent_stretches)
}
