"""`make bench`: makes the logs, checks that all audits agree, measures them, writes the results."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import resource
import time
from dataclasses import asdict, replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer

from benchmarks import page
from benchmarks.dataset import Size, folder
from benchmarks.measure import Measured, best, warm

RESULTS = Path(__file__).parent / "results.json"
# In millions of events. Beyond the second, pandas and PostgreSQL are not tried.
SIZES = "1,5,50"
SMALL_ENOUGH = 5_000_000
AT_THE_SCREEN = 1_000_000


def main(
    sizes: Annotated[str, typer.Argument(help="Millions of events, as in 1,5,50.")] = SIZES,
    best_of: Annotated[int, typer.Option(help="Runs of each audit; the quickest counts.")] = 3,
    quick: Annotated[bool, typer.Option(help="100,000 events, one run, nothing written.")] = False,
    others: Annotated[bool, typer.Option(help="Whether to try pandas and PostgreSQL.")] = True,
) -> None:
    """Measure the audit of the access log beside what people would use instead."""
    chosen = [Size(100_000, people=10_000, staff=150)]
    if not quick:
        chosen = [Size(round(float(one) * 1e6)) for one in sizes.replace(",", " ").split()]
    measured = {size.events: _measure(size, 1 if quick else best_of, others) for size in chosen}
    results = _results(measured, best_of)
    typer.echo(json.dumps(results["ratios"], indent=2))
    # A part of the sizes says too little to be published.
    if quick or sizes != SIZES or not others:
        return
    _publish(results)
    typer.echo(f"{time.strftime('%H:%M:%S')}  the screens")
    results["screens"] = _screens(Size(AT_THE_SCREEN))
    _publish(results)


def _publish(results: dict[str, Any]) -> None:
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    page.PAGE.write_text(page.page(results))
    typer.echo(f"{RESULTS} and {page.PAGE} are written.")


def _screens(size: Size) -> dict[str, Any]:
    from benchmarks import screens

    return {"events": size.events, **screens.measure(folder(size))}


def _measure(size: Size, times: int, others: bool) -> dict[str, Any]:
    def progress(what: str) -> None:
        typer.echo(f"{time.strftime('%H:%M:%S')}  {size.events:>10,} events: {what}")

    path = folder(size, progress=progress)
    small = size.events <= SMALL_ENOUGH
    runs: dict[str, Measured] = {}
    warm(path)
    for way in ("scan", "hand_sql", "ours", *(["in_pandas"] if others and small else [])):
        progress(way)
        # pandas takes long enough for one run to tell.
        runs[way] = best(way, path, 1 if way == "in_pandas" else times)
        progress(f"{way}: {runs[way].seconds:.1f} s, {runs[way].peak_mb:,.0f} MB")
    loaded: dict[str, float] = {}
    if others and small:
        runs["postgresql"], loaded = _postgresql(path, progress)
    outcomes = {way: one.outcome for way, one in runs.items() if way != "scan"}
    different = [way for way, outcome in outcomes.items() if outcome != outcomes["ours"]]
    if different:
        raise RuntimeError(f"other verdicts than ours: {', '.join(different)}")
    progress("all verdicts agree")
    files = sum(one.stat().st_size for one in path.rglob("*.parquet"))
    return {
        "runs": {way: asdict(replace(one, outcome={})) for way, one in runs.items()},
        "verdicts": outcomes["ours"]["counts"],
        "findings": outcomes["ours"]["findings"],
        "people": size.people,
        "staff": size.staff,
        "files_mb": files / 1e6,
        **loaded,
    }


def _postgresql(path: Path, progress: Any) -> tuple[Measured, dict[str, float]]:
    from benchmarks import postgresql

    if not postgresql.is_there():
        raise typer.Exit(_told(postgresql.INSTALL))
    with postgresql.server() as address:
        progress("loading PostgreSQL")
        began = time.perf_counter()
        postgresql.load(address, path)
        loading = time.perf_counter() - began
        progress("postgresql")
        wall = time.perf_counter()
        outcome = postgresql.run(address)
        wall = time.perf_counter() - wall
    # The server's processor time and memory are its own; the clock on the wall is enough.
    measured = Measured(wall, 0.0, 0.0, 0.0, outcome.summary())
    progress(f"postgresql: {wall:.1f} s after {loading:.0f} s of loading")
    return measured, {"postgresql_load_seconds": loading}


def _told(message: str) -> int:
    typer.echo(message, err=True)
    return 1


def _results(measured: dict[int, dict[str, Any]], best_of: int) -> dict[str, Any]:
    """The file of results: ratios first, as the smallest to the largest log allow them."""

    def seconds(events: int, way: str) -> float | None:
        run = measured[events]["runs"].get(way)
        return run["seconds"] if run else None

    def ratio(events: int, over: str, under: str) -> float | None:
        upper, lower = seconds(events, over), seconds(events, under)
        return round(upper / lower, 2) if upper and lower else None

    largest, small = (
        max(measured),
        max((size for size in measured if size <= SMALL_ENOUGH), default=max(measured)),
    )
    by_size = {
        str(size): {
            "hand_sql": ratio(size, "ours", "hand_sql"),
            "scan": ratio(size, "ours", "scan"),
            "pandas": ratio(size, "in_pandas", "ours"),
            "postgresql": ratio(size, "postgresql", "ours"),
        }
        for size in measured
    }
    growth = None
    if largest > small:
        cost = (measured[largest]["runs"]["ours"], measured[small]["runs"]["ours"])
        growth = round(cost[0]["seconds"] / cost[1]["seconds"] / (largest / small), 2)
    return {
        "ratios": {
            "hand_sql": by_size[str(largest)]["hand_sql"],
            "pandas": by_size[str(small)]["pandas"],
            "postgresql": by_size[str(small)]["postgresql"],
            "scan": by_size[str(largest)]["scan"],
        },
        "peak_mb": round(measured[largest]["runs"]["ours"]["peak_mb"]),
        "growth": growth,
        "ratios_by_size": by_size,
        "date": f"{dt.date.today()}",
        "machine": _machine(),
        "versions": {
            "chs-audit": version("chs-audit"),
            "Python": platform.python_version(),
            **{name: version(name) for name in ("duckdb", "ibis-framework", "pandas", "pyarrow")},
            "PostgreSQL": "15",
        },
        "best_of": best_of,
        "sizes": {str(size): found for size, found in measured.items()},
    }


def _machine() -> dict[str, Any]:
    processor = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.is_file():
        lines = described.read_text().splitlines()
        names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
        processor = names[0] if names else processor
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    return {
        "processor": processor,
        "cores": os.cpu_count(),
        "memory_gb": round(memory),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
    }


if __name__ == "__main__":
    # The processes that are measured inherit nothing from here but the limit on open files.
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(max(soft, 4096), hard), hard))
    typer.run(main)
