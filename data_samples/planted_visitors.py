"""Planted at meetings: VF-01 and VF-02, each reason with its near misses."""

from __future__ import annotations

import datetime as dt
from typing import Any

from data_samples.charity import Charity, Row
from data_samples.days import MINUTE, at, day, days, local_day
from data_samples.meetings import attend, form, meeting

_DAYS = (day("2024-02-07"), day("2024-11-20"), day("2026-03-18"))
_SECOND = dt.timedelta(seconds=1)


def add(charity: Charity) -> None:
    """Plant everything about visitors."""
    for number, on in enumerate(_DAYS):
        plants = _Plants(charity, number, on)
        plants.signing()
        plants.signing_near_misses()
        plants.policies()
        plants.unknowns()
        plants.no_start()


class _Plants:
    """The plants of one year: every case has a visitor and a meeting of its own."""

    def __init__(self, charity: Charity, number: int, on: dt.date) -> None:
        self.charity = charity
        self.on = on
        self.start = at(on, 10)
        self._visitor = 700 + 40 * number

    def visit(self, kind: str | None = "partner-agency") -> tuple[Row, str]:
        """The next meeting, and its one visitor."""
        here = meeting(self.charity, self.start, title="Network meeting")
        return here, self.visitor(here, kind)

    def visitor(self, here: Row, kind: str | None) -> str:
        self._visitor += 1
        number = f"V{self._visitor}"
        attend(self.charity, here, number, kind, f"Visitor {self._visitor}", "Teacup Network")
        if kind is None:
            key, on = f"{here['meeting_id']}|{number}", local_day(self.start)
            self.charity.key.add("VF-04", key, "kind-unknown", on, "what they are is left blank")
        return number

    def vf01(self, here: Row, visitor: str, reason: str, note: str) -> None:
        on = local_day(here["starts_at"]) if here["starts_at"] else None
        self.charity.key.add("VF-01", f"{here['meeting_id']}|{visitor}", reason, on, note)

    def vf02(self, signed: Row, reason: str, note: str) -> None:
        on = local_day(signed["signed_at"]) if signed["signed_at"] else None
        self.charity.key.add("VF-02", signed["form_id"], reason, on, note)

    def sign(self, here: Row, visitor: str, signed: dt.datetime | None, **values: Any) -> Row:
        """A form whose policies were handed over ten minutes before the meeting."""
        given = self.start - 10 * MINUTE
        facts = {
            "confidentiality_policy_given_at": given,
            "disclosure_policy_given_at": given,
        } | values
        return form(self.charity, visitor, here["meeting_id"], signed, **facts)

    def signing(self) -> None:
        here, visitor = self.visit("other-professional")
        self.vf01(here, visitor, "missing", "no form at all")
        here, visitor = self.visit(None)
        self.vf01(here, visitor, "missing", "no form, and nobody wrote down what they are")
        here, visitor = self.visit("student")
        elsewhere = meeting(self.charity, self.start + days(7), title="Next network meeting")
        self.sign(elsewhere, visitor, self.start - 5 * MINUTE)
        self.vf01(here, visitor, "missing", "a form for the next meeting only")
        here, visitor = self.visit()
        self.sign(here, visitor, self.start + 15 * MINUTE)
        self.vf01(here, visitor, "signed-after-start", "signed a quarter of an hour in")
        here, visitor = self.visit("other-visitor")
        late = self.start + MINUTE
        signed = self.sign(here, visitor, late, disclosure_policy_given_at=late)
        self.vf01(here, visitor, "signed-after-start", "signed in the first minute after")
        self.vf02(signed, "given-at-another-time", "one policy handed over after the start")
        here, visitor = self.visit()
        self.sign(here, visitor, self.start + 59 * _SECOND)
        self.vf01(here, visitor, "same-minute", "signed within the minute of the start")
        here, visitor = self.visit()
        self.sign(here, visitor, self.start)
        self.vf01(here, visitor, "same-minute", "signed at the start to the second")
        here, visitor = self.visit()
        signed = self.sign(here, visitor, None)
        self.vf01(here, visitor, "no-signing-time", "the form has no time")
        self.vf02(signed, "time-unknown", "the form has no time")
        note = "the form has no time"
        self.charity.key.add("VF-03", signed["form_id"], "time-unknown", None, note)

    def signing_near_misses(self) -> None:
        """Kept: just in time, twice, by insiders, and between other forms."""
        here, visitor = self.visit()
        self.sign(here, visitor, self.start - _SECOND)
        here, visitor = self.visit()
        self.sign(here, visitor, self.start - MINUTE)
        here, visitor = self.visit(None)
        self.sign(here, visitor, self.start - 3 * MINUTE)
        here, visitor = self.visit()
        self.sign(here, visitor, self.start + 20 * MINUTE)
        self.sign(here, visitor, self.start - 2 * MINUTE)
        for kind in ("volunteer", "trustee", "service-user", "staff"):
            self.visit(kind)

    def policies(self) -> None:
        in_time = self.start - 5 * MINUTE
        not_given: Row = {
            "confidentiality": {
                "confidentiality_policy_given": False,
                "confidentiality_policy_given_at": None,
                "confidentiality_policy_version": None,
            },
            "disclosure": {
                "disclosure_policy_given": False,
                "disclosure_policy_given_at": None,
                "disclosure_policy_version": None,
            },
        }
        before = in_time - days(1)
        for reason, note, values in (
            (
                "confidentiality-policy-not-given",
                "one policy missing",
                not_given["confidentiality"],
            ),
            ("disclosure-policy-not-given", "one policy missing", not_given["disclosure"]),
            (
                "confidentiality-policy-not-given disclosure-policy-not-given",
                "both policies missing",
                not_given["confidentiality"] | not_given["disclosure"],
            ),
            (
                "given-at-another-time",
                "one handed over the day before",
                {"confidentiality_policy_given_at": before},
            ),
            (
                "given-at-another-time",
                "one handed over a second after the start",
                {"disclosure_policy_given_at": self.start + _SECOND},
            ),
            (
                "confidentiality-policy-not-given given-at-another-time",
                "one missing, the other handed over the day before",
                not_given["confidentiality"] | {"disclosure_policy_given_at": before},
            ),
            # Near misses: at the start to the second; earlier that day.
            ("", "", {"disclosure_policy_given_at": self.start}),
            ("", "", {"confidentiality_policy_given_at": at(self.on, 0, 1)}),
        ):
            here, visitor = self.visit()
            signed = self.sign(here, visitor, in_time, **values)
            if reason:
                self.vf02(signed, reason, note)
        # Without a meeting only the day counts.
        given: Row = {"confidentiality_policy_given_at": at(self.on, 18)}
        form(self.charity, "V699", None, self.start, **given)
        given = {"confidentiality_policy_given_at": at(self.on + days(1), 0)}
        signed = form(self.charity, "V698", None, self.start, **given)
        self.vf02(signed, "given-at-another-time", "no meeting; one handed over the next day")

    def unknowns(self) -> None:
        for note, values in (
            ("whether one was handed over is blank", {"disclosure_policy_given": None}),
            ("handed over, no time", {"confidentiality_policy_given_at": None}),
        ):
            here, visitor = self.visit()
            signed = self.sign(here, visitor, self.start - 5 * MINUTE, **values)
            self.vf02(signed, "time-unknown", note)

    def no_start(self) -> None:
        here = meeting(self.charity, None, title="Meeting of an unknown hour")
        visitor = self.visitor(here, "partner-agency")
        signed = self.sign(here, visitor, self.start)
        self.vf01(here, visitor, "no-start", "nobody wrote down when it began")
        self.vf02(signed, "no-start", "the meeting has no start")
