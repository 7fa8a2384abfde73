"""An empty audit folder, ready to be filled."""

from __future__ import annotations

import csv
from pathlib import Path

from chs_audit import settings
from chs_audit.errors import InputError, Problem
from chs_audit.records import TABLES


def make_folder(folder: Path, name: str = "") -> int:
    """Make `audit.toml`, `records/`, `publications/` and `templates/`; return the number of templates.

    Raises:
        InputError: if the folder holds something already; nothing is then written.
    """
    if folder.exists() and any(folder.iterdir()):
        problem = Problem(
            "an empty folder, or a new name", "Choose another place.", file=folder.name
        )
        raise InputError([problem])
    (folder / "records").mkdir(parents=True, exist_ok=True)
    (folder / "publications").mkdir()
    (folder / "templates").mkdir()
    (folder / settings.FILE_NAME).write_text(settings.template(name), encoding="utf-8")
    for table in TABLES:
        # With a byte order mark, Excel reads the file as UTF-8 and keeps accents whole.
        path = folder / "templates" / f"{table.name}.csv"
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerow(column.name for column in table.columns)
    return len(TABLES)
