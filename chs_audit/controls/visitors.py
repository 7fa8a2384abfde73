"""Visitors at meetings: the form they sign, and the policies they are handed."""

from __future__ import annotations

import ibis
from ibis.expr.types import Table

from chs_audit.controls.control import broken, cannot_tell, control, decide, kept
from chs_audit.controls.versions import with_version_in_force
from chs_audit.expressions import codes_where
from chs_audit.settings import Settings


@control(
    "VF-01",
    population="visits",
    severity="high",
    reasons={
        "missing": "A visitor was at the meeting on {starts_on} without a form for it.",
        "signed-after-start": "The form was signed at {signed_at}, after the meeting began at {starts_at}.",
        "same-minute": "The form was signed in the minute in which the meeting began, {starts_at}.",
    },
    cannot_tell={
        "no-start": "When the meeting began is not on record.",
        "no-signing-time": "There is a form for the meeting on {starts_on}, but not when it was signed.",
    },
    parameters=(
        "visitor_forms.same_minute",
        "visitor_forms.volunteers_sign",
        "visitor_forms.covers",
    ),
)
def signed_before_start(
    visits: Table, visitor_forms: Table, meetings: Table, settings: Settings
) -> Table:
    """Every third party at a meeting has signed the visitors' form before it begins.

    Why: What is said at a meeting cannot be unsaid. A promise made afterwards protects
    nobody.

    What breaks it: A visitor has no form for the meeting, or signed it after the start, or
    in the minute of the start. Whether volunteers are third parties here, or insiders, the
    policy leaves open (T7): the settings say which reading stands, and where the other one
    would judge a volunteer differently, both verdicts are shown.

    What to do: Have the visitor sign now, and ask them to treat as confidential what they
    heard. Hand out the form at reception, before anybody sits down.
    """
    choice = settings.visitor_forms
    rows = _first_form(visits, visitor_forms, meetings, choice.covers)
    signed_minute = rows.signed_at.truncate("minute")
    start_minute = rows.starts_at.truncate("minute")
    too_late = signed_minute > start_minute
    same_minute = (signed_minute == start_minute) & (choice.same_minute == "broken")
    volunteer = (rows.kind == "volunteer").fill_null(False)
    unsigned = rows.starts_at.notnull() & (rows.forms.isnull() | (too_late | same_minute))
    if choice.volunteers_sign:
        let_off, also = [], "kept by 3 and 4: an insider (T7: volunteers_sign = true)"
    else:
        let_off = [kept(volunteer)]
        also = "broken by 5.2: a third party (T7: volunteers_sign = false)"
    return decide(
        rows,
        *let_off,
        cannot_tell(rows.starts_at.isnull(), "no-start"),
        broken(rows.forms.isnull(), "missing"),
        cannot_tell(rows.signed_at.isnull(), "no-signing-time"),
        broken(too_late, "signed-after-start"),
        broken(same_minute, "same-minute"),
        also=(volunteer & unsigned).ifelse(also, ibis.null("string")),
    )


def _first_form(parties: Table, forms: Table, meetings: Table, covers: str) -> Table:
    """Each visitor with the earliest signing among the forms that cover the meeting."""
    if covers == "each-meeting":
        scope = {"meeting_id": "meeting_id"}
    elif covers == "series":
        scope = {"scope": "scope"}
        parties = parties.mutate(scope=parties.series.fill_null(parties.meeting_id))
        series = meetings.select(form_meeting_id="meeting_id", form_series="series")
        forms = forms.left_join(series, forms.meeting_id == series.form_meeting_id)
        forms = forms.mutate(scope=forms.form_series.fill_null(forms.meeting_id))
    else:
        scope = {}
    keys = {"form_visitor": "visitor_id", **{f"form_{name}": name for name in scope}}
    first = forms.group_by(**{alias: forms[name] for alias, name in keys.items()}).aggregate(
        signed_at=forms.signed_at.min(), forms=forms.count()
    )
    return parties.left_join(first, [parties[name] == first[alias] for alias, name in keys.items()])


