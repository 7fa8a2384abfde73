"""Who works here, whom we support, and who supports whom."""

from chs_audit.records.schema import Column, RecordTable, Type

STAFF = RecordTable(
    name="staff",
    title="staff and volunteers",
    help="One row for each employee, volunteer, trustee and student, past and present.",
    kept_by="whoever keeps staff files",
    key=("staff_id",),
    columns=(
        Column("staff_id", Type.TEXT, "Your own number or code for this person.", required=True),
        Column("name", Type.TEXT, "Full name.", personal=True),
        Column(
            "kind",
            Type.WORD,
            "What they are to the charity.",
            words=("employee", "volunteer", "trustee", "student"),
        ),
        Column("role", Type.TEXT, "Their job, such as family support worker."),
        Column("team", Type.TEXT, "The team or area they work in."),
        Column("started_on", Type.DATE, "First day in the role."),
        Column("left_on", Type.DATE, "Last day in the role; blank while they are still here."),
        Column(
            "manager_id", Type.TEXT, "Number of the person who manages them.", refers_to=("staff",)
        ),
        Column("user_name", Type.TEXT, "The name they sign in to computers with.", personal=True),
        Column(
            "duties",
            Type.WORDS,
            "Special duties they hold.",
            words=("management", "safeguarding-lead", "data-protection-lead"),
        ),
        Column("address", Type.TEXT, "Home address.", personal=True),
    ),
)

SERVICE_USERS = RecordTable(
    name="service_users",
    title="service users",
    help="One row for each child, parent or carer that the charity supports or has supported.",
    kept_by="whoever looks after the case system",
    key=("person_id",),
    columns=(
        Column("person_id", Type.TEXT, "Your own number or code for this person.", required=True),
        Column("name", Type.TEXT, "Full name.", personal=True),
        Column("date_of_birth", Type.DATE, "Date of birth.", personal=True),
        Column("address", Type.TEXT, "Home address.", personal=True),
        Column("postcode", Type.TEXT, "Postcode of the home address.", personal=True),
        Column("first_contact_on", Type.DATE, "The day of the very first contact."),
        Column("closed_on", Type.DATE, "The day support ended; blank while it goes on."),
        Column("services", Type.TEXT, "Services they use, separated by ;."),
        Column("sex", Type.TEXT, "Sex, as recorded.", personal=True),
        Column("ethnicity", Type.TEXT, "Ethnic group, as recorded.", personal=True),
        Column("disability", Type.YES_NO, "Whether a disability is recorded.", personal=True),
        Column("religion", Type.TEXT, "Religion or belief, as recorded.", personal=True),
        Column(
            "able_to_consent", Type.YES_NO, "Whether they were judged able to consent themselves."
        ),
    ),
    when="first_contact_on",
)

FAMILIES = RecordTable(
    name="families",
    title="families",
    help="One row for each member of a family on record.",
    kept_by="whoever looks after the case system",
    key=("family_id", "person_id"),
    columns=(
        Column("family_id", Type.TEXT, "Your own number for the family.", required=True),
        Column(
            "person_id",
            Type.TEXT,
            "The family member.",
            required=True,
            refers_to=("service_users",),
        ),
        Column(
            "relation",
            Type.WORD,
            "What they are in the family.",
            words=("child", "parent", "carer", "other"),
        ),
        Column("parental_responsibility", Type.YES_NO, "Whether they hold it for the children."),
    ),
)

CASELOAD = RecordTable(
    name="caseload",
    title="caseload",
    help="One row for each time somebody was assigned to a service user.",
    kept_by="the team leaders",
    key=("case_id",),
    columns=(
        Column("case_id", Type.TEXT, "Your own number for this assignment.", required=True),
        Column("staff_id", Type.TEXT, "Who was assigned.", required=True, refers_to=("staff",)),
        Column(
            "person_id",
            Type.TEXT,
            "To whom they were assigned.",
            required=True,
            refers_to=("service_users",),
        ),
        Column(
            "capacity",
            Type.WORD,
            "In which capacity: a worker of their own, or cover for an absent colleague.",
            words=("own", "cover", "supervision"),
        ),
        Column(
            "covers_id", Type.TEXT, "For cover: the colleague who was away.", refers_to=("staff",)
        ),
        Column("from_on", Type.DATE, "First day of the assignment."),
        Column("until_on", Type.DATE, "Last day of the assignment; blank while it goes on."),
        Column("recorded_at", Type.TIME, "When the assignment was written down."),
    ),
)

SESSIONS = RecordTable(
    name="sessions",
    title="sessions",
    help="One row for each service user at each session, visit or group, and who ran it.",
    kept_by="whoever looks after the case system",
    key=("session_id",),
    columns=(
        Column(
            "session_id", Type.TEXT, "Your own number, one for each person there.", required=True
        ),
        Column("staff_id", Type.TEXT, "Who ran it.", required=True, refers_to=("staff",)),
        Column(
            "person_id", Type.TEXT, "Who took part.", required=True, refers_to=("service_users",)
        ),
        Column("starts_at", Type.TIME, "When it began."),
        Column("ends_at", Type.TIME, "When it ended."),
        Column(
            "kind",
            Type.WORD,
            "What kind of session.",
            words=("one-to-one", "group", "call", "visit"),
        ),
        Column("group_name", Type.TEXT, "For a group: which one."),
    ),
    when="starts_at",
)

REQUESTS = RecordTable(
    name="requests",
    title="requests and referrals",
    help="One row for each request, referral or complaint about a service user and who handles it.",
    kept_by="whoever looks after the case system",
    key=("request_id",),
    columns=(
        Column("request_id", Type.TEXT, "Your own number.", required=True),
        Column(
            "person_id", Type.TEXT, "Whom it is about.", required=True, refers_to=("service_users",)
        ),
        Column("staff_id", Type.TEXT, "Who handles it.", refers_to=("staff",)),
        Column(
            "kind",
            Type.WORD,
            "What it is.",
            words=("referral", "request", "complaint", "subject-access", "handover"),
        ),
        Column("opened_at", Type.TIME, "When it came in."),
        Column("closed_at", Type.TIME, "When it was dealt with; blank while it is open."),
    ),
    when="opened_at",
)

DECLARED_CONFLICTS = RecordTable(
    name="declared_conflicts",
    title="declared conflicts",
    help="One row for each tie outside work that a member of staff has declared.",
    kept_by="whoever keeps staff files",
    key=("staff_id", "person_id"),
    columns=(
        Column("staff_id", Type.TEXT, "Who declared it.", required=True, refers_to=("staff",)),
        Column(
            "person_id",
            Type.TEXT,
            "The service user they are tied to.",
            required=True,
            refers_to=("service_users",),
        ),
        Column(
            "relation",
            Type.WORD,
            "What the tie is.",
            words=("self", "family", "friend", "neighbour", "other"),
        ),
        Column("declared_on", Type.DATE, "When it was declared."),
        Column("ended_on", Type.DATE, "When it ended; blank while it stands."),
    ),
)

TABLES = (STAFF, SERVICE_USERS, FAMILIES, CASELOAD, SESSIONS, REQUESTS, DECLARED_CONFLICTS)
