"""A real Spark cluster on this machine: a master and two workers, each its own process."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
WORKERS = 2
# Seconds in which the daemons of a busy machine come up.
PATIENCE = 120
# Where a Connect client looks for the token that lets it in.
LETS_IN = "SPARK_CONNECT_AUTHENTICATE_TOKEN"
CONNECT = "org.apache.spark.sql.connect.service.SparkConnectServer"

# What docs/spark.md tells a charity to set: whoever has no secret is not let in, and
# nothing personal goes over the network or onto a worker's disk in the clear.
SETTINGS = """\
spark.authenticate true
spark.authenticate.secret {secret}
spark.network.crypto.enabled true
spark.io.encryption.enabled true
spark.driver.host 127.0.0.1
spark.driver.bindAddress 127.0.0.1
spark.driver.memory 1g
spark.executor.memory 700m
spark.cores.max 2
spark.executor.cores 1
spark.sql.shuffle.partitions 2
spark.sql.adaptive.enabled false
spark.driver.extraJavaOptions {quick}
spark.executor.extraJavaOptions {quick}
spark.ui.enabled false
spark.ui.showConsoleProgress false
spark.connect.grpc.binding.address 127.0.0.1
spark.connect.authenticate.token {token}
"""
# None of these programs runs for long enough to earn back what Java takes to optimise it.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@dataclass(frozen=True)
class Cluster:
    """Where the cluster is.

    Args:
        url: of its master.
        web: the port at which the master tells how it is.
        home: with `conf`, and a log and folders of each daemon.
    """

    url: str
    web: int
    home: Path


@contextlib.contextmanager
def running(home: Path) -> Iterator[Cluster]:
    """A cluster that runs until the block is left, whichever way that is."""
    conf = home / "conf"
    conf.mkdir(parents=True)
    secret, token = secrets.token_hex(16), secrets.token_hex(16)
    (conf / "spark-defaults.conf").write_text(
        SETTINGS.format(secret=secret, token=token, quick=QUICK)
    )
    os.environ["SPARK_CONF_DIR"] = str(conf)
    os.environ[LETS_IN] = token
    os.environ["SPARK_LOCAL_IP"] = HOST
    port, web = free_port(), free_port()
    with contextlib.ExitStack() as daemons:
        url = f"spark://{HOST}:{port}"
        deploy = "org.apache.spark.deploy"
        master = daemons.enter_context(
            _daemon(
                home / "master",
                *(f"{deploy}.master.Master", "--host", HOST),
                *("--port", str(port), "--webui-port", str(web)),
            )
        )
        _until(lambda: answers(port), "the master", master)
        for number in range(WORKERS):
            worker = daemons.enter_context(
                _daemon(
                    home / f"worker-{number}",
                    *(f"{deploy}.worker.Worker", "--host", HOST, "--webui-port", "0"),
                    *("--cores", "2", "--memory", "2g", url),
                )
            )
        _until(lambda: _alive(web) == WORKERS, "the workers", worker)
        yield Cluster(url, web, home)


@contextlib.contextmanager
def connect_server(cluster: Cluster) -> Iterator[str]:
    """The sc:// address of a Spark Connect server on the cluster, until the block is left."""
    port = free_port()
    with _daemon(
        cluster.home / "connect",
        *("org.apache.spark.deploy.SparkSubmit", "--class", CONNECT, "--master", cluster.url),
        *("--conf", f"spark.connect.grpc.binding.port={port}", "spark-internal"),
        memory="1g",
    ) as server:
        _until(lambda: answers(port), "the Spark Connect server", server)
        # Only to this name does a client send its token without TLS.
        yield f"sc://localhost:{port}"


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int) -> bool:
    """Whether somebody listens at a port."""
    with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
        return True
    return False


@contextlib.contextmanager
def _daemon(home: Path, *command: str, memory: str = "256m") -> Iterator[subprocess.Popen[bytes]]:
    import pyspark

    home.mkdir()
    spark = Path(pyspark.__file__).parent
    places = {"SPARK_HOME": str(spark), "SPARK_WORKER_DIR": str(home / "work")}
    places["SPARK_LOCAL_DIRS"] = str(home / "local")
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(spark / "bin" / "spark-class"), *command],
            env={
                **os.environ,
                **places,
                "SPARK_DAEMON_MEMORY": memory,
                "SPARK_DAEMON_JAVA_OPTS": QUICK,
                "SPARK_SUBMIT_OPTS": QUICK,
            },
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _alive(web: int) -> int:
    with urllib.request.urlopen(f"http://{HOST}:{web}/json/", timeout=5) as page:
        return int(json.load(page)["aliveworkers"])


def _until(ready: Callable[[], bool], what: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(OSError):
            if ready():
                return
        time.sleep(0.2)
    raise TimeoutError(f"{what} did not come up; see the log beside spark-defaults.conf")
