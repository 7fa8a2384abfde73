"""What the screen of visitors' forms says: pictures, rows and words, without widgets."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from chs_audit.audit import Audit
from chs_audit.figures import visits as counted
from chs_audit.figures.visits import EARLY, LATE, MISSING, POLICIES, SAME_MINUTE, STATES, UNCLEAR
from chs_audit.review.identity import pseudonym
from chs_audit.workbook import charts, reception_page
from chs_audit.workbook.page import Shown
from chs_audit.workbook.pictures import Picture
from chs_audit.workbook.session import Trouble
from chs_audit.workbook.tables import plain_table
from chs_audit.workbook.words import FORM_WORDS, NONE, between, escape, many, share, uk_moment

SIGNS = {EARLY: "✓", SAME_MINUTE: "✗", LATE: "✗", MISSING: "✗", UNCLEAR: "?"}
POLICY_WORDS = {
    counted.CURRENT: "✓ {version}, in force",
    counted.OLD: "✗ {version}, old version",
    counted.NOT_GIVEN: "✗ not handed over",
    counted.GIVEN: "? version not known",
    counted.NO_FORM: "– no form",
    UNCLEAR: "? cannot tell",
}
WAYS = {"organisation": "Organisation", "kind": "Kind of visitor"}
SAID = {True: "third parties, who sign", False: "insiders, who need not sign (clauses 3 and 4)"}
THIRD_PARTIES = "Count volunteers as third parties, who sign, too (clause 5.2)"
# A chart with more bars than this cannot be read; the table has them all.
MOST_BARS = 15


def starts_picture(audit: Audit, visits: pd.DataFrame) -> Picture:
    """Each third party's form against the start of the meeting."""
    if visits.empty:
        return Picture("No third party was at a meeting in this period")
    states = visits["state"].value_counts().reindex(list(STATES), fill_value=0)
    wrong = int(states[[MISSING, LATE, SAME_MINUTE]].sum())
    parties = many(len(visits), "third party", "third parties")
    if wrong:
        title = (
            f"{wrong:,} of {parties} ({share(wrong, len(visits))}) had not signed before the "
            f"meeting began: {_gaps(states)}"
        )
    else:
        title = f"None of {parties} who can be judged sat down before signing"
    told = "; ".join(f"{FORM_WORDS[state]}: {states[state]}" for state in STATES)
    alt = (
        "Dots, one for each third party at a meeting, by day and by the minutes between signing "
        f"and start, {between(audit.period.first, audit.period.last)}. {told}."
    )
    return Picture(title, alt, _by_month(visits), charts.forms_chart(visits))


def _gaps(states: pd.Series) -> str:
    words = {MISSING: "have no form", LATE: "signed after it", SAME_MINUTE: "in the very minute"}
    return ", ".join(f"{states[one]:,} {words[one]}" for one in words if states[one])


def _by_month(visits: pd.DataFrame) -> pd.DataFrame:
    """The chart as numbers: third parties by month of the meeting."""
    days = pd.to_datetime(visits["starts_on"])
    months = days.dt.to_period("M")
    table = visits.groupby(months, dropna=False)["state"].value_counts().unstack(fill_value=0)
    table = table.reindex(columns=list(STATES), fill_value=0).astype(int)
    months_in_words = [
        "day not on record" if pd.isna(one) else f"{one:%B %Y}" for one in table.index
    ]
    table.insert(0, "Month", months_in_words)
    table.insert(1, "Third parties", table[list(STATES)].sum(axis="columns"))
    named = table.rename(columns={state: _capital(FORM_WORDS[state]) for state in STATES})
    return named.astype(object).reset_index(drop=True)


