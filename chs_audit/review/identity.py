"""Showing records without the people in them, and revealing one person, on record.

The one place that dresses what is shown: numbers of people become pseudonyms, columns that the
record tables mark as personal go. Numbers of things, such as events, forms and meetings, stay:
they name nobody, and are how a record is found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.controls import BY_ID
from chs_audit.controls.populations import POPULATIONS
from chs_audit.errors import InputError, NotFoundError, Problem
from chs_audit.privacy.identities import KINDS_IN, names_of
from chs_audit.records import RecordTable
from chs_audit.review.people import Actor
from chs_audit.review.reveals import REVEALED

if TYPE_CHECKING:
    from chs_audit.review.ledger import Ledger

ROLE = "data-protection-lead"
# For a key whose parts cannot be told apart; the finding's id still names it.
HIDDEN = "(not shown)"


def dressed(audit: Audit, frame: pd.DataFrame, table: RecordTable | None = None) -> pd.DataFrame:
    """The frame as it may be shown.

    Args:
        audit: whose people they are.
        frame: rows of records, or of what controls worked out about them.
        table: the record table that the rows are of, whose personal columns are left out.
    """
    personal = table.personal if table else ()
    shown = frame.drop(columns=[name for name in personal if name in frame.columns])
    for name in shown.columns:
        if name in KINDS_IN:
            values = [pseudonym(audit, str(name), value) for value in shown[name]]
            shown[name] = pd.Series(values, index=shown.index, dtype="object")
    return shown


def dressed_findings(audit: Audit, findings: pd.DataFrame) -> pd.DataFrame:
    """Findings as they may be shown: as :func:`dressed`, and people's numbers out of their keys."""
    shown = dressed(audit, findings)
    keys = [
        _dressed_key(audit, control, key)
        for control, key in zip(findings["control"], findings["key"], strict=True)
    ]
    return shown.assign(key=pd.Series(keys, index=shown.index, dtype="object"))


def pseudonym(audit: Audit, column: str, value: Any) -> Any:
    """What stands for a value of that column: a pseudonym for a person's number, else the value."""
    if column not in KINDS_IN or value is None or pd.isna(value) or value == "":
        return value
    names = audit.pseudonyms
    kinds = KINDS_IN[column]
    kind = next((kind for kind in kinds if names.knows(kind, str(value))), kinds[0])
    return names.of(kind, str(value))


def number_of(audit: Audit, given: str) -> str:
    """A person's number from what somebody typed: a pseudonym, or the number itself."""
    try:
        return audit.pseudonyms.person(given)[1]
    except NotFoundError:
        return given


def _dressed_key(audit: Audit, control: str, key: str) -> str:
    columns = POPULATIONS[BY_ID[control].population].key
    if not any(name in KINDS_IN for name in columns):
        return key
    parts = key.split("|")
    if len(parts) != len(columns):
        return HIDDEN
    return "|".join(
        str(pseudonym(audit, name, part)) for name, part in zip(columns, parts, strict=True)
    )


@dataclass(frozen=True)
class Revealed:
    """Who is behind a pseudonym."""

    pseudonym: str
    number: str
    names: tuple[str, ...]


def check(actor: Actor, reason: str) -> None:
    """Whether somebody may have a person revealed at all.

    Raises:
        InputError: if they are not the data protection lead, or give no reason.
    """
    problems = []
    if ROLE not in actor.roles:
        todo = "Ask the data protection lead to look the person up."
        problems.append(Problem(f"the role {ROLE} in [people] of audit.toml", todo))
    if not reason.strip():
        problems.append(Problem("a reason", "Say with --reason what the name is needed for."))
    if problems:
        raise InputError(problems)


def reveal(
    audit: Audit, given: str, finding: str, reason: str, actor: Actor, ledger: Ledger
) -> Revealed:
    """Say who is behind a pseudonym, after it is written down that somebody asked.

    Raises:
        InputError: if the actor is not the data protection lead, gives no reason, or the
            finding is not about that person.
        NotFoundError: if there is no such finding or pseudonym.
    """
    check(actor, reason)
    kind, number = audit.pseudonyms.person(given)
    record = audit.explain(finding).record
    told = {
        pseudonym(audit, str(name), value) for name, value in record.items() if name in KINDS_IN
    }
    name = audit.pseudonyms.of(kind, number)
    if name not in told:
        todo = "Take the pseudonym from the finding's own record."
        raise InputError([Problem("a finding that is about this person", todo)])
    names = tuple(names_of(audit.inputs.engine.database, kind, number))
    # Written before anything is shown: what cannot be written is not shown.
    about = {"pseudonym": name, "reason": reason.strip()}
    ledger.append(REVEALED, about, actor=actor.staff_id, subject=finding)
    return Revealed(name, number, names)
