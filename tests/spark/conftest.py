"""The audits that are compared: each once on DuckDB and once on the cluster."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chs_audit import open_audit
from chs_audit import settings as settings_file
from chs_audit.audit import Audit, judge, no_progress
from chs_audit.controls import CONTROLS
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.moment import Moment, Span
from chs_audit.engine import Engine
from chs_audit.errors import InputError
from chs_audit.sources import ImportReport
from chs_audit.spark_engine import SparkEngine
from data_samples import make
from tests.spark import cluster as spark_cluster
from tests.spark.cluster import Cluster
from tests.support import fill
from tests.twins.charities import charity
from tests.twins.test_agreement import stored_rows

MISSING = {
    "java": "Install Java 17, such as Debian's openjdk-17-jre-headless, to test on Spark.",
    "pyspark": "Run `make test-spark`, which installs pyspark, to test on Spark.",
}
SAMPLE = "the sample charity"
# A small random charity, which goes through Spark Connect on the same cluster, and comes last.
CONNECT = 15
BY_CONNECT = f"charity {CONNECT} by Spark Connect"
CHARITIES = (SAMPLE, BY_CONNECT)


@dataclass(frozen=True)
class Pair:
    """One audit on both engines."""

    duckdb: Audit
    spark: Audit


def pytest_configure(config: pytest.Config) -> None:
    # py4j, over which Python talks to Java, leaves its sockets to be closed.
    config.addinivalue_line("filterwarnings", "ignore:unclosed <socket:ResourceWarning")


@pytest.fixture(scope="session", autouse=True)
def _needed() -> None:
    there = {
        "java": shutil.which("java") is not None,
        "pyspark": importlib.util.find_spec("pyspark") is not None,
    }
    todo = " ".join(MISSING[name] for name, found in there.items() if not found)
    if todo and os.environ.get("CI") == "true":
        pytest.fail(todo)
    if todo:
        pytest.skip(todo)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory, _needed: None) -> Iterator[Cluster]:
    with spark_cluster.running(tmp_path_factory.mktemp("spark") / "cluster") as cluster:
        yield cluster


@pytest.fixture(scope="session")
def spark(cluster: Cluster) -> Iterator[None]:
    """Leaves the cluster when all is done: every audit of this process shares one context."""
    yield
    from pyspark import SparkContext

    if context := SparkContext._active_spark_context:
        context.stop()


@pytest.fixture(scope="session")
def connect(cluster: Cluster) -> Iterator[str]:
    """The address of Spark Connect on the cluster."""
    with spark_cluster.connect_server(cluster) as url:
        yield url


@pytest.fixture(scope="session", params=CHARITIES)
def pair(
    request: pytest.FixtureRequest,
    cluster: Cluster,
    spark: None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Pair]:
    if request.param == SAMPLE:
        folder = tmp_path_factory.mktemp("sample") / "charity"
        make(folder, seed=1)
        yield _both(lambda engine: open_audit(folder).run(engine=engine), cluster.url)
    else:
        url = request.getfixturevalue("connect")
        yield _both(lambda engine: _random(CONNECT, engine), url)


def _both(run: Callable[[Engine], Audit], url: str) -> Pair:
    try:
        return Pair(run(Engine()), run(SparkEngine(url)))
    except InputError as error:
        # Users are not told what Spark says, since it may quote records. These are invented.
        pytest.fail(f"{error}\n{error.__context__}")


def _random(number: int, engine: Engine) -> Audit:
    tables, period, choices = charity(number)
    fill(engine.database, stored_rows(tables))
    inputs = Inputs(
        engine,
        settings_file.parse(choices),
        Span(period.first, period.last),
        Moment(period.as_at, "Europe/London"),
    )
    return judge(Path(), inputs, ImportReport((), (), ()), no_progress, CONTROLS)
