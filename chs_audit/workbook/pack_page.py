"""What trustees see of a meeting pack, as HTML without widgets."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from chs_audit.controls.answer import BROKEN
from chs_audit.papers.pack import MeetingPack
from chs_audit.papers.pack.build import in_words
from chs_audit.papers.pack.model import Month, Promise
from chs_audit.privacy.small_numbers import TOTAL
from chs_audit.workbook import charts
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import between, escape, many, uk_day, verdict

# An arrow beside each word, so that no change hangs on colour.
CHANGES = {
    "better": "▲ better",
    "worse": "▼ worse",
    "no clear change": "no clear change",
    "cannot be compared": "cannot be compared",
}
VERDICTS = ("broken", "cannot tell", "to look at", "not tested", "kept")


def opened(pack: MeetingPack) -> str:
    """Whose pack it is, for which period, and whether anybody has signed it."""
    return (
        f'<p role="status">{escape(pack.charity)}: {between(pack.first, pack.last)}, judged as '
        f"at {uk_day(pack.as_at)}. <strong>{escape(pack.status)}</strong></p>"
        f"<p>There is no person in this pack. Numbers of people below {pack.threshold} are "
        f"hidden, all others are rounded to the nearest {pack.rounding}.</p>"
    )


def headline(pack: MeetingPack) -> str:
    """The one sentence that a meeting begins with."""
    broken = sum(one.verdict == BROKEN for one in pack.promises)
    worse = sum(one.change == "worse" for one in pack.promises)
    better = sum(one.change == "better" for one in pack.promises)
    whole = many(len(pack.promises), "promise")
    said = f"{broken} of {whole} were broken at least once"
    if pack.compared_with:
        said += f"; against the year before, {worse} got worse and {better} better"
    return said


def areas(pack: MeetingPack) -> str:
    """One row for each area of policy: how many promises came out how."""
    # A verdict that nowhere occurs gets no column; kept and broken always have theirs.
    seen = {one.verdict for one in pack.promises} | {"broken", "kept"}
    frame = pd.DataFrame(
        [
            {
                "Area of policy": area,
                "Promises": len(mine),
                **{
                    verdict(kind): sum(one.verdict == kind for one in mine)
                    for kind in VERDICTS
                    if kind in seen
                },
                "▼ Worse": sum(one.change == "worse" for one in mine),
                "▲ Better": sum(one.change == "better" for one in mine),
            }
            for area, mine in by_area(pack).items()
        ]
    ).astype(object)
    return plain_table(frame, caption="Promises by area of policy, and what became of them")


def by_area(pack: MeetingPack) -> dict[str, list[Promise]]:
    """The promises by area of policy, in the policy's order."""
    grouped: dict[str, list[Promise]] = {}
    for one in pack.promises:
        grouped.setdefault(one.area, []).append(one)
    return grouped


def promise_rows(pack: MeetingPack, promises: Iterable[Promise], caption: str) -> str:
    """Promises with their verdicts and figures."""
    rows = [
        {
            "Promise": f"{one.id}: {one.title}",
            "Verdict": verdict(one.verdict) + (f": {one.not_tested}" if one.not_tested else ""),
            "Examined": in_words(one.examined, pack.threshold),
            "Broken": in_words(one.broken, pack.threshold),
            "Cannot tell": in_words(one.cannot_tell, pack.threshold),
            "Against the year before": CHANGES[one.change],
        }
        for one in promises
    ]
    return plain_table(pd.DataFrame(rows).astype(object), caption=caption)


def promise_in_words(pack: MeetingPack, one: Promise) -> str:
    """One promise in plain words: why it matters, what breaks it, what to do, the figures."""
    parts = (
        ("Why it matters", one.why),
        ("What breaks it", one.breaks),
        ("What to do", one.remedy),
    )
    told = "".join(
        f"<dt><strong>{head}</strong></dt><dd>{escape(text)}</dd>" for head, text in parts
    )
    table = promise_rows(pack, [one], f"What was examined: {one.rows_are}")
    return f"<h3>{escape(one.title)}</h3><dl>{told}</dl>{table}"


def questions(pack: MeetingPack) -> str:
    """What is asked of the board, the gravest first."""
    if not pack.questions:
        return "<p>Nothing is asked of the board: no grave promise is broken, every promise was tested, and every tension is settled.</p>"
    rows = [
        {
            "Number": str(number),
            "What the board is asked": one.question,
            "About": one.about,
            "What it touches": one.touches,
        }
        for number, one in enumerate(pack.questions, 1)
    ]
    caption = f"{many(len(rows), 'decision')} asked of the board"
    return plain_table(pd.DataFrame(rows).astype(object), caption=caption)


def tensions(pack: MeetingPack) -> str:
    """All places where the policy is in tension with itself, settled or not."""
    rows = [
        {
            "Tension": one.id,
            "Clauses": one.places,
            "Question": one.question,
            "Settled by": one.settled_by,
            "Touches": (
                one.records_are
                if one.records is None
                else f"{in_words(one.records, pack.threshold)}: {one.records_are}"
            ),
        }
        for one in pack.tensions
    ]
    return plain_table(
        pd.DataFrame(rows).astype(object), caption="Where the policy is in tension with itself"
    )


def gaps(pack: MeetingPack) -> str:
    """What is missing before every promise can be tested."""
    if not pack.gaps:
        return "<p>Nothing is missing: every promise could be tested on every row.</p>"
    rows = [
        {
            "What is missing": one.missing,
            "Promises it blocks": one.blocks,
            "Rows": in_words(one.rows, pack.threshold) or "all",
            "Who can supply it": one.who_can_supply,
        }
        for one in pack.gaps
    ]
    return plain_table(pd.DataFrame(rows).astype(object), caption="What is missing, and who has it")


def picture(pack: MeetingPack) -> Picture:
    """Accesses that nothing explains, month by month, as far as it may be shown."""
    months = [one for one in pack.months if one.month != TOTAL]
    if not months:
        return Picture("Not tested: there are no accesses to records in this pack.")
    (total,) = (one for one in pack.months if one.month == TOTAL)
    said = in_words(total.unexplained, pack.threshold)
    title = (
        f"Nothing on record explains {said} of {in_words(total.accesses, pack.threshold)} accesses"
    )
    worst = _worst(months)
    if worst:
        title += f"; {worst.month} has the most"
    numbers = pd.DataFrame(
        {
            "Month": [one.month for one in pack.months],
            "All accesses": [in_words(one.accesses, pack.threshold) for one in pack.months],
            "Unexplained": [in_words(one.unexplained, pack.threshold) for one in pack.months],
            "Cannot tell": [in_words(one.cannot_tell, pack.threshold) for one in pack.months],
        }
    ).astype(object)
    told = "; ".join(f"{one.month}: {in_words(one.unexplained, pack.threshold)}" for one in months)
    alt = f"Bar chart of accesses that nothing explains, by month. {told}."
    return Picture(title, alt, numbers, charts.protected_chart(months, pack.threshold))


def _worst(months: list[Month]) -> Month | None:
    """The month with the most unexplained accesses, if that is plain from what is shown."""
    shown = [(one.unexplained, one) for one in months if isinstance(one.unexplained, int)]
    most = max((count for count, _ in shown), default=0)
    best = [one for count, one in shown if count == most and count]
    hidden = any(one.unexplained == "hidden" for one in months)
    return best[0] if len(best) == 1 and not hidden else None
