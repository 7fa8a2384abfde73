"""Breaches: judged, dealt with, and reported where they must be."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide
from chs_audit.controls.moment import Moment
from chs_audit.expressions import codes_where
from chs_audit.settings import Settings

# Staff discipline does not reach visitors, trustees and outsiders (T11): each has a route.
OTHER_ROUTES = {
    "trustee": ("trustees",),
    "visitor": ("partner-agency", "trustees"),
    "outside": ("partner-agency", "trustees", "none"),
}
STAFF_ROUTES = {
    "low": ("informal", "formal"),
    "medium": ("informal", "formal"),
    "high": ("formal",),
}


@control(
    "BR-01",
    population="breaches_known",
    severity="high",
    reasons={
        "not-assessed": "How serious a breach of which we knew on {aware_on} is was not judged.",
        "no-route": "By which route a breach of which we knew on {aware_on} is dealt with was not chosen.",
        "route-does-not-fit": "A breach of which we knew on {aware_on} is dealt with by a route that does not fit who caused it, or how serious it is.",
        "no-outcome": "What came of a breach of which we knew on {aware_on} is not on record.",
    },
    cannot_tell={
        "by-whom-unknown": "Who caused a breach of which we knew on {aware_on} is not on record."
    },
)
def breach_handled(breaches_known: Table) -> Table:
    """Every breach is judged, dealt with by a fitting route, and its outcome recorded.

    Why: A breach that is shrugged off is the first of many.

    What breaks it: Its seriousness was not judged, no route was chosen, or no outcome is on
    record; or the route does not fit: a serious breach by staff needs a formal one, and
    visitors, trustees and outsiders have routes of their own.

    What to do: Fill in what is missing in the breach register, and put it before the
    trustees if it is serious.
    """
    rows = breaches_known
    fits = [f"{kind}|{route}" for kind, routes in OTHER_ROUTES.items() for route in routes]
    fits += [
        f"{kind}|{level}|{route}"
        for kind in ("employee", "volunteer", "student")
        for level, routes in STAFF_ROUTES.items()
        for route in routes
    ]
    by_kind = rows.by_kind.concat("|", rows.route).isin(fits)
    by_level = rows.by_kind.concat("|", rows.seriousness, "|", rows.route).isin(fits)
    # Without a judgement of seriousness a staff route cannot be called unfit.
    judged = rows.seriousness.notnull() | rows.by_kind.isin(list(OTHER_ROUTES))
    unfit = rows.route.notnull() & rows.by_kind.notnull() & judged
    unfit &= ~(by_kind.fill_null(False) | by_level.fill_null(False))
    rows = rows.mutate(
        faults=codes_where(
            (rows.seriousness.isnull(), "not-assessed"),
            (rows.route.isnull(), "no-route"),
            (unfit, "route-does-not-fit"),
            (rows.outcome.isnull(), "no-outcome"),
        )
    )
    return decide(
        rows,
        broken(rows.faults != "", rows.faults),
        cannot_tell(rows.by_kind.isnull(), "by-whom-unknown"),
    )


@control(
    "BR-02",
    population="breaches_known",
    severity="high",
    reasons={
        "no-decision": "Whether to report a breach of which we knew at {aware_at} to the ICO was not decided, or not with a reason.",
        "late-without-reason": "The report to the ICO on a breach of which we knew at {aware_at} is late or missing, and why is not on record.",
    },
    cannot_tell={
        "time-unknown": "When we became aware of the breach is not on record.",
        "not-due": "We knew of the breach at {aware_at}; the time to report it is not over yet.",
    },
    parameters=("breaches.ico_hours",),
)
def ico_decided(breaches_known: Table, settings: Settings, as_at: Moment) -> Table:
    """Whether to report a breach to the ICO is decided, and a report goes within 72 hours.

    Why: The law gives 72 hours from the moment we know (UK GDPR, article 33).

    What breaks it: No decision, or none with a reason, is on record; or the report went
    later, or not at all, and nothing says why.

    What to do: Decide now. If it must be reported, do so today and say why it is late.
    """
    rows = breaches_known
    due_at = rows.aware_at + ibis.interval(hours=settings.breaches.ico_hours)
    undecided = rows.ico_decision.isnull() | rows.ico_reason.isnull()
    to_report = (rows.ico_decision == "report").fill_null(False)
    unsent = rows.ico_reported_at.isnull()
    late = unsent | (rows.ico_reported_at > due_at).fill_null(False)
    return decide(
        rows,
        cannot_tell(rows.aware_at.isnull(), "time-unknown"),
        cannot_tell((undecided | (to_report & unsent)) & (due_at >= as_at.end), "not-due"),
        broken(undecided, "no-decision"),
        broken(to_report & late & rows.ico_late_reason.isnull(), "late-without-reason"),
    )


@control(
    "BR-03",
    population="breaches_known",
    severity="high",
    reasons={
        "people-not-told": "A breach of which we knew on {aware_on} puts people at high risk; they were not told, and why not is not on record."
    },
    cannot_tell={
        "risk-unknown": "Whether a breach of which we knew on {aware_on} puts people at high risk is not on record."
    },
)
def people_told(breaches_known: Table) -> Table:
    """People at high risk from a breach are told.

    Why: Only those who know can protect themselves (UK GDPR, article 34).

    What breaks it: The breach puts people at high risk, and neither that they were told nor
    why not is on record.

    What to do: Tell them in plain words what happened, and what they can do.
    """
    rows = breaches_known
    told = rows.people_told_at.notnull() | rows.people_not_told_reason.notnull()
    return decide(
        rows,
        cannot_tell(rows.high_risk.isnull(), "risk-unknown"),
        broken(rows.high_risk & ~told, "people-not-told"),
    )


@control(
    "BR-04",
    population="breaches_known",
    severity="medium",
    reasons={
        "no-decision": "Whether a breach of which we knew on {aware_on} is a serious incident for the Charity Commission was not decided, or not with a reason."
    },
    cannot_tell={},
)
def commission_decided(breaches_known: Table) -> Table:
    """Whether a breach is a serious incident for the Charity Commission is decided.

    Why: Trustees answer for it that serious incidents are reported.

    What breaks it: No decision, or none with a reason, is on record.

    What to do: Put it before the trustees, and record what they decide.
    """
    rows = breaches_known
    undecided = rows.commission_decision.isnull() | rows.commission_reason.isnull()
    return decide(rows, broken(undecided, "no-decision"))


@control(
    "BR-05",
    population="breach_decisions",
    severity="medium",
    reasons={
        "not-in-register": "The finding was decided to be a breach, and stands in no breach register."
    },
    cannot_tell={},
)
def breach_registered(breach_decisions: Table, breaches: Table) -> Table:
    """What an audit finds to be a breach stands in the breach register.

    Why: What is decided in an audit must not stay there.

    What breaks it: A finding was decided to be a breach, and no row of the breach register
    names it.

    What to do: Enter it in the register, with the finding's number.
    """
    registered = (
        breaches.filter(breaches.finding_id.notnull()).select(registered_id="finding_id").distinct()
    )
    rows = breach_decisions.left_join(
        registered, breach_decisions.finding_id == registered.registered_id
    )
    return decide(rows, broken(rows.registered_id.isnull(), "not-in-register"))


CONTROLS = (breach_handled, ico_decided, people_told, commission_decided, breach_registered)
