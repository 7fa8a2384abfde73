"""The populations: which rows each kind of question is asked of.

Facts that several controls about one population need are joined on here, once.
"""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.consent_states import IN_FORCE, answered_by, end_of, with_state
from chs_audit.controls.moment import Moment, Span
from chs_audit.controls.population import in_period, joined, on_record, population
from chs_audit.controls.publications import published_files, published_tables
from chs_audit.policy import ATTESTED, CLAUSES
from chs_audit.settings import Settings


def accesses_logged(access_log: Table, period: Span) -> Table:
    """The events of the period, for counting them without joining staff and people."""
    return access_log.filter(in_period(access_log.occurred_on, period))


@population("access to a record", ("event_id",), "occurred_on", to_count=accesses_logged)
def accesses(access_log: Table, staff: Table, service_users: Table, period: Span) -> Table:
    rows = joined(
        accesses_logged(access_log, period),
        staff,
        "staff_id",
        staff_kind="kind",
        role="role",
        started_on="started_on",
        left_on="left_on",
    )
    return joined(rows, service_users, "person_id")


@population("day of the log of a source", ("source", "day"), "day", about_people=False)
def source_days(events_a_day: Table, settings: Settings, period: Span) -> Table:
    """Every day of the period that each source should cover, with what is usual for it.

    A source is expected from its first event to its last one. The log as a whole, called
    "the whole log", is expected throughout the period.
    """
    logged = events_a_day.filter(events_a_day.occurred_on.between(period.first, period.last))
    named = logged.union(logged.mutate(source=ibis.literal("the whole log")))
    sources = named.group_by("source").aggregate(
        first_on=named.occurred_on.min(),
        last_on=named.occurred_on.max(),
        has_views=named.looked.any(),
    )
    counts = named.group_by("source", day="occurred_on").aggregate(
        events=named.events.sum().cast("int64")
    )
    rows = sources.mutate(number=ibis.range((period.last - period.first).days + 1).unnest())
    # From a moment, not a day: DuckDB's day plus days is a moment, whatever Ibis calls it.
    first = ibis.literal(period.first).cast("timestamp")
    rows = rows.mutate(day=(first + rows.number.as_interval("D")).date())
    rows = rows.filter(
        (rows.source == "the whole log") | rows.day.between(rows.first_on, rows.last_on)
    )
    rows = rows.left_join(counts, ["source", "day"]).drop("source_right", "day_right")
    rows = rows.mutate(events=rows.events.fill_null(0), weekday=rows.day.day_of_week.index())
    usual = rows.group_by(usual_source="source", usual_weekday="weekday").aggregate(
        usual=rows.events.median()
    )
    usual = usual.filter(usual.usual >= settings.need_to_know.usual_events)
    rows = rows.left_join(
        usual, [rows.source == usual.usual_source, rows.weekday == usual.usual_weekday]
    )
    return rows.select(
        "source", "day", "events", "has_views", usual=rows.usual.round(0).cast("int64")
    )


@population("service user", ("person_id",), "first_contact_on")
def first_contacts(service_users: Table, period: Span) -> Table:
    return service_users.filter(in_period(service_users.first_contact_on, period))


@population("answer to a request for consent", ("consent_id",), "decided_on")
def consent_decisions(consents: Table, period: Span) -> Table:
    return consents.filter(consents.decision.notnull() & in_period(consents.decided_on, period))


@population("service user and purpose", ("person_id", "purpose"))
def open_purposes(service_users: Table, settings: Settings, as_at: Moment) -> Table:
    open_now = service_users.filter(
        (service_users.first_contact_on.isnull() | (service_users.first_contact_on <= as_at.day))
        & (service_users.closed_on.isnull() | (service_users.closed_on > as_at.day))
    )
    purposes = ibis.array([ibis.literal(one) for one in settings.informed_consent.purposes])
    return open_now.select("person_id", "first_contact_on", purpose=purposes.unnest())


@population("disclosure", ("disclosure_id",), "disclosed_on", optional=("staff",))
def disclosures_made(disclosures: Table, service_users: Table, staff: Table, period: Span) -> Table:
    rows = disclosures.filter(in_period(disclosures.disclosed_on, period))
    people = ibis.union(
        service_users.select("person_id"), staff.select(person_id=staff.staff_id), distinct=True
    )
    return joined(rows, people, "person_id")


@population("visitor form", ("form_id",), "signed_on", optional=("meetings",))
def signed_forms(visitor_forms: Table, meetings: Table, period: Span) -> Table:
    rows = visitor_forms.filter(in_period(visitor_forms.signed_on, period))
    return joined(rows, meetings, "meeting_id", starts_at="starts_at")


@population("member of staff", ("staff_id",))
def staff_in_service(staff: Table, period: Span) -> Table:
    return staff.filter(
        (staff.started_on.isnull() | (staff.started_on <= period.last))
        & (staff.left_on.isnull() | (staff.left_on >= period.first))
    )


