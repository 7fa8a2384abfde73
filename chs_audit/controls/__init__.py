"""The controls: one module per area of policy, one function per control."""

from chs_audit.controls import (
    access,
    attested,
    awareness,
    breaches,
    consent,
    consent_giving,
    disclosure,
    disclosure_extent,
    disclosure_terms,
    enquiries,
    equality,
    need_to_know,
    policies,
    publications,
    records_kept,
    reveals,
    safeguarding,
    tense,
    visitors,
)
from chs_audit.controls.control import Control

CONTROLS: tuple[Control, ...] = tuple(
    sorted(
        (
            *need_to_know.CONTROLS,
            *access.CONTROLS,
            *reveals.CONTROLS,
            *consent.CONTROLS,
            *consent_giving.CONTROLS,
            *disclosure.CONTROLS,
            *disclosure_extent.CONTROLS,
            *disclosure_terms.CONTROLS,
            *tense.CONTROLS,
            *enquiries.CONTROLS,
            *visitors.CONTROLS,
            *safeguarding.CONTROLS,
            *awareness.CONTROLS,
            *records_kept.CONTROLS,
            *breaches.CONTROLS,
            *publications.CONTROLS,
            *policies.CONTROLS,
            *equality.CONTROLS,
            *attested.CONTROLS,
        ),
        key=lambda one: one.order,
    )
)

BY_ID = {one.id: one for one in CONTROLS}

__all__ = ["BY_ID", "CONTROLS", "Control"]
