"""All findings in a workbook, every row of them, for a manager to work through."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from chs_audit.audit import Audit
from chs_audit.papers import flags
from chs_audit.papers.fix_list import fix_list
from chs_audit.papers.scorecard import by_area

WIDTHS = {
    "sentence": 90,
    "promise": 60,
    "area": 26,
    "id": 22,
    "key": 30,
    "reasons": 30,
    "not tested because": 40,
    "why not tested": 40,
    "file": 30,
    "set aside why": 50,
    "also": 40,
    "missing": 90,
    "blocks": 20,
    "who can supply": 34,
    "question": 90,
    "places": 26,
    "settled by": 50,
    "records are": 60,
    "breaches": 30,
    "flagged": 40,
    "flags": 40,
    "flag": 20,
    "title": 50,
    "event id": 36,
    "counted": 30,
    "expectation": 60,
}


def write_findings(audit: Audit, path: Path) -> None:
    """Sheets: scorecard, findings, cases, flags, files read. Cells are text or numbers, never formulas."""
    findings = audit.findings
    findings = findings.assign(sentence=audit.sentences(findings))
    findings["happened_on"] = findings["happened_on"].dt.strftime("%d/%m/%Y").fillna("")
    sheets = {
        "Scorecard": audit.scorecard.rename(columns={"not_tested": "not tested because"}),
        "By area": by_area(audit.scorecard),
        "Findings": findings[
            [
                "id",
                "area",
                "control",
                "severity",
                "kind",
                "happened_on",
                "sentence",
                "also",
                "reasons",
                "key",
            ]
        ],
        "Cases": flags.cases_sheet(audit),
        "Accesses of cases": flags.accesses_sheet(audit),
        "Flags": flags.flags_sheet(audit.flags),
        "Flags by staff": flags.flags_sheet(audit.flags_by_staff),
        "Fix list": fix_list(audit),
        "Tensions": audit.tensions,
        "Files read": audit.import_report.frame(),
    }
    # Constant memory: rows are written out as they come, so a long list costs no more.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": f"Findings: {audit.settings.charity.name}"})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for title, frame in sheets.items():
            _write(book.add_worksheet(title), frame, head, body)


def _write(sheet: Worksheet, frame: pd.DataFrame, head: Format, body: Format) -> None:
    names = [str(name).replace("_", " ") for name in frame.columns]
    for column, name in enumerate(names):
        sheet.set_column(column, column, WIDTHS.get(name, 13))
    sheet.freeze_panes(1, 0)
    if len(frame):
        sheet.autofilter(0, 0, len(frame), len(names) - 1)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name.capitalize(), head)
    for row, values in enumerate(frame.itertuples(index=False), start=1):
        for column, value in enumerate(values):
            if value is pd.NA:
                sheet.write_blank(row, column, None, body)
            elif isinstance(value, int | float) and not isinstance(value, bool):
                sheet.write_number(row, column, value, body)
            else:
                # write_string never reads a leading "=" as a formula.
                sheet.write_string(row, column, str(value), body)
