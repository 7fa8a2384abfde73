"""What the policy leaves open, with a default for each and a comment that says what it decides.

"Regularly", "at the same time" and "immediate" have no numbers in the policy: these are the
trustees' to set, in a section of `audit.toml` named like the field of :class:`Parameters`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, NonNegativeInt, PositiveInt


class Section(BaseModel):
    """A section of `audit.toml`: frozen, and strict about names and types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class NeedToKnow(Section):
    session_window_days: NonNegativeInt = Field(
        7,
        description="Days before and after a session in which its worker may open the record (NK-01).",
    )
    case_grace_days: NonNegativeInt = Field(
        14,
        description="Days after a case ends in which its worker may still open the record (NK-01).",
    )
    leaving_grace_days: NonNegativeInt = Field(
        0, description="Days after leaving in which somebody may still open records (NK-03)."
    )


class InformedConsent(Section):
    purposes: tuple[str, ...] = Field(
        ("school liaison", "health services", "holiday activities"),
        description="The purposes for which every open service user needs a decision on consent (IC-07).",
    )
    first_contact_grace_days: NonNegativeInt = Field(
        0,
        description="Days after first contact by which people must have been told and asked (IC-01).",
    )


class Disclosure(Section):
    ground_review_days: PositiveInt = Field(
        5, description="Days within which a disclosure on a lawful ground must be reviewed (TP-01)."
    )


class VisitorForms(Section):
    same_minute: Literal["broken", "kept"] = Field(
        "broken",
        description="Whether a form signed in the minute in which the meeting starts was signed before it (VF-01).",
    )
    volunteers_sign: bool = Field(
        False,
        description="Whether volunteers sign the form too: the policy calls them insiders (3, 4) and third parties (5.2).",
    )
    covers: Literal["each-meeting", "series", "once"] = Field(
        "each-meeting",
        description="What one form covers: its meeting, the whole series, or everything from then on (VF-01).",
    )
    policies_given: Literal["same-day-before-start", "same-day", "before-start"] = Field(
        "same-day-before-start",
        description="What handing the policies over at the same time as signing means (VF-02).",
    )


class Awareness(Section):
    new_version_days: NonNegativeInt = Field(
        30, description="Days after a new version in which everybody must acknowledge it (AW-01)."
    )
    policy: str = Field(
        "confidentiality", description="The policy_id of the policy to be acknowledged (AW-01)."
    )


class PolicyReview(Section):
    interval_months: PositiveInt = Field(
        12, description="Months between two reviews of a policy (PO-01)."
    )


class Parameters(Section):
    """Every choice that the policy leaves open."""

    need_to_know: NeedToKnow = NeedToKnow()
    informed_consent: InformedConsent = InformedConsent()
    disclosure: Disclosure = Disclosure()
    visitor_forms: VisitorForms = VisitorForms()
    awareness: Awareness = Awareness()
    policy_review: PolicyReview = PolicyReview()
