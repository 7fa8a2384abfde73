"""Policies and who knows them; records kept; concerns and breaches; what is attested."""

from chs_audit.records.schema import Column, RecordTable, Type

POLICIES = RecordTable(
    name="policies",
    title="policies",
    help="One row for each policy document.",
    kept_by="the director",
    key=("policy_id",),
    columns=(
        Column("policy_id", Type.TEXT, "A short name, such as confidentiality.", required=True),
        Column("title", Type.TEXT, "Its title."),
        Column("owner_id", Type.TEXT, "Who looks after it.", refers_to=("staff",)),
        Column("next_review_on", Type.DATE, "The day its next review is due."),
    ),
)

POLICY_VERSIONS = RecordTable(
    name="policy_versions",
    title="policy versions",
    help="One row for each version of each policy.",
    kept_by="the director",
    key=("policy_id", "version"),
    columns=(
        Column("policy_id", Type.TEXT, "Which policy.", required=True, refers_to=("policies",)),
        Column("version", Type.TEXT, "Which version.", required=True),
        Column("issued_on", Type.DATE, "The day it came into force."),
    ),
)

POLICY_REVIEWS = RecordTable(
    name="policy_reviews",
    title="policy reviews",
    help="One row for each review of a policy, whether or not it led to a new version.",
    kept_by="the director",
    key=("review_id",),
    columns=(
        Column("review_id", Type.TEXT, "Your own number.", required=True),
        Column("policy_id", Type.TEXT, "Which policy.", required=True, refers_to=("policies",)),
        Column("reviewed_on", Type.DATE, "The day of the review."),
        Column(
            "reviewed_by",
            Type.WORD,
            "Who reviewed it.",
            words=("management", "trustees", "other"),
        ),
        Column("board_consulted", Type.YES_NO, "Whether the Board of Trustees was consulted."),
        Column("minutes", Type.TEXT, "Where the minutes that show it are."),
        Column("recorded_at", Type.TIME, "When this row was written."),
    ),
)

ACKNOWLEDGEMENTS = RecordTable(
    name="acknowledgements",
    title="acknowledgements",
    help="One row for each time somebody confirmed that they had read a policy.",
    kept_by="whoever keeps staff files",
    key=("acknowledgement_id",),
    columns=(
        Column("acknowledgement_id", Type.TEXT, "Your own number.", required=True),
        Column("staff_id", Type.TEXT, "Who confirmed it.", required=True, refers_to=("staff",)),
        Column("policy_id", Type.TEXT, "Which policy.", required=True, refers_to=("policies",)),
        Column("version", Type.TEXT, "Which version."),
        Column("acknowledged_at", Type.TIME, "When they confirmed it."),
    ),
    when="acknowledged_at",
)

TRAINING = RecordTable(
    name="training",
    title="training",
    help="One row for each course somebody finished.",
    kept_by="whoever keeps staff files",
    key=("training_id",),
    columns=(
        Column("training_id", Type.TEXT, "Your own number.", required=True),
        Column("staff_id", Type.TEXT, "Who was trained.", required=True, refers_to=("staff",)),
        Column(
            "course",
            Type.WORD,
            "In what.",
            words=("data-protection", "safeguarding", "other"),
        ),
        Column("completed_on", Type.DATE, "The day it was finished."),
    ),
    when="completed_on",
)

CONCERNS = RecordTable(
    name="concerns",
    title="safeguarding concerns",
    help="One row for each concern about a child.",
    kept_by="the safeguarding lead",
    key=("concern_id",),
    columns=(
        Column("concern_id", Type.TEXT, "Your own number.", required=True),
        Column("person_id", Type.TEXT, "The child.", required=True, refers_to=("service_users",)),
        Column("raised_at", Type.TIME, "When it was raised."),
        Column("raised_by", Type.TEXT, "Who raised it.", refers_to=("staff",)),
        Column("escalated_at", Type.TIME, "When it reached management or trustees."),
        Column("escalated_to", Type.TEXT, "Whom it reached.", refers_to=("staff",)),
        Column("action", Type.TEXT, "What was done.", personal=True),
        Column(
            "share_decision", Type.WORD, "Whether it was shared.", words=("share", "do-not-share")
        ),
        Column("share_decided_at", Type.TIME, "When that was decided."),
        Column("share_ground", Type.TEXT, "On which ground.", personal=True),
        Column("closed_at", Type.TIME, "When it was closed; blank while it is open."),
    ),
    when="raised_at",
)

