"""Keeping records: who owns them, where they are, and how they are locked away."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.expressions import as_compared, codes_where, same_words
from chs_audit.settings import Settings


@control(
    "RM-01",
    population="assets_held",
    severity="low",
    reasons={
        "no-owner": "Nobody answers for it.",
        "no-place": "Where it is kept is not on record.",
        "no-retention-date": "Until when it is kept is not on record.",
        "past-retention": "It should have been destroyed by {retain_until_on}.",
    },
    cannot_tell={},
)
def owned_and_dated(assets_held: Table, as_at: Moment) -> Table:
    """Every set of records has an owner, a place and a date to destroy it by.

    Why: Records that nobody answers for get lost, and what is kept for ever leaks some day.

    What breaks it: It has no owner, no place or no date; or its date has passed.

    What to do: Name an owner. Destroy what is past its date, and record the day.
    """
    rows = assets_held
    rows = rows.mutate(
        faults=codes_where(
            (rows.owner_id.isnull(), "no-owner"),
            (rows.place.isnull(), "no-place"),
            (rows.retain_until_on.isnull(), "no-retention-date"),
            (rows.retain_until_on < as_at.day, "past-retention"),
        )
    )
    return decide(rows, broken(rows.faults != "", rows.faults))


@control(
    "RM-02",
    population="assets_held",
    needs_settings=("records_kept.permitted_places",),
    severity="medium",
    reasons={
        "not-secure": "It is neither locked nor encrypted.",
        "not-permitted-place": "It is kept where records may not be kept.",
        "key-holders-unknown": "Who holds the keys is not on record.",
        "check-overdue": "It was last checked on {checked_on}.",
    },
    cannot_tell={
        "not-recorded": "How or where it is kept, or when it was last checked, is not on record."
    },
    parameters=("records_kept.permitted_places", "records_kept.check_months"),
)
def kept_securely(assets_held: Table, settings: Settings, as_at: Moment) -> Table:
    """Records are kept locked or encrypted, in a permitted place, and checked in time.

    Why: A cabinet that is open to one is open to all.

    What breaks it: It is open, or in a place that the settings do not permit; nobody knows
    who holds the keys; or nobody has checked within the interval.

    What to do: Lock it away today. Check the keys, and record the day.
    """
    choice = settings.records_kept
    rows = assets_held
    permitted = same_words(rows.place).isin([as_compared(one) for one in choice.permitted_places])
    due_on = rows.checked_on + ibis.interval(months=choice.check_months)
    rows = rows.mutate(
        faults=codes_where(
            (rows.secured == "open", "not-secure"),
            (~permitted, "not-permitted-place"),
            (rows.key_holders.isnull(), "key-holders-unknown"),
            (due_on < as_at.day, "check-overdue"),
        )
    )
    unknown = rows.secured.isnull() | rows.place.isnull() | rows.checked_on.isnull()
    return decide(
        rows,
        broken(rows.faults != "", rows.faults),
        cannot_tell(unknown, "not-recorded"),
    )


CONTROLS = (owned_and_dated, kept_securely)
