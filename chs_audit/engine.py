"""Where tables are computed: DuckDB, in this process.

Ibis expressions are built by the controls and the explanations; they come here to be
answered. Everybody above those sees pandas frames and plain data only. What a larger
engine does differently is to hand out tables of its own (`table`), to take those worked out
in Python (`put`), and to answer (`arrow`): see :mod:`chs_audit.spark_engine`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import ibis
import pandas as pd
import pyarrow as pa
from ibis.expr.types import Table

from chs_audit.records import BY_NAME, RecordTable, Type, day_column

# Engines squash SELECTs within SELECTs themselves; in a small audit, Ibis spends a seventh on it.
ibis.options.sql.fuse_selects = False

DUCKDB_TYPES = {
    Type.TEXT: "VARCHAR",
    Type.WORD: "VARCHAR",
    Type.WORDS: "VARCHAR",
    Type.DATE: "DATE",
    Type.TIME: "TIMESTAMP",
    Type.YES_NO: "BOOLEAN",
    Type.NUMBER: "BIGINT",
}


def stored_columns(table: RecordTable) -> dict[str, str]:
    """Column name -> DuckDB type of a record table as it is stored.

    Every time column, which holds UTC without a zone, is followed by its day in the
    charity's time zone.
    """
    columns: dict[str, str] = {}
    for column in table.columns:
        columns[column.name] = DUCKDB_TYPES[column.type]
        if column.type is Type.TIME:
            columns.setdefault(day_column(column.name), "DATE")
    return columns


class Engine:
    """One DuckDB database in memory, holding the record tables of one audit.

    Args:
        threads: how many cores to use; all by default.
    """

    def __init__(self, threads: int | None = None) -> None:
        self.database = duckdb.connect()
        # The machine's own zone must not leak into a verdict.
        self.database.execute("SET TimeZone = 'UTC'")
        # Ibis 12 still writes lambdas with an arrow, which DuckDB 2 only reads when told to.
        self.database.execute("SET lambda_syntax = 'ENABLE_SINGLE_ARROW'")
        if threads:
            self.database.execute(f"SET threads = {int(threads)}")
        self._ibis = ibis.duckdb.from_connection(self.database)
        # Ibis takes a tenth of a second over a long question; some are asked at every click.
        self._compiled = functools.lru_cache(maxsize=64)(self._ibis.compile)
        self._tables: dict[str, Table] = {}

    def table(self, name: str) -> Table:
        """The record table of that name, or one that was put here, as an expression."""
        if name not in self._tables:
            self._tables[name] = self._ibis.table(name)
        return self._tables[name]

    def has(self, name: str) -> bool:
        """Whether a table of that name was put here, or asked for before."""
        return name in self._tables

    def put(self, name: str, frame: pd.DataFrame, types: Mapping[str, str]) -> None:
        """Keep a frame that was worked out in Python as a table, its columns of these types."""
        columns = ", ".join(
            f'CAST("{column}" AS {type}) AS "{column}"' for column, type in types.items()
        )
        self.database.register("given", frame)
        self.database.execute(f'CREATE OR REPLACE TABLE "{name}" AS SELECT {columns} FROM given')
        self.database.unregister("given")
        self._tables[name] = self._ibis.table(name)

    def keep(self, name: str, expression: Table) -> Table:
        """Work an expression out once and keep its rows as a table, for several questions."""
        self.drop(name)
        # DuckDB calls a day plus days a moment: columns get the types that Ibis says they have.
        self._ibis.create_table(name, schema=expression.schema())
        # In which order the rows lie means nothing, and keeping it costs time and memory.
        self.database.execute("SET preserve_insertion_order = false")
        self.database.execute(f'INSERT INTO "{name}" {self._ibis.compile(expression)}')
        self.database.execute("RESET preserve_insertion_order")
        self._tables[name] = self._ibis.table(name)
        return self._tables[name]

    def drop(self, name: str) -> None:
        """Forget a table that was put or kept here, if it is there."""
        self.database.execute(f'DROP TABLE IF EXISTS "{name}"')
        self._tables.pop(name, None)

    def replace(self, name: str, rows: Sequence[Mapping[str, object]]) -> None:
        """Put rows into a record table, each in the place of the one with the same key."""
        table = BY_NAME[name]
        columns = stored_columns(table)
        same_key = " AND ".join(f'"{column}" = ?' for column in table.key)
        keys = [[row[column] for column in table.key] for row in rows]
        self.database.executemany(f'DELETE FROM "{name}" WHERE {same_key}', keys)
        marks = ", ".join("?" for _ in columns)
        cells = [[row.get(column) for column in columns] for row in rows]
        self.database.executemany(f'INSERT INTO "{name}" VALUES ({marks})', cells)

    def empty_tables(self) -> frozenset[str]:
        """The names of the record tables that hold no row at all."""
        tests = ", ".join(f"EXISTS (FROM {name}) AS {name}" for name in BY_NAME)
        ((*row,),) = self.database.execute(f"SELECT {tests}").fetchall()
        filled = dict(zip(BY_NAME, row, strict=True))
        return frozenset(name for name, rows in filled.items() if not rows)

    def frame(self, expression: Table) -> pd.DataFrame:
        """The rows of a table expression, as a frame; days are `datetime.date`."""
        # DuckDB calls a day plus days a moment, and counts in types of its own: each column
        # comes out as what the expression says it is, whatever the engine.
        kinds = [field.with_nullable(True) for field in expression.schema().to_pyarrow()]
        return self.arrow(expression).cast(pa.schema(kinds)).to_pandas()

    def arrow(self, expression: Table) -> pa.Table:
        """The rows of a table expression, in the engine's own types."""
        # Ibis's own way to pandas warns at every column under pandas 3.
        return self.database.sql(self._compiled(expression)).to_arrow_table()

    def lies_in(self, name: str, files: Sequence[Path], besides: str = "") -> None:
        """Told where a table's rows lie as Parquet, so that they need not be copied.

        Args:
            name: the table.
            files: with its stored columns.
            besides: a table of this engine that holds its other rows, if there are any.
        """

    def close(self) -> None:
        """Let go of what the engine holds outside this process; nothing, for DuckDB."""
