"""The workbook: one panel per question, for JupyterLab, each with a static twin."""

from chs_audit.workbook.access_log import AccessLogReview
from chs_audit.workbook.annual import AnnualAudit
from chs_audit.workbook.awareness import AwarenessAndPolicies
from chs_audit.workbook.consents import ConsentCoverage
from chs_audit.workbook.meeting import TrusteeMeeting
from chs_audit.workbook.start import StartHere
from chs_audit.workbook.visitors import VisitorForms

__all__ = [
    "AccessLogReview",
    "AnnualAudit",
    "AwarenessAndPolicies",
    "ConsentCoverage",
    "StartHere",
    "TrusteeMeeting",
    "VisitorForms",
]
