"""Does sharing within the team need consent, too (4.2), or is the team taken as one (5.1)? T6.

A person has agreed by a day if, by its end, any consent of theirs had been given and written
down. What for, and whether it was taken back since, is left aside: 4.2 asks that consent was
given before, and a log shows who looked, not what they told to whom.
"""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.moment import Moment
from chs_audit.controls.population import on_record
from chs_audit.settings import Settings

NO_CONSENT = "no-consent-in-team"


def with_agreement(accesses: Table, consents: Table, as_at: Moment) -> Table:
    """The accesses with `agreed` (the person had agreed to something by the end of that day),
    `agreed_undated` (they had not, as far as is known, but one day did) and `no_consents`
    (not one consent of anybody is on record, whatever the answer). None is ever null.
    """
    given = consents.filter(on_record(consents, as_at), consents.decision == "given")
    # What was written down was given by then; what was written down later is backdated.
    decided = ibis.coalesce(given.decided_on, given.recorded_on)
    written = ibis.coalesce(given.recorded_on, given.decided_on)
    given = given.mutate(agreed_on=ibis.greatest(decided, written))
    people = given.group_by(agreed_person="person_id").aggregate(
        agreed_on=given.agreed_on.min(), some_undated=given.agreed_on.isnull().any()
    )
    rows = accesses.left_join(people, accesses.person_id == people.agreed_person)
    rows = rows.cross_join(consents.aggregate(no_consents=consents.count() == 0))
    agreed = (rows.agreed_on <= rows.occurred_on).fill_null(False)
    return rows.mutate(
        agreed=agreed, agreed_undated=~agreed & rows.some_undated.fill_null(False)
    ).drop("agreed_person", "agreed_on", "some_undated")


def without_consent(accesses: Table, consents: Table, as_at: Moment) -> Table:
    """The accesses to records of people who surely had not agreed to anything by then."""
    rows = with_agreement(accesses, consents, as_at)
    return rows.filter(rows.person_id_known & ~rows.agreed & ~rows.agreed_undated)


def settled(judged: Table, consents: Table, settings: Settings, as_at: Moment) -> Table:
    """What need to know says of accesses, and what 4.2 does, by what the trustees settled.

    Args:
        judged: accesses with `kept`, `because` and `also`.
        consents: the record table of that name.
        settings: `precedence.team_sharing` says which clause stands; while it is blank, the
            rows are returned as they are, and nothing is looked up.
        as_at: the audit date.
    """
    choice = settings.precedence.team_sharing
    if not choice:
        return judged
    rows = with_agreement(judged, consents, as_at)
    lookable = rows.person_id_known & ~rows.agreed & ~rows.no_consents
    without = lookable & ~rows.agreed_undated
    nothing = ibis.null("string")
    if choice == "5.1":
        also = f"broken by 4.2 to the letter: no consent by then (T6: {choice})"
        return rows.mutate(also=without.ifelse(also, nothing))
    # Who is unknown may be none of the team; what is broken anyhow keeps its own reason.
    open_to_it = rows.kept.fill_null(True) & rows.person_id_known & rows.staff_id_known
    breaks = open_to_it & without
    no_date = rows.kept.fill_null(False) & lookable & rows.agreed_undated
    no_table = rows.kept.fill_null(False) & rows.no_consents
    also = f"kept by 5.1 (T6: {choice})"
    return rows.mutate(
        kept=ibis.cases(
            (breaks, ibis.literal(False)),
            (no_date | no_table, ibis.null("boolean")),
            else_=rows.kept,
        ),
        because=ibis.cases(
            (breaks, NO_CONSENT),
            (no_date, "consent-undated"),
            (no_table, "no-consents"),
            else_=rows.because,
        ),
        also=(breaks & rows.kept.fill_null(False)).ifelse(also, nothing),
    )
