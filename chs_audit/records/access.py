"""Who opened which record, and when."""

from chs_audit.records.schema import Column, RecordTable, Type

ACCESS_LOG = RecordTable(
    name="access_log",
    title="access log",
    help="One row for each time somebody opened, changed or copied a record.",
    kept_by="your IT support",
    key=("event_id",),
    columns=(
        Column("event_id", Type.TEXT, "The log's own number for the event.", required=True),
        Column("occurred_at", Type.TIME, "When it happened.", required=True),
        Column("staff_id", Type.TEXT, "Who did it; blank if the log cannot say."),
        Column("person_id", Type.TEXT, "Whose record it was; blank if the log cannot say."),
        Column(
            "action",
            Type.WORD,
            "What was done.",
            words=(
                "view",
                "edit",
                "create",
                "delete",
                "export",
                "print",
                "download",
                "share",
                "search",
                "other",
            ),
        ),
        Column("section", Type.TEXT, "Which part of the record, such as health or contact."),
        Column("reason", Type.TEXT, "A reason that was typed in, for example in an emergency."),
        Column("break_glass", Type.YES_NO, "Whether the lock was overridden in an emergency."),
        Column("reviewed_at", Type.TIME, "When a manager reviewed the override."),
        Column("place", Type.TEXT, "Network address or device.", personal=True),
        Column("source", Type.TEXT, "Which system the event comes from."),
    ),
    when="occurred_at",
)

TABLES = (ACCESS_LOG,)
