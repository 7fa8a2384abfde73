"""Writes the pages of docs/ that are drawn from the code: `make docs`."""

from __future__ import annotations

import re
from pathlib import Path

from chs_audit.controls.consent_states import STATES
from chs_audit.papers.catalogue import catalogue
from chs_audit.records import TABLES
from chs_audit.review.moves import CONCLUSIONS, MOVES, diagram

HERE = Path(__file__).parent


def record_tables() -> str:
    """The page on the record tables: every column, in a manager's words."""
    lines = [
        "# The record tables",
        "",
        "What an audit reads, and how to write it down. Put one file per table into `records/`,",
        "named like the table (`staff.csv`, `access_log-2025.xlsx`), or describe other files in",
        "`audit.toml`. A column that you do not have can be left out: what depends on it is then",
        "answered *cannot tell*.",
        "",
        "Dates read `03/04/2026` (3 April) or `2026-04-03`; times add `09:30` and, if you like, a",
        "zone such as `+01:00`. All cells of one column of one file are written in one way.",
        "",
        "What you publish goes into the folder `publications/`, as it is: tables as CSV or Excel,",
        "texts as Word, PDF or plain text. The table `publications` says what each file is.",
        "",
    ]
    for table in TABLES:
        lines += [
            f"## {table.name}",
            "",
            table.help,
            f"Two rows are told apart by {' and '.join(f'`{name}`' for name in table.key)}.",
            "",
            "| column | holds | must be filled | personal | what it is |",
            "| --- | --- | --- | --- | --- |",
        ]
        for column in table.columns:
            holds = column.type.value + (f": {', '.join(column.words)}" if column.words else "")
            if column.refers_to:
                holds += f"; a row of {' or '.join(column.refers_to)}"
            required = "yes" if column.required else ""
            personal = "yes" if column.personal else ""
            lines.append(f"| `{column.name}` | {holds} | {required} | {personal} | {column.help} |")
        lines.append("")
    return "\n".join(lines)


def controls() -> str:
    """The page on the controls: the catalogue."""
    lines = [
        "# The controls",
        "",
        "Every promise of the confidentiality policy that is tested, with its place in the policy",
        "as last reviewed on 6 September 2024. Each row examined is *kept*, *broken*, or *cannot",
        "tell*; a control with nothing to examine is *not tested*, never green.",
        "",
    ]
    for entry in catalogue():
        lines += [
            f"## {entry['id']}: {entry['title']}",
            "",
            f"**The promise** ({entry['place']}): {entry['promise']}",
            "",
            f"**Asked of** every {entry['population']}. **Severity:** {entry['severity']}.",
            "",
            f"**Why:** {entry['why']}",
            "",
            f"**What breaks it:** {entry['breaks']}",
            "",
            f"**What to do:** {entry['remedy']}",
            "",
            "| answer | reason | what the reader is told |",
            "| --- | --- | --- |",
            *(
                f"| {answer} | `{code}` | {re.sub('{.*?}', '…', text)} |"
                for answer, reasons in (("broken", "reasons"), ("cannot tell", "cannot_tell"))
                for code, text in entry[reasons].items()
            ),
            "",
            f"**Records needed:** {', '.join(f'`{name}`' for name in entry['needs'])}.",
            "",
        ]
        for id, question in entry["tensions"].items():
            lines += [f"**Question for the trustees** ({id}): {question}", ""]
        if entry["parameters"]:
            lines += ["| setting | default | what it decides |", "| --- | --- | --- |"]
            for name, setting in entry["parameters"].items():
                default = setting["default"]
                shown = ", ".join(default) if isinstance(default, tuple) else str(default).lower()
                lines.append(f"| `{name}` | {shown} | {setting['decides']} |")
            lines.append("")
    return "\n".join(lines)


def consent_states() -> str:
    """The page on the states of a consent: what each means, and what can become of it."""
    lines = [
        "# The states of a consent",
        "",
        "A consent changes with time, and every promise about consent is judged by the state that",
        "it had at the moment in question: when a letter went out, or when the audit date was",
        "over. The names are those of the standard ISO/IEC TS 27560. A consent has one state at a",
        "time. It only ever moves down this table, and what has begun lower down stands.",
        "",
        "| state | what it means | it begins | in force | what can become of it |",
        "| --- | --- | --- | --- | --- |",
    ]
    for state in STATES:
        next_states = [one.name for one in STATES if state.name in one.after]
        lines.append(
            f"| **{state.name}** | {state.means} | {state.begins} | "
            f"{'yes' if state.in_force else 'no'} | {', '.join(next_states) or 'nothing more'} |"
        )
    first = ", ".join(one.name for one in STATES if "" in one.after)
    lines += [
        "",
        "The names in `code` are columns of the table `consents`: see `record-tables.md`.",
        "",
        "- **In force** means that information may go out on the strength of it, to the recipients",
        "  and for the purpose that it names. Nothing else counts as consent.",
        "- Days begin and end by the charity's own clock. A consent holds throughout its last day,",
        "  and it does not hold in the very minute in which it was taken back.",
        "- A yes without its day and time cannot be shown to have been in force at any moment. It",
        "  goes at once from being requested to whatever ended it.",
        "- Nothing ends before it began: a consent that was taken back, by its record, before it",
        "  was given was never in force.",
        f"- A record may be silent about how it began: then its first state is one of {first}.",
        "- A consent that was in force, but written down only after the letter went out, is",
        "  *backdated*: it was in force, and it keeps no promise.",
        "",
    ]
    return "\n".join(lines)


def decisions() -> str:
    """The page on decisions, with the moves drawn anew between its two marks."""
    begin, end = "<!-- the moves, from the code -->", "<!-- end of the moves -->"
    before, rest = (HERE / "decisions.md").read_text(encoding="utf-8").split(begin)
    _, after = rest.split(end)
    lines = [
        begin,
        "",
        "```mermaid",
        diagram(),
        "```",
        "",
        "| move | from | to | who | what it means |",
        "| --- | --- | --- | --- | --- |",
    ]
    for move in MOVES.values():
        who = ", ".join(move.roles) or "the program"
        if move.who in ("another", "the same"):
            who += f"; {move.who} person"
        came_from = ", ".join(move.before)
        lines.append(f"| `{move.name}` | {came_from} | {move.after} | {who} | {move.help} |")
    lines += [
        "",
        "| conclusion | what it says | what must be said with it |",
        "| --- | --- | --- |",
    ]
    for name, conclusion in CONCLUSIONS.items():
        needs = ", ".join(f"`--{need}`" for need in conclusion.needs)
        lines.append(f"| `{name}` | {conclusion.title} | {needs} |")
    return before + "\n".join([*lines, "", end]) + after


PAGES = {
    "record-tables.md": record_tables,
    "controls.md": controls,
    "consent-states.md": consent_states,
    "decisions.md": decisions,
}

if __name__ == "__main__":
    for name, page in PAGES.items():
        (HERE / name).write_text(page(), encoding="utf-8")
