"""The scorecard on a screen: areas of policy, their promises, and one promise in plain words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from chs_audit import figures
from chs_audit.controls import BY_ID
from chs_audit.controls.answer import BROKEN, CANNOT_TELL, KEPT, NOT_TESTED, TO_LOOK_AT
from chs_audit.errors import InputError, NotFoundError
from chs_audit.papers.catalogue import catalogue
from chs_audit.review import comparing, runs
from chs_audit.review.ledger import exists, open_ledger
from chs_audit.review.runs import Run
from chs_audit.workbook import charts
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.tables import plain_table, promises
from chs_audit.workbook.words import between, escape, many, uk_day

if TYPE_CHECKING:
    from chs_audit.audit import Audit

NOT_THEN = "not examined then"


def picture(audit: Audit) -> Picture:
    """What became of the promises, by area of policy."""
    frame = figures.promises_by_area(audit)
    whole, kept, broken = (int(frame[name].sum()) for name in ("promises", KEPT, BROKEN))
    unclear, untested = (int(frame[name].sum()) for name in (CANNOT_TELL, NOT_TESTED))
    looks = int(frame[TO_LOOK_AT].sum())
    areas = int((frame[BROKEN] > 0).sum())
    title = (
        f"{broken} of {many(whole, 'promise')} are broken, in {areas} of {len(frame)} areas of the "
        f"policy; {kept} kept"
        if broken
        else f"None of {many(whole, 'promise')} is known to be broken; {kept} kept"
    )
    rest = [
        f"{count} {words}"
        for count, words in (
            (unclear, "cannot tell"),
            (looks, "to look at"),
            (untested, "not tested"),
        )
        if count
    ]
    title += "".join(f", {one}" for one in rest)
    told = ". ".join(
        f"{row['area']}: "
        + ", ".join(f"{row[kind]} {kind}" for kind in figures.VERDICTS if row[kind])
        + f"; {row['broken_rows']:,} of {many(row['rows'], 'row')} broken"
        for row in frame.to_dict("records")
    )
    return Picture(
        title,
        f"Bars by area of policy: promises, and rows. {told}.",
        figure=charts.scorecard_chart(frame),
    )


def signed_before(audit: Audit) -> tuple[Run, Run] | None:
    """This audit's run and the last signed one of another period; None without the latter."""
    if not audit.recorded_as or not exists(audit.folder, audit.settings):
        return None
    try:
        with open_ledger(audit.folder, audit.settings) as ledger, ledger.reading() as book:
            now = runs.latest(book)
            if now is None or now.audit_id != audit.recorded_as:
                return None
            return now, comparing.earlier(book, now)
    except (InputError, NotFoundError):
        return None


def areas(audit: Audit, both: tuple[Run, Run] | None) -> str:
    """One row per area of policy, and its change since the last signed audit, as HTML."""
    frame = figures.promises_by_area(audit)
    changes = _changes(both)
    rows = pd.DataFrame(
        {
            "Area of the policy": frame["area"],
            "Promises": frame["promises"],
            "✓ Kept": frame[KEPT],
            "✗ Broken": frame[BROKEN],
            "? Cannot tell": frame[CANNOT_TELL],
            "! To look at": frame[TO_LOOK_AT],
            "– Not tested": frame[NOT_TESTED],
            "Rows examined": frame["rows"],
            "Rows broken": frame["broken_rows"],
            "Since the last signed audit": [changes.get(area, NOT_THEN) for area in frame["area"]],
        }
    ).astype(object)
    # Room on a screen is for what there is.
    spare = {"! To look at": TO_LOOK_AT, "– Not tested": NOT_TESTED}
    rows = rows.drop(columns=[name for name, kind in spare.items() if not frame[kind].any()])
    if both is None:
        rows = rows.drop(columns="Since the last signed audit")
    return plain_table(rows, caption="Promises by area of the policy") + _against(both)


def _changes(both: tuple[Run, Run] | None) -> dict[str, str]:
    """Area -> how many rows per 1,000 were broken then and are now, in words."""
    if both is None:
        return {}
    compared = comparing.by_area(comparing.compare(*both))
    return {row["area"]: _change(row) for row in compared.to_dict("records")}


def _change(row: Mapping[Hashable, Any]) -> str:
    before, now = row["per_thousand_before"], row["per_thousand_now"]
    if pd.isna(before):
        return NOT_THEN
    if pd.isna(now):
        return "not examined now"
    word = "▲ more" if now > before else "▼ fewer" if now < before else "= as many"
    return f"{word} broken: {now:,.1f} in 1,000 rows, then {before:,.1f}"


def _against(both: tuple[Run, Run] | None) -> str:
    """With what the table compares."""
    if both is None:
        return (
            "<p>No audit of another period was signed yet, so there is none to compare with. "
            "Once this audit is signed, next year's shows what changed. The meeting pack compares "
            "with the year before as these same records show it.</p>"
        )
    before = both[1]
    return (
        f"<p>Compared with the signed audit {escape(before.audit_id)}: "
        f"{between(*before.period)}, as at {uk_day(before.as_at)}. Rows broken in every 1,000 "
        "examined is what can be compared.</p>"
    )


def area_promises(audit: Audit, area: str) -> str:
    """The promises of an area with their verdicts, as HTML."""
    return promises(audit, controls_of(audit, area))


def controls_of(audit: Audit, area: str) -> Sequence[str]:
    """The promises of an area, or all of them for ""."""
    card = audit.scorecard
    mine = card[card["area"] == area] if area else card
    return mine["control"].tolist()


def promise_in_words(audit: Audit, id: str) -> str:
    """One promise from the catalogue in plain words, and what became of it, as HTML."""
    (entry,) = (one for one in catalogue() if one["id"] == id)
    tensions = "".join(
        f"<dt><strong>A question for the trustees</strong></dt><dd>{escape(question)}</dd>"
        for question in entry["tensions"].values()
    )
    parts = {
        f"The promise ({entry['place']})": entry["promise"],
        "Why it matters": entry["why"],
        "What breaks it": entry["breaks"],
        "What to do": entry["remedy"],
        "What was looked at": f"every {entry['population']}, from the records of "
        f"{', '.join(name.replace('_', ' ') for name in entry['needs'])}",
    }
    told = "".join(
        f"<dt><strong>{escape(head)}</strong></dt><dd>{escape(text)}</dd>"
        for head, text in parts.items()
    )
    return f"<h3>{escape(BY_ID[id].title)}</h3><dl>{told}{tensions}</dl>{promises(audit, [id])}"
