"""The audit as one JSON document: what was read, under which settings, and what was found."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from chs_audit import __version__
from chs_audit.audit import Audit
from chs_audit.papers import flags


def evidence(audit: Audit) -> dict[str, Any]:
    """Plain data for JSON: version, charity, period, as_at, settings, files, controls,
    flags, cases, findings. No name of a person is in it; findings are named by the records' own keys."""
    findings = audit.findings
    return {
        "version": __version__,
        "charity": audit.settings.charity.name,
        "period": {"from": str(audit.period.first), "to": str(audit.period.last)},
        "as_at": str(audit.as_at),
        # People's sign-in names stand in the source mappings, and stay out.
        "settings": audit.settings.model_dump(mode="json", exclude={"source"}),
        "files": [asdict(file) for file in audit.import_report.files],
        "controls": audit.scorecard.astype({"area": "str"}).to_dict("records"),
        # In aggregate: whom a flag or a case is about stands in the workbook of findings.
        "flags": flags.plain(audit.flags),
        "cases": flags.plain(audit.cases.drop(columns=["staff_id", "event_ids"])),
        "findings": findings.assign(
            happened_on=findings["happened_on"]
            .dt.strftime("%Y-%m-%d")
            .where(findings["happened_on"].notna(), None)
        ).to_dict("records"),
    }


def evidence_json(audit: Audit) -> str:
    """The same as text, its keys sorted so that two runs can be compared line by line."""
    return json.dumps(evidence(audit), indent=2, sort_keys=True, ensure_ascii=False) + "\n"
