"""Cases as people read them: the work list, and one case with its flags and its accesses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.controls import CONTROLS
from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT
from chs_audit.controls.sentences import say_time
from chs_audit.figures.access_log import with_groups
from chs_audit.flags import BY_CODE
from chs_audit.papers.flags import number
from chs_audit.policy.clauses import NEED_TO_KNOW
from chs_audit.review.identity import dressed, pseudonym
from chs_audit.workbook.screens import not_tested
from chs_audit.workbook.standing import status_of
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import NONE, escape, in_words, many, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

OF_CASES = [
    one.id for one in CONTROLS if one.population == "accesses" and one.clause.area == NEED_TO_KNOW
]
_SHORTER = {"unexplained": "unexplained", "backdated": "written down too late"}
# Flags that say again what a breach has said, and that breach.
_TOLD_BY = {
    "use-after-leaving": "after-leaving",
    "own-record": "own-record",
    "declared-conflict": "declared-conflict",
}
# Whether an access is explained, as a word with its sign.
EXPLAINED = {KEPT: "✓\u00a0yes", BROKEN: "✗\u00a0no", CANNOT_TELL: "?\u00a0cannot tell"}
_NO_CASE = (
    "No case in this period: nothing was opened without an explanation, and no flag was raised "
    "more often than by chance. Choose a longer period to look further back."
)
NONE_PASSES = "No case fits what is chosen. Press Show all again."


def no_case(audit: Audit) -> str:
    """Why there is no case, and what to do."""
    why = not_tested(audit, "NK-01")
    if why:
        return (
            f"Not tested: {why}. Add these records to the audit folder, or choose a longer period."
        )
    return _NO_CASE


def findings_of_cases(audit: Audit) -> dict[str, list[str]]:
    """Case id -> the ids of its findings: what there is to decide about it."""
    found = audit.findings
    found = found[found["control"].isin(OF_CASES) & (found["kind"] == BROKEN)]
    accesses = audit.case_accesses[["case", "event_id"]]
    held = accesses.merge(found[["key", "id"]], left_on="event_id", right_on="key")
    ids: dict[str, list[str]] = {str(case): [] for case in audit.cases["id"]}
    for case, id in zip(held["case"], held["id"], strict=True):
        ids[case].append(id)
    return ids


def listed_cases(
    audit: Audit, states: Mapping[str, str], ids: Mapping[str, list[str]]
) -> pd.DataFrame:
    """The cases, the most serious first, with team, staff_kind and status for filters.

    Args:
        audit: whose cases they are.
        states: how their findings stand, as :func:`stands` tells it.
        ids: their findings, as :func:`findings_of_cases` tells them.
    """
    rows = with_groups(audit, audit.cases)
    return rows.assign(status=[status_of(ids[str(case)], states) for case in rows["id"]])


def pattern(breaches: str, flagged: str, most: int = 0) -> str:
    """What a case looks like, in a few words; `most` of them, if that is given."""
    codes = breaches.split()
    told = [_SHORTER.get(code) or in_words(code) for code in codes]
    told += [BY_CODE[code].clause for code in flagged.split() if _TOLD_BY.get(code) not in codes]
    more = len(told) - most
    if most and more > 1:
        told = [*told[:most], f"and {more} more"]
    return "; ".join(told)


def case_rows(audit: Audit, cases: pd.DataFrame) -> pd.DataFrame:
    """The work list: every cell is text or a number, and nobody has a name."""
    zone = audit.settings.charity.timezone
    shown = dressed(audit, cases)
    last = pd.to_datetime(cases["last_at"]).dt.tz_localize("UTC").dt.tz_convert(zone).dt.date
    days = {day: uk_day(day) for day in sorted(set(last))}
    return pd.DataFrame(
        {
            "Case": shown["id"],
            "Staff": shown["staff_id"].fillna(NONE).astype(str),
            "Team": shown["team"],
            "Pattern": [
                pattern(breaches, flagged, most=3)
                for breaches, flagged in zip(cases["breaches"], cases["flagged"], strict=True)
            ],
            "Accesses": cases["accesses"],
            "Unexplained": cases["unexplained"],
            "Last": pd.Categorical(last.map(days), list(days.values()), ordered=True),
            "Status": cases["status"],
        }
    ).reset_index(drop=True)


def flags_beside_chance(audit: Audit, staff: str, codes: list[str]) -> str:
    """A case's flags, each beside what chance would make of it, as HTML."""
    rows = audit.flags_by_staff
    mine = (
        rows[(rows["staff_id"] == staff) & rows["flag"].isin(codes)]
        .set_index("flag")
        .to_dict("index")
    )
    told: list[tuple[str, str, str, str]] = []
    for code in codes:
        if code not in mine:
            continue
        row, one = mine[code], BY_CODE[code]
        chance = number(row["expected"]) or "no honest number"
        times = "cannot be said"
        if not pd.isna(row["expected"]):
            low, high = number(row["low"]), number(row["high"])
            times = f"{number(row['lift'])} times ({low} to {high} with 95% confidence)"
        told.append(
            (one.title, f"{row['observed']:,} of {row['tested']:,} {one.counted}", chance, times)
        )
    if not told:
        return "<p>No flag was raised: the case is about unexplained accesses alone.</p>"
    columns = ["Flag", "Seen in this member of staff", "Expected by chance", "More than chance"]
    frame = pd.DataFrame(told, columns=columns).astype("object")
    return plain_table(frame, caption="Its flags, beside chance (no breach by themselves)")


def case_html(audit: Audit, id: str, status: str) -> str:
    """One case: its sentence, who it was, how it stands, its flags."""
    case = audit.case(id)
    staff = case.case["staff_id"]
    known = "" if pd.isna(staff) else str(staff)
    who = pseudonym(audit, "staff_id", known) or "somebody the log does not name"
    counts = (
        f"{many(int(case.case['accesses']), 'access', 'accesses')}, "
        f"{int(case.case['unexplained']):,} of them unexplained"
    )
    return (
        f'<p class="chs-sentence"><strong>{escape(case.sentence)}</strong></p>'
        f"<p>{escape(id)}: {escape(who)}; {counts}. Status: {escape(status)}.</p>"
        + flags_beside_chance(audit, known, str(case.case["flagged"]).split())
    )


def access_rows(audit: Audit, accesses: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """The accesses of a case with the answer to why, oldest first.

    Args:
        audit: whose records they are.
        accesses: as those of :class:`chs_audit.flags.cases.Case`.
        told: event_id (the index), verdict, why, as :meth:`Audit.why_each` tells them.
    """
    zone = audit.settings.charity.timezone
    shown = dressed(audit, accesses)
    why = told.reindex(accesses["event_id"])
    return pd.DataFrame(
        {
            "When": [say_time(moment, zone) for moment in accesses["occurred_at"]],
            "Person": shown["person_id"].fillna(NONE).astype(str),
            "Done": shown["action"].fillna(NONE).astype(str),
            "Explained": [EXPLAINED.get(one, "not tested") for one in why["verdict"]],
            "Looks like": [
                pattern(breaches, flags) or "nothing by itself"
                for breaches, flags in zip(accesses["breaches"], accesses["flags"], strict=True)
            ],
            "Event": accesses["event_id"],
        }
    ).reset_index(drop=True)
