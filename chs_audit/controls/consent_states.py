"""The states of a consent, and when each begins: the one place that says what "in force" means.

The names are those of ISO/IEC TS 27560, which describes how consent is put on record. A
consent only ever moves down the table STATES; it leaves a state when a later one begins.

Some moves have a day on record and others a minute, and times are stored in UTC while days
are those of the charity. So a moment is written as text that sorts: the day, and after it the
instant, if there is one. A day alone comes before all that happened on it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass

import ibis
from ibis.expr.types import DateValue, StringValue, Table, TimestampValue

from chs_audit.controls.moment import Moment
from chs_audit.expressions import same_words


@dataclass(frozen=True)
class State:
    """One state of a consent.

    Args:
        name: as in ISO/IEC TS 27560.
        means: what it means, for the page in `docs/`.
        begins: when it begins, for the same page.
        after: the states from which a consent comes to it; "" is no state at all.
        moment: the consents, with what :func:`_answered_again` adds -> when it begins as
            text, null where it never does.
        in_force: whether information may go out on the strength of it.
    """

    name: str
    means: str
    begins: str
    after: tuple[str, ...]
    moment: Callable[[Table], StringValue]
    in_force: bool = False


def moment(at: TimestampValue, on: DateValue) -> StringValue:
    """An instant, and its day in the charity's time zone, as text that sorts."""
    return day(on).concat(" ", at.cast("string"))


def day(on: DateValue) -> StringValue:
    """The beginning of a day as text that sorts."""
    return on.cast("date").cast("string")


def end_of(as_at: Moment) -> StringValue:
    """The last instant of a day as text that sorts."""
    return ibis.literal(f"{as_at.day} {as_at.last}")


def _decided(rows: Table, answer: str) -> StringValue:
    given = rows.decision == answer
    return given.ifelse(moment(rows.decided_at, rows.decided_on), ibis.null("string"))


def _once_given(rows: Table, begins: StringValue) -> StringValue:
    """Nothing ends a consent before it was given; if nobody knows when that was, at once."""
    later = ibis.greatest(begins, _decided(rows, "given"))
    return (begins.notnull() & (rows.decision == "given")).ifelse(later, ibis.null("string"))


def _renewed(rows: Table) -> StringValue:
    talked = rows.reviewed_on > rows.decided_on
    return _once_given(rows, talked.ifelse(day(rows.reviewed_on), ibis.null("string")))


def _expired(rows: Table) -> StringValue:
    # From a moment, not a day: DuckDB's day plus days is a moment, whatever Ibis calls it.
    first_day_after = (rows.expires_on.cast("timestamp") + ibis.interval(days=1)).date()
    return _once_given(rows, day(first_day_after))


def _withdrawn(rows: Table) -> StringValue:
    taken_back = moment(rows.withdrawn_at, rows.withdrawn_on)
    return _once_given(rows, ibis.least(taken_back, rows.refused_again))


STATES: tuple[State, ...] = (
    State(
        "requested",
        "The person was asked, and has not answered yet.",
        "`requested_at`",
        ("",),
        lambda rows: moment(rows.requested_at, rows.requested_on),
    ),
    State(
        "refused",
        "They said no.",
        "`decided_at`, where the decision is *refused*",
        ("", "requested"),
        lambda rows: _decided(rows, "refused"),
    ),
    State(
        "given",
        "They said yes.",
        "`decided_at`, where the decision is *given*",
        ("", "requested"),
        lambda rows: _decided(rows, "given"),
        in_force=True,
    ),
    State(
        "renewed",
        "They said yes, and it was talked through with them again since.",
        "`reviewed_on`, if that is later than the day of the answer",
        ("given",),
        _renewed,
        in_force=True,
    ),
    State(
        "expired",
        "They said yes, and its last day is over. Talking it through does not bring it back: they have to be asked again.",
        "the day after `expires_on`",
        ("", "requested", "given", "renewed"),
        _expired,
    ),
    State(
        "withdrawn",
        "They took it back; or they were asked again, for the same purpose and the same recipients, and said no.",
        "`withdrawn_at`, or the `decided_at` of the later refusal",
        ("", "requested", "given", "renewed", "expired"),
        _withdrawn,
    ),
    State(
        "invalidated",
        "It was found not to count, for example because somebody had answered who may not, and was set aside.",
        "`invalidated_at`",
        ("", "requested", "refused", "given", "renewed", "expired", "withdrawn"),
        lambda rows: moment(rows.invalidated_at, rows.invalidated_on),
    ),
)

IN_FORCE = tuple(state.name for state in STATES if state.in_force)


def consent_stretches(consents: Table) -> Table:
    """Every consent's stretches of state: consent_id, state, begins, ends (as text that sorts).

    The state holds from `begins`, that moment in it, until `ends`, which is null while it
    goes on. A consent has one state at a time, and none before it was asked for or given.
    """
    rows = _answered_again(consents)
    every = functools.reduce(
        lambda some, more: some.union(more),
        (
            rows.select(
                "consent_id",
                state=ibis.literal(state.name),
                place=ibis.literal(place),
                begins=state.moment(rows),
            )
            for place, state in enumerate(STATES)
        ),
    )
    begun = every.filter(every.begins.notnull())
    # Whichever of the later states begins first ends this one, or keeps it from beginning.
    later = ibis.window(group_by="consent_id", order_by=ibis.desc("place"), rows=(None, -1))
    begun = begun.mutate(ends=begun.begins.min().over(later))
    held = begun.filter(begun.ends.isnull() | (begun.begins < begun.ends))
    return held.drop("place")


def with_state(rows: Table, consent_stretches: Table, when: StringValue) -> Table:
    """The rows with `consent_state` at that moment, and the day on which it had begun, in
    `consent_state_on`: of the consent whose consent_id they hold.

    Both are null before the consent was asked for or given, and at an unknown moment.
    """
    states = consent_stretches.select(
        state_of="consent_id",
        consent_state="state",
        consent_state_on=consent_stretches.begins.substr(0, 10).cast("date"),
        begins="begins",
        ends="ends",
    )
    return rows.left_join(
        states,
        [
            rows.consent_id == states.state_of,
            states.begins <= when,
            states.ends.isnull() | (when < states.ends),
        ],
    ).drop("state_of", "begins", "ends")


def _answered_again(consents: Table) -> Table:
    """The consents with `refused_again` and `answered_again`: the moments of the first no, and
    of the first answer at all, to the same question of the same person after their own."""
    answers = consents.filter(consents.decision.notnull() & consents.decided_at.notnull())
    answers = answers.select(
        later_person="person_id",
        later_purpose=same_words(answers.purpose),
        later_recipients=same_words(answers.recipients),
        later_at="decided_at",
        later_decision="decision",
        later=moment(answers.decided_at, answers.decided_on),
    )
    pairs = consents.inner_join(
        answers,
        [
            consents.person_id == answers.later_person,
            same_words(consents.purpose) == answers.later_purpose,
            same_words(consents.recipients) == answers.later_recipients,
            consents.decided_at < answers.later_at,
        ],
    )
    first = pairs.group_by(again_id="consent_id").aggregate(
        answered_again=pairs.later.min(),
        refused_again=pairs.later.min(where=pairs.later_decision == "refused"),
    )
    return consents.left_join(first, consents.consent_id == first.again_id).drop("again_id")


def answered_by(consents: Table, when: StringValue) -> Table:
    """Those of the consents whose question the same person had answered anew by then."""
    rows = _answered_again(consents)
    return rows.filter(rows.answered_again <= when).select("consent_id")