BREACHES = RecordTable(
    name="breaches",
    title="breach register",
    help="One row for each breach of the policy, meant or not.",
    kept_by="the data protection lead",
    key=("breach_id",),
    columns=(
        Column("breach_id", Type.TEXT, "Your own number.", required=True),
        Column("happened_at", Type.TIME, "When it happened."),
        Column("aware_at", Type.TIME, "When we became aware of it."),
        Column(
            "by_kind",
            Type.WORD,
            "Who caused it.",
            words=("employee", "volunteer", "trustee", "student", "visitor", "outside"),
        ),
        Column("finding_id", Type.TEXT, "The finding of an audit that it stems from."),
        Column("seriousness", Type.WORD, "How serious it is.", words=("low", "medium", "high")),
        Column(
            "route",
            Type.WORD,
            "How it is dealt with.",
            words=("informal", "formal", "trustees", "partner-agency", "none"),
        ),
        Column("outcome", Type.TEXT, "What came of it.", personal=True),
        Column(
            "ico_decision", Type.WORD, "Whether the ICO is told.", words=("report", "no-report")
        ),
        Column("ico_reason", Type.TEXT, "Why, or why not.", personal=True),
        Column("ico_reported_at", Type.TIME, "When the ICO was told."),
        Column("ico_late_reason", Type.TEXT, "Why later than 72 hours.", personal=True),
        Column("high_risk", Type.YES_NO, "Whether it puts people at high risk."),
        Column("people_told_at", Type.TIME, "When those people were told."),
        Column("people_not_told_reason", Type.TEXT, "Why they were not told.", personal=True),
        Column(
            "commission_decision",
            Type.WORD,
            "Whether the Charity Commission is told.",
            words=("report", "no-report"),
        ),
        Column("commission_reason", Type.TEXT, "Why, or why not.", personal=True),
    ),
    when="aware_at",
)

DECISIONS = RecordTable(
    name="decisions",
    title="decisions on findings",
    help="One row for each finding of an audit that was decided upon.",
    kept_by="the data protection lead",
    key=("finding_id",),
    columns=(
        Column("finding_id", Type.TEXT, "The finding's number, such as NK-01-….", required=True),
        Column(
            "decision",
            Type.WORD,
            "What was concluded.",
            words=("breach", "not-a-breach", "remedied", "accepted", "needs-facts"),
        ),
        Column("decided_on", Type.DATE, "The day of the decision."),
        Column("decided_by", Type.TEXT, "Who decided.", refers_to=("staff",)),
    ),
    when="decided_on",
)

REVEALS = RecordTable(
    name="reveals",
    title="people revealed in an audit",
    help="One row for each time that somebody was told who is behind a pseudonym. The ledger keeps it.",
    kept_by="the data protection lead",
    key=("reveal_id",),
    columns=(
        Column("reveal_id", Type.TEXT, "The ledger's own number.", required=True),
        Column("revealed_at", Type.TIME, "When the name was asked for."),
        Column("revealed_by", Type.TEXT, "Who asked for it.", refers_to=("staff",)),
        Column("finding_id", Type.TEXT, "The finding it was needed for, such as NK-01-…."),
        Column("reason", Type.TEXT, "What the name was needed for.", personal=True),
    ),
    when="revealed_at",
)

ASSETS = RecordTable(
    name="assets",
    title="asset register",
    help="One row for each set of records the charity keeps, on paper or not.",
    kept_by="the data protection lead",
    key=("asset_id",),
    columns=(
        Column("asset_id", Type.TEXT, "Your own number.", required=True),
        Column("title", Type.TEXT, "What it is."),
        Column("owner_id", Type.TEXT, "Who answers for it.", refers_to=("staff",)),
        Column("place", Type.TEXT, "Where it is kept."),
        Column("retain_until_on", Type.DATE, "The day it must be destroyed by."),
        Column("destroyed_on", Type.DATE, "The day it was destroyed."),
        Column("secured", Type.WORD, "How it is secured.", words=("locked", "encrypted", "open")),
        Column("key_holders", Type.TEXT, "Who holds the keys, separated by ;.", personal=True),
        Column("checked_on", Type.DATE, "The day it was last checked."),
    ),
)

ATTESTATIONS = RecordTable(
    name="attestations",
    title="attestations",
    help="One row for each promise that a named person vouches for.",
    kept_by="the director",
    key=("attestation_id",),
    columns=(
        Column("attestation_id", Type.TEXT, "Your own number.", required=True),
        Column("promise", Type.TEXT, "Which promise, such as AT-01."),
        Column("attested_by", Type.TEXT, "Who vouches for it.", refers_to=("staff",)),
        Column("attested_on", Type.DATE, "On which day."),
        Column("evidence", Type.TEXT, "What they point to."),
    ),
)

TABLES = (
    POLICIES,
    POLICY_VERSIONS,
    POLICY_REVIEWS,
    ACKNOWLEDGEMENTS,
    TRAINING,
    CONCERNS,
    BREACHES,
    DECISIONS,
    REVEALS,
    ASSETS,
    ATTESTATIONS,
)
