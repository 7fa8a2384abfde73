"""The scorecard on one page of HTML: every area of policy, and what stands behind it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

from chs_audit import __version__
from chs_audit.audit import Audit
from chs_audit.controls import BY_ID
from chs_audit.controls.populations import POPULATIONS
from chs_audit.papers.file_names import without_names
from chs_audit.papers.fix_list import fix_list
from chs_audit.review.signing import NO_LEDGER, Status

# A mark beside each word, so that status is never told by colour alone.
MARKS = {"kept": "✓", "broken": "✗", "cannot tell": "?", "to look at": "!", "not tested": "–"}
WORST_FIRST = ("broken", "cannot tell", "to look at", "not tested", "kept")


def by_area(scorecard: pd.DataFrame) -> pd.DataFrame:
    """The scorecard summed by area of policy.

    Returns:
        area, promises (how many), verdict (the worst among them), kept, broken,
        cannot_tell, examined. An area with a promise that was not tested is never "kept".
    """
    grouped = scorecard.groupby("area", observed=True)
    summed = grouped[["kept", "broken", "cannot_tell", "examined"]].sum()
    summed.insert(0, "promises", grouped.size())
    summed.insert(1, "verdict", grouped["verdict"].agg(lambda all: min(all, key=WORST_FIRST.index)))
    return summed.reset_index()


def worst_findings(audit: Audit, count: int = 3) -> pd.DataFrame:
    """The worst findings, one per promise before a second of any, each with its sentence."""
    findings = audit.findings
    findings = findings[findings["kind"] == "broken"]
    turn = findings.groupby("control").cumcount()
    worst = findings.loc[turn.sort_values(kind="stable").index].head(count)
    return worst.assign(sentence=audit.sentences(worst))


def scorecard_html(audit: Audit, status: Status = NO_LEDGER) -> str:
    """One page that stands alone: no script, no address outside, no name of a person or of a
    file that could hold one."""
    templates = Environment(
        loader=PackageLoader("chs_audit.papers"), autoescape=True, undefined=StrictUndefined
    )
    templates.filters["uk"] = uk_day
    areas = by_area(audit.scorecard)
    return templates.get_template("scorecard.html").render(
        audit=audit,
        status=status,
        areas=areas.to_dict("records"),
        promises={area: rows.to_dict("records") for area, rows in _by_area_rows(audit.scorecard)},
        worst=[_without_labels(one) for one in worst_findings(audit).to_dict("records")],
        tensions=_plain(audit.tensions),
        fixes=_plain(fix_list(audit)),
        files=without_names(audit.import_report.files),
        marks=MARKS,
        version=__version__,
    )


def _without_labels(finding: dict[Hashable, Any]) -> dict[Hashable, Any]:
    """The finding as trustees are told of it: of a published file no name and no label."""
    control = BY_ID[finding["control"]]
    population = POPULATIONS[control.population]
    if not population.of_files:
        return finding
    return finding | {"sentence": f"Not so for a {population.title}: “{control.title}”."}


def _plain(frame: pd.DataFrame) -> list[dict[str, object]]:
    """Rows as plain data, blanks as None."""
    return frame.astype("object").where(frame.notna(), None).to_dict("records")  # type: ignore[return-value]


def uk_day(day: object) -> str:
    """A day as it is written here: 3 April 2026."""
    return f"{day.day} {day:%B %Y}"  # type: ignore[attr-defined]


def _by_area_rows(scorecard: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    return [(str(area), rows) for area, rows in scorecard.groupby("area", observed=True)]
