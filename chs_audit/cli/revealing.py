"""The command that says who is behind a pseudonym, and writes down that it did."""

from __future__ import annotations

from typing import Annotated

import typer

from chs_audit.cli.common import Folder, app, errors, out


@app.command()
def reveal(
    folder: Folder,
    pseudonym: Annotated[str, typer.Argument(help="Such as person-7KQ2M4.", show_default=False)],
    finding: Annotated[
        str, typer.Option(help="The finding that the name is needed for.", show_default=False)
    ],
    reason: Annotated[
        str, typer.Option(help="What the name is needed for. No names.", show_default=False)
    ],
) -> None:
    """Say who is behind a pseudonym: for the data protection lead, for a finding, on record.

    It is written to the ledger before the name is shown. Decide on the finding afterwards:
    chs-audit verify lists reveals for findings that nobody has decided.
    """
    from chs_audit.audit import open_audit
    from chs_audit.papers.screen import progress_bar
    from chs_audit.review import identity
    from chs_audit.review.deciding import cases
    from chs_audit.review.ledger import open_existing
    from chs_audit.review.people import acting
    from chs_audit.review.running import judge

    opened = open_audit(folder)
    actor = acting(opened.settings)
    identity.check(actor, reason)
    with open_existing(folder, opened.settings) as ledger:
        with ledger.reading() as book:
            run, _ = cases(book)
        first, last = run.period
        with progress_bar(errors) as progress:
            audit = judge(opened, progress=progress, first=first, last=last, as_at=run.as_at)
        told = identity.reveal(audit, pseudonym, finding, reason, actor, ledger)
    names = "; ".join(told.names) or "no name on record"
    out.print(
        f"{told.pseudonym} is number {told.number}: {names}.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )
    out.print("This is in the ledger, with your reason.")
