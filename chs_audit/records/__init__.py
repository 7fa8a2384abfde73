"""The record tables: the agreed shape of every kind of record that an audit reads."""

from chs_audit.records import access, consent, governance, meetings, people, sharing
from chs_audit.records.schema import Column, RecordTable, Type, day_column

TABLES: tuple[RecordTable, ...] = (
    *people.TABLES,
    *access.TABLES,
    *consent.TABLES,
    *sharing.TABLES,
    *meetings.TABLES,
    *governance.TABLES,
)

BY_NAME = {table.name: table for table in TABLES}

__all__ = ["BY_NAME", "TABLES", "Column", "RecordTable", "Type", "day_column"]