def group_picture(visits: pd.DataFrame, way: str, drawn: bool = True) -> Picture:
    """The same by organisation, or by kind of visitor; the chart only if it shall be drawn."""
    if visits.empty:
        return Picture("No third party was at a meeting in this period")
    table = counted.by_group(visits, way)
    names = [_group_name(way, one) for one in table["group"]]
    table["wrong"] = table[[MISSING, LATE, SAME_MINUTE]].sum(axis="columns")
    wrong, worst = int(table["wrong"].sum()), table.iloc[0]
    if not wrong:
        title = "No gap in any group"
    elif (table["wrong"] == worst["wrong"]).sum() > 1:
        groups = many(int((table["wrong"] > 0).sum()), "group")
        title = f"Forms not signed before the start are spread over {groups}"
    else:
        title = f"{worst['wrong']:,} of {wrong:,} forms not signed before the start: {names[0]}"
    numbers = pd.DataFrame({WAYS[way]: names, "Third parties": table["visits"]})
    for state in STATES:
        numbers[_capital(FORM_WORDS[state])] = table[state]
    told = "; ".join(
        f"{name}: {row['wrong']} of {row['visits']} not before the start"
        for name, row in zip(names, table.to_dict("records"), strict=True)
    )
    alt = f"Stacked bars by {WAYS[way].lower()}. {told}."
    chart = charts.groups_chart(names[:MOST_BARS], table.head(MOST_BARS)) if drawn else None
    return Picture(title, alt, numbers.astype(object), chart)


def _group_name(way: str, group: Any) -> str:
    if pd.isna(group):
        return f"{WAYS[way].lower()} not on record"
    return reception_page.kind_words(group) if way == "kind" else str(group)


def visit_rows(audit: Audit, visits: pd.DataFrame) -> pd.DataFrame:
    """One line per third party at a meeting, every cell text, in the order that means something."""
    zone = audit.settings.charity.timezone
    starts = [
        "start not on record" if pd.isna(one) else uk_moment(one, zone)
        for one in visits["starts_at"]
    ]
    forms = [_form_words(one) for one in visits.to_dict("records")]
    worst = {state: place for place, state in enumerate(STATES)}
    placed = visits.assign(words=forms, place=visits["state"].map(worst))
    order = placed.sort_values(["place", "minutes"], ascending=[True, False])["words"]
    rows = pd.DataFrame(
        {
            "Meeting": visits["meeting_id"].astype(str),
            "Start": pd.Categorical(starts, list(dict.fromkeys(starts)), ordered=True),
            "Visitor": [pseudonym(audit, "visitor_id", one) for one in visits["visitor_id"]],
            "Kind": visits["kind"].map(reception_page.kind_words),
            "Organisation": visits["organisation"].fillna(NONE).astype(str),
            "Form": pd.Categorical(forms, list(dict.fromkeys(order)), ordered=True),
        }
    )
    for policy in POLICIES:
        rows[f"{_capital(policy)} policy"] = [
            _policy_words(standing, version)
            for standing, version in zip(visits[policy], visits[f"{policy}_version"], strict=True)
        ]
    return rows.reset_index(drop=True)


def _form_words(visit: Mapping[Hashable, Any]) -> str:
    state, minutes = str(visit["state"]), visit["minutes"]
    sign = f"{SIGNS[state]}\u00a0"
    if state in (EARLY, LATE) and not pd.isna(minutes):
        side = "before" if state == EARLY else "after"
        return f"{sign}signed {_apart(abs(minutes))} {side}"
    return sign + FORM_WORDS[state]


