"""The command that shows how much is explained, and what other choices would do."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from chs_audit.cli.common import DAY_FORMATS, Folder, app, errors, out


@app.command()
def explained(
    folder: Folder,
    without: Annotated[
        list[str] | None, typer.Option(help="What if this explanation were switched off?")
    ] = None,
    with_: Annotated[
        list[str] | None,
        typer.Option("--with", help="What if this explanation were switched on?"),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="What if this were set, such as session_window_days=3?"),
    ] = None,
    first: Annotated[
        dt.datetime | None, typer.Option("--from", formats=DAY_FORMATS, help="First day.")
    ] = None,
    last: Annotated[
        dt.datetime | None, typer.Option("--to", formats=DAY_FORMATS, help="Last day.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Another number draws other random pairs.")] = 1,
) -> None:
    """Say how many accesses are explained, by what, and what other choices would do.

    audit.toml stays as it is: a question that starts with "what if" changes nothing.
    """
    from chs_audit.audit import open_audit
    from chs_audit.papers.screen import progress_bar
    from chs_audit.papers.shares import (
        by_explanation_table,
        by_table,
        summary_lines,
        what_if_lines,
    )

    switches = {_name(one): True for one in with_ or ()}
    switches |= {_name(one): False for one in without or ()}
    choices = dict(_choice(one) for one in set_ or ())
    with progress_bar(errors) as progress:
        audit = open_audit(folder).run(
            first=first and first.date(), last=last and last.date(), progress=progress, controls=()
        )
        if switches or choices:
            progress("asking what if", 0, 1)
            lines = what_if_lines(audit.what_if(switches, seed=seed, **choices))
            tables = []
        else:
            progress("counting what is explained", 0, 1)
            mine, random = audit.explained(), audit.random_pairs(seed)
            lines = summary_lines(mine, random)
            tables = [by_explanation_table(mine, random), by_table(mine, "role")]
            tables.append(by_table(mine, "month"))
    for line in lines:
        out.print(line, markup=False, highlight=False)
    for table in tables:
        out.print(table)


def _name(explanation: str) -> str:
    return explanation.replace("-", "_")


def _choice(text: str) -> tuple[str, int]:
    name, _, value = text.partition("=")
    if not value.isdecimal():
        raise typer.BadParameter("write --set name=days, such as session_window_days=3")
    return _name(name.strip()), int(value)
