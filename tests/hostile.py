"""An audit folder made of the sample charity, with hostile text in every text field.

Whatever a screen shows of it must show as text: no script runs, no element is made.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import zlib
from collections.abc import Sequence
from pathlib import Path

from chs_audit.records import BY_NAME, Type
from data_samples import build
from data_samples.days import AS_AT, days

# What a payload would do if it were obeyed: set RAN, or make an element that carries MARK.
RAN = "window.hostileRan = 1"
MARK = "data-hostile"
OWN = (
    f'<img src=x {MARK} onerror="{RAN}">',
    f"<script {MARK}>{RAN}</script>",
    f'"><svg {MARK} onload="{RAN}"></svg>',
    f"'><iframe {MARK} srcdoc='<script>parent.hostileRan = 1</script>'></iframe>",
    f"</textarea></title></style><b {MARK}>bold</b>",
    f'<a {MARK} href="javascript:{RAN}">click</a>',
    f"<table><tr><td {MARK}>cell</td></tr></table><!--",
    f"&lt;i {MARK}&gt;&#60;i {MARK}&#62;",
    f"{{{{ {RAN} }}}}${{{RAN}}}<% {RAN} %>",
    f'=HYPERLINK("javascript:{RAN}")',
    f"$\\frac{{1}}{{$ \\(x\\) [x](javascript:{RAN}) ![x](x)",
    "\u202emoc.elpmaxe\u202c \u200b\ufeff Ω≈ç ﷽ 🏳️‍🌈",
    "'; DROP TABLE staff; --",
)
# These must be found for an audit to have something to say, so they keep their names.
NAMED = ("confidentiality", "disclosure", "data-protection", "safeguarding")


def payloads() -> tuple[str, ...]:
    """Our own, and those of a folder of real ones where there is one."""
    real = os.environ.get("CHS_AUDIT_REAL")
    place = Path(real) / "payloads" / "blns.json" if real else None
    if place is None or not place.exists():
        return OWN
    lines = json.loads(place.read_text(encoding="utf-8"))
    # A cell of a text file has no room for characters that control it.
    fit = [line for line in lines if line.strip() and line.isprintable() and len(line) < 200]
    return (*OWN, *fit)


def write(place: Path, given: Sequence[str] = OWN) -> Path:
    """Write the folder. Equal texts stay equal, so that records still refer to one another."""
    (place / "records").mkdir(parents=True)
    charity = build(1)
    texts = json.dumps([f"{one} purpose" for one in given[:3]])
    (place / "audit.toml").write_text(
        f"[charity]\nname = {json.dumps(OWN[0])}\n"
        f"[audit]\nfrom = 2025-09-01\nto = {AS_AT}\nas_at = {AS_AT}\n"
        f"[informed_consent]\npurposes = {texts}\n",
        encoding="utf-8",
    )
    # A few weeks of the log are enough to look at.
    begin = dt.datetime.combine(AS_AT - days(21), dt.time(), dt.UTC)
    log = charity.tables["access_log"]
    charity.tables["access_log"] = [row for row in log if row["occurred_at"] >= begin]
    for name, table in BY_NAME.items():
        hostile = [column.name for column in table.columns if column.type is Type.TEXT]
        with (place / "records" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(column.name for column in table.columns)
            for row in charity.tables[name]:
                writer.writerow(
                    _hostile(row[column.name], given)
                    if column.name in hostile and row[column.name] not in NAMED
                    else _cell(row[column.name])
                    for column in table.columns
                )
    return place


def _hostile(value: object, given: Sequence[str]) -> str:
    if value is None:
        return ""
    text = str(value)
    return f"{given[zlib.crc32(text.encode()) % len(given)]} {text}"


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, dt.date) else str(value)
