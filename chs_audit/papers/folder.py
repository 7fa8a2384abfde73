"""Writing papers into an audit folder: all of them, or none."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from chs_audit.audit import Audit
from chs_audit.papers.evidence import evidence_json
from chs_audit.papers.findings_book import write_findings
from chs_audit.papers.scorecard import scorecard_html


def write_papers(audit: Audit, folder: Path) -> tuple[Path, ...]:
    """Write scorecard.html, findings.xlsx and audit.json; return their paths.

    Each is written beside its place first and then moved, so that a reader never opens
    half a paper, and an error leaves the old ones as they were.
    """
    makers: dict[str, Callable[[Path], object]] = {
        "scorecard.html": lambda path: path.write_text(scorecard_html(audit), encoding="utf-8"),
        "findings.xlsx": lambda path: write_findings(audit, path),
        "audit.json": lambda path: path.write_text(evidence_json(audit), encoding="utf-8"),
    }
    with tempfile.TemporaryDirectory(dir=folder, prefix=".papers-") as workshop:
        for name, make in makers.items():
            make(Path(workshop) / name)
        for name in makers:
            (Path(workshop) / name).replace(folder / name)
    return tuple(folder / name for name in makers)
