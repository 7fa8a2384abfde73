"""Where the policy is in tension with itself: questions for the trustees to settle.

No choice between two clauses is hidden in code: a setting names what stands, and what is
not settled is shown with the number of records it touches.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Tension:
    """One question that the policy's own words leave open.

    Args:
        id: permanent id, such as "T1".
        controls: the ids of the controls that it bears on.
        places: where the policy says the one and the other.
        question: what trustees have to settle.
        settings: the settings that settle it, as "section.name"; none if only new words in
            the policy can.
        records: what the records it touches are, or "" if no record shows it.
    """

    id: str
    controls: tuple[str, ...]
    places: str
    question: str
    settings: tuple[str, ...] = ()
    records: str = ""


TENSIONS: tuple[Tension, ...] = (
    Tension("T1", ("TP-11",), "5.1 against 1.3, 5.3, 5.4", "May what was said in a session go out on a lawful ground or under a protocol, though 5.1 knows no exception?", ("precedence.session_detail",), "disclosures of session detail on a ground or under a protocol"),
    Tension("T2", ("TP-01",), "1.3", "Are safeguarding and a court order grounds too, though the list of exceptions names neither?", ("precedence.grounds",), "disclosures on the ground of safeguarding or legal duty"),
    Tension("T3", ("TP-09",), "3.1 against 1.3, 5.4", "May an organisation's data go out with its consent or under a protocol, though 3.1 bars it altogether?", ("precedence.organisation_data",), "disclosures of an organisation's data with its consent or under a protocol"),
    Tension("T4", ("IC-02", "IC-07", "TP-01"), "4a against 4.3", "Can one consent at first contact cover what must be agreed for each purpose and recipient?", (), "consents that name no recipient or no purpose"),
    Tension("T5", ("IC-03",), "4a", "Is a consent free when refusing it may cost the service?", (), "consents given after being told that refusing may cost the service"),
    Tension("T6", ("NK-01",), "4.2 against 5.1", "Does sharing within the team need consent, too, or is the team taken as one?", ("precedence.team_sharing",), "accesses to records of people without any consent on record by then"),
    Tension("T7", ("VF-01",), "3 and 4 against 5.2", "Are volunteers insiders, or third parties who sign the visitors' form?", ("visitor_forms.volunteers_sign",), "volunteers at meetings"),
    Tension("T8", ("VF-01", "VF-02"), "5.2", "Is the form signed for each meeting or once, and are both policies handed over at the same time as the signing, or as the meeting?", ("visitor_forms.covers", "visitor_forms.policies_given"), "visitors whose only form is for another meeting of the series"),
    Tension("T9", ("IC-04", "IC-05"), "4.3", "How is oral consent proved, withdrawn and ended, and from what age may a child give it?", ("informed_consent.ability_age",), "oral consents"),
    Tension("T10", ("SG-01", "PO-01"), "3.5, 5, 5.3", "What do immediate, regularly, adequate and serious mean in hours, months and degrees?", ("safeguarding.escalation_hours", "policy_review.interval_months")),
    Tension("T11", ("BR-01",), "5", "Is every slip a disciplinary matter, or may a near miss be told without fear? And what holds for visitors and trustees?", (), "breaches by visitors and trustees"),
    Tension("T12", ("RM-02", "RM-03"), "3.6", "Does within the office allow for cloud storage and for work by phone and from home?", ("records_kept.permitted_places", "records_kept.networks", "records_kept.remote_kinds"), "accesses from outside the permitted networks"),
    Tension("T13", ("SG-01",), "5.3 against 3.3", "How much of a concern do trustees need to know when it is brought to them?", (), "concerns that were brought to a trustee"),
    Tension("T14", ("BR-02", "BR-03", "BR-04"), "5", "Which steps towards the ICO, the people concerned and the Charity Commission belong into the procedure for breaches?", ("breaches.ico_hours",), "breaches"),
    Tension("T15", ("PO-02",), "1.2, 5.2 and throughout", "What is the policy on disclosure of information, and what are this policy's version, owner and next review date?", ("policy_review.named",), "documents that the policy names, and that are missing or incomplete"),
    Tension("T16", ("NK-01", "NK-02"), "5.1 against 3.3", "Is what is confidential to the staff team open to all of the team, or item by item to those who need it?", (), "unexplained accesses by staff and volunteers of the team"),
)  # fmt: skip
