from __future__ import annotations

import os
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

from chs_audit.review.tables import URL_VARIABLE
from tests.review import databases


@pytest.fixture(scope="session")
def server():
    if databases.programs() is None:
        if os.environ.get("CI") == "true":
            pytest.fail(databases.INSTALL)
        pytest.skip(databases.INSTALL)
    with databases.running_server() as address:
        yield address


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch):
    """The machine's own choices of a ledger and a user stay out of the tests."""
    monkeypatch.delenv(URL_VARIABLE, raising=False)
    monkeypatch.delenv("JUPYTERHUB_USER", raising=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, monkeypatch):
    """Each test with it runs twice; the second time in a new database of a real server."""
    if request.param == "postgresql":
        address = request.getfixturevalue("server")
        name = f"ledger_{uuid4().hex}"
        engine = create_engine(
            f"{address}/postgres".replace("postgresql", "postgresql+psycopg"),
            isolation_level="AUTOCOMMIT",
        )
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        monkeypatch.setenv(URL_VARIABLE, f"{address}/{name}")
    return request.param
