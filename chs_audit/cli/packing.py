"""The command that makes what trustees are given."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from chs_audit.cli.common import EngineFiles, EngineUrl, Folder, app, engine_at, errors, out


@app.command()
def pack(
    folder: Folder,
    to: Annotated[
        Path | None, typer.Option("--to", help="Where to write it; by default in packs/.")
    ] = None,
    engine: EngineUrl = "",
    engine_files: EngineFiles = None,
) -> None:
    """Write the meeting pack: one file for the trustees, with no person in it.

    It is checked before it is written, as any publication is (PU-01, PU-02), and refused if
    anybody could be found in it.
    """
    from chs_audit.audit import open_audit
    from chs_audit.papers.pack import write_pack
    from chs_audit.papers.screen import progress_bar
    from chs_audit.review.running import audit_again

    with progress_bar(errors) as progress:
        computed_by = engine_at(engine, engine_files)
        again = audit_again(open_audit(folder), progress, computed_by)
        path = write_pack(again.audit, folder, to, again.status.brief, progress)
    out.print(f"Written: {path}", markup=False, highlight=False, soft_wrap=True)
    out.print("No person is in it. Numbers below the threshold are hidden, all others rounded.")
