"""Measuring: each audit in a process of its own, files warm in memory, the best of several.

A process measures its own work after everything is imported: wall clock, processor time of all
its threads, and at the end the most memory that it ever held. What it takes to start and import
is measured apart.
"""

from __future__ import annotations

import importlib
import json
import resource
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

WAYS = ("ours", "hand_sql", "in_pandas", "scan")


@dataclass(frozen=True)
class Measured:
    """What one audit cost.

    Args:
        seconds: by the clock on the wall, imports left out.
        cpu: processor seconds, of all threads.
        peak_mb: the most memory that the process held.
        start: seconds until everything was imported.
        outcome: as :meth:`benchmarks.outcome.Outcome.summary` tells it.
        parts: seconds of each part of the work, where they are told.
    """

    seconds: float
    cpu: float
    peak_mb: float
    start: float
    outcome: dict[str, Any]
    parts: dict[str, float] = field(default_factory=dict)


def best(way: str, folder: Path, times: int) -> Measured:
    """The quickest of several runs, each in a process of its own."""
    runs = [_in_a_process(way, folder) for _ in range(times)]
    if any(run.outcome != runs[0].outcome for run in runs):
        raise RuntimeError(f"{way}: two runs on the same records differ")
    return min(runs, key=lambda run: run.seconds)


def warm(folder: Path) -> None:
    """Read all files once, so that no run pays for the disk."""
    for path in folder.rglob("*.parquet"):
        with path.open("rb") as file:
            while file.read(1 << 24):
                pass


def _in_a_process(way: str, folder: Path) -> Measured:
    began = time.time()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.measure", way, str(folder), str(began)],
        cwd=Path(__file__).parent.parent,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Measured(**json.loads(done.stdout.splitlines()[-1]))


def in_this_process(way: str, folder: Path, began: float) -> Measured:
    """One run here and now."""
    run = importlib.import_module(f"benchmarks.{way}").run
    start = time.time() - began
    wall, cpu = time.perf_counter(), time.process_time()
    outcome = run(folder)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak_mb = _peak_mb()
    return Measured(wall, cpu, peak_mb, start, outcome.summary(), outcome.parts)


def _peak_mb() -> float:
    described = Path("/proc/self/status")
    if described.is_file():
        # Linux hands the other figure down from the process that started this one.
        (peak,) = (line for line in described.read_text().splitlines() if "VmHWM" in line)
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


if __name__ == "__main__":
    measured = in_this_process(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
    print(json.dumps(asdict(measured)))  # noqa: T201
