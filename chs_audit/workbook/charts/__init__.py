"""The workbook's charts: frame -> figure, all in one house style."""

from chs_audit.workbook.charts.awareness import policies_chart, shares_chart
from chs_audit.workbook.charts.counts import (
    accesses_chart,
    coverage_chart,
    protected_chart,
    reason_name,
    reasons_chart,
)
from chs_audit.workbook.charts.house import FILLS, STYLE
from chs_audit.workbook.charts.visits import forms_chart, groups_chart

__all__ = [
    "FILLS",
    "STYLE",
    "accesses_chart",
    "coverage_chart",
    "forms_chart",
    "groups_chart",
    "policies_chart",
    "protected_chart",
    "reason_name",
    "reasons_chart",
    "shares_chart",
]
