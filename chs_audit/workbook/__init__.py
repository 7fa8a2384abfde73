"""The workbook: one panel per question, for JupyterLab, each with a static twin."""

from chs_audit.workbook.meeting import TrusteeMeeting
from chs_audit.workbook.panel import AccessLogReview, ConsentCoverage, VisitorForms

__all__ = ["AccessLogReview", "ConsentCoverage", "TrusteeMeeting", "VisitorForms"]
