"""Flags and cases as people read them: in the workbook of findings, as plain data."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.controls.sentences import say_time
from chs_audit.review.identity import dressed

_ROUNDED = ("expected", "lift", "low", "high")


def number(value: float) -> str:
    """A number with as many digits as say something; words where there is none."""
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "without end"
    if value and abs(value) < 0.01:
        return f"{value:.1g}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def cases_sheet(audit: Audit) -> pd.DataFrame:
    """The cases for a sheet; their accesses have a sheet of their own, where all find room."""
    zone = audit.settings.charity.timezone
    cases = dressed(audit, audit.cases.drop(columns="event_ids"))
    for name in ("first_at", "last_at"):
        cases[name] = [say_time(moment, zone) for moment in cases[name]]
    return _for_a_sheet(cases)


def accesses_sheet(audit: Audit) -> pd.DataFrame:
    """Every access of every case."""
    zone = audit.settings.charity.timezone
    rows = dressed(audit, audit.case_accesses)
    rows["occurred_at"] = [say_time(moment, zone) for moment in rows["occurred_at"]]
    return _for_a_sheet(rows)


def flags_sheet(audit: Audit, rows: pd.DataFrame) -> pd.DataFrame:
    """Flags for a sheet, rounded."""
    return _for_a_sheet(dressed(audit, rows).rename(columns={"not_tested": "why not tested"}))


def plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as plain data for JSON: what is no number is null, moments are text."""
    return [
        {str(name): _plain(value) for name, value in row.items()} for row in rows.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.isoformat()
    if value is None or value is pd.NA or (isinstance(value, float) and not math.isfinite(value)):
        return None
    return value


def _for_a_sheet(rows: pd.DataFrame) -> pd.DataFrame:
    told = rows.astype("object")
    for name in told.columns.intersection(list(_ROUNDED)):
        told[name] = [
            number(value) if not math.isfinite(value) else float(f"{value:.4g}")
            for value in told[name]
        ]
    return told.where(told.notna(), "")
