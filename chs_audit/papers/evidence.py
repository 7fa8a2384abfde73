"""The audit as one JSON document: what was read, under which settings, and what was found."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pandas as pd

from chs_audit import __version__
from chs_audit.audit import Audit
from chs_audit.controls import BY_ID
from chs_audit.controls.populations import POPULATIONS
from chs_audit.papers import flags
from chs_audit.papers.file_names import without_names
from chs_audit.review.identity import dressed_findings
from chs_audit.review.signing import NO_LEDGER, Status
from chs_audit.settings import PRIVATE


def evidence(audit: Audit, status: Status = NO_LEDGER) -> dict[str, Any]:
    """Plain data for JSON: version, audit, draft, status, ledger (where its chain ended),
    charity, period, as_at, settings, files, controls, flags, cases, findings (each with how it
    stands).

    No name of a person is in it, nor a number: they have pseudonyms. Findings about published
    files, whose names may tell of somebody, are named by their ids alone."""
    findings = dressed_findings(audit, audit.findings)
    of_files = findings["control"].map(lambda id: POPULATIONS[BY_ID[id].population].of_files)
    return {
        "version": __version__,
        "audit": status.audit_id,
        "draft": status.draft,
        "status": f"{'DRAFT. ' if status.draft else ''}{status.says}",
        "ledger": {"events": status.head.count, "hash": status.head.hash} if status.head else None,
        "charity": audit.settings.charity.name,
        "period": {"from": str(audit.period.first), "to": str(audit.period.last)},
        "as_at": str(audit.as_at),
        # People's sign-in names and the ledger's password stay out.
        "settings": audit.settings.model_dump(mode="json", exclude=set(PRIVATE)),
        "files": [asdict(file) for file in without_names(audit.import_report.files)],
        "controls": audit.scorecard.astype({"area": "str"}).to_dict("records"),
        # In aggregate: whom a flag or a case is about stands in the workbook of findings.
        "flags": flags.plain(audit.flags),
        "cases": flags.plain(audit.cases.drop(columns=["staff_id", "event_ids"])),
        "findings": findings.assign(
            key=findings["key"].mask(of_files.astype(bool), ""),
            happened_on=findings["happened_on"]
            .dt.strftime("%Y-%m-%d")
            .where(findings["happened_on"].notna(), None),
            **standing(findings, status),
        ).to_dict("records"),
    }


def standing(findings: pd.DataFrame, status: Status) -> dict[str, pd.Series]:
    """Two more columns for findings: the state of each, and what was concluded."""
    told = [status.stands.get(id, ("undecided", "")) for id in findings["id"]]
    return {
        name: pd.Series([one[place] for one in told], index=findings.index, dtype="str")
        for place, name in enumerate(("state", "conclusion"))
    }


def evidence_json(audit: Audit, status: Status = NO_LEDGER) -> str:
    """The same as text, its keys sorted so that two runs can be compared line by line."""
    return json.dumps(evidence(audit, status), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
