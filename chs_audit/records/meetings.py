"""Meetings, the visitors at them, and the forms they signed."""

from chs_audit.records.schema import Column, RecordTable, Type

MEETINGS = RecordTable(
    name="meetings",
    title="meetings",
    help="One row for each meeting at which third parties may hear of service users.",
    kept_by="the front office",
    key=("meeting_id",),
    columns=(
        Column("meeting_id", Type.TEXT, "Your own number.", required=True),
        Column("title", Type.TEXT, "What the meeting was about."),
        Column("series", Type.TEXT, "For meetings that recur: the name of the series."),
        Column("starts_at", Type.TIME, "When it began."),
        Column("ends_at", Type.TIME, "When it ended."),
        Column("place", Type.TEXT, "Where it was held."),
        Column("organiser_id", Type.TEXT, "Who called it.", refers_to=("staff",)),
    ),
    when="starts_at",
)

ATTENDANCES = RecordTable(
    name="attendances",
    title="meeting attendances",
    help="One row for each person at each meeting.",
    kept_by="the front office",
    key=("meeting_id", "visitor_id"),
    columns=(
        Column("meeting_id", Type.TEXT, "Which meeting.", required=True, refers_to=("meetings",)),
        Column("visitor_id", Type.TEXT, "Your own number for the person there.", required=True),
        Column("name", Type.TEXT, "Their name.", personal=True),
        Column("organisation", Type.TEXT, "Whom they came from."),
        Column(
            "kind",
            Type.WORD,
            "What they are to the charity.",
            words=(
                "staff",
                "trustee",
                "service-user",
                "other-professional",
                "partner-agency",
                "student",
                "volunteer",
                "other-visitor",
            ),
        ),
        Column("tie", Type.TEXT, "Their tie to the service users talked about."),
    ),
)

VISITOR_FORMS = RecordTable(
    name="visitor_forms",
    title="visitor forms",
    help="One row for each Confidentiality for Visitors form.",
    kept_by="the front office",
    key=("form_id",),
    columns=(
        Column("form_id", Type.TEXT, "Your own number.", required=True),
        Column("visitor_id", Type.TEXT, "Who signed it.", required=True),
        Column(
            "meeting_id", Type.TEXT, "For which meeting it was signed.", refers_to=("meetings",)
        ),
        Column("signed_at", Type.TIME, "When it was signed."),
        Column(
            "confidentiality_policy_given",
            Type.YES_NO,
            "Whether the confidentiality policy was handed over.",
        ),
        Column("confidentiality_policy_given_at", Type.TIME, "When it was handed over."),
        Column("confidentiality_policy_version", Type.TEXT, "Which version of it."),
        Column(
            "disclosure_policy_given",
            Type.YES_NO,
            "Whether the policy on disclosure of information was handed over.",
        ),
        Column("disclosure_policy_given_at", Type.TIME, "When it was handed over."),
        Column("disclosure_policy_version", Type.TEXT, "Which version of it."),
    ),
    when="signed_at",
)

TABLES = (MEETINGS, ATTENDANCES, VISITOR_FORMS)
