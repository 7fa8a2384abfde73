"""Populations: the rows that a control asks its question of.

Most are the rows of a record table that fall into the audit's period. A row whose date is
blank stays in: it may belong there, and what cannot be judged must not vanish. Some are
derived, such as every open service user with every purpose. Facts that several controls
about one population need are joined on here, once.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis.expr.types import Column, Table

from chs_audit.controls.moment import Moment, Span
from chs_audit.settings import Settings


@dataclass(frozen=True)
class Population:
    """Rows to ask, and how a row is named.

    Args:
        name: what controls call it.
        title: what one row is, in a sentence ("access to a record").
        key: the columns whose values, joined by "|", name a row.
        happened_on: the column with the day of what the row records, or "".
        rows: tables asked for by name -> the rows.
        asks_for: the function's argument names.
        optional: tables asked for that may be empty without making it untestable.
    """

    name: str
    title: str
    key: tuple[str, ...]
    happened_on: str
    rows: Callable[..., Table]
    asks_for: tuple[str, ...]
    optional: tuple[str, ...] = ()


def population(
    title: str, key: tuple[str, ...], happened_on: str = "", optional: tuple[str, ...] = ()
) -> Callable[[Callable[..., Table]], Population]:
    """Make a population out of a function of that name."""

    def decorate(function: Callable[..., Table]) -> Population:
        asks_for = tuple(inspect.signature(function).parameters)
        return Population(function.__name__, title, key, happened_on, function, asks_for, optional)

    return decorate


def in_period(day: Column, period: Span) -> Column:
    """Whether a day lies in the period, or is not on record."""
    return day.isnull() | day.between(period.first, period.last)


def joined(rows: Table, other: Table, key: str, **columns: str) -> Table:
    """The rows with columns of another table (ours = theirs) looked up by its unique key.

    `<key>_known` says whether the key was found. `key` is "ours" or "ours=theirs".
    """
    ours, _, theirs = key.partition("=")
    looked_up = other.select(
        **{name: other[column] for name, column in columns.items()},
        joined_key=other[theirs or ours],
    )
    return (
        rows.left_join(looked_up, rows[ours] == looked_up.joined_key)
        .mutate(**{f"{ours}_known": looked_up.joined_key.notnull()})
        .drop("joined_key")
    )


@population("access to a record", ("event_id",), "occurred_on")
def accesses(access_log: Table, staff: Table, service_users: Table, period: Span) -> Table:
    rows = access_log.filter(in_period(access_log.occurred_on, period))
    rows = joined(
        rows, staff, "staff_id", staff_kind="kind", started_on="started_on", left_on="left_on"
    )
    return joined(rows, service_users, "person_id")


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


@population("third party at a meeting", ("meeting_id", "visitor_id"), "starts_on")
def third_parties(attendances: Table, meetings: Table, settings: Settings, period: Span) -> Table:
    rows = joined(
        attendances,
        meetings,
        "meeting_id",
        starts_at="starts_at",
        starts_on="starts_on",
        series="series",
    )
    insiders = ["staff", "trustee", "service-user"]
    if not settings.visitor_forms.volunteers_sign:
        insiders.append("volunteer")
    outside = rows.kind.isnull() | rows.kind.notin(insiders)
    return rows.filter(outside & in_period(rows.starts_on, period))


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


@population("policy document", ("policy_id",))
def policy_documents(policies: Table) -> Table:
    return policies


POPULATIONS = {
    one.name: one
    for one in (
        accesses,
        first_contacts,
        consent_decisions,
        open_purposes,
        disclosures_made,
        third_parties,
        signed_forms,
        staff_in_service,
        policy_documents,
    )
}
