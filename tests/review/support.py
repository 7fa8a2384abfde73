"""A ledger of a few findings, without any records to judge."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import create_engine, text

from chs_audit.review.chain import canonical, sha256
from chs_audit.review.ledger import Ledger
from chs_audit.review.people import Actor
from chs_audit.review.runs import Run, latest, settings_hash
from chs_audit.review.tables import place
from chs_audit.settings import Settings

MANAGER = Actor("S1", ("manager",))
LEAD = Actor("S2", ("data-protection-lead",))
TRUSTEE = Actor("S3", ("trustee",))
HELPER = Actor("S4")
SETTINGS = Settings()


def run(
    ledger: Ledger,
    findings: Mapping[str, str],
    *,
    involved: Mapping[str, list[str]] | None = None,
    as_at: str = "2025-12-31",
    period: tuple[str, str] = ("2025-01-01", "2025-12-31"),
    examined: int = 100,
    files: Mapping[str, str] | None = None,
) -> Run:
    """An audit run of these findings: id -> fingerprint."""
    named = involved or {}
    rows = [[id, id[:5], "broken", print_, named.get(id, [])] for id, print_ in findings.items()]
    counts: dict[str, dict[str, object]] = {}
    for _, control, *_ in rows:
        counts.setdefault(control, {"examined": examined, "broken": 0})
        counts[control]["broken"] += 1  # type: ignore[operator]
    payload = {
        "period": list(period),
        "as_at": as_at,
        "files": dict(files or {}),
        "settings": settings_hash(SETTINGS),
        "controls": dict.fromkeys(counts, "1"),
        "package": "1",
        "counts": counts,
    }
    listed = {"findings": rows, "staff": ["S1", "S2", "S3", "S4"]}
    with ledger.writing() as book:
        name = f"A-{sha256(canonical([payload, listed]))[:12]}"
        payload["findings"] = book.keep_list(listed)
        book.append("run", payload, subject=name)
        found = latest(book)
    assert found
    return found


def by_hand(folder: Path, *statements: str) -> None:
    """Change the database as somebody would who knows how, its guards out of the way."""
    url = place(folder, SETTINGS)
    engine = create_engine(url)
    with engine.begin() as connection:
        if url.get_backend_name() == "sqlite":
            for name in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in ("events", "decisions", "lists"):
                connection.execute(text(f"DROP TRIGGER {table}_only_added_to ON {table}"))
            connection.execute(text("ALTER TABLE decisions DROP CONSTRAINT decisions_seq_fkey"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
