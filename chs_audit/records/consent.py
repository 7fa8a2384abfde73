"""What people were told, and what they agreed to."""

from chs_audit.records.schema import Column, RecordTable, Type

PRIVACY_NOTICES = RecordTable(
    name="privacy_notices",
    title="privacy notices given",
    help="One row for each time somebody was told of the confidentiality policy.",
    kept_by="whoever looks after the case system",
    key=("notice_id",),
    columns=(
        Column("notice_id", Type.TEXT, "Your own number.", required=True),
        Column(
            "person_id",
            Type.TEXT,
            "The service user told, or for whom a parent or carer was told.",
            required=True,
            refers_to=("service_users", "staff"),
        ),
        Column("told_on", Type.DATE, "The day they were told."),
        Column("told_by", Type.TEXT, "Who told them.", refers_to=("staff",)),
        Column(
            "how",
            Type.WORD,
            "In which way.",
            words=("in-writing", "face-to-face", "phone", "online"),
        ),
    ),
    when="told_on",
)

CONSENTS = RecordTable(
    name="consents",
    title="consents",
    help="One row for each consent that was asked for, whatever the answer.",
    kept_by="whoever looks after the case system",
    key=("consent_id",),
    columns=(
        Column("consent_id", Type.TEXT, "Your own number.", required=True),
        Column(
            "person_id",
            Type.TEXT,
            "Whose information it is about.",
            required=True,
            refers_to=("service_users", "staff"),
        ),
        Column("purpose", Type.TEXT, "What the information would be shared for."),
        Column("recipients", Type.TEXT, "With whom it may be shared, separated by ;."),
        Column("sections", Type.TEXT, "Which parts of the record may go, separated by ;."),
        Column("requested_at", Type.TIME, "When consent was asked for."),
        Column(
            "decision",
            Type.WORD,
            "The answer; blank while none has been given.",
            words=("given", "refused"),
        ),
        Column("decided_at", Type.TIME, "When the answer was given."),
        Column("recorded_at", Type.TIME, "When the answer was written down."),
        Column("withdrawn_at", Type.TIME, "When it was taken back."),
        Column("expires_on", Type.DATE, "The last day it holds."),
        Column("reviewed_on", Type.DATE, "The day it was last talked through again."),
        Column("invalidated_at", Type.TIME, "When it was found not to count, and set aside."),
        Column("told_why", Type.YES_NO, "Whether they were told why sharing is needed."),
        Column("told_with_whom", Type.YES_NO, "Whether they were told with whom."),
        Column("told_if_agree", Type.YES_NO, "Whether they were told what follows from agreeing."),
        Column(
            "told_if_refuse", Type.YES_NO, "Whether they were told what follows from not agreeing."
        ),
        Column(
            "told_refusal_may_cost",
            Type.YES_NO,
            "Whether they were told that refusing may cost them a service.",
        ),
        Column("told_how_to_withdraw", Type.YES_NO, "Whether they were told how to take it back."),
        Column(
            "mode",
            Type.WORD,
            "How the answer was given.",
            words=("written", "oral", "implied"),
        ),
        Column("oral_note_on", Type.DATE, "For an oral answer: the date of the note."),
        Column("taken_by", Type.TEXT, "Who took the answer.", refers_to=("staff",)),
        Column(
            "given_by",
            Type.WORD,
            "Who answered.",
            words=("self", "parental-responsibility", "other-carer", "other"),
        ),
    ),
    when="decided_at",
)

TABLES = (PRIVACY_NOTICES, CONSENTS)
