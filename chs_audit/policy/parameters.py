"""What the policy leaves open, with a default for each and a comment that says what it decides.

"Regularly", "at the same time" and "immediate" have no numbers in the policy: these are the
trustees' to set, in a section of `audit.toml` named like the field of :class:`Parameters`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import (
    Field,
    NonNegativeInt,
    PositiveInt,
)

from chs_audit.policy.access_parameters import Explanations, Flags, NeedToKnow, Sources
from chs_audit.policy.section import Section, StaffKind, Words, WordsFor


class InformedConsent(Section):
    purposes: Words = Field(
        ("school liaison", "health services", "holiday activities"),
        description="The purposes for which every open service user needs a decision on consent (IC-07).",
    )
    first_contact_grace_days: NonNegativeInt = Field(
        0,
        description="Days after first contact by which people must have been told and asked (IC-01).",
    )
    ability_age: NonNegativeInt = Field(
        16,
        description="Age in years from which people are presumed able to consent themselves (IC-04).",
    )
    review_months: PositiveInt = Field(
        12,
        description="Months after which a consent in force must be talked through again (IC-06).",
    )


class Disclosure(Section):
    ground_review_days: PositiveInt = Field(
        5,
        description="Days within which a disclosure on a lawful ground must be reviewed (TP-01).",
    )
    purposes: Words = Field(
        ("school liaison", "health services", "holiday activities", "protection", "reference"),
        description="The service's own purposes; nothing goes out for another (TP-08).",
    )
    sections_by_purpose: WordsFor = Field(
        {},
        description="For each purpose, the sections that may go for it (TP-03); a purpose not named here allows what the consent allows.",
    )
    boilerplate_count: PositiveInt = Field(
        10,
        description="Disclosures with the very same reason from which it is no reason (TP-04).",
    )


class VisitorForms(Section):
    same_minute: Literal["broken", "kept"] = Field(
        "broken",
        description="Whether a form signed in the minute in which the meeting starts was signed before it (VF-01).",
    )
    volunteers_sign: bool = Field(
        False,
        description="Whether volunteers sign the form too: the policy calls them insiders (3, 4) and third parties (5.2); T7.",
    )
    covers: Literal["each-meeting", "series", "once"] = Field(
        "each-meeting",
        description="What one form covers: its meeting, the whole series, or everything from then on (VF-01; T8).",
    )
    policies_given: Literal["same-day-before-start", "same-day", "before-start"] = Field(
        "same-day-before-start",
        description="What handing the policies over at the same time as signing means (VF-02; T8).",
    )
    confidentiality_policy: str = Field(
        "confidentiality", description="The policy_id of the first policy handed over (VF-03)."
    )
    disclosure_policy: str = Field(
        "disclosure", description="The policy_id of the second policy handed over (VF-03)."
    )


class Safeguarding(Section):
    escalation_hours: PositiveInt = Field(
        24,
        description="Hours within which a concern must reach management or trustees (SG-01).",
    )
    decision_days: PositiveInt = Field(
        5, description="Days within which it is decided whether to share a concern (SG-02)."
    )


class JointWorking(Section):
    review_months: PositiveInt = Field(
        12, description="Months between two reviews of a joint working protocol (JW-02)."
    )


class Awareness(Section):
    new_version_days: NonNegativeInt = Field(
        30, description="Days after a new version in which everybody must acknowledge it (AW-01)."
    )
    policy: str = Field(
        "confidentiality", description="The policy_id of the policy to be acknowledged (AW-01)."
    )
    induction_days: NonNegativeInt = Field(
        30, description="Days after the first day within which data protection is taught (AW-02)."
    )
    refresher_months: PositiveInt = Field(
        12, description="Months after which it must be refreshed (AW-02)."
    )


class RecordsKept(Section):
    permitted_places: Words = Field(
        (), description="Where records may be kept (RM-02); without any, not tested."
    )
    check_months: PositiveInt = Field(
        6, description="Months within which each set of records is checked again (RM-02)."
    )
    networks: Words = Field(
        (),
        description="How the addresses or devices begin from which records may be opened (RM-03); without any, not tested.",
    )
    remote_kinds: tuple[StaffKind, ...] = Field(
        (), description="The kinds of staff who may work from anywhere (RM-03; T12)."
    )


class Breaches(Section):
    ico_hours: PositiveInt = Field(
        72,
        description="Hours after awareness within which a report goes to the ICO (BR-02; UK GDPR, article 33).",
    )


class Publications(Section):
    threshold: PositiveInt = Field(
        10, description="A published count below this, zero aside, is a small cell (PU-01)."
    )
    rounding: PositiveInt = Field(
        5, description="What published counts are rounded to; 1 means they are exact (PU-01)."
    )


class PolicyReview(Section):
    interval_months: PositiveInt = Field(
        12, description="Months between two reviews of a policy (PO-01)."
    )
    named: Words = Field(
        (
            "confidentiality",
            "disclosure",
            "data-protection",
            "disciplinary",
            "safeguarding",
            "equality",
        ),
        description="The policy_id of each document that the policy names (PO-02).",
    )


class Equality(Section):
    level: float = Field(
        0.05,
        gt=0,
        lt=1,
        description="How unlikely a difference must be by chance to be shown (EQ-01).",
    )
    smallest_group: PositiveInt = Field(
        10,
        description="Groups of fewer people are merged, and hidden if still fewer (EQ-01).",
    )


class Attestations(Section):
    months: PositiveInt = Field(
        12, description="Months for which somebody's word for a promise holds (AT-01 and on)."
    )


class Precedence(Section):
    """Which clause stands where two judge one record differently; "" while nobody has said."""

    session_detail: Literal["", "5.1", "exceptions"] = Field(
        "",
        description="T1: session detail goes to nobody (5.1), or may on a ground or under a protocol (exceptions).",
    )
    grounds: Literal["", "1.3", "wider"] = Field(
        "",
        description="T2: only the three grounds of 1.3 stand in for consent, or safeguarding and legal duty too (wider).",
    )
    organisation_data: Literal["", "3.1", "consent"] = Field(
        "",
        description="T3: an organisation's data go to nobody (3.1), or may with its consent or a protocol (consent).",
    )
    team_sharing: Literal["", "4.2", "5.1"] = Field(
        "",
        description="T6: staff need the person's consent, too, to share among themselves (4.2), or the team is taken as one (5.1).",
    )


class Parameters(Section):
    """Every choice that the policy leaves open."""

    need_to_know: NeedToKnow = NeedToKnow()
    explanations: Explanations = Explanations()
    informed_consent: InformedConsent = InformedConsent()
    disclosure: Disclosure = Disclosure()
    visitor_forms: VisitorForms = VisitorForms()
    safeguarding: Safeguarding = Safeguarding()
    joint_working: JointWorking = JointWorking()
    awareness: Awareness = Awareness()
    records_kept: RecordsKept = RecordsKept()
    breaches: Breaches = Breaches()
    publications: Publications = Publications()
    policy_review: PolicyReview = PolicyReview()
    equality: Equality = Equality()
    attestations: Attestations = Attestations()
    sources: Sources = Sources()
    flags: Flags = Flags()
    precedence: Precedence = Precedence()
