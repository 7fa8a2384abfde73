"""The promises of the confidentiality policy, in our own words, each with its place.

The policy's numbering is broken, so every promise has a permanent id of ours. Ids are never
reused. `place` cites the policy as last reviewed on 6 September 2024.
"""

from __future__ import annotations

from chs_audit.policy.clause import (
    ATTESTED,
    AWARENESS,
    BREACHES,
    CONSENT,
    DISCLOSURE,
    EQUALITY,
    JOINT_WORKING,
    NEED_TO_KNOW,
    POLICIES,
    PUBLICATIONS,
    RECORDS,
    SAFEGUARDING,
    VISITORS,
    Clause,
)

CLAUSES: tuple[Clause, ...] = (
    Clause(
        "NK-01",
        "3.3, 4.2",
        NEED_TO_KNOW,
        "A record is opened only by somebody whose work with that person needs it at that time.",
    ),
    Clause(
        "NK-02", "3.3", NEED_TO_KNOW, "People see only the parts of a record that their role needs."
    ),
    Clause(
        "NK-03",
        "3.3",
        NEED_TO_KNOW,
        "Only people who work or volunteer here at the time open records.",
    ),
    Clause(
        "NK-04",
        "3.3",
        NEED_TO_KNOW,
        "Records are copied for a written reason, or no more than the role usually copies.",
    ),
    Clause(
        "NK-05",
        "3.3",
        NEED_TO_KNOW,
        "Nobody opens their own record, or that of somebody they are tied to.",
    ),
    Clause(
        "NK-06",
        "3.2",
        NEED_TO_KNOW,
        "Before anybody is named, doing without names is considered, and the reason signed.",
    ),
    Clause(
        "NK-07",
        "3.3",
        NEED_TO_KNOW,
        "The access log covers every day, so that the other promises can be tested.",
    ),
    Clause(
        "NK-08",
        "3.3",
        NEED_TO_KNOW,
        "Whoever is told a name in an audit needed it for a finding, and that finding is decided.",
    ),
    Clause(
        "IC-01",
        "4a, first contact",
        CONSENT,
        "Everybody is told of the policy, and asked for consent, by the first contact.",
    ),
    Clause(
        "IC-02",
        "4a",
        CONSENT,
        "Everybody asked for consent is told why, with whom, and what follows from either answer.",
    ),
    Clause(
        "IC-03",
        "4a",
        CONSENT,
        "Everybody is told that the service may need sharing, and that refusing may cost it.",
    ),
    Clause("IC-04", "4.3 and the law", CONSENT, "Consent is given by somebody who may give it."),
    Clause(
        "IC-05",
        "4.3",
        CONSENT,
        "Consent is express; when it is oral, a dated note says who took it.",
    ),
    Clause(
        "IC-06",
        "4a and the law",
        CONSENT,
        "A consent in force is reviewed in time and can be taken back.",
    ),
    Clause(
        "IC-07",
        "4a",
        CONSENT,
        "For every purpose that the service needs, a decision on consent is on record.",
    ),
    Clause(
        "TP-01",
        "1.3, 4.2, 4.3",
        DISCLOSURE,
        "Information goes to a third party only with consent in force, or on a lawful ground with its facts.",
    ),
    Clause(
        "TP-02",
        "1.3",
        DISCLOSURE,
        "The police get no more than they asked for, and who asked for what is recorded.",
    ),
    Clause("TP-03", "4.2", DISCLOSURE, "No more goes than the consent and its purpose allow."),
    Clause("TP-04", "4.3", DISCLOSURE, "A clear reason is written for every disclosure."),
    Clause(
        "TP-05",
        "4.3",
        DISCLOSURE,
        "The recipient confirms that it is confidential, and on which terms.",
    ),
    Clause(
        "TP-06",
        "4.3",
        DISCLOSURE,
        "Whatever goes is stated to be confidential, on paper or out loud.",
    ),
    Clause(
        "TP-07",
        "2.2",
        DISCLOSURE,
        "Nothing of value comes back for information: it is not sold, traded, rented or lent.",
    ),
    Clause("TP-08", "2.1", DISCLOSURE, "Information is used for the service's own purposes only."),
    Clause(
        "TP-09", "3.1, 1.3", DISCLOSURE, "An organisation's data go nowhere without its consent."
    ),
    Clause(
        "TP-10",
        "in practice, opening",
        DISCLOSURE,
        "Nobody who asks is told even whether a person is known to us.",
    ),
    Clause(
        "TP-11",
        "5.1",
        DISCLOSURE,
        "What was said in a session goes out only when the person asked for that first.",
    ),
    Clause(
        "VF-01",
        "5.2",
        VISITORS,
        "Every third party at a meeting has signed the visitors' form before it begins.",
    ),
    Clause(
        "VF-02", "5.2", VISITORS, "Whoever signs the form is handed both policies at the same time."
    ),
    Clause(
        "VF-03", "5.2", VISITORS, "The policies handed over are the versions in force that day."
    ),
    Clause(
        "VF-04",
        "5.2",
        VISITORS,
        "Only visitors with a legitimate tie to the service users talked about are present.",
    ),
    Clause(
        "SG-01",
        "5.3",
        SAFEGUARDING,
        "A concern about a child reaches management or trustees at once, and they act.",
    ),
    Clause(
        "SG-02",
        "5.3",
        SAFEGUARDING,
        "For every concern, whether to share it is decided and recorded either way.",
    ),
    Clause(
        "JW-01",
        "5.4",
        JOINT_WORKING,
        "What goes under joint working is covered by a protocol signed by both sides.",
    ),
    Clause("JW-02", "5.4", JOINT_WORKING, "Joint working protocols are reviewed in time."),
    Clause(
        "AW-01",
        "3.4",
        AWARENESS,
        "Everybody has acknowledged the policy before they open a record, and its current version soon after.",
    ),
    Clause(
        "AW-02",
        "3.4",
        AWARENESS,
        "Everybody is trained in data protection at the start, and again in time.",
    ),
    Clause(
        "RM-01",
        "1.1",
        RECORDS,
        "Every set of records has an owner, a place and a date to destroy it by.",
    ),
    Clause("RM-02", "3.6", RECORDS, "Records are kept locked or encrypted in a permitted place."),
    Clause("RM-03", "3.6", RECORDS, "Records are opened from permitted places and devices only."),
    Clause(
        "BR-01",
        "5",
        BREACHES,
        "Every breach is judged, dealt with by a fitting route, and its outcome recorded.",
    ),
    Clause(
        "BR-02",
        "3.5 and the law",
        BREACHES,
        "Whether to report a breach to the ICO is decided, and a report goes within 72 hours.",
    ),
    Clause("BR-03", "the law", BREACHES, "People at high risk from a breach are told."),
    Clause(
        "BR-04",
        "the law",
        BREACHES,
        "Whether a breach is a serious incident for the Charity Commission is decided.",
    ),
    Clause(
        "BR-05", "5", BREACHES, "What an audit finds to be a breach stands in the breach register."
    ),
    Clause("PU-01", "2.3", PUBLICATIONS, "Published figures let nobody be singled out."),
    Clause("PU-02", "2.3", PUBLICATIONS, "What is published names nobody on record."),
    Clause(
        "PO-01",
        "3.5, monitoring and review",
        POLICIES,
        "Policies are reviewed in time by management, with the Board consulted.",
    ),
    Clause(
        "PO-02",
        "1.2, 5.2",
        POLICIES,
        "Every policy that this policy names exists, with version, owner and next date.",
    ),
    Clause(
        "EQ-01", "equality and diversity", EQUALITY, "The promises are kept alike for everybody."
    ),
    Clause(
        "AT-01",
        "1.4",
        ATTESTED,
        "Policy and practice respect how sensitive service users' lives are.",
    ),
    Clause(
        "AT-02", "5, opening", ATTESTED, "No breach is shrugged off, whether it was meant or not."
    ),
    Clause(
        "AT-03",
        "5.1, statement",
        ATTESTED,
        "People use the agreed words when they speak of confidentiality.",
    ),
    Clause(
        "AT-04",
        "3.4",
        ATTESTED,
        "Procedures make everybody who handles information aware of their duties.",
    ),
)

BY_ID = {clause.id: clause for clause in CLAUSES}
