"""The workbook's charts: frame -> figure, all in one house style.

Each is loaded when it is first asked for: Matplotlib is slow to load, and without it the panel
of a page is there sooner.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chs_audit.workbook.charts.access_log import explanations_chart, hours_chart
    from chs_audit.workbook.charts.awareness import policies_chart, shares_chart
    from chs_audit.workbook.charts.consents import curve_chart
    from chs_audit.workbook.charts.counts import (
        accesses_chart,
        coverage_chart,
        protected_chart,
        reasons_chart,
    )
    from chs_audit.workbook.charts.lanes import lanes_chart
    from chs_audit.workbook.charts.readiness import readiness_chart
    from chs_audit.workbook.charts.scorecard import scorecard_chart
    from chs_audit.workbook.charts.visits import forms_chart, groups_chart

__all__ = [
    "accesses_chart",
    "coverage_chart",
    "curve_chart",
    "explanations_chart",
    "forms_chart",
    "groups_chart",
    "hours_chart",
    "lanes_chart",
    "policies_chart",
    "protected_chart",
    "readiness_chart",
    "reasons_chart",
    "scorecard_chart",
    "shares_chart",
]

_HOMES = (
    "access_log",
    "awareness",
    "consents",
    "counts",
    "lanes",
    "readiness",
    "scorecard",
    "visits",
)


def __getattr__(name: str) -> Any:
    for home in _HOMES if name in __all__ else ():
        if chart := vars(import_module(f"{__name__}.{home}")).get(name):
            return chart
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
