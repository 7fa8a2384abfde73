"""Parquet files -> raw rows; native types are written as the text that means the same."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from chs_audit.errors import Problem
from chs_audit.sources.raw import RAW, Raw, number, quoted, unreadable


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
    columns, problems = [], []
    for index, field in enumerate(schema):
        text = _as_text('"' + field.name.replace('"', '""') + '"', field.type)
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
    listed = "".join(f", {column}" for column in columns)
    try:
        database.execute(
            f"CREATE OR REPLACE TEMP TABLE {RAW} AS "
            f"SELECT file_row_number + 2 AS _row{listed} FROM {source} ORDER BY _row"
        )
        if columns:
            filled = ", ".join(f"c{index}" for index in range(len(columns)))
            database.execute(f"DELETE FROM {RAW} WHERE trim(concat({filled})) = ''")
    except duckdb.Error:
        return None, [unreadable(path.name, "a Parquet file that is damaged", "Export it again.")]
    rows = number(database, f"SELECT count(*) FROM {RAW}")
    return Raw(path.name, "", tuple(schema.names), rows), problems


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
