"""Commands that sample papers: draw, enter what was found, and say what it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chs_audit.cli.common import Folder, app, errors, next_steps, out

sample = typer.Typer(
    help="Compare a sample of papers, such as visitor forms, with what is on record.",
    no_args_is_help=True,
)
app.add_typer(sample, name="sample")

Which = Annotated[str, typer.Option("--sample", help="Which sample, if there are several.")]


@sample.command()
def draw(
    folder: Folder,
    population: Annotated[
        str, typer.Option("--of", help="What to sample: a record table or population.")
    ] = "signed_forms",
    by: Annotated[
        str, typer.Option(help='Stratify by this column, or by "month"; not at all by default.')
    ] = "",
    tolerable: Annotated[
        float, typer.Option(help="Per cent of papers that may deviate and still be lived with.")
    ] = 5.0,
    confidence: Annotated[float, typer.Option(help="How sure to be, in per cent.")] = 95.0,
    expected: Annotated[
        int, typer.Option(help="Deviations that the sample may hold and still show the rate.")
    ] = 0,
    size: Annotated[
        int, typer.Option(help="How many papers; worked out from the rate by default.")
    ] = 0,
    seed: Annotated[
        int | None, typer.Option(help="Where the drawing begins; chance decides by default.")
    ] = None,
    again: Annotated[str, typer.Option(help="Why the same papers are drawn from once more.")] = "",
    list_file: Annotated[
        Path | None, typer.Option("--list", help="Write the list here, as .xlsx or .csv.")
    ] = None,
) -> None:
    """Draw a sample, write it to the ledger, and print which papers to pull from the cabinet.

    The size is the smallest that can show the tolerable rate at that confidence.
    """
    import secrets

    from chs_audit.audit import open_audit
    from chs_audit.papers.pull_list import check_list_place, write_pull_list
    from chs_audit.papers.screen import progress_bar
    from chs_audit.review.ledger import open_ledger
    from chs_audit.review.people import acting
    from chs_audit.review.sampling import Plan
    from chs_audit.review.sampling import draw as draw_sample

    if list_file:
        check_list_place(list_file)
    with progress_bar(errors) as progress:
        audit = open_audit(folder).run(progress=progress, controls=())
    who = acting(audit.settings)
    plan = Plan(population, tolerable / 100, confidence / 100, expected, by, size)
    start = secrets.randbelow(2**32) if seed is None else seed
    with open_ledger(folder, audit.settings) as ledger:
        drawn = draw_sample(audit, plan, start, ledger, who.staff_id, again)
    place = list_file or folder / f"{drawn.id}.xlsx"
    write_pull_list(drawn, place)
    out.print(
        f"{drawn.id}: {len(drawn.papers):,} of {drawn.population_size:,} papers "
        f"({drawn.title}), seed {drawn.seed}.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    out.print(f"Written: {place}", markup=False, highlight=False, soft_wrap=True)
    next_steps(folder, "chs-audit sample enter", f"enter what was found, with --file {place.name}")


@sample.command("list")
def write_list(
    folder: Folder,
    which: Which = "",
    list_file: Annotated[
        Path | None, typer.Option("--list", help="Write the list here, as .xlsx or .csv.")
    ] = None,
) -> None:
    """Write the list of papers of a sample again, as it was drawn: the same, nothing entered."""
    from chs_audit.papers.pull_list import check_list_place, write_pull_list
    from chs_audit.review.ledger import open_existing
    from chs_audit.review.sampling import sample_of
    from chs_audit.settings import load

    settings = load(folder)
    with open_existing(folder, settings) as ledger:
        drawn = sample_of(ledger, which)
    place = list_file or folder / f"{drawn.id}.xlsx"
    check_list_place(place)
    write_pull_list(drawn, place)
    out.print(f"Written: {place}", markup=False, highlight=False, soft_wrap=True)


@sample.command()
def enter(
    folder: Folder,
    number: Annotated[int, typer.Argument(help="The paper's number on the list.")] = 0,
    found: Annotated[str, typer.Argument(help="ok, deviation or not-found.")] = "",
    note: Annotated[str, typer.Option(help="What the deviation is. No names.")] = "",
    file: Annotated[
        Path | None, typer.Option(help="The list, filled in: all of it at once.")
    ] = None,
    which: Which = "",
) -> None:
    """Enter what was found: ok, deviation, or not-found, which counts as a deviation.

    Give the number of a paper and what was found, or the whole list with --file.
    """
    from chs_audit.papers.pull_list import read_pull_list
    from chs_audit.review.ledger import open_existing
    from chs_audit.review.people import acting
    from chs_audit.review.sample_result import result, sentences
    from chs_audit.review.sampling import enter as enter_found
    from chs_audit.review.sampling import sample_of
    from chs_audit.settings import load

    if bool(file) == bool(number and found):
        raise typer.BadParameter("give a number and what was found, or --file")
    settings = load(folder)
    who = acting(settings)
    with open_existing(folder, settings) as ledger:
        one = sample_of(ledger, which)
        given = (
            read_pull_list(one, file)
            if file
            else [(number, found.casefold().replace("-", " "), note)]
        )
        entered = enter_found(one, given, ledger, who.staff_id)
        papers = "paper" if len(entered) == 1 else "papers"
        out.print(f"Entered: {len(entered):,} {papers} of {one.id}.", highlight=False)
        for line in sentences(result(one, ledger)):
            out.print(line, markup=False, highlight=False, soft_wrap=True)


@sample.command()
def result(folder: Folder, which: Which = "") -> None:
    """Say what the sample shows: at most which share of all papers deviates.

    Ends with exit code 1 while papers are still to be entered, or if the tolerable rate is
    not shown.
    """
    from chs_audit.papers.screen import sample_table
    from chs_audit.review.ledger import open_existing
    from chs_audit.review.sample_result import result as result_of
    from chs_audit.review.sample_result import sentences
    from chs_audit.review.sampling import sample_of
    from chs_audit.settings import load

    settings = load(folder)
    with open_existing(folder, settings) as ledger:
        told = result_of(sample_of(ledger, which), ledger)
    out.print(sample_table(told))
    for line in sentences(told):
        out.print(line, markup=False, highlight=False, soft_wrap=True)
    if not told.shown:
        raise typer.Exit(1)
