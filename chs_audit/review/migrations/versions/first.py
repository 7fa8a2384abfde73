"""Events, decisions and lists, which refuse to be changed."""

import sqlalchemy as sa
from alembic import op

revision = "1"
down_revision = None

TABLES = ("events", "decisions", "lists")


def upgrade() -> None:
    """Make the tables, and what keeps them from being changed or emptied."""
    op.create_table(
        "events",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("kind", sa.String, nullable=False, index=True),
        sa.Column("subject", sa.String, nullable=False, index=True),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("before", sa.String, nullable=False, unique=True),
        sa.Column("hash", sa.String, nullable=False, unique=True),
    )
    op.create_table(
        "decisions",
        sa.Column(
            "seq", sa.Integer, sa.ForeignKey("events.seq"), primary_key=True, autoincrement=False
        ),
        sa.Column("finding", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.UniqueConstraint("finding", "version"),
    )
    op.create_table(
        "lists",
        sa.Column("hash", sa.String, primary_key=True),
        sa.Column("content", sa.Text, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for table in TABLES:
            for verb in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the ledger is only added to'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION ledger_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the ledger is only added to'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE "
            f"ON {table} FOR EACH STATEMENT EXECUTE FUNCTION ledger_only_added_to()"
        )
