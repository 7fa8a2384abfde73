"""The shape of the ledger's tables: made, or brought to today's, before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, column, inspect, select, table, text

if TYPE_CHECKING:
    from alembic.config import Config

# The last step under migrations/versions. It stands here too, since Alembic takes a third of a
# second to load, and hardly any ledger that is opened needs it.
NEWEST = "1"
# Any number: all writers of this ledger ask PostgreSQL for the same lock.
_LOCK = 0x63687361


def one_at_a_time(connection: Connection) -> None:
    """Wait until nobody else writes; SQLite sees to that by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def up_to_date(connection: Connection) -> bool:
    """Bring the tables to today's shape, in one transaction of its own; False if a newer
    version than this one has made them."""
    with connection.begin():
        one_at_a_time(connection)
        here = _revision(connection)
        if here == NEWEST:
            return True
        from alembic import command
        from alembic.script import ScriptDirectory

        steps = ScriptDirectory.from_config(_alembic()).walk_revisions()
        if here and here not in {one.revision for one in steps}:
            return False
        config = _alembic()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return True


def _revision(connection: Connection) -> str | None:
    """The last step that these tables have been through, as Alembic keeps it."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    number: str | None = connection.scalar(select(column("version_num")).select_from(_STEPS))
    return number


_STEPS = table("alembic_version")


def _alembic() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "chs_audit.review:migrations")
    config.set_main_option("path_separator", "os")
    return config
