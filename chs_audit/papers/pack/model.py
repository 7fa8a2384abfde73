"""The shape of a meeting pack, and reading one.

A pack is one JSON file. It holds words from the catalogue, settings, and counts that have
been through :mod:`chs_audit.privacy.small_numbers`; nothing in it names a record.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from chs_audit.errors import InputError, Problem
from chs_audit.privacy.small_numbers import Figure

FORMAT = 1
Change = Literal["better", "worse", "no clear change", "cannot be compared"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Promise(_Part):
    """One promise of the policy and what became of it.

    `examined` and the counts are as they may be shown: exact where `about_people` is false,
    as with policies and days of the log. `change` is against the year before, where the
    difference is beyond chance.
    """

    id: str
    area: str
    title: str
    why: str
    breaks: str
    remedy: str
    severity: str
    verdict: str
    not_tested: str
    rows_are: str
    about_people: bool
    examined: Figure
    broken: Figure
    cannot_tell: Figure
    to_look_at: Figure
    change: Change


class Month(_Part):
    """Accesses to records in one month."""

    month: str
    accesses: Figure
    unexplained: Figure
    cannot_tell: Figure


class Question(_Part):
    """Something that only the trustees can decide."""

    kind: Literal["tension", "broken promise", "not tested", "cannot tell"]
    question: str
    about: str
    touches: str


class Tension(_Part):
    """One place where the policy is in tension with itself."""

    id: str
    places: str
    question: str
    settled_by: str
    records: Figure | None
    records_are: str


class Gap(_Part):
    """One thing that keeps promises from being tested."""

    missing: str
    blocks: str
    rows: Figure | None
    who_can_supply: str


class MeetingPack(_Part):
    """All that trustees are given of one audit."""

    format: int = FORMAT
    charity: str
    first: dt.date
    last: dt.date
    as_at: dt.date
    compared_with: str
    status: str
    version: str
    threshold: int
    rounding: int
    promises: tuple[Promise, ...]
    months: tuple[Month, ...]
    questions: tuple[Question, ...]
    tensions: tuple[Tension, ...]
    gaps: tuple[Gap, ...]


def read_pack(path: str | Path) -> MeetingPack:
    """A meeting pack from its file.

    Raises:
        InputError: if there is no such file, or it is no meeting pack.
    """
    path = Path(path)
    if not path.is_file():
        raise InputError(
            [
                Problem(
                    "a meeting pack",
                    "Ask for the file that `chs-audit pack` wrote, and give its place.",
                    file=path.name,
                    was="no such file",
                )
            ]
        )
    try:
        return MeetingPack.model_validate_json(path.read_bytes())
    except ValidationError:
        # Nobody mends a pack by hand, so one line for all that does not fit.
        raise InputError(
            [
                Problem(
                    "a meeting pack as this version writes it",
                    "Have it written again with `chs-audit pack`.",
                    file=path.name,
                )
            ]
        ) from None