def _apart(minutes: float) -> str:
    if minutes < 1:
        return "under a minute"
    if minutes < 120:
        return many(int(minutes), "minute")
    if minutes < 48 * 60:
        return many(int(minutes // 60), "hour")
    return many(int(minutes // (24 * 60)), "day")


def _policy_words(standing: str, version: object) -> str:
    return POLICY_WORDS[standing].replace("{version}", str(version)).replace(" ", "\u00a0", 1)


def meeting_page(audit: Audit, visits: pd.DataFrame, meeting: str, visitor: str) -> str:
    """One meeting with all its third parties, and what was found about the chosen one."""
    mine = visits[visits["meeting_id"] == meeting]
    first = mine.iloc[0]
    rows = visit_rows(audit, mine).drop(columns=["Meeting", "Start"]).astype(str)
    start = visit_rows(audit, mine.head(1))["Start"].iloc[0]
    title = "" if pd.isna(first["title"]) else f": {first['title']}"
    here = mine[mine["visitor_id"] == visitor]
    keys = {f"{meeting}|{visitor}", *(str(id) for id in here["form_id"].dropna())}
    found = audit.findings
    found = found[found["control"].str.startswith("VF-") & found["key"].isin(keys)]
    who = escape(pseudonym(audit, "visitor_id", visitor))
    told = "".join(
        f"<li>{escape(sentence or _twofold(also))} (finding {escape(id)})</li>"
        for id, sentence, also in zip(
            found["id"], audit.sentences(found), found["also"], strict=True
        )
    )
    about = (
        f"<p>About {who}; each finding is in the list below:</p><ul>{told}</ul>"
        if told
        else f"<p>Nothing was found to be wrong about {who} here.</p>"
    )
    return (
        f'<p class="chs-sentence"><strong>Meeting {escape(meeting)}{escape(title)}, '
        f"{escape(start)}</strong></p>"
        f"{plain_table(rows, caption='Third parties at this meeting')}{about}"
    )


def _twofold(also: str) -> str:
    return f"Kept as your settings stand; the other reading says: {also}."


def volunteers_page(audit: Audit, readings: pd.DataFrame) -> str:
    """What hangs on whether volunteers sign: both readings side by side."""
    inside, outside = readings.to_dict("records")
    more = outside["broken"] - inside["broken"]
    volunteers = outside["visits"] - inside["visits"]
    if not volunteers:
        head = "No volunteer was at a meeting in this period, so nothing hangs on it here."
    elif more:
        head = (
            f"If volunteers are third parties, {many(more, 'more form')} "
            f"{'was' if more == 1 else 'were'} not signed before the start: "
            f"{outside['broken']:,} instead of {inside['broken']:,}."
        )
    else:
        head = f"Every form that can be judged of {many(volunteers, 'volunteer')} was signed in time: nothing changes."
    sign = audit.settings.visitor_forms.volunteers_sign
    rows = pd.DataFrame(
        {
            "Volunteers are": ["insiders", "third parties"],
            "Third parties at meetings": readings["visits"].to_list(),
            "Not signed before the start": readings["broken"].to_list(),
            "of these, no form": readings[MISSING].to_list(),
            "after the start": readings[LATE].to_list(),
            "in the minute of the start": readings[SAME_MINUTE].to_list(),
            "Cannot tell": readings["cannot_tell"].to_list(),
        },
        dtype="object",
    )
    return (
        f'<p class="chs-sentence"><strong>{escape(head)}</strong></p>'
        f"<p>Your settings now say that volunteers are {SAID[sign]} "
        "(<code>volunteers_sign</code> in audit.toml). The policy says both, so the board decides "
        "(question T7 of the trustee meeting); until then this only shows what would change, and "
        "the promises and findings on this screen follow the settings.</p>"
        f"{plain_table(rows, caption='What changes')}"
    )


def page(audit: Audit | Trouble) -> Shown:
    """Groups, both readings of the volunteer question, and who must sign next, as HTML."""
    if isinstance(audit, Trouble):
        return Shown(audit.html(), audit.head)
    why = not_tested(audit)
    next_ones = reception_page.page_of(audit)
    if why:
        return Shown(f"<p>{escape(why)}</p>{next_ones}", why)
    visits = counted.visits_of(audit)
    volunteers = audit.settings.visitor_forms.volunteers_sign
    pictures = [
        group_picture(counted.asked_to_sign(visits, volunteers), way, drawn=False) for way in WAYS
    ]
    question = volunteers_page(audit, counted.readings(audit, visits))
    groups = "".join(one.heading(3) + one.behind() for one in pictures)
    return Shown(question + groups + next_ones, pictures[0].title)


def not_tested(audit: Audit) -> str:
    """Why forms cannot be shown against the start, with what to do; or ""."""
    (why,) = (one.not_tested for one in audit.answers if one.control.id == "VF-01")
    if not why:
        return ""
    return f"Not tested: {why}. Add these records to the audit folder, or choose a longer period."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
