"""The workbook: one panel per question, for JupyterLab, each with a static twin."""

from chs_audit.workbook.panel import AccessLogReview, ConsentCoverage, VisitorForms

__all__ = ["AccessLogReview", "ConsentCoverage", "VisitorForms"]
