"""What Alembic runs: the steps, on the connection that the ledger hands over."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=True)
# The caller's transaction holds all of it, or nothing.
context.run_migrations()
