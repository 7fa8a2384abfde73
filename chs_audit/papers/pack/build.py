"""An audit -> a meeting pack: words and protected counts, nothing else."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from chs_audit import __version__, figures
from chs_audit.audit import Audit
from chs_audit.controls import BY_ID
from chs_audit.controls.populations import POPULATIONS
from chs_audit.controls.tensions import is_settled
from chs_audit.papers.fix_list import fix_list
from chs_audit.papers.pack.model import (
    Change,
    Gap,
    MeetingPack,
    Month,
    Promise,
    Question,
    Tension,
)
from chs_audit.policy.parameters import Publications
from chs_audit.policy.tensions import TENSIONS
from chs_audit.privacy.small_numbers import FEWER, Figure, figure, protected

# Below this a difference between two years is called one (Fisher's exact test, two-sided).
LEVEL = 0.05


def build_pack(audit: Audit, before: Audit | None, status: str) -> MeetingPack:
    """The pack of an audit.

    Args:
        audit: the audit.
        before: the same records over the year before, or None if that was not audited.
        status: who has decided on it so far, such as "DRAFT".
    """
    publications = audit.settings.publications
    promises = _promises(audit, before, publications)
    tensions = _tensions(audit, publications)
    return MeetingPack(
        charity=audit.settings.charity.name,
        first=audit.period.first,
        last=audit.period.last,
        as_at=audit.as_at,
        compared_with=_period(before) if before else "",
        status=status,
        version=__version__,
        threshold=publications.threshold,
        rounding=publications.rounding,
        promises=promises,
        months=_months(audit, publications),
        questions=_questions(promises, _open(audit, tensions), publications.threshold),
        tensions=tensions,
        gaps=_gaps(audit, publications),
    )


def in_words(count: Figure | None, threshold: int) -> str:
    """A figure as it is read: "1,205", "fewer than 10", "hidden"."""
    if count is None:
        return ""
    if isinstance(count, int):
        return f"{count:,}"
    return f"fewer than {threshold}" if count == FEWER else "hidden"


def _promises(audit: Audit, before: Audit | None, settings: Publications) -> tuple[Promise, ...]:
    earlier = before.scorecard.set_index("control") if before else None
    rows = []
    for row in audit.scorecard.astype({"area": str}).to_dict("records"):
        control = BY_ID[row["control"]]
        about_people = POPULATIONS[control.population].about_people
        rows.append(
            Promise(
                id=control.id,
                area=row["area"],
                title=control.title,
                why=control.why,
                breaks=control.breaks,
                remedy=control.remedy,
                severity=control.severity,
                verdict=row["verdict"],
                not_tested=row["not_tested"],
                rows_are=row["rows_are"],
                about_people=about_people,
                **{
                    name: figure(int(row[name]), settings) if about_people else int(row[name])
                    for name in ("examined", "broken", "cannot_tell", "to_look_at")
                },
                change=_change(control.id, row["broken"], row["kept"], earlier),
            )
        )
    return tuple(rows)


def _change(id: str, broken: int, kept: int, earlier: pd.DataFrame | None) -> Change:
    """Whether a promise is kept better or worse than the year before, beyond chance.

    Only what happened in a period can be compared: of states of affairs the records may not
    say how they stood a year ago.
    """
    if (
        earlier is None
        or id not in earlier.index
        or not POPULATIONS[BY_ID[id].population].happened_on
    ):
        return "cannot be compared"
    then = earlier.astype({"broken": int, "kept": int}).to_dict("index")[id]
    table = [[broken, kept], [then["broken"], then["kept"]]]
    if not all(map(sum, table)):
        return "cannot be compared"
    from scipy.stats import fisher_exact  # slow to load

    if fisher_exact(table).pvalue >= LEVEL:
        return "no clear change"
    rates = [wrong / (wrong + right) for wrong, right in table]
    return "worse" if rates[0] > rates[1] else "better"


def _months(audit: Audit, settings: Publications) -> tuple[Month, ...]:
    if any(one.control.id == "NK-01" and one.not_tested for one in audit.answers):
        return ()
    frame = figures.accesses_by_month(audit)
    # The explained ones are not shown: less the rest, they would give small numbers away.
    counts = frame.set_index("month")[["accesses", "broken", "cannot_tell"]]
    counts.index = pd.Index([f"{month:%B %Y}" for month in counts.index])
    shown = protected(counts, settings)
    return tuple(
        Month(
            month=str(month),
            accesses=row.accesses,
            unexplained=row.broken,
            cannot_tell=row.cannot_tell,
        )
        for month, row in shown.iterrows()
    )


def _tensions(audit: Audit, settings: Publications) -> tuple[Tension, ...]:
    return tuple(
        Tension(
            id=row["id"],
            places=row["places"],
            question=row["question"],
            settled_by=row["settled_by"],
            records=None if pd.isna(row["records"]) else figure(int(row["records"]), settings),
            records_are=row["records_are"],
        )
        for row in audit.tensions.to_dict("records")
    )


def _gaps(audit: Audit, settings: Publications) -> tuple[Gap, ...]:
    return tuple(
        Gap(
            missing=row["missing"],
            blocks=row["blocks"],
            rows=None if pd.isna(row["rows"]) else figure(int(row["rows"]), settings),
            who_can_supply=row["who_can_supply"],
        )
        for row in fix_list(audit).to_dict("records")
    )


def _open(audit: Audit, tensions: tuple[Tension, ...]) -> tuple[Tension, ...]:
    """Those that no setting has settled."""
    open_ids = {one.id for one in TENSIONS if not is_settled(audit.settings, one)}
    return tuple(one for one in tensions if one.id in open_ids)


def _questions(
    promises: tuple[Promise, ...], unsettled: tuple[Tension, ...], threshold: int
) -> tuple[Question, ...]:
    """What only trustees can decide, the gravest first."""
    asked = [
        Question(
            kind="broken promise",
            question=f"What shall be done so that this holds: {one.title}",
            about=one.id,
            touches=_of(one, threshold),
        )
        for one in promises
        if one.verdict == "broken" and one.severity == "high"
    ]
    asked += [
        Question(
            kind="not tested",
            question=f"Who shall see to it that this can be tested: {one.title}",
            about=one.id,
            touches=one.not_tested,
        )
        for one in promises
        if one.verdict == "not tested"
    ]
    asked += [
        Question(
            kind="tension",
            question=one.question,
            about=one.id,
            touches=one.records_are
            if one.records is None
            else f"{one.records_are[0].upper()}{one.records_are[1:]}: {in_words(one.records, threshold)}",
        )
        for one in unsettled
    ]
    return tuple(asked)


def _of(one: Promise, threshold: int) -> str:
    counts = [in_words(count, threshold) for count in (one.broken, one.examined)]
    what = f"{one.rows_are[0].upper()}{one.rows_are[1:]}"
    # Fewer than ten of fewer than ten says nothing twice.
    return (
        f"{what}: {counts[0]} of {counts[1]}" if counts[0] != counts[1] else f"{what}: {counts[0]}"
    )


def _period(audit: Audit) -> str:
    return f"{_day(audit.period.first)} to {_day(audit.period.last)}"


def _day(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"
