"""The audit of the access log by chs-audit, as a user runs it."""

from __future__ import annotations

import time
from pathlib import Path

from benchmarks.outcome import Outcome
from chs_audit.audit import open_audit
from chs_audit.controls import CONTROLS

ABOUT_THE_LOG = tuple(one for one in CONTROLS if one.population in ("accesses", "source_days"))


def run(folder: Path) -> Outcome:
    """Audit the folder's log: scorecard and findings."""
    began: dict[str, float] = {}

    def tell(what: str, done: int, total: int) -> None:
        part = what.partition(":")[0] if what.startswith("judg") else "reading"
        began.setdefault(part, time.perf_counter())

    audit = open_audit(folder).run(controls=ABOUT_THE_LOG, progress=tell)
    examined = dict(zip(audit.scorecard["control"], audit.scorecard["examined"], strict=True))
    findings = audit.findings[["control", "reasons", "key"]]
    parts = {
        "reading and checking every record": began["judging"] - began["reading"],
        "judging": began["judged"] - began["judging"],
        "putting the findings in order": time.perf_counter() - began["judged"],
    }
    return Outcome(examined, findings.rename(columns={"reasons": "reason"}), parts)
