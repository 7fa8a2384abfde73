"""What the policy leaves open about access to records: need to know, explanations, flags, logs."""

from __future__ import annotations

from typing import Literal

from pydantic import (
    Field,
    NonNegativeInt,
    PositiveInt,
    model_validator,
)

from chs_audit.policy.section import Section, WordsFor


class NeedToKnow(Section):
    session_window_days: NonNegativeInt = Field(
        7,
        description="Days before and after a session in which its worker may open the record (NK-01).",
    )
    case_grace_days: NonNegativeInt = Field(
        14,
        description="Days after a case ends in which its worker may still open the record (NK-01).",
    )
    request_grace_days: NonNegativeInt = Field(
        14,
        description="Days after a request or handover is closed in which whoever handled it may still open the record (NK-01).",
    )
    recording_grace_days: NonNegativeInt = Field(
        7,
        description="Days within which an assignment may be written down after the fact; an access longer before that is backdated (NK-01).",
    )
    break_glass_review_days: PositiveInt = Field(
        5,
        description="Days within which an override in an emergency must be reviewed (NK-01).",
    )
    reveal_decision_days: NonNegativeInt = Field(
        14,
        description="Days within which the finding for which somebody was revealed must be decided (NK-08).",
    )
    leaving_grace_days: NonNegativeInt = Field(
        0, description="Days after leaving in which somebody may still open records (NK-03)."
    )
    sections: WordsFor = Field(
        {},
        description="For each role, the sections of a record that it needs (NK-02); without any, not tested.",
    )
    bulk_copy_people: PositiveInt = Field(
        25, description="People whose records are copied in a day before it is in bulk (NK-04)."
    )
    usual_copy_people: NonNegativeInt = Field(
        5,
        description="People whose records somebody usually copies in a day without a reason (NK-04).",
    )
    usual_events: PositiveInt = Field(
        5,
        description="Events that a weekday usually has, as a median, from which a day without any is a gap (NK-07).",
    )


class Explanations(Section):
    """Which recorded facts make an access needed: one switch for each explanation (NK-01)."""

    own_case: bool = Field(True, description="The person is on their own caseload.")
    cover: bool = Field(True, description="They stand in for a colleague who is away.")
    line_management: bool = Field(
        True, description="The person is on the caseload of somebody whom they manage."
    )
    session: bool = Field(
        True, description="They have a session with the person within session_window_days."
    )
    same_family: bool = Field(
        True, description="A member of the person's family is on their own caseload."
    )
    safeguarding: bool = Field(
        True, description="They lead on safeguarding, and a concern about the person is open."
    )
    request: bool = Field(
        True, description="They handle a request, referral or complaint about the person."
    )
    handover: bool = Field(True, description="The person is being handed over to them.")
    group: bool = Field(
        True, description="They run a group that the person went to within session_window_days."
    )
    same_team: bool = Field(
        False,
        description="Somebody in their team has the person on their caseload. Broad: whole teams see all; T16.",
    )
    break_glass: bool = Field(
        True,
        description="They overrode the lock in an emergency with a reason, reviewed within break_glass_review_days.",
    )

    @model_validator(mode="after")
    def _any(self) -> Explanations:
        if not any(on for name, on in self if name != "break_glass"):
            raise ValueError("at least one explanation besides break_glass switched on")
        return self


class Sources(Section):
    retention_days: dict[str, PositiveInt] = Field(
        {"microsoft-365": 180},
        description="For each source of the access log, the days after which it deletes its events.",
    )


Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Flags(Section):
    """From when on something is worth a look; no flag is a breach by itself."""

    office_from: int = Field(
        7, ge=0, le=24, description="The hour from which records are opened on an ordinary day."
    )
    office_until: int = Field(
        21, ge=0, le=24, description="The hour until which they are; later is out of hours."
    )
    office_days: tuple[Weekday, ...] = Field(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
        description="The days of the week on which records are opened at all.",
    )
    many_people: PositiveInt = Field(
        10, description="People opened for the first time that day, in a short time, that are many."
    )
    short_minutes: PositiveInt = Field(30, description="Minutes that are a short time.")
    walk_people: int = Field(
        8, ge=3, description="People opened in the order of their numbers that are a walk."
    )
    walk_step: PositiveInt = Field(
        5, description="How far apart two numbers of a walk may lie: some records are left out."
    )
    after_case_days: PositiveInt = Field(
        90, description="Days after a case ended, grace included, that are long after it."
    )
    dormant_days: PositiveInt = Field(
        60, description="Days without any access after which an account was asleep."
    )
    repeated_days: int = Field(
        3,
        ge=2,
        description="Days on which one person is looked at without explanation that are again and again.",
    )
    edit_view_days: NonNegativeInt = Field(
        7, description="Days within which whoever changes a record must have looked at it before."
    )
    least_lift: float = Field(
        2.0,
        ge=1,
        description="How many times more often than by chance a flag must surely be raised to make a case by itself.",
    )
    case_gap_days: NonNegativeInt = Field(
        3, description="Days between two visits of the same kind that still make one case."
    )

    @model_validator(mode="after")
    def _in_order(self) -> Flags:
        if self.office_from >= self.office_until:
            raise ValueError("an office_from before office_until")
        return self
