"""The workbook's screens, as data: which promises each is about, and what its chart says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from chs_audit import figures
from chs_audit.audit import Audit
from chs_audit.workbook import charts
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.words import between, many, reason_name, share, uk_day


@dataclass(frozen=True)
class Screen:
    """One screen of the workbook.

    Args:
        name: its title.
        controls: the promises whose findings it lists; the first is the chart's.
        picture: the chart of an audit.
    """

    name: str
    controls: tuple[str, ...]
    picture: Callable[[Audit], Picture]


def not_tested(audit: Audit, control: str) -> str:
    """Why a promise was not tested, or ""."""
    (why,) = (one.not_tested for one in audit.answers if one.control.id == control)
    return why


def accesses(audit: Audit) -> Picture:
    """Accesses that nothing on record explains, by month."""
    why = not_tested(audit, "NK-01")
    if why:
        return Picture(f"Not tested: {why}.")
    frame = figures.accesses_by_month(audit)
    broken, whole = int(frame["broken"].sum()), int(frame["accesses"].sum())
    if broken:
        worst = frame.sort_values("broken", kind="stable").iloc[-1]
        title = (
            f"Nothing on record explains {broken:,} of {many(whole, 'access', 'accesses')} "
            f"({share(broken, whole)}); {worst['month']:%B %Y} has the most, {worst['broken']}"
        )
    else:
        title = f"Among {many(whole, 'access', 'accesses')}, none that can be judged lacks an explanation"
    numbers = pd.DataFrame(
        {
            "Month": [f"{month:%B %Y}" for month in frame["month"]],
            "All accesses": frame["accesses"].tolist(),
            "Unexplained": frame["broken"].tolist(),
            "Share": [
                share(row["broken"], row["accesses"]) if row["broken"] else "none"
                for row in frame.to_dict("records")
            ],
            "Cannot tell": frame["cannot_tell"].tolist(),
        },
        dtype="object",
    )
    alt = (
        f"Bar chart by month, {between(audit.period.first, audit.period.last)}. {title}. "
        f"Months range from {frame['broken'].min()} to {frame['broken'].max()} unexplained. "
        f"For {frame['cannot_tell'].sum()} accesses the log does not allow a judgement."
    )
    return Picture(title, alt, numbers, charts.accesses_chart(frame))


def coverage(audit: Audit) -> Picture:
    """Decisions on consent by purpose."""
    why = not_tested(audit, "IC-07")
    if why:
        return Picture(f"Not tested: {why}.")
    frame = figures.coverage_by_purpose(audit)
    day = uk_day(audit.as_at)
    broken, whole = int(frame["broken"].sum()), int(frame["people"].sum())
    worst = frame.iloc[0]
    if not broken:
        title = f"Nobody who can be judged lacks a decision on consent on {day}"
    elif (frame["broken"] == worst["broken"]).sum() > 1:
        title = f"{broken} of {whole:,} decisions on consent ({share(broken, whole)}) are missing"
    else:
        title = (
            f"{broken} of {whole:,} decisions on consent ({share(broken, whole)}) are missing; "
            f"{worst['purpose']} lacks the most, {worst['broken']}"
        )
    numbers = pd.DataFrame(
        {
            "Purpose": frame["purpose"],
            "People": frame["people"],
            "Decision on record": frame["kept"],
            "None on record": frame["broken"],
            "Cannot tell": frame["cannot_tell"],
        }
    ).astype(object)
    told = "; ".join(
        f"{purpose}: {kept} on record, {broken} none, {unclear} cannot tell"
        for purpose, _, kept, broken, unclear in frame.itertuples(index=False)
    )
    alt = f"Stacked bars by purpose, people whose case is open on {day}. {told}."
    return Picture(title, alt, numbers, charts.coverage_chart(frame))


FORMS = {
    "VF-01": (
        "Visitors at meetings, volunteers among them: was the form signed before the start?",
        "in time, or need not sign",
    ),
    "VF-02": (
        "Forms signed: were both policies handed over? One can have two gaps",
        "both handed over in time",
    ),
}


def forms(audit: Audit) -> Picture:
    """Visitor forms by reason."""
    why = {id: not_tested(audit, id) for id in FORMS}
    frames = {id: figures.reasons_of(audit, id) for id in FORMS if not why[id]}
    if not frames:
        return Picture(f"Not tested: {'; '.join(dict.fromkeys(why.values()))}.")
    title = _forms_title(audit)
    rows = [
        (reason_name(row["reason"], row["kind"], FORMS[id][1]), id, row["rows"])
        for id, frame in frames.items()
        for row in frame.to_dict("records")
    ]
    numbers = pd.DataFrame(rows, columns=["Reason", "Promise", "Number"]).astype(object)
    told = "; ".join(f"{id} {reason}: {count}" for reason, id, count in rows)
    return Picture(
        title,
        f"Bars by reason, {between(audit.period.first, audit.period.last)}. {told}.",
        numbers,
        charts.reasons_chart(
            {FORMS[id][0]: frame for id, frame in frames.items()}, dict(FORMS.values())
        ),
    )


def _forms_title(audit: Audit) -> str:
    (answer,) = (one for one in audit.answers if one.control.id == "VF-01")
    if answer.not_tested:
        return f"Signing before the meeting was not tested: {answer.not_tested}"
    visitors = many(answer.examined, "visitor")
    if not answer.broken:
        return f"Nobody among {visitors} who can be judged sat down before signing the form"
    return (
        f"{answer.broken:,} of {visitors} at meetings ({share(answer.broken, answer.examined)}) "
        "had not signed the form before the start"
    )


ACCESS_LOG_REVIEW = Screen("Access log review", ("NK-01", "NK-03"), accesses)
CONSENT_COVERAGE = Screen("Consent coverage", ("IC-07", "IC-01", "IC-02"), coverage)
VISITOR_FORMS = Screen("Visitor forms", ("VF-01", "VF-02"), forms)
