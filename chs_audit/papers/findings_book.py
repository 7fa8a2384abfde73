"""All findings in a workbook, every row of them, for a manager to work through."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from chs_audit.audit import Audit
from chs_audit.papers import flags
from chs_audit.papers.evidence import standing
from chs_audit.papers.fix_list import fix_list
from chs_audit.papers.scorecard import by_area
from chs_audit.review.identity import dressed_findings
from chs_audit.review.signing import NO_LEDGER, Status

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
    "status": 90,
    "paper": 30,
    "found": 16,
    "note": 50,
    "breaches": 30,
    "flagged": 40,
    "flags": 40,
    "flag": 20,
    "title": 50,
    "event id": 36,
    "counted": 30,
    "expectation": 60,
}


def write_findings(audit: Audit, path: Path, status: Status = NO_LEDGER) -> None:
    """Sheets: status, scorecard, findings, cases, flags, files read and more; printed pages of
    what is not signed say DRAFT at their head. Cells are text or numbers, never formulas."""
    findings = audit.findings
    findings = findings.assign(sentence=audit.sentences(findings), **standing(findings, status))
    findings = dressed_findings(audit, findings)
    findings["happened_on"] = findings["happened_on"].dt.strftime("%d/%m/%Y").fillna("")
    draft = "DRAFT. " if status.draft else ""
    sheets = {
        "Status": pd.DataFrame({"status": [draft + status.says]}),
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
                "state",
                "conclusion",
            ]
        ],
        "Cases": flags.cases_sheet(audit),
        "Accesses of cases": flags.accesses_sheet(audit),
        "Flags": flags.flags_sheet(audit, audit.flags),
        "Flags by staff": flags.flags_sheet(audit, audit.flags_by_staff),
        "Fix list": fix_list(audit),
        "Tensions": audit.tensions,
        "Files read": audit.import_report.frame(),
    }
    write_sheets(sheets, path, f"Findings: {audit.settings.charity.name}", draft)


def write_sheets(
    sheets: Mapping[str, pd.DataFrame], path: Path, title: str, head_line: str = ""
) -> None:
    """A workbook of these sheets, whose cells are text or numbers, never formulas; the head
    line stands on every printed page."""
    # Constant memory: rows are written out as they come, so a long list costs no more.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"title": title})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.set_header(f"&L{head_line}&RPage &P of &N")
            _write(sheet, frame, head, body)


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