@control(
    "VF-02",
    population="signed_forms",
    severity="medium",
    reasons={
        "confidentiality-policy-not-given": "The confidentiality policy was not handed over.",
        "disclosure-policy-not-given": "The policy on disclosure of information was not handed over.",
        "given-at-another-time": "A policy was not handed over at the time of signing, {signed_at}.",
    },
    cannot_tell={
        "time-unknown": "When the form was signed, or when a policy was handed over, is not on record.",
        "no-start": "When the meeting began is not on record.",
    },
    parameters=("visitor_forms.policies_given",),
)
def both_policies_given(signed_forms: Table, settings: Settings) -> Table:
    """Whoever signs the visitors' form is handed both policies at the same time.

    Why: Nobody can promise to keep rules that they have not been given.

    What breaks it: One of the two policies was not handed over, or not at the time of
    signing as the settings define it.

    What to do: Hand over both policies now, and keep copies beside the forms.
    """
    rule = settings.visitor_forms.policies_given
    rows = signed_forms
    late, unknown = ibis.literal(False), rows.signed_at.isnull()
    for policy in ("confidentiality", "disclosure"):
        given = rows[f"{policy}_policy_given"]
        at, on = rows[f"{policy}_policy_given_at"], rows[f"{policy}_policy_given_on"]
        if rule in ("same-day", "same-day-before-start"):
            late |= (given & (on != rows.signed_on)).fill_null(False)
        if rule in ("before-start", "same-day-before-start"):
            late |= (given & (at > rows.starts_at)).fill_null(False)
        unknown |= given.isnull() | (given & at.isnull())
    rows = rows.mutate(
        missing=codes_where(
            (~rows.confidentiality_policy_given, "confidentiality-policy-not-given"),
            (~rows.disclosure_policy_given, "disclosure-policy-not-given"),
            (late, "given-at-another-time"),
        )
    )
    needs_start = rule != "same-day"
    no_start = rows.meeting_id.notnull() & rows.starts_at.isnull() & ibis.literal(needs_start)
    return decide(
        rows,
        broken(rows.missing != "", rows.missing),
        cannot_tell(unknown, "time-unknown"),
        cannot_tell(no_start, "no-start"),
    )


@control(
    "VF-03",
    population="signed_forms",
    severity="low",
    reasons={
        "old-version": "A policy was handed over on {signed_on} in a version that was not in force."
    },
    cannot_tell={
        "time-unknown": "When the form was signed is not on record.",
        "no-version": "Which versions were handed over on {signed_on}, or were in force then, is not on record.",
    },
    parameters=("visitor_forms.confidentiality_policy", "visitor_forms.disclosure_policy"),
)
def current_versions_given(
    signed_forms: Table, policy_versions: Table, settings: Settings
) -> Table:
    """The policies handed over to visitors are the versions in force that day.

    Why: A visitor can only keep the rules that hold, not those that held once.

    What breaks it: The version of a policy that was handed over was not the latest one
    issued by the day of signing.

    What to do: Hand over the version in force, and throw the old copies away.
    """
    choice = settings.visitor_forms
    rows = signed_forms
    old, unknown = ibis.literal(False), ibis.literal(False)
    for name, policy in (
        ("confidentiality", choice.confidentiality_policy),
        ("disclosure", choice.disclosure_policy),
    ):
        found = with_version_in_force(
            rows, policy_versions, policy, key="form_id", on="signed_on"
        ).drop("in_force_since")
        rows = found.rename({f"{name}_in_force": "version_in_force"})
        # A policy that was not handed over at all is the finding of another control.
        given = rows[f"{name}_policy_given"].fill_null(True)
        version, in_force = rows[f"{name}_policy_version"], rows[f"{name}_in_force"]
        old |= given & (version != in_force).fill_null(False)
        unknown |= given & (version.isnull() | in_force.isnull())
    return decide(
        rows,
        cannot_tell(rows.signed_on.isnull(), "time-unknown"),
        broken(old, "old-version"),
        cannot_tell(unknown, "no-version"),
    )


@control(
    "VF-04",
    population="visits",
    severity="medium",
    reasons={
        "no-legitimate-tie": "A visitor was at the meeting on {starts_on}, and their tie to the service users is not stated."
    },
    cannot_tell={
        "kind-unknown": "What kind of visitor was at the meeting on {starts_on} is not on record."
    },
)
def legitimate_visitor(visits: Table) -> Table:
    """Only visitors with a legitimate tie to the service users talked about are present.

    Why: A form makes nobody a colleague. Whoever has no part in the work has no seat.

    What breaks it: Nothing states what ties the visitor to the service users talked about.

    What to do: Ask whoever called the meeting why the visitor was there, and write it down.
    """
    rows = visits
    return decide(
        rows,
        cannot_tell(rows.kind.isnull(), "kind-unknown"),
        broken(rows.tie.isnull(), "no-legitimate-tie"),
    )


CONTROLS = (signed_before_start, both_policies_given, current_versions_given, legitimate_visitor)
