"""The workbook's tables: what a finding's row says, for the widget and its static twin alike."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from chs_audit.controls import BY_ID
from chs_audit.controls.answer import LOOKED_UP_BY
from chs_audit.controls.answers import sentence_fields
from chs_audit.controls.inputs import tables_needed
from chs_audit.controls.populations import POPULATIONS
from chs_audit.records import BY_NAME as RECORD_TABLES
from chs_audit.review.identity import dressed, pseudonym
from chs_audit.workbook.words import (
    FOUND,
    NONE,
    breakable,
    escape,
    in_words,
    label,
    many,
    uk_day,
    value,
    verdict,
)

if TYPE_CHECKING:
    from chs_audit.audit import Audit, Explained

# In the tag itself, for notebooks shown elsewhere: style sheets do not come along.
LEFT = ' style="text-align:left"'
# What a control adds to a record: the finding says it in words. The answer's reason hides a
# record's own column of that name.
ANSWER = ("kept", "reason")


def finding_rows(audit: Audit, findings: pd.DataFrame) -> pd.DataFrame:
    """Findings (see figures.findings_of) as people read them: every cell is text.

    Days and verdicts are ordered categories, so that a table sorts them by what they mean
    and not by their letters.
    """
    findings = dressed(audit, findings)
    days = findings["happened_on"]
    texts = {day: uk_day(day) for day in sorted(days.dropna().unique())}
    # A state of affairs has no day of its own: it stood so on the audit date.
    state = f"as at {uk_day(audit.as_at)}"
    kinds = [verdict(kind) for kind in FOUND]
    rows = pd.DataFrame(
        {
            "Finding": findings["id"],
            "Promise": findings["control"],
            "Verdict": pd.Categorical(findings["kind"].map(verdict), kinds, ordered=True),
            "Reason": findings["reasons"].map(in_words),
            "Day": pd.Categorical(
                days.map(texts).astype("object").fillna(state),
                [*texts.values(), state],
                ordered=True,
            ),
        }
    )
    for name in LOOKED_UP_BY:
        if name in findings.columns:
            rows[label(name)] = findings[name].fillna(NONE).astype(str)
    return rows.reset_index(drop=True)


def plain_table(frame: pd.DataFrame, caption: str) -> str:
    """A table in HTML that a screen reader can read: caption, headings, everything escaped."""
    head = "".join(f'<th scope="col"{LEFT}>{escape(name)}</th>' for name in frame.columns)
    body = "".join(_row(cells) for cells in frame.itertuples(index=False, name=None))
    return (
        f'<table class="chs-table"><caption{LEFT}><strong>{escape(caption)}</strong></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(cells: Iterable[object]) -> str:
    first, *others = (breakable(f"{cell:,}" if isinstance(cell, int) else cell) for cell in cells)
    rest = "".join(f"<td{LEFT}>{cell}</td>" for cell in others)
    return f'<tr><th scope="row"{LEFT}>{first}</th>{rest}</tr>'


def promises(audit: Audit, controls: Iterable[str]) -> str:
    """What became of each promise: kept, broken, cannot tell, or why it was not tested."""
    card = audit.scorecard.set_index("control").loc[list(controls)]
    rows = pd.DataFrame(
        {
            "Promise": card.index + ": " + card["promise"],
            "Verdict": card["verdict"].map(verdict) + card["not_tested"].map(_because),
            "Examined": card["examined"],
            "Kept": card["kept"],
            "Broken": card["broken"],
            "Cannot tell": card["cannot_tell"],
        }
    )
    if card["to_look_at"].any():
        rows["To look at"] = card["to_look_at"]
    return plain_table(rows.astype(object), caption="The promises examined")


def _because(why: str) -> str:
    return f": {why}" if why else ""


def record_rows(audit: Audit, explained: Explained) -> tuple[pd.DataFrame, int]:
    """One finding's record, column by column, and how many personal columns were left out.

    Names, addresses and the like are not needed to judge a finding: whoever needs them has the
    person revealed, which is written down.
    """
    zone = audit.settings.charity.timezone
    control = BY_ID[explained.finding["control"]]
    record = explained.record.copy()
    for name in record.index:
        record[name] = pseudonym(audit, str(name), record[name])
    population = POPULATIONS[control.population]
    # A publication is no row of a record table.
    table = RECORD_TABLES.get(population.asks_for[0])
    columns = table.columns if table else ()
    known = [
        column for column in columns if column.name in record.index and column.name not in ANSWER
    ]
    lines = [
        (label(column.name), value(column.name, record[column.name], zone), column.help)
        for column in known
        if not column.personal
    ]
    own = {column.name for column in columns}
    told = {
        column.name: column.help
        for name in sorted(tables_needed(*control.needs))
        for column in RECORD_TABLES[name].columns
    }
    lines += [
        (label(name), value(name, record[name], zone), told.get(name, "Worked out by the audit."))
        for name in (*population.key, *sentence_fields(control))
        if name in record.index and name not in own and not pd.isna(record[name])
        if record[name] != ""
    ]
    frame = pd.DataFrame(list(dict.fromkeys(lines)), columns=["What", "On record", "What it means"])
    return frame, sum(column.personal for column in known)


def explanation(audit: Audit, id: str) -> str:
    """The plain sentence of one finding, what to do about it, and its record, as HTML."""
    explained = audit.explain(id)
    control = BY_ID[explained.finding["control"]]
    frame, left_out = record_rows(audit, explained)
    note = ""
    if left_out:
        note = (
            f"<p>Left out here as personal: {many(left_out, 'detail')}, such as a name or an "
            "address. The data protection lead can reveal who somebody is: "
            "<code>chs-audit reveal</code>.</p>"
        )
    return (
        f'<p class="chs-sentence"><strong>{escape(explained.sentence)}</strong></p>'
        f"<p>Promise {escape(control.id)}: {escape(control.title)}. "
        f"Verdict: {escape(verdict(explained.finding['kind']))}. "
        f"Finding {escape(id)}.</p>"
        f"<p>What to do: {escape(control.remedy)}</p>"
        f"{plain_table(frame, caption='The record')}{note}"
    )
