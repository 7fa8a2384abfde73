"""What was told to whom outside the charity, and under which agreement."""

from chs_audit.records.schema import Column, RecordTable, Type

GROUNDS = (
    "consent",
    "emergency",
    "public-safety",
    "police",
    "safeguarding",
    "legal-duty",
)

DISCLOSURES = RecordTable(
    name="disclosures",
    title="disclosures",
    help="One row for each time information about somebody went to a third party.",
    kept_by="the data protection lead",
    key=("disclosure_id",),
    columns=(
        Column("disclosure_id", Type.TEXT, "Your own number.", required=True),
        Column(
            "person_id",
            Type.TEXT,
            "Whom the information is about.",
            refers_to=("service_users", "staff"),
        ),
        Column("organisation", Type.TEXT, "For an organisation's data: whose they are."),
        Column("organisation_consented", Type.YES_NO, "Whether that organisation agreed."),
        Column("recipient", Type.TEXT, "The organisation that received it."),
        Column("purpose", Type.TEXT, "What it went for."),
        Column("disclosed_at", Type.TIME, "When it went."),
        Column("recorded_at", Type.TIME, "When this row was written."),
        Column("sent_by", Type.TEXT, "Who sent it.", refers_to=("staff",)),
        Column("ground", Type.WORD, "On which ground it went.", words=GROUNDS),
        Column(
            "what_happened", Type.TEXT, "For a ground other than consent: the facts.", personal=True
        ),
        Column("decided_by", Type.TEXT, "Who decided to share.", refers_to=("staff",)),
        Column("decided_at", Type.TIME, "When they decided."),
        Column("least_needed", Type.TEXT, "The least that had to go.", personal=True),
        Column("reviewed_on", Type.DATE, "The day the decision was reviewed afterwards."),
        Column("sections_sent", Type.TEXT, "Which parts of the record went, separated by ;."),
        Column("sections_asked", Type.TEXT, "Which parts were asked for, separated by ;."),
        Column("reason", Type.TEXT, "Why it had to go, in your own words.", personal=True),
        Column("requested_on", Type.DATE, "The day the service user asked for it to go."),
        Column("requester", Type.TEXT, "For the police: who asked.", personal=True),
        Column("reference", Type.TEXT, "For the police: their reference."),
        Column("recipient_acknowledged", Type.YES_NO, "Whether the recipient confirmed the terms."),
        Column(
            "channel",
            Type.WORD,
            "How it went.",
            words=("letter", "email", "phone", "meeting", "portal"),
        ),
        Column("marked_confidential", Type.YES_NO, "Whether it was stated to be confidential."),
        Column(
            "in_return",
            Type.WORD,
            "Whether it was sold, traded, rented or lent, or nothing came back for it.",
            words=("nothing", "sold", "traded", "rented", "lent"),
        ),
        Column("names_person", Type.YES_NO, "Whether it names anybody."),
        Column(
            "alternative_considered",
            Type.YES_NO,
            "Whether sending it without names was considered.",
        ),
        Column("alternative_reason", Type.TEXT, "Why that would not do.", personal=True),
        Column("alternative_signed_by", Type.TEXT, "Who signed that.", refers_to=("staff",)),
        Column("session_detail", Type.YES_NO, "Whether it told what was said in a session."),
        Column("joint_working", Type.YES_NO, "Whether it went under a joint working protocol."),
    ),
    when="disclosed_at",
)

ENQUIRIES = RecordTable(
    name="enquiries",
    title="enquiries",
    help="One row for each call, visit or mail from somebody asking about a person.",
    kept_by="the front office",
    key=("enquiry_id",),
    columns=(
        Column("enquiry_id", Type.TEXT, "Your own number.", required=True),
        Column("received_at", Type.TIME, "When it came."),
        Column("channel", Type.WORD, "How it came.", words=("phone", "visit", "email", "letter")),
        Column("answered_by", Type.TEXT, "Who answered.", refers_to=("staff",)),
        Column(
            "confirmed_known", Type.YES_NO, "Whether we confirmed that the person is known to us."
        ),
        Column("ground", Type.WORD, "The ground on which we confirmed it.", words=GROUNDS),
        Column("ground_facts", Type.TEXT, "The facts behind that ground.", personal=True),
    ),
    when="received_at",
)

PROTOCOLS = RecordTable(
    name="protocols",
    title="joint working protocols",
    help="One row for each agreement on sharing with a partner.",
    kept_by="the director",
    key=("protocol_id",),
    columns=(
        Column("protocol_id", Type.TEXT, "Your own number.", required=True),
        Column("partner", Type.TEXT, "The partner organisation."),
        Column("signed_for_us_on", Type.DATE, "The day it was signed for us."),
        Column("signed_for_us_by", Type.TEXT, "Who signed for us.", refers_to=("staff",)),
        Column("signed_for_them_on", Type.DATE, "The day it was signed for the partner."),
        Column("signed_with_authority", Type.YES_NO, "Whether both could sign for their side."),
        Column("from_on", Type.DATE, "The first day it holds."),
        Column("until_on", Type.DATE, "The last day it holds."),
        Column("sections", Type.TEXT, "Which parts of a record may go, separated by ;."),
        Column("purposes", Type.TEXT, "What for, separated by ;."),
        Column("reviewed_on", Type.DATE, "The day it was last reviewed."),
        Column("recorded_at", Type.TIME, "When this row was written."),
    ),
)

PUBLICATIONS = RecordTable(
    name="publications",
    title="publications",
    help="One row for each report, table or text that was published.",
    kept_by="whoever publishes for you",
    key=("publication_id",),
    columns=(
        Column("publication_id", Type.TEXT, "Your own number.", required=True),
        Column("title", Type.TEXT, "Its title."),
        Column("published_on", Type.DATE, "The day it was published."),
        Column("file", Type.TEXT, "The file's name in the folder of publications."),
        Column("counts", Type.TEXT, "What its tables count, such as families supported."),
        Column("period_from_on", Type.DATE, "The first day that its figures cover."),
        Column("period_until_on", Type.DATE, "The last day that its figures cover."),
        Column("approved_by", Type.TEXT, "Who approved it.", refers_to=("staff",)),
    ),
    when="published_on",
)

TABLES = (DISCLOSURES, ENQUIRIES, PROTOCOLS, PUBLICATIONS)
