"""What the screen of awareness and policies says: pictures, rows and words, without widgets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.controls import BY_ID
from chs_audit.figures import awareness as counted
from chs_audit.papers.take_away import TakeAway
from chs_audit.review.identity import pseudonym
from chs_audit.workbook import charts
from chs_audit.workbook.page import Shown
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.session import Trouble
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import NONE, escape, in_words, many, uk_day

CONTROLS = ("AW-01", "AW-02", "PO-01", "PO-02", "JW-01", "JW-02")
WAYS = {"team": "Team", "kind": "Kind of staff"}
PLACES = {"team": ("team", "teams"), "kind": ("kind of staff", "kinds of staff")}
PROMISES = {
    "acknowledged": ("AW-01", "Acknowledged the policy in time"),
    "trained": ("AW-02", "Trained in data protection in time"),
}
# Why somebody is behind, or nobody can tell, in few words.
WORDS = {
    "never": "never",
    "after-first-access": "after opening a record",
    "old-version": "not the latest version",
    "overdue": "late",
    "undated": "day not on record",
    "no-start-date": "first day not on record",
    "not-due": "not due yet",
}
# How many days ahead reminders are listed at first, and at most.
AHEAD, FURTHEST = 90, 365
REMINDED = {
    counted.READ: "reading and acknowledging the policy",
    counted.TRAIN: "first data-protection training",
    counted.REFRESH: "data-protection refresher",
}
NUMBERS = (
    "<p>No names stand here, nor on the list that the button writes. That one has staff numbers: "
    "whoever keeps staff files has the names.</p>"
)


def overview(audit: Audit) -> Picture:
    """Kept, broken and cannot tell, promise by promise."""
    card = audit.scorecard.set_index("control").loc[list(CONTROLS)]
    tested = card[card["not_tested"] == ""]
    if tested.empty:
        return Picture(f"Not tested: {'; '.join(dict.fromkeys(card['not_tested']))}.")
    told = [
        GAPS[id].format(count=broken, whole=examined)
        for id, broken, examined in zip(
            tested.index, tested["broken"], tested["examined"], strict=True
        )
        if id in GAPS and broken
    ]
    title = "; ".join(told) or "Nobody who can be judged is behind, and no policy is late"
    names = [f"{id}: {SHORT[str(id)]}" for id in tested.index]
    alt = "; ".join(
        f"{name}: {row['kept']} kept, {row['broken']} broken, {row['cannot_tell']} cannot tell"
        for name, row in zip(names, tested.to_dict("records"), strict=True)
    )
    numbers = pd.DataFrame(
        {
            "Promise": names,
            "Examined": tested["examined"],
            "Kept": tested["kept"],
            "Broken": tested["broken"],
            "Cannot tell": tested["cannot_tell"],
        }
    )
    figure = charts.shares_chart({"What became of each promise": (names, tested.reset_index())})
    return Picture(title, f"Bars by promise. {alt}.", numbers.astype(object), figure)


GAPS = {
    "AW-01": "{count} of {whole} people did not acknowledge the policy in time",
    "AW-02": "{count} of {whole} were not trained in time",
    "PO-01": "{count} of {whole} policy reviews are not in order",
}
SHORT = {
    "AW-01": "policy acknowledged in time",
    "AW-02": "trained in data protection",
    "PO-01": "policy reviewed in time",
    "PO-02": "named document exists",
    "JW-01": "disclosure under a protocol",
    "JW-02": "protocol reviewed in time",
}


def group_picture(people: pd.DataFrame, way: str, drawn: bool = True) -> Picture:
    """Acknowledgement and training by team, or by kind of staff."""
    frames, lines, broken = {}, [], {}
    for promise, (id, heading) in PROMISES.items():
        if people[promise].notna().any():
            table = counted.awareness_by(people, way, promise)
            names = [_named(one, way) for one in table["group"]]
            frames[f"{heading} ({id})"] = (names, table)
            broken[promise] = int(table["broken"].sum())
            lines.append(pd.DataFrame({"Promise": heading, WAYS[way]: names, **_counts(table)}))
    if not frames:
        return Picture("Neither acknowledgement nor training was tested")
    numbers = pd.concat(lines, ignore_index=True).astype(object)
    behind = numbers[numbers["Broken"] > 0]
    if behind.empty:
        title = f"Nobody who can be judged is behind, in any {WAYS[way].lower()}"
    else:
        gaps = many(sum(broken.values()), "gap")
        groups, there = behind[WAYS[way]].nunique(), numbers[WAYS[way]].nunique()
        title = f"{gaps} in {groups} of {many(there, PLACES[way][0], PLACES[way][1])}"
        most = behind.groupby(WAYS[way])["Broken"].sum().sort_values(ascending=False)
        if len(most) == 1 or most.iloc[0] > most.iloc[1]:
            title += f"; most in {most.index[0]}, {most.iloc[0]}"
    alt = "; ".join(
        f"{row['Promise']}, {row[WAYS[way]]}: {row['Kept']} kept, {row['Broken']} broken, "
        f"{row['Cannot tell']} cannot tell"
        for row in numbers.to_dict("records")
    )
    figure = charts.shares_chart(frames) if drawn else None
    return Picture(title, f"Bars by {WAYS[way].lower()}. {alt}.", numbers, figure)


def _counts(table: pd.DataFrame) -> dict[str, pd.Series]:
    return {
        "People": table["people"],
        "Kept": table["kept"],
        "Broken": table["broken"],
        "Cannot tell": table["cannot_tell"],
    }


def _named(group: Any, way: str) -> str:
    return f"{WAYS[way].lower()} not on record" if pd.isna(group) else str(group)


def people_rows(audit: Audit, people: pd.DataFrame) -> pd.DataFrame:
    """One line per member of staff, every cell text."""
    rows = pd.DataFrame(
        {
            "Staff": [pseudonym(audit, "staff_id", one) for one in people["staff_id"]],
            "Kind": people["kind"].fillna(NONE).astype(str),
            "Team": people["team"].fillna(NONE).astype(str),
        }
    )
    for promise, heading in (("acknowledged", "Policy acknowledged"), ("trained", "Trained")):
        words = [
            _standing(kind, because)
            for kind, because in zip(people[promise], people[f"{promise}_because"], strict=True)
        ]
        # Sorted by what it means: the worst first.
        rank = {"✗": 0, "?": 1, "–": 2, "✓": 3}
        rows[heading] = pd.Categorical(
            words, sorted(set(words), key=lambda one: (rank[one[0]], one)), ordered=True
        )
    for column, heading in (("last_trained_on", "Last training"), ("next_on", "Next training due")):
        rows[heading] = _days(people[column])
    rows["Left"] = _days(people["left_on"], blank="")
    return rows.reset_index(drop=True)


def _standing(kind: Any, because: Any) -> str:
    if pd.isna(kind):
        return "–\u00a0not tested"
    if kind == counted.KEPT:
        return "✓\u00a0in time"
    sign = "✗\u00a0" if kind == counted.BROKEN else "?\u00a0cannot tell: "
    return sign + WORDS.get(str(because), in_words(str(because)))


def _days(days: pd.Series, blank: str = NONE) -> Any:
    """Days in words that a table sorts by the calendar."""
    texts = {day: uk_day(day) for day in sorted(days.dropna().unique())}
    words = [blank if pd.isna(day) else texts[day] for day in days]
    return pd.Categorical(words, [*dict.fromkeys([blank, *texts.values()])], ordered=True)


def person_page(audit: Audit, staff_id: str) -> str:
    """What was found about one member of staff, in sentences."""
    found = audit.findings
    found = found[found["control"].isin(["AW-01", "AW-02"]) & (found["key"] == staff_id)]
    who = escape(pseudonym(audit, "staff_id", staff_id))
    if found.empty:
        return f'<p class="chs-sentence"><strong>{who}: nothing was found to be wrong.</strong></p>'
    told = "".join(
        f"<li>{escape(sentence)} What to do: {escape(BY_ID[control].remedy)} "
        f"(finding {escape(id)})</li>"
        for id, control, sentence in zip(
            found["id"], found["control"], audit.sentences(found), strict=True
        )
    )
    return f'<p class="chs-sentence"><strong>{who}</strong></p><ul>{told}</ul>'


def reminder_rows(audit: Audit, rows: pd.DataFrame, numbers: bool = False) -> pd.DataFrame:
    """Who to remind of what: by pseudonym, or by the numbers that staff files have."""
    return pd.DataFrame(
        {
            "Due": [
                "now" if pd.isna(day) else uk_day(day) + (" (overdue)" if late else "")
                for day, late in zip(rows["due_on"], rows["overdue"], strict=True)
            ],
            "Staff number" if numbers else "Staff": [
                one if numbers else pseudonym(audit, "staff_id", one) for one in rows["staff_id"]
            ],
            "Kind": rows["kind"].fillna(NONE).to_list(),
            "Team": rows["team"].fillna(NONE).to_list(),
            "Remind them of": [REMINDED[one] for one in rows["what"]],
        },
        dtype="object",
    )


def reminder_head(audit: Audit, rows: pd.DataFrame, days: int) -> str:
    """How much there is to remind people of, in one line."""
    span = f"in the {many(days, 'day')} after {uk_day(audit.as_at)}"
    if rows.empty:
        return f"Nobody need be reminded: nothing is late, and nothing falls due {span}."
    late = int(rows["overdue"].sum())
    until = uk_day(audit.as_at + dt.timedelta(days=days))
    return f"{many(len(rows), 'reminder')}: {late:,} late already, {len(rows) - late:,} due by {until}."


def reminder_list(audit: Audit, rows: pd.DataFrame, days: int) -> TakeAway:
    """The list of reminders, to take away."""
    return TakeAway(
        "people-to-remind",
        "Who to remind of policy and training",
        (
            f"{audit.settings.charity.name}. {reminder_head(audit, rows, days)}",
            "The list has staff numbers and no names: whoever keeps staff files has the names.",
            "For managers only. Destroy it when everybody has been reminded.",
        ),
        reminder_rows(audit, rows, numbers=True).assign(Reminded=""),
    )


def reminder_page(audit: Audit, rows: pd.DataFrame, days: int) -> str:
    """The list as HTML."""
    head = f'<p role="status"><strong>{escape(reminder_head(audit, rows, days))}</strong></p>'
    if rows.empty:
        return head
    return f"{head}{plain_table(reminder_rows(audit, rows), caption='Who to remind')}{NUMBERS}"


def page(audit: Audit | Trouble) -> Shown:
    """Awareness by team and kind, who to remind, policies and protocols, as HTML."""
    from chs_audit.workbook import policy_pages

    if isinstance(audit, Trouble):
        return Shown(audit.html(), audit.head)
    people = counted.people_of(audit)
    pictures = [group_picture(people, way, drawn=False) for way in WAYS]
    groups = "".join(one.heading(3) + one.behind() for one in pictures)
    rows = counted.reminders(people, audit.as_at, AHEAD)
    html = groups + reminder_page(audit, rows, AHEAD) + policy_pages.page_of(audit)
    return Shown(html, pictures[0].title)
