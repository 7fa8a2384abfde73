"""docs/speed.md, drawn from the results: `make bench` writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PAGE = Path(__file__).parent.parent / "docs" / "speed.md"
GOALS = {
    # What was aimed at: name, how it is told, the limit, and whether less is better.
    "hand_sql": ("times what SQL written by hand takes, for the same verdicts", 1.5, True),
    "pandas": ("times faster than pandas", 20.0, False),
    "postgresql": ("times faster than PostgreSQL", 10.0, False),
    "peak_mb": ("MB of memory at most", 4000.0, True),
    "growth": ("times what ten times the time for a tenth of the log would be", 1.1, True),
}
# Seconds for an answer at the screen, and what is measured there that is none.
AN_ANSWER = 0.2
OPENING = ("the first panel is there", "all of it is filled")
WAYS = {
    "ours": "chs-audit",
    "hand_sql": "DuckDB, SQL by hand",
    "in_pandas": "pandas",
    "postgresql": "PostgreSQL",
    "scan": "reading every value, no audit",
}


def page(results: dict[str, Any]) -> str:
    """The page as it should stand."""
    sizes = {int(size): found for size, found in results["sizes"].items()}
    largest, compared = max(sizes), _compared(results)
    machine = results["machine"]
    versions = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    reached = [line for line in _goals(results) if line[1]]
    missed = [line for line in _goals(results) if not line[1]]
    some = next(iter(sizes.values()))
    lines = [
        "# How fast the audit of an access log is",
        "",
        "For whoever must decide whether one computer is enough. This page is written by",
        "`make bench`, which makes up a charity and its log, audits the log in several ways,",
        "checks that all come to the very same verdicts and findings, and measures each.",
        "",
        f"Measured on {_date(results['date'])} with {machine['cores']} cores "
        f"({machine['processor']}) and {machine['memory_gb']} GB of memory, {machine['system']}. "
        f"Versions: {versions}. {_runs(results['best_of'])}; files were in memory, and starting "
        "the program is left out.",
        "",
        "## What it costs",
        "",
        f"The charity has {some['people']:,} people, {some['staff']:,} members of staff and a "
        "year of log; about one access in thirty is not explained. Seconds by the clock:",
        "",
        "| | " + " | ".join(f"{size:,} events" for size in sizes) + " |",
        "| --- | " + " | ".join("---:" for _ in sizes) + " |",
    ]
    for way, title in WAYS.items():
        cells = [_cell(found["runs"].get(way), "seconds") for found in sizes.values()]
        lines.append(f"| {title} | {' | '.join(cells)} |")
    lines += [
        "| memory of chs-audit, MB | "
        + " | ".join(_cell(found["runs"]["ours"], "peak_mb") for found in sizes.values())
        + " |",
        "| size of all files, MB | "
        + " | ".join(f"{found['files_mb']:,.0f}" for found in sizes.values())
        + " |",
        "",
        "chs-audit also checks every record that it reads and every key, and works out for each",
        "finding its sentence's facts and the fingerprint of its evidence. The others do not.",
        *_parts(largest, sizes[largest]["runs"]["ours"].get("parts")),
        "",
        "## Goals",
        "",
        f"Against SQL by hand at {largest:,} events; against pandas and PostgreSQL, which were "
        f"not tried with more, at {compared:,}.",
        "",
        "Reached:",
        "",
        *([f"- {line}" for line, _ in reached] or ["- none"]),
        "",
        "Not reached:",
        "",
        *([f"- {line}" for line, _ in missed] or ["- none"]),
        "",
        *_screens(results.get("screens")),
        "## What was compared",
        "",
        "- **SQL by hand**: `benchmarks/audit.sql`, for DuckDB, on the same files.",
        "- **pandas**: `benchmarks/in_pandas.py`, whole columns only, on the same files.",
        "- **PostgreSQL**: the same SQL, after everything was loaded and indexed"
        + _loading(sizes)
        + ".",
        "- **Reading every value**: no verdict at all; nothing that reads the whole log can be",
        "  faster.",
        "",
    ]
    return "\n".join(lines)


def _parts(events: int, parts: dict[str, float] | None) -> list[str]:
    """Where the time of ours goes."""
    if not parts:
        return []
    told = [f"{seconds:.1f} s {what}" for what, seconds in parts.items()]
    return [f"At {events:,} events it spends {', '.join(told[:-1])} and {told[-1]}."]


def _goals(results: dict[str, Any]) -> list[tuple[str, bool]]:
    """Each goal in words, and whether it was reached."""
    found = {**results["ratios"], "peak_mb": results["peak_mb"], "growth": results["growth"]}
    told = []
    for name, (words, limit, less) in GOALS.items():
        value = found[name]
        if value is None:
            told.append((f"not measured: {words}", False))
            continue
        reached = value <= limit if less else value >= limit
        bound = "at most" if less else "at least"
        told.append((f"{value:,} {words}; the goal was {bound} {limit:g}", reached))
    return told


def _screens(found: dict[str, Any] | None) -> list[str]:
    """How long somebody waits at the screen."""
    if not found:
        return []
    answers = [took for name, took in found["interactions"].items() if name not in OPENING]
    return [
        "## At the screen",
        "",
        "The access log review in Chromium, served by Voilà: seconds until the screen answers, the",
        "middle of three, timed by the page itself from the click to the frame with the answer. The",
        "goals were 3 s to the first panel on the sample charity after the kernel is up, for which",
        f"a page with nothing on it stands here, and {AN_ANSWER} s for each answer at "
        f"{found['events']:,} events. A picture is drawn anew for a choice that nobody made before.",
        "",
        "| | seconds |",
        "| --- | ---: |",
        *(f"| sample charity: {name} | {took:.2f} |" for name, took in found["sample"].items()),
        *(
            f"| {found['events']:,} events: {name} | {took:.2f} |"
            for name, took in found["interactions"].items()
        ),
        "",
        f"Of the {len(answers)} answers, {sum(took <= AN_ANSWER for took in answers)} came within "
        f"{AN_ANSWER} s.",
        "",
    ]


def _runs(best_of: int) -> str:
    if best_of == 1:
        return "Each was run once"
    return f"The best of {best_of} runs counts, or the only one for pandas and PostgreSQL"


def _compared(results: dict[str, Any]) -> int:
    with_pandas = [size for size, one in results["sizes"].items() if "in_pandas" in one["runs"]]
    return max((int(size) for size in with_pandas), default=0)


def _cell(run: dict[str, float] | None, what: str) -> str:
    if run is None:
        return "not tried"
    return f"{run[what]:,.0f}" if what == "peak_mb" else f"{run[what]:,.1f}"


def _loading(sizes: dict[int, dict[str, Any]]) -> str:
    took = [
        f"{one['postgresql_load_seconds']:,.0f} s for {size:,} events"
        for size, one in sizes.items()
        if "postgresql_load_seconds" in one
    ]
    return f", which took {' and '.join(took)} and is not counted" if took else ""


def _date(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"
