"""Parquet files -> raw rows; native types are written as the text that means the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from chs_audit.errors import Problem
from chs_audit.sources import native
from chs_audit.sources.raw import Raw, number, quoted, unreadable

# Read where it lies, as often as it is asked for: a view, where other files become tables.
_VIEW = "import_parquet"


def load(path: Path, database: duckdb.DuckDBPyConnection) -> tuple[Raw | None, list[Problem]]:
    """The rows of a Parquet file as a raw table, the first one counted as row 2.

    Returns:
        The raw table (None if the file cannot be read at all) and what is wrong with the file.
    """
    if path.stat().st_size == 0:
        return None, [unreadable(path.name, "the file is empty", "Export it again, or remove it.")]
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        return None, [
            unreadable(path.name, "not a Parquet file", "Export it again, or save it as CSV.")
        ]
    source = f"read_parquet({quoted(str(path))}, file_row_number = true)"
    columns, problems, kinds = [], [], {}
    for index, field in enumerate(schema):
        name = '"' + field.name.replace('"', '""') + '"'
        text = _as_text(name, field.type)
        if text is None:
            text = "NULL"
            problems.append(
                Problem(
                    "text, dates, times, numbers or yes and no",
                    "Export this column as text.",
                    file=path.name,
                    column=field.name,
                    was="a column of lists, bytes or nested values",
                )
            )
        columns.append(f"{text} AS c{index}")
        if kind := native.kind(field.type):
            columns.append(f"{name} AS n{index}")
            kinds[f"c{index}"] = (f"n{index}", kind)
    listed = "".join(f", {column}" for column in columns)
    filled = " OR ".join(
        f"n{index} IS NOT NULL" if f"c{index}" in kinds else f"trim(c{index}) <> ''"
        for index in range(len(schema))
    )
    try:
        database.execute(
            f"CREATE OR REPLACE TEMP VIEW {_VIEW} AS SELECT * FROM "
            f"(SELECT file_row_number + 2 AS _row{listed} FROM {source}) WHERE {filled or 'false'}"
        )
        read = ", ".join(f"count({column.rpartition(' ')[2]})" for column in columns)
        rows = number(database, f"SELECT count(*){', ' + read if read else ''} FROM {_VIEW}")
    except duckdb.Error:
        return None, [unreadable(path.name, "a Parquet file that is damaged", "Export it again.")]
    return Raw(path.name, "", tuple(schema.names), rows, name=_VIEW, native=kinds), problems


def _as_text(name: str, kind: pa.DataType) -> str | None:
    """An SQL expression that writes a native value as a user would write it, None if it cannot."""
    if pa.types.is_timestamp(kind):
        if kind.tz:
            return f"strftime(timezone('UTC', {name}), '%Y-%m-%d %H:%M:%S.%fZ')"
        return f"CAST({name}::TIMESTAMP AS VARCHAR)"
    if pa.types.is_floating(kind):
        whole = f"{name} = trunc({name}) AND abs({name}) < 1e15"
        return f"CASE WHEN {whole} THEN {name}::BIGINT::VARCHAR ELSE {name}::VARCHAR END"
    if pa.types.is_dictionary(kind):
        return _as_text(name, kind.value_type)
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return None
    return f"CAST({name} AS VARCHAR)"
