"""Commands that sign an audit, prove its ledger, and compare it with an earlier one."""

from __future__ import annotations

from typing import Annotated

import typer

from chs_audit.cli.common import Folder, app, errors, next_steps, out


@app.command()
def sign(folder: Folder) -> None:
    """Sign the latest audit, once every finding is decided; the records are judged again first."""
    from chs_audit.audit import open_audit
    from chs_audit.errors import InputError
    from chs_audit.papers.folder import write_papers
    from chs_audit.papers.screen import progress_bar
    from chs_audit.review import signing
    from chs_audit.review.deciding import cases
    from chs_audit.review.ledger import open_existing
    from chs_audit.review.people import acting
    from chs_audit.review.running import audit_again

    opened = open_audit(folder)
    actor = acting(opened.settings)
    with open_existing(folder, opened.settings) as ledger:
        with ledger.reading() as book:
            run, known = cases(book)
        problems = signing.obstacles(known, actor)
        if problems:
            raise InputError(problems)
        with progress_bar(errors) as progress:
            audit = audit_again(opened, progress).audit
        signing.sign(ledger, audit, folder, actor)
        with ledger.reading() as book:
            status = signing.status(book, run.audit_id, opened.settings)
    papers = write_papers(audit, folder, status)
    out.print(status.says, markup=False, highlight=False, soft_wrap=True)
    for path in papers:
        out.print(f"Written: {path}", markup=False, highlight=False, soft_wrap=True)
    next_steps(folder, "chs-audit verify", "prove that nothing was changed since")


@app.command()
def verify(folder: Folder) -> None:
    """Prove that nothing in the ledger, nor in the files that were audited, was changed by hand.

    Ends with exit code 1, and says where, if something was. Lists, too, who was revealed for a
    finding on which nobody has decided.
    """
    from chs_audit.review.ledger import open_existing
    from chs_audit.review.reveals import undecided_reveals
    from chs_audit.review.verifying import verify as prove
    from chs_audit.settings import load

    settings = load(folder)
    with open_existing(folder, settings) as ledger:
        proof = prove(ledger, folder, settings)
        with ledger.reading() as book:
            # What was changed by hand is not read any further.
            reveals = [] if proof.faults else list(undecided_reveals(book))
    for event, state in reveals:
        told = (
            f"event {event.seq}: {event.payload['pseudonym']} was revealed for {event.subject}, "
            f"on which nobody has decided ({state})"
        )
        out.print(told, markup=False, highlight=False, soft_wrap=True)
    for place, what in proof.faults:
        errors.print(f"{place}: {what}", markup=False, highlight=False, soft_wrap=True)
    if proof.faults:
        raise typer.Exit(1)
    out.print(
        f"Nothing was changed. Events: {proof.head.count:,}; moves of findings: "
        f"{proof.decisions:,}; files: {proof.files:,}.",
        markup=False,
        highlight=False,
    )
    told = f"The last event's hash, to keep elsewhere: {proof.head.hash}"
    out.print(told, markup=False, highlight=False, soft_wrap=True)


@app.command()
def compare(
    folder: Folder,
    with_: Annotated[
        str, typer.Option("--with", help="A signed audit, such as A-…; else the latest other.")
    ] = "",
) -> None:
    """Compare the latest audit with a signed one of another year, promise by promise."""
    from chs_audit.papers.decisions import comparison_lines, comparison_table
    from chs_audit.review import comparing
    from chs_audit.review.deciding import cases
    from chs_audit.review.ledger import open_existing
    from chs_audit.settings import load

    settings = load(folder)
    with open_existing(folder, settings) as ledger, ledger.reading() as book:
        latest, _ = cases(book)
        other = comparing.earlier(book, latest, with_)
    before, now = sorted((other, latest), key=lambda run: run.period)
    compared = comparing.compare(now, before)
    out.print(comparison_table(compared))
    for line in comparison_lines(compared, now, before):
        out.print(line, markup=False, highlight=False)
