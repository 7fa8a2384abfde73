"""Writing a list to take away from a button, and saying where it is."""

from __future__ import annotations

from pathlib import Path

from chs_audit.papers.take_away import TakeAway, write_take_away
from chs_audit.workbook.words import escape, many


def written(list: TakeAway, folder: Path) -> str:
    """Write the list into the audit folder; as HTML, where it is, or why it is not there."""
    try:
        paths = write_take_away(list, folder)
    except OSError as error:
        reason = error.strerror or "no reason given"
        return (
            '<p role="alert"><strong>The list could not be written.</strong> Close it where it is '
            "open, and see that you may write into the audit folder. The computer says: "
            f"{escape(reason)}.</p>"
        )
    names = " and ".join(f"<code>{escape(path.name)}</code>" for path in paths)
    return (
        f'<p role="status">Written: {many(len(list.rows), "row")} in {names}, in the audit folder '
        f"<code>{escape(folder.resolve())}</code>. Open the second one in a browser to print "
        "it.</p>"
    )
