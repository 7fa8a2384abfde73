"""Where tables are computed when one machine is too small: an Apache Spark cluster.

Files are still read and checked by DuckDB in this process. What it holds is handed over to
the cluster as Parquet when it is first asked for, and the same expressions are answered
there. pyspark is an extra (`chs-audit[spark]`), loaded only when a cluster is asked for.
"""

from __future__ import annotations

import re
import shutil
import socket
import tempfile
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import ibis
import pandas as pd
import pyarrow as pa
from ibis.expr.types import Table

from chs_audit.engine import Engine
from chs_audit.errors import InputError, Problem

SCHEMES = ("spark", "sc")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
CONNECT_PORT = 15002
# Seconds in which a cluster takes a connection, if it is there at all.
PATIENCE = 10

SESSION = {
    # The machine's own zone must not leak into a verdict.
    "spark.sql.session.timeZone": "UTC",
    # Times are UTC without a zone, as in the record tables.
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    # What cannot be computed is an error, as it is on DuckDB, and never a silent blank.
    "spark.sql.ansi.enabled": "true",
    # Days long ago stay as they are written.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.caseSensitive": "false",
}


class SparkEngine(Engine):
    """The record tables of one audit, answered by a Spark cluster.

    Args:
        url: spark://HOST:PORT of a standalone cluster, or sc://HOST:PORT of Spark Connect.
        shared: a folder that this machine and every worker see under the same path; what
            is handed over lies there until the engine is closed. Not needed if the cluster
            runs on this machine.

    Raises:
        InputError: if the address or the folder cannot be used, the cluster does not
            answer, or pyspark or Java is missing.
    """

    def __init__(self, url: str, shared: Path | None = None) -> None:
        super().__init__()
        place = _checked(url, shared)
        self._shared = shared
        self._session = _session(url, place)
        self._folder = _hand_over_folder(shared)
        self._files = 0
        # Personal data must not stay behind, whichever way the process ends in order.
        self._tidy = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._spark_tables = ibis.pyspark.from_connection(self._session)

    def table(self, name: str) -> Table:
        if name not in self._tables:
            self._view(name, self._handed_over(name))
        return self._tables[name]

    def put(self, name: str, frame: pd.DataFrame, types: Mapping[str, str]) -> None:
        super().put(name, frame, types)
        self._view(name, self._handed_over(name))

    def keep(self, name: str, expression: Table) -> Table:
        # On the cluster: it may be as large as the access log.
        self._view(name, self._asked(expression).persist())
        return self._tables[name]

    def drop(self, name: str) -> None:
        super().drop(name)
        self._session.catalog.dropTempView(_view_name(name))

    def replace(self, name: str, rows: Sequence[Mapping[str, object]]) -> None:
        super().replace(name, rows)
        if self.has(name):
            self._view(name, self._handed_over(name))

    def lies_in(self, name: str, files: Sequence[Path], besides: str = "") -> None:
        # Where workers may not see the files, the rows are handed over as those of any table.
        if files and all(self._seen_by_workers(file) for file in files):
            rows = self._read(*files)
            self._view(name, rows.unionByName(self._handed_over(besides)) if besides else rows)

    def arrow(self, expression: Table) -> pa.Table:
        with _telling_no_values():
            return _without_zones(self._asked(expression).toArrow())

    def close(self) -> None:
        """Delete what was handed over."""
        self._tidy()

    def _asked(self, expression: Table) -> Any:
        with _telling_no_values():
            return self._session.sql(self._spark_tables.compile(expression))

    def _handed_over(self, name: str) -> Any:
        # A file of its own each time: Spark remembers what it has seen under a path.
        self._files += 1
        file = self._folder / f"{self._files:04}-{_view_name(name)}.parquet"
        self.database.sql(f'FROM "{name}"').write_parquet(str(file), compression="zstd")
        return self._read(file)

    def _read(self, *files: Path) -> Any:
        with _telling_no_values():
            return self._session.read.parquet(*map(_as_spark_writes, files))

    def _view(self, name: str, rows: Any) -> None:
        with _telling_no_values():
            rows.createOrReplaceTempView(_view_name(name))
        self._tables[name] = self._spark_tables.table(_view_name(name))

    def _seen_by_workers(self, file: Path) -> bool:
        return self._shared is None or file.resolve().is_relative_to(self._shared.resolve())


def _checked(url: str, shared: Path | None) -> SplitResult:
    """The parts of the cluster's address, if it and the folder can be used."""
    place = urlsplit(url)
    problems = []
    if place.scheme not in SCHEMES or not place.hostname or not _port(place):
        problems.append(
            Problem(
                "an address such as spark://HOST:7077 or sc://HOST:15002",
                "Ask whoever runs the cluster for its address.",
            )
        )
    elif not shared and place.hostname not in (*THIS_MACHINE, socket.gethostname()):
        problems.append(
            Problem(
                "a folder that this machine and every worker of the cluster can see",
                "Name it with --engine-files: the cluster runs on other machines.",
            )
        )
    if shared and not shared.is_dir():
        problems.append(
            Problem(
                "a folder that is there",
                "Make it, or mend what --engine-files names.",
            )
        )
    if problems:
        raise InputError(problems)
    return place


def _port(place: SplitResult) -> int | None:
    try:
        return place.port or (CONNECT_PORT if place.scheme == "sc" else None)
    except ValueError:
        return None


def _session(url: str, place: SplitResult) -> Any:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        problem = Problem(
            "Apache Spark for Python", "Install it with: pip install 'chs-audit[spark]'"
        )
        raise InputError([problem]) from None
    try:
        # Spark itself would try for minutes before it gives up.
        socket.create_connection((place.hostname, _port(place)), timeout=PATIENCE).close()
        # What the cluster needs besides, such as memory and secrets, is in Spark's own settings.
        builder = SparkSession.builder.appName("chs-audit")
        if place.scheme == "sc":
            session = builder.remote(url).create()
        else:
            # Of its own: two audits in one process have tables of the same names.
            session = builder.master(url).getOrCreate().newSession()
        for name, value in SESSION.items():
            session.conf.set(name, value)
    except Exception as error:
        problem = Problem(
            f"a Spark cluster that answers at {place.hostname}:{_port(place)}",
            "Check that it is running and that Java 17 is installed here (see docs/spark.md).",
            was=type(error).__name__,
        )
        raise InputError([problem]) from None
    if place.scheme != "sc":
        session.sparkContext.setLogLevel("ERROR")
    return session


def _hand_over_folder(shared: Path | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="chs-audit-", dir=shared))
    if shared:
        # Workers run under an account of their own: the shared folder's group lets them in.
        folder.chmod(0o750)
    return folder.resolve()


def _view_name(name: str) -> str:
    """A table's name, as Spark allows it."""
    return re.sub(r"\W", "_", name)


def _as_spark_writes(file: Path) -> str:
    """A file's place, in which Spark would otherwise read brackets as a pattern."""
    return "file://" + re.sub(r"([\[\]{}*?\\])", r"\\\1", file.absolute().as_posix())


def _without_zones(table: pa.Table) -> pa.Table:
    """Spark marks some times as UTC, which all are."""
    plain = [
        field.with_type(pa.timestamp("us")) if pa.types.is_timestamp(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(plain))


@contextmanager
def _telling_no_values() -> Iterator[None]:
    """Spark's messages may quote records: only its name of an error is told."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        condition = getattr(error, "getCondition", lambda: None)()
        problem = Problem(
            "a Spark cluster that answers every question",
            "Look into the cluster's log. Do all workers see the folder of --engine-files?",
            was=condition or type(error).__name__,
        )
        raise InputError([problem]) from None
