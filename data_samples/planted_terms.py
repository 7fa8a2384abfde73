"""Planted among disclosures: NK-06, TP-02 to TP-09 and TP-11, with their near misses."""

from __future__ import annotations

from typing import Any

from data_samples import names
from data_samples.charity import Charity, Row
from data_samples.days import at, day, days, local_day
from data_samples.planted_sharing import Plants
from data_samples.sharing import on_ground

# One day in each year of the sample.
_DAYS = (day("2024-04-24"), day("2025-05-14"), day("2026-04-29"))


def add(charity: Charity) -> None:
    """Plant everything about the terms on which information goes out."""
    for number, on in enumerate(_DAYS):
        plants = _Terms(charity, charity.random(f"planted terms {number}"), on)
        plants.names_and_terms()
        plants.police()
        plants.sections()
        plants.organisations()
        plants.session_detail()
    _pasted(charity)


class _Terms(Plants):
    """The plants of one year. All rest on a ground or a consent, so that TP-01 is kept."""

    def lawful(
        self, control: str, code: str, note: str, ground: str = "legal-duty", **values: Any
    ) -> Row:
        """One disclosure on a ground with all its facts; into the key if it has a code."""
        person = self.rng.choice(self.charity.tables["service_users"])["person_id"]
        sent = on_ground(self.charity, person, ground, self.when)
        sent.update(values)
        self.note(sent, code, note, control)
        return sent

    def agreed(self, control: str, code: str, note: str, **values: Any) -> Row:
        """One disclosure on a consent of its own, which may name other sections."""
        person = self.person()
        self.consent(person, sections=values.pop("sections", "contact;plans"))
        sent = self.shared(person, "", "", **values)
        self.note(sent, code, note, control)
        return sent

    def names_and_terms(self) -> None:
        blank, no = "left blank", "answered with no"
        for control, reason, column, value, note in (
            ("NK-06", "no-alternative-recorded", "alternative_considered", False, no),
            ("NK-06", "no-alternative-recorded", "alternative_reason", None, blank),
            ("NK-06", "no-alternative-recorded", "alternative_signed_by", None, blank),
            ("NK-06", "not-recorded", "alternative_considered", None, blank),
            ("NK-06", "not-recorded", "names_person", None, blank),
            ("TP-04", "no-reason", "reason", None, blank),
            ("TP-05", "not-acknowledged", "recipient_acknowledged", False, no),
            ("TP-05", "not-recorded", "recipient_acknowledged", None, blank),
            ("TP-06", "not-marked", "marked_confidential", False, no),
            ("TP-06", "not-recorded", "marked_confidential", None, blank),
            ("TP-06", "channel-unknown", "channel", None, blank),
            ("TP-07", "sold", "in_return", "sold", "sold"),
            ("TP-07", "traded", "in_return", "traded", "traded"),
            ("TP-07", "rented", "in_return", "rented", "rented"),
            ("TP-07", "lent", "in_return", "lent", "lent"),
            ("TP-07", "not-recorded", "in_return", None, blank),
        ):
            changed: Row = {column: value}
            self.lawful(control, reason, f"{column} {note}", **changed)
        # Near misses: nobody named, so nothing to consider; out loud is as good as on paper.
        self.lawful("", "", "", names_person=False, alternative_considered=None)
        self.lawful("", "", "", channel="phone")
        other = self.lawful("TP-08", "other-purpose", "not one of ours", purpose="newsletter")
        self.note(other, "allowed-unknown", "nothing says what may go for this", "TP-03")
        self.lawful("TP-08", "", "", purpose=" PROTECTION ")

    def police(self) -> None:
        for part in ("requester", "reference", "sections_asked"):
            note = f"{part} left blank"
            self.lawful("TP-02", "informal-request", note, "police", **{part: None})
        for sent, asked in (("contact;health", "contact"), ("contact", "health; school")):
            sections = {"sections_sent": sent, "sections_asked": asked}
            note = "a section that was not asked for"
            self.lawful("TP-02", "more-than-asked", note, "police", **sections)
        note = "what went is left blank"
        blank = self.lawful("TP-02", "sent-unknown", note, "police", sections_sent=None)
        self.note(blank, "sent-unknown", note, "TP-03")
        # Near misses: all that was asked; in another spelling; another ground needs no request.
        all_of_it: Row = {"sections_sent": "contact;health", "sections_asked": "health;contact"}
        self.lawful("TP-02", "", "", "police", **all_of_it)
        spelt: Row = {"sections_sent": " Health", "sections_asked": "contact ; HEALTH "}
        self.lawful("TP-02", "", "", "police", **spelt)
        self.lawful("TP-02", "", "", requester=None, reference=None, sections_asked=None)

    def sections(self) -> None:
        note = "a section beyond the list of the purpose"
        self.lawful("TP-03", "more-than-needed", note, sections_sent="contact;notes")
        note = "a section beyond the consent, within the purpose"
        self.agreed("TP-03", "more-than-needed", note, sections="contact", sections_sent="plans")
        note = "a section beyond the purpose, within the consent"
        wide = {"sections": "contact;health", "sections_sent": "health"}
        self.agreed("TP-03", "more-than-needed", note, **wide)
        person = self.person()
        self.consent(person, purpose="reference", sections=None)
        sent = self.shared(person, "", "", purpose="reference")
        self.note(sent, "allowed-unknown", "a consent that names no sections", "TP-03")
        # Near misses: just what both allow; no consent of sections, but a list; no list.
        self.agreed("TP-03", "", "", sections="Plans ; CONTACT", sections_sent="contact; plans")
        self.agreed("TP-03", "", "", sections=None, sections_sent="plans")
        person = self.person()
        self.consent(person, purpose="reference", sections="notes")
        self.shared(person, "", "", purpose="reference", sections_sent="notes")

    def organisations(self) -> None:
        for agreed, joint, reason, note in (
            (False, False, "organisation-data", "the organisation did not agree"),
            (False, None, "organisation-data", "the organisation did not agree"),
            (None, False, "not-recorded", "whether the organisation agreed is left blank"),
        ):
            values: Row = {"organisation": "Kite Club", "organisation_consented": agreed}
            sent = self.lawful("TP-09", reason, note, joint_working=joint, **values)
            if joint is None:
                self.note(sent, "not-recorded", "joint working left blank", "JW-01")
        # Kept, though 3.1 read to the letter knows no exception: both verdicts are shown.
        note = "with the organisation's consent or under a protocol, against the letter of 3.1"
        for column in ("organisation_consented", "joint_working"):
            allowed: Row = {"organisation": "Kite Club", column: True}
            sent = self.lawful("TP-09", "", "", **allowed)
            on = local_day(sent["disclosed_at"])
            self.charity.key.add("TP-09", sent["disclosure_id"], "", on, note)

    def session_detail(self) -> None:
        on = local_day(self.when)
        told: Row = {"session_detail": True}
        note = "what was said in a session, not asked for"
        self.agreed("TP-11", "no-request", note, **told)
        self.lawful("TP-11", "no-request", note + ", on a ground", "safeguarding", **told)
        note = "what was said in a session, asked for the day after"
        self.agreed("TP-11", "request-later", note, requested_on=on + days(1), **told)
        note = "whether a session was told of is left blank"
        self.lawful("TP-11", "not-recorded", note, session_detail=None)
        # Near misses: asked for that very day; not asked for, but nothing of a session.
        self.agreed("TP-11", "", "", requested_on=on, **told)
        self.agreed("TP-11", "", "", requested_on=None, session_detail=False)


def _pasted(charity: Charity) -> None:
    """Ten disclosures over three years with one reason, and nine with another."""
    rng = charity.random("planted reasons")
    text = "In the best interest of the child."
    for number in range(10):
        person = rng.choice(charity.tables["service_users"])["person_id"]
        when = at(_DAYS[number % 3] + days(7 + number), 11, 15)
        # Case and spaces say nothing.
        pasted = on_ground(charity, person, "emergency", when)
        pasted["reason"] = (text, text.upper(), f" {text}")[number % 3]
        note = "the very same reason on ten disclosures"
        on = local_day(when)
        charity.key.add("TP-04", pasted["disclosure_id"], "same-text-everywhere", on, note)
        if number < 9:
            near = on_ground(charity, person, "emergency", when + days(1))
            near.update(reason="As agreed at the meeting.", recipient=names.COUNCIL)
