"""What the command line shows of how much is explained, and of what other choices would do."""

from __future__ import annotations

import pandas as pd
from rich.markup import escape
from rich.table import Table

from chs_audit.controls.shares import RANDOM
from chs_audit.need_to_know.shares import Shares


def summary_lines(explained: Shares, random: Shares) -> list[str]:
    """Three sentences: of all accesses, of first ones, of pairs drawn at random."""
    first = explained.first
    return [
        f"{_share(explained)} of {explained.accesses:,} accesses are explained.",
        f"{_share(first)} of {first.accesses:,} first accesses, of somebody to a person whom they "
        "never looked up before, are explained.",
        f"{_share(random)} of {random.accesses:,} pairs of somebody here and somebody on record, "
        "drawn at random, would be explained, too: the lower, the more an explanation says.",
    ]


def by_explanation_table(explained: Shares, random: Shares) -> Table:
    """One row per explanation: what it explains, alone or with others, and of random pairs."""
    table = Table(title="What explains them", title_justify="left")
    table.add_column("Explanation")
    for name in (
        "Accesses",
        "Share",
        "Nothing else does",
        "Share",
        "First accesses",
        "Random pairs",
    ):
        table.add_column(name, justify="right")
    firsts, chance = (
        some.by_explanation().set_index("explanation")["any_share"]
        for some in (explained.first, random)
    )
    mine = explained.by_explanation().set_index("explanation")
    for code in mine.index.union(chance.index, sort=False):
        row = mine.reindex([code]).fillna(0).iloc[0]
        table.add_row(
            code,
            f"{row['any']:,.0f}",
            f"{row['any_share']:.1%}",
            f"{row['only']:,.0f}",
            f"{row['only_share']:.1%}",
            f"{firsts.get(code, 0):.1%}",
            f"{chance.get(code, 0):.2%}",
        )
    return table


def by_table(explained: Shares, what: str) -> Table:
    """One row per role or month: accesses, and how many are explained."""
    table = Table(title=f"By {what}", title_justify="left")
    table.add_column(what.capitalize())
    for name in ("Accesses", "Explained", "Share"):
        table.add_column(name, justify="right")
    for row in explained.by("role" if what == "role" else "month").to_dict("records"):
        name = f"{row[what]:%B %Y}" if what == "month" else row[what]
        table.add_row(
            "not on record" if pd.isna(row[what]) else escape(str(name)),
            f"{row['accesses']:,}",
            f"{row['explained']:,}",
            f"{row['share']:.1%}",
        )
    return table


def what_if_lines(compared: pd.DataFrame) -> list[str]:
    """What other choices would do, a sentence for each kind of access."""
    lines = []
    for row in compared.to_dict("records"):
        total = row["accesses"] or 1
        changes = [
            f"{row[name]:,} ({row[name] / total:.2%}) would {what}"
            for name, what in (("lost", "become unexplained"), ("gained", "become explained"))
            if row[name]
        ]
        drawn = " drawn" if row["of"] == RANDOM else ""
        lines.append(
            f"Of {row['accesses']:,} {row['of']}{drawn}: {' and '.join(changes) or 'nothing would change'}; "
            f"{row['now'] / total:.2%} are explained now, {row['then'] / total:.2%} would be."
        )
    return lines


def _share(some: Shares) -> str:
    return f"{some.share:.2%}" if some.accesses else "None"
