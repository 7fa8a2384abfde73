"""The list of papers to pull from the cabinet: printed, filled in, and read back."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

from chs_audit.errors import InputError, Problem
from chs_audit.papers.findings_book import write_sheets
from chs_audit.review.sampling import FOUND, Sample

COLUMNS = ("number", "sample", "stratum", "paper", "found", "note")
# What a spreadsheet takes for the beginning of a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def pull_list(sample: Sample) -> pd.DataFrame:
    """One row per paper: number, sample, stratum, paper (the record's key), found and note, both
    blank, for whoever looks."""
    rows = [(paper.number, sample.id, paper.stratum, paper.key, "", "") for paper in sample.papers]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def check_list_place(path: Path) -> None:
    """Raises InputError if the name ends in neither .xlsx nor .csv, or the file is there:
    it may be filled in."""
    if path.suffix.lower() not in (".xlsx", ".csv"):
        raise InputError([Problem("a name that ends in .xlsx or .csv", "Mend --list.")])
    if path.exists():
        problem = Problem(
            "a new name",
            "What was filled in there stays: choose another with --list.",
            file=path.name,
        )
        raise InputError([problem])


def write_pull_list(sample: Sample, path: Path) -> None:
    """Write the list as .xlsx, or as .csv; no cell is ever taken for a formula."""
    check_list_place(path)
    frame = pull_list(sample)
    if path.suffix.lower() == ".csv":
        # With a byte order mark, Excel reads the file as UTF-8 and keeps accents whole.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(map(_harmless, row) for row in frame.itertuples(index=False))
    else:
        write_sheets({"Papers": frame}, path, f"Papers to pull: {sample.id}")


def read_pull_list(sample: Sample, path: Path) -> list[tuple[int, str, str]]:
    """(number, found, note) of every row that was filled in.

    Raises:
        InputError: listing what is wrong, by row; nothing is then entered.
    """
    rows = _rows(path)
    missing = [name for name in ("number", "sample", "found") if name not in rows.columns]
    if missing:
        todo = "Fill in the list that `chs-audit sample draw` wrote, and keep its headings."
        raise InputError(
            [Problem("this column", todo, file=path.name, column=name) for name in missing]
        )
    filled = rows[rows["found"].str.strip() != ""]
    words = filled["found"].str.strip().str.casefold().str.replace("-", " ")
    numbers = pd.to_numeric(filled["number"], errors="coerce")
    wrong = {
        ("sample", f"{sample.id}, whose list this should be"): filled["sample"] != sample.id,
        ("number", "a number from the list"): ~numbers.isin([one.number for one in sample.papers]),
        ("found", f"one of: {', '.join(FOUND)}"): ~words.isin(FOUND),
        ("number", "each number once"): numbers.duplicated(keep=False),
    }
    problems = [
        # The header is row 1.
        Problem(
            expected,
            "Mend the list and enter it again.",
            file=path.name,
            column=column,
            rows=tuple(int(place) + 2 for place in filled.index[bad]),
        )
        for (column, expected), bad in wrong.items()
        if bad.any()
    ]
    if problems:
        raise InputError(problems)
    notes = filled.get("note", pd.Series("", index=filled.index)).str.strip()
    return list(zip(numbers.astype(int), words, notes, strict=True))


def _rows(path: Path) -> pd.DataFrame:
    """The list's cells as text, its headings in small letters."""
    import fastexcel

    try:
        if path.suffix.lower() == ".csv":
            frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
        else:
            sheet = fastexcel.read_excel(path).load_sheet(0, dtypes="string")
            frame = sheet.to_pandas().astype("object").fillna("").astype(str)
    except (OSError, ValueError, fastexcel.FastExcelError):
        problem = Problem(
            "the list of papers, as .xlsx or .csv", "Save it as one of them.", file=path.name
        )
        raise InputError([problem]) from None
    return frame.rename(columns=lambda name: str(name).strip().casefold())


def _harmless(cell: object) -> object:
    """A cell that a spreadsheet shows as it is: a formula's sign gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell
