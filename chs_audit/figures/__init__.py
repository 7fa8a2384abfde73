"""Numbers and tables about an audit, as frames: what screens and papers show is counted here."""

from chs_audit.figures.areas import VERDICTS, promises_by_area
from chs_audit.figures.findings import (
    accesses_by_month,
    coverage_by_purpose,
    findings_of,
    reasons_of,
)
from chs_audit.figures.readiness import promises_readable

__all__ = [
    "VERDICTS",
    "accesses_by_month",
    "coverage_by_purpose",
    "findings_of",
    "promises_by_area",
    "promises_readable",
    "reasons_of",
]
