"""Which version of a policy was in force on a day."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.expressions import first_of_each


def with_version_in_force(
    rows: Table, policy_versions: Table, policy: str, *, key: str, on: str
) -> Table:
    """The rows with `version_in_force` of a policy on the day in the column `on`, and the day
    it was issued, in `in_force_since`; both null if no version was in force.

    Args:
        rows: one row for each value of the column `key`.
        policy_versions: the record table of that name.
        policy: the policy_id.
        key: the column that tells the rows apart.
        on: the column with the day.
    """
    issued = policy_versions.filter(
        (policy_versions.policy_id == policy) & policy_versions.issued_on.notnull()
    ).select(version_in_force="version", in_force_since="issued_on")
    pairs = rows.left_join(issued, issued.in_force_since <= rows[on])
    return first_of_each(pairs, key, [ibis.desc("in_force_since"), ibis.desc("version_in_force")])
