"""Writing papers into an audit folder: all of them, or none."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from chs_audit.audit import Audit
from chs_audit.papers.evidence import evidence_json
from chs_audit.papers.findings_book import write_findings
from chs_audit.papers.scorecard import scorecard_html
from chs_audit.review.signing import NO_LEDGER, Status


def write_papers(audit: Audit, folder: Path, status: Status = NO_LEDGER) -> tuple[Path, ...]:
    """Write scorecard.html, findings.xlsx and audit.json; return their paths.

    Each is written beside its place first and then moved, so that a reader never opens
    half a paper, and an error leaves the old ones as they were. Those of a signed audit are
    kept in `signed/`, too, where no later run writes over them.
    """
    makers: dict[str, Callable[[Path], object]] = {
        "scorecard.html": lambda path: path.write_text(
            scorecard_html(audit, status), encoding="utf-8"
        ),
        "findings.xlsx": lambda path: write_findings(audit, path, status),
        "audit.json": lambda path: path.write_text(evidence_json(audit, status), encoding="utf-8"),
    }
    with tempfile.TemporaryDirectory(dir=folder, prefix=".papers-") as workshop:
        for name, make in makers.items():
            make(Path(workshop) / name)
        if not status.draft:
            kept = folder / "signed" / f"{audit.period.last}-{status.audit_id}"
            kept.mkdir(parents=True, exist_ok=True)
            for name in makers:
                shutil.copyfile(Path(workshop) / name, kept / name)
        for name in makers:
            (Path(workshop) / name).replace(folder / name)
    return tuple(folder / name for name in makers)
