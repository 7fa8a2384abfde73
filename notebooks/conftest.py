"""`pytest --nbval notebooks` runs the notebooks on a sample charity made for it."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDER = tempfile.TemporaryDirectory(prefix="chs-audit-notebooks-")


def pytest_configure(config: pytest.Config) -> None:
    # Workers of xdist have the environment of the process that started them.
    if hasattr(config, "workerinput"):
        return
    # Kernels are started with this process's environment; a workbook finds the sample there.
    sys.path.insert(0, str(ROOT))
    from chs_audit import open_audit
    from chs_audit.papers.pack import write_pack
    from data_samples import make

    sample = Path(FOLDER.name) / "sample-charity"
    sample.mkdir(exist_ok=True)
    make(sample, seed=1)
    write_pack(open_audit(sample).run(), sample)
    os.environ["CHS_AUDIT_FOLDER"] = str(sample)
    os.environ["PYTHONPATH"] = os.pathsep.join(
        part for part in (str(ROOT), os.environ.get("PYTHONPATH")) if part
    )


def pytest_unconfigure() -> None:
    FOLDER.cleanup()