@population("policy document", ("policy_id",), about_people=False)
def policy_documents(policies: Table) -> Table:
    return policies


@population("consent that is still relied on", ("consent_id",))
def open_consents(
    consents: Table, consent_stretches: Table, service_users: Table, as_at: Moment
) -> Table:
    """Consents on record that were given and neither withdrawn, set aside nor answered anew,
    of people whose case is open.

    Those that have expired stay in until somebody has asked again; so do those of which
    nobody knows when they were given.
    """
    known = consents.filter(on_record(consents, as_at))
    rows = with_state(known, consent_stretches, end_of(as_at))
    undated = (rows.decision == "given") & rows.decided_at.isnull()
    undated &= rows.consent_state.isnull() | (rows.consent_state == "requested")
    rows = rows.filter(rows.consent_state.isin([*IN_FORCE, "expired"]) | undated)
    rows = rows.anti_join(answered_by(known, end_of(as_at)), "consent_id")
    closed = service_users.filter(service_users.closed_on <= as_at.day).select(
        closed_person="person_id"
    )
    rows = rows.anti_join(closed, rows.person_id == closed.closed_person)
    return rows.select(*consents.columns)


@population("visitor at a meeting", ("meeting_id", "visitor_id"), "starts_on")
def visits(attendances: Table, meetings: Table, period: Span) -> Table:
    """Everybody at a meeting but staff, trustees and service users; volunteers are in (T7)."""
    rows = joined(
        attendances,
        meetings,
        "meeting_id",
        starts_at="starts_at",
        starts_on="starts_on",
        series="series",
    )
    outside = rows.kind.isnull() | rows.kind.notin(["staff", "trustee", "service-user"])
    return rows.filter(outside & in_period(rows.starts_on, period))


@population("enquiry about a person", ("enquiry_id",), "received_on")
def enquiries_received(enquiries: Table, period: Span) -> Table:
    return enquiries.filter(in_period(enquiries.received_on, period))


@population("concern about a child", ("concern_id",), "raised_on")
def concerns_raised(concerns: Table, period: Span) -> Table:
    return concerns.filter(in_period(concerns.raised_on, period))


@population("joint working protocol", ("protocol_id",), about_people=False)
def protocols_in_force(protocols: Table, as_at: Moment) -> Table:
    return protocols.filter(
        (protocols.from_on.isnull() | (protocols.from_on <= as_at.day))
        & (protocols.until_on.isnull() | (protocols.until_on >= as_at.day))
    )


@population("breach", ("breach_id",), "aware_on")
def breaches_known(breaches: Table, period: Span) -> Table:
    return breaches.filter(in_period(breaches.aware_on, period))


@population("finding decided to be a breach", ("finding_id",), "decided_on")
def breach_decisions(decisions: Table, period: Span) -> Table:
    return decisions.filter(
        (decisions.decision == "breach") & in_period(decisions.decided_on, period)
    )


@population("person revealed in an audit", ("reveal_id",), "revealed_on", optional=("decisions",))
def reveals_made(reveals: Table, decisions: Table, period: Span) -> Table:
    rows = reveals.filter(in_period(reveals.revealed_on, period))
    return joined(rows, decisions, "finding_id", decision="decision", decided_on="decided_on")


@population("set of records", ("asset_id",), about_people=False)
def assets_held(assets: Table, as_at: Moment) -> Table:
    return assets.filter(assets.destroyed_on.isnull() | (assets.destroyed_on > as_at.day))


@population("document that the policy names", ("policy_id",), about_people=False)
def named_policies(policies: Table, settings: Settings) -> Table:
    # From a table with a row, so that documents that do not exist are asked for, too.
    names = ibis.array([ibis.literal(one) for one in settings.policy_review.named])
    rows = policies.aggregate(documents=policies.count()).select(policy_id=names.unnest())
    return joined(rows, policies, "policy_id", owner_id="owner_id", next_review_on="next_review_on")


@population("promise that somebody must vouch for", ("promise",), about_people=False)
def attested_promises(attestations: Table) -> Table:
    promises = ibis.array([ibis.literal(one.id) for one in CLAUSES if one.area == ATTESTED])
    return attestations.aggregate(rows=attestations.count()).select(promise=promises.unnest())


@population("comparison of a group with everybody else", ("about", "characteristic", "group"))
def group_comparisons(group_rates: Table) -> Table:
    return group_rates


POPULATIONS = {
    one.name: one
    for one in (
        accesses,
        source_days,
        first_contacts,
        consent_decisions,
        open_purposes,
        disclosures_made,
        signed_forms,
        staff_in_service,
        policy_documents,
        open_consents,
        visits,
        enquiries_received,
        concerns_raised,
        protocols_in_force,
        breaches_known,
        breach_decisions,
        reveals_made,
        assets_held,
        named_policies,
        attested_promises,
        group_comparisons,
        published_tables,
        published_files,
    )
}
