"""What a clause is, and the areas of policy under which clauses are shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Clause:
    """One promise of the policy.

    Args:
        id: permanent id, such as "NK-01".
        place: where the policy makes the promise.
        area: the heading under which trustees see it.
        promise: the promise in our words.
    """

    id: str
    place: str
    area: str
    promise: str


NEED_TO_KNOW = "Need to know"
CONSENT = "Informed consent"
DISCLOSURE = "Disclosure to third parties"
VISITORS = "Visitors and meetings"
SAFEGUARDING = "Safeguarding"
JOINT_WORKING = "Joint working"
AWARENESS = "Staff awareness"
RECORDS = "Keeping records"
BREACHES = "Breaches"
PUBLICATIONS = "Publications"
POLICIES = "Policies and review"
EQUALITY = "Equality"
ATTESTED = "Attested promises"

AREAS = (
    NEED_TO_KNOW,
    CONSENT,
    DISCLOSURE,
    VISITORS,
    SAFEGUARDING,
    JOINT_WORKING,
    AWARENESS,
    RECORDS,
    BREACHES,
    PUBLICATIONS,
    POLICIES,
    EQUALITY,
    ATTESTED,
)
