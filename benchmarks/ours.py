"""The audit of the access log by chs-audit, as a user runs it."""

from __future__ import annotations

from pathlib import Path

from benchmarks.outcome import Outcome
from chs_audit.audit import open_audit
from chs_audit.controls import CONTROLS

ABOUT_THE_LOG = tuple(one for one in CONTROLS if one.population in ("accesses", "source_days"))


def run(folder: Path) -> Outcome:
    """Audit the folder's log: scorecard and findings."""
    audit = open_audit(folder).run(controls=ABOUT_THE_LOG)
    examined = dict(zip(audit.scorecard["control"], audit.scorecard["examined"], strict=True))
    findings = audit.findings[["control", "reasons", "key"]]
    return Outcome(examined, findings.rename(columns={"reasons": "reason"}))
