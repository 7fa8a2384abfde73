"""A very small audit folder, with one row for each thing that a screen must show."""

from __future__ import annotations

from pathlib import Path

from chs_audit.audit import Audit
from chs_audit.review.deciding import cases, move, propose
from chs_audit.review.ledger import open_existing
from chs_audit.review.moves import Decision
from chs_audit.review.people import Actor

HOSTILE = '<img src=x onerror="document.title=1"><b>&amp;'

RECORDS = {
    "staff": """
        staff_id,name,kind,started_on,left_on
        amy,Amy Archer,employee,2020-01-01,
        ben,Ben Baker,volunteer,2020-01-01,2025-06-30""",
    "service_users": """
        person_id,name,first_contact_on,closed_on
        p1,Pip One,2025-01-10,
        p2,Pip Two,2025-02-01,""",
    "caseload": """
        case_id,staff_id,person_id,capacity,from_on
        c1,amy,p1,own,2025-01-01""",
    "access_log": """
        event_id,occurred_at,staff_id,person_id,action,section
        e1,2025-02-10 10:00,amy,p1,view,health
        e2,2025-03-10 10:00,amy,p2,view,health
        e3,2025-07-05 10:00,ben,p1,view,health
        e4,2025-03-11 10:00,,p1,view,health""",
    "consents": """
        consent_id,person_id,purpose,requested_at,decision,decided_at
        k1,p1,school liaison,2025-01-10 09:00,given,2025-01-10 09:00
        k2,p2,school liaison,2025-02-01 09:00,refused,""",
    "privacy_notices": """
        notice_id,person_id,told_on
        n1,p1,2025-01-10""",
    "meetings": """
        meeting_id,title,starts_at
        m1,Review,2025-04-01 10:00""",
    "attendances": """
        meeting_id,visitor_id,name,kind
        m1,v1,Vi One,other-professional
        m1,v2,Vi Two,other-professional
        m1,v3,Vi Three,other-professional""",
    "visitor_forms": """
        form_id,visitor_id,meeting_id,signed_at
        f1,v1,m1,2025-04-01 09:50
        f2,v2,m1,2025-04-01 10:00""",
}

# Who may decide, and their rows among the staff.
PEOPLE = """
[people.manager]
staff_id = "cleo"
roles = ["manager"]
[people.lead]
staff_id = "dora"
roles = ["data-protection-lead"]
[people.amy]
staff_id = "amy"
roles = ["trustee"]
[people.helper]
staff_id = "ben"
"""
STAFF = (
    RECORDS["staff"]
    + """
        cleo,Cleo Carter,employee,2020-01-01,
        dora,Dora Dean,employee,2020-01-01,"""
)


def write(folder: Path, charity: str = "Small charity", **records: str) -> Path:
    """The audit folder; `records` replace whole tables, "" leaves one out."""
    (folder / "records").mkdir(parents=True)
    (folder / "audit.toml").write_text(
        f"[charity]\nname = '{charity}'\n"
        "[audit]\nfrom = 2025-01-01\nto = 2025-12-31\nas_at = 2025-12-31\n",
        encoding="utf-8",
    )
    for name, text in {**RECORDS, **records}.items():
        if text:
            lines = [line.strip() for line in text.strip().splitlines()]
            path = folder / "records" / f"{name}.csv"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def with_people(folder: Path, **records: str) -> Path:
    """The same, with people who may decide on what is found."""
    write(folder, staff=STAFF, **records)
    with (folder / "audit.toml").open("a", encoding="utf-8") as settings:
        settings.write(PEOPLE)
    return folder


MANAGER, LEAD = Actor("cleo", ("manager",)), Actor("dora", ("data-protection-lead",))


def decide_all(audit: Audit, decision: Decision | None = None, but: int = 0) -> None:
    """The manager proposes on all findings `but` some, and the lead agrees."""
    with open_existing(audit.folder, audit.settings) as ledger:
        with ledger.reading() as book:
            _, known = cases(book)
        chosen = list(known)[but:]
        propose(ledger, chosen, decision or Decision("breach"), MANAGER)
        move(ledger, "agree", chosen, LEAD)


def hostile(folder: Path) -> Path:
    """The same, with HTML wherever a record may hold text that is shown."""
    text = HOSTILE.replace('"', '""')
    log = f"""
        event_id,occurred_at,staff_id,person_id,action,section
        "{text}",2025-02-10 10:00,amy,"{text}",view,"{text}" """
    return write(folder, charity=HOSTILE, access_log=log)
