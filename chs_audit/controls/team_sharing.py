"""Does sharing within the team need consent, too (4.2), or is the team taken as one (5.1)? T6.

A person has agreed by a day if, by its end, any consent of theirs had been given and written
down. What for, and whether it was taken back since, is left aside: 4.2 asks that consent was
given before, and a log shows who looked, not what they told to whom.
"""

from __future__ import annotations

import ibis
import pandas as pd
from ibis.expr.types import Table

from chs_audit.controls.moment import Moment
from chs_audit.controls.population import on_record
from chs_audit.settings import Settings

NO_CONSENT = "no-consent-in-team"
UNDATED = "consent-undated"
NO_TABLE = "no-consents"
# Whether the person had agreed by the end of that day.
_NOT_ASKED, _AGREED, _UNDATED, _NONE = "not asked", "agreed", "undated", "none"


def about_need(findings: pd.DataFrame) -> pd.DataFrame:
    """These findings without those that say nothing of whether an access was needed: where
    consent alone was missing, or need to know is kept and only another clause differs."""
    about_consent = findings["reasons"].isin(["", NO_CONSENT, UNDATED, NO_TABLE])
    return findings[~((findings["control"] == "NK-01") & about_consent)]


def without_consent(accesses: Table, consents: Table, as_at: Moment) -> Table:
    """The accesses by staff to records of people who surely had not agreed to anything by then."""
    rows = _with_agreement(accesses, consents, as_at)
    return rows.filter(rows.agreement == _NONE)


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
    rows = _with_agreement(judged, consents, as_at)
    none, nothing = rows.agreement == _NONE, ibis.null("string")
    # Nobody can be found not to have agreed where no consents were handed in at all.
    none &= ~rows.no_consents
    if choice == "5.1":
        also = f"broken by 4.2 to the letter: no consent by then (T6: {choice})"
        return rows.mutate(also=none.ifelse(also, nothing))
    # What is broken anyhow keeps its own reason.
    breaks = none & rows.kept.fill_null(True)
    needed = rows.kept.fill_null(False)
    no_table = needed & (rows.agreement == _NONE) & rows.no_consents
    no_date = needed & (rows.agreement == _UNDATED)
    also = f"kept by 5.1 (T6: {choice})"
    return rows.mutate(
        kept=ibis.cases(
            (breaks, ibis.literal(False)),
            (no_date | no_table, ibis.null("boolean")),
            else_=rows.kept,
        ),
        because=ibis.cases(
            (breaks, NO_CONSENT), (no_date, UNDATED), (no_table, NO_TABLE), else_=rows.because
        ),
        also=(breaks & needed).ifelse(also, nothing),
    )


def _with_agreement(accesses: Table, consents: Table, as_at: Moment) -> Table:
    """The accesses with `agreement`, and `no_consents`: whether not one consent of anybody
    is on record, whatever the answer.

    Who looks is of the team if they are on record; of others, the question does not arise.
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
    agreement = ibis.cases(
        (~rows.person_id_known | ~rows.staff_id_known, _NOT_ASKED),
        (rows.agreed_on <= rows.occurred_on, _AGREED),
        (rows.some_undated, _UNDATED),
        else_=_NONE,
    )
    return rows.mutate(agreement=agreement).drop("agreed_person", "agreed_on", "some_undated")
