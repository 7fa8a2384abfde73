"""The commands of docs/annual-audit.md, run in their order as they are printed there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "annual-audit.md"
BLOCK = re.compile(r"^```(\w+)( fails)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def a_name(folder: Path) -> str:
    """The name of somebody on the staff of the sample charity."""
    first = (folder / "records" / "staff.csv").read_text(encoding="utf-8-sig").splitlines()[5]
    return first.split(",")[1]


@pytest.mark.skipif(os.name == "nt", reason="the page's commands are typed otherwise on Windows")
def test_the_sample_charity_goes_from_first_run_to_signed_audit(tmp_path):
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    told, steps = "", 0
    for kind, fails, text in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        if kind == "text":
            for line in text.splitlines():
                # A number that another sample would change is written as dots.
                pattern = re.escape(line).replace("…", r"\d[\d,]*")
                assert re.search(pattern, told), f"{line}\n{told}"
            continue
        for line in text.splitlines():
            if "{name" in line:
                line = re.sub(r"\{.*?\}", a_name(tmp_path / "sample-charity"), line)
            done = subprocess.run(
                ["bash", "-c", line],
                cwd=tmp_path,
                env={**environment, "COLUMNS": "200"},
                capture_output=True,
                text=True,
                check=False,
            )
            told = done.stdout + done.stderr
            assert done.returncode == (1 if fails else 0), f"{line}\n{told}"
            steps += 1
    assert steps > 20
    signed = sorted((tmp_path / "sample-charity" / "signed").iterdir())
    assert [place.name[:10] for place in signed] == ["2025-08-31", "2026-08-31"]
    for place in signed:
        evidence = json.loads((place / "audit.json").read_text(encoding="utf-8"))
        assert evidence["draft"] is False
        assert {one["state"] for one in evidence["findings"]} == {"agreed"}
        assert "DRAFT" not in (place / "scorecard.html").read_text(encoding="utf-8")
