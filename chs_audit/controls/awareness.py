"""Staff awareness: everybody knows the policy before they need it."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.controls.versions import with_version_in_force
from chs_audit.settings import Settings


@control(
    "AW-01",
    population="staff_in_service",
    severity="medium",
    reasons={
        "never": "Nothing shows that they ever acknowledged the confidentiality policy.",
        "after-first-access": "They first acknowledged the policy on {first_acknowledged_on}, after they had first opened a record on {first_access_on}.",
        "old-version": "They did not acknowledge the version issued on {issued_on} by {deadline}.",
    },
    cannot_tell={
        "no-start-date": "Their first day is not on record.",
        "undated": "They acknowledged the policy, but the day is not on record.",
    },
    parameters=("awareness.new_version_days", "awareness.policy"),
)
def acknowledged(
    staff_in_service: Table,
    acknowledgements: Table,
    policy_versions: Table,
    first_accesses: Table,
    settings: Settings,
    as_at: Moment,
) -> Table:
    """Everybody has acknowledged the policy before opening a record, and its latest version.

    Why: Nobody can keep a promise that they have not read, and nobody can be held to it.

    What breaks it: They never acknowledged the policy; or only after they first opened a
    record; or not its version in force within the days that the settings allow.

    What to do: Have them read and acknowledge it this week. Open no accounts before.
    """
    policy = settings.awareness.policy
    mine = acknowledgements.filter(
        (acknowledgements.policy_id == policy)
        & (
            acknowledgements.acknowledged_at.isnull()
            | (acknowledgements.acknowledged_at < as_at.end)
        )
    )
    first = mine.group_by(first_staff="staff_id").aggregate(
        first_acknowledged_at=mine.acknowledged_at.min(),
        first_acknowledged_on=mine.acknowledged_on.min(),
    )
    versions = mine.group_by(version_staff="staff_id", version_read="version").aggregate(
        version_read_on=mine.acknowledged_on.min()
    )
    rows = staff_in_service.mutate(last_day=ibis.least(staff_in_service.left_on, as_at.day))
    rows = with_version_in_force(rows, policy_versions, policy, key="staff_id", on="last_day")
    rows = rows.rename(issued_on="in_force_since")
    rows = rows.left_join(first, rows.staff_id == first.first_staff)
    rows = rows.left_join(first_accesses, rows.staff_id == first_accesses.access_staff)
    rows = rows.left_join(
        versions,
        [rows.staff_id == versions.version_staff, rows.version_in_force == versions.version_read],
    )
    days = ibis.interval(days=settings.awareness.new_version_days)
    rows = rows.mutate(
        deadline=(ibis.greatest(rows.issued_on, rows.started_on) + days).cast("date")
    )
    in_time = (rows.version_read_on <= rows.deadline).fill_null(False)
    return decide(
        rows,
        cannot_tell(rows.started_on.isnull(), "no-start-date"),
        broken(rows.first_staff.isnull(), "never"),
        cannot_tell(rows.first_acknowledged_at.isnull(), "undated"),
        broken(rows.first_access_at <= rows.first_acknowledged_at, "after-first-access"),
        broken(
            rows.issued_on.notnull() & (rows.deadline < rows.last_day) & ~in_time, "old-version"
        ),
    )


@control(
    "AW-02",
    population="staff_in_service",
    severity="medium",
    reasons={
        "never": "Nothing shows that they were ever trained in data protection.",
        "overdue": "They were trained in data protection on {first_trained_on} and last on {last_trained_on}; the first was due by {induction_on}, the next by {refresher_on}.",
    },
    cannot_tell={
        "no-start-date": "Their first day is not on record.",
        "undated": "They were trained in data protection, but the day is not on record.",
        "not-due": "They started on {started_on}; the time for their first training is not over yet.",
    },
    parameters=("awareness.induction_days", "awareness.refresher_months"),
)
def trained(staff_in_service: Table, training: Table, settings: Settings, as_at: Moment) -> Table:
    """Everybody is trained in data protection at the start, and again in time.

    Why: Most breaches are no malice: somebody did not know.

    What breaks it: They were never trained; or the first training came later after their
    first day than the settings allow; or the last one is longer ago than the interval.

    What to do: Book the training, and open no further records to them until it is done.
    """
    done = training.filter(
        (training.course == "data-protection")
        & (training.completed_on.isnull() | (training.completed_on <= as_at.day))
    )
    mine = done.group_by(trained_staff="staff_id").aggregate(
        first_trained_on=done.completed_on.min(), last_trained_on=done.completed_on.max()
    )
    rows = staff_in_service.left_join(mine, staff_in_service.staff_id == mine.trained_staff)
    choice = settings.awareness
    rows = rows.mutate(
        last_day=ibis.least(rows.left_on, as_at.day),
        induction_on=(rows.started_on + ibis.interval(days=choice.induction_days)).cast("date"),
        refresher_on=(rows.last_trained_on + ibis.interval(months=choice.refresher_months)).cast(
            "date"
        ),
    )
    return decide(
        rows,
        cannot_tell(rows.started_on.isnull(), "no-start-date"),
        cannot_tell(rows.trained_staff.isnull() & (rows.induction_on >= rows.last_day), "not-due"),
        broken(rows.trained_staff.isnull(), "never"),
        cannot_tell(rows.last_trained_on.isnull(), "undated"),
        broken(rows.first_trained_on > rows.induction_on, "overdue"),
        broken(rows.refresher_on < rows.last_day, "overdue"),
    )


CONTROLS = (acknowledged, trained)
