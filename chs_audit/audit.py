"""Records + controls + period -> Audit. The one way in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from chs_audit import settings as settings_file
from chs_audit.access_questions import AccessQuestions
from chs_audit.controls import BY_ID, CONTROLS, Control
from chs_audit.controls.answer import Answer, worst_first
from chs_audit.controls.answers import ask, finding_id, rows_of
from chs_audit.controls.equality import COLUMNS, compare_groups
from chs_audit.controls.inputs import Inputs
from chs_audit.controls.moment import Moment, Span
from chs_audit.controls.populations import POPULATIONS
from chs_audit.controls.sentences import sentence
from chs_audit.controls.tensions import tensions
from chs_audit.engine import Engine
from chs_audit.errors import InputError, NotFoundError, Problem
from chs_audit.policy import AREAS
from chs_audit.privacy.identities import people_on_record
from chs_audit.privacy.pseudonym_key import key_of
from chs_audit.privacy.pseudonyms import Pseudonyms
from chs_audit.settings import Settings
from chs_audit.sources import ImportReport, archive, read
from chs_audit.sources.publish import LOG_IN_RECORDS

Progress = Callable[[str, int, int], None]
Row = Mapping[str, object]


def no_progress(what: str, done: int, total: int) -> None:
    """For callers that show no progress."""


def open_audit(folder: str | Path) -> AuditFolder:
    """An audit folder, its settings read.

    Raises:
        InputError: if the folder or its `audit.toml` cannot be used, listing every mistake.
    """
    path = Path(folder)
    return AuditFolder(path, settings_file.load(path))


@dataclass(frozen=True)
class AuditFolder:
    """Where a charity's records and settings are."""

    path: Path
    settings: Settings

    def check(self, progress: Progress = no_progress) -> ImportReport:
        """Read and validate every file. Raises InputError listing every problem."""
        return read(self.path, self.settings, Engine().database, progress)

    def days(
        self,
        as_at: dt.date | str | None = None,
        first: dt.date | str | None = None,
        last: dt.date | str | None = None,
    ) -> tuple[Span, dt.date]:
        """The period and the audit date: those given, else the folder's own; see :meth:`run`."""
        dates = self.settings.audit
        as_at_day = _day(as_at) or dates.as_at or dt.date.today()
        last_day = _day(last) or dates.to or as_at_day
        first_day = _day(first) or dates.from_ or _year_before(last_day)
        return _span(first_day, last_day), as_at_day

    def run(
        self,
        as_at: dt.date | str | None = None,
        first: dt.date | str | None = None,
        last: dt.date | str | None = None,
        progress: Progress = no_progress,
        controls: Sequence[Control] = CONTROLS,
        engine: Engine | None = None,
        kept: Mapping[str, Sequence[Row]] = MappingProxyType({}),
    ) -> Audit:
        """Audit the records.

        Args:
            as_at: the audit date; else that of `audit.toml`; else today.
            first: first day of the period; else that of `audit.toml`; else the day after
                the one a year before the last.
            last: last day of the period; else that of `audit.toml`; else the audit date.
            progress: told (what, done, total) as the work goes on.
            controls: those to ask; all of them by default.
            engine: where to compute; DuckDB, in this process, by default.
            kept: rows of record tables, by name, that are in no file but in the ledger; they
                go before those of a file.

        Raises:
            InputError: if a record or date cannot be used, listing every problem.
        """
        period, as_at_day = self.days(as_at, first, last)
        engine = engine or Engine()
        zone = self.settings.charity.timezone
        report = read(self.path, self.settings, engine.database, progress)
        held = {name: rows for name, rows in kept.items() if rows}
        for name, rows in held.items():
            engine.replace(name, rows)
        missing = tuple(name for name in report.missing_tables if name not in held)
        report = replace(report, missing_tables=missing)
        # The one table that may be too large to be handed over by this machine.
        engine.lies_in("access_log", archive.places(self.path, zone), besides=LOG_IN_RECORDS)
        as_at_moment = Moment(as_at_day, zone)
        inputs = Inputs(engine, self.settings, period, as_at_moment)
        return judge(self.path, inputs, report, progress, controls)


def judge(
    folder: Path,
    inputs: Inputs,
    report: ImportReport,
    progress: Progress,
    controls: Sequence[Control],
) -> Audit:
    """The audit of records that are in an engine already; to open a folder is the usual way."""
    answers: dict[str, Answer] = {}
    by_population = _by_population(controls)
    for done, (population, mine) in enumerate(by_population.items()):
        progress(f"judging: {POPULATIONS[population].title}", done, len(by_population))
        if population == "group_comparisons":
            rates = compare_groups(inputs, answers.values())
            inputs.engine.put("group_rates", rates, COLUMNS)
        answers.update((one.control.id, one) for one in ask(inputs, mine))
    progress("judged", len(by_population), len(by_population))
    return Audit(inputs, report, tuple(answers[one.id] for one in controls), folder)


@dataclass(frozen=True)
class Explained:
    """One finding as a person reads it."""

    finding: pd.Series
    sentence: str
    record: pd.Series = field(repr=False)


@dataclass(frozen=True)
class Audit(AccessQuestions):
    """All controls over one set of records, for one period, as at one date.

    `recorded_as` is the name of the run in the ledger that this audit is; "" if it is none.
    """

    inputs: Inputs
    import_report: ImportReport
    answers: tuple[Answer, ...]
    folder: Path
    recorded_as: str = ""

    @cached_property
    def pseudonyms(self) -> Pseudonyms:
        """What the people on record are called wherever something is shown."""
        people = people_on_record(self.inputs.engine.database)
        return Pseudonyms(key_of(self.folder), people)

    @property
    def period(self) -> Span:
        return self.inputs.period

    @property
    def as_at(self) -> dt.date:
        return self.inputs.as_at.day

    def over(
        self,
        first: dt.date,
        last: dt.date,
        progress: Progress = no_progress,
        as_at: dt.date | None = None,
    ) -> Audit:
        """The same records, read no second time, judged over another period, and as they
        stood on another day if one is given."""
        moment = Moment(as_at, self.settings.charity.timezone) if as_at else self.inputs.as_at
        inputs = replace(self.inputs, period=_span(first, last), as_at=moment)
        asked = tuple(one.control for one in self.answers)
        return judge(self.folder, inputs, self.import_report, progress, asked)

    @cached_property
    def scorecard(self) -> pd.DataFrame:
        """One row per promise: area, control, promise, verdict, kept, broken, cannot_tell,
        to_look_at, examined, rows_are (what was counted), not_tested (why)."""
        rows = [
            {
                "area": one.control.clause.area,
                "control": one.control.id,
                "promise": one.control.title,
                "verdict": one.verdict,
                "kept": one.kept,
                "broken": one.broken,
                "cannot_tell": one.cannot_tell,
                "to_look_at": one.to_look_at,
                "examined": one.examined,
                "rows_are": POPULATIONS[one.control.population].title,
                "not_tested": one.not_tested,
            }
            for one in self.answers
        ]
        frame = pd.DataFrame(rows)
        frame["area"] = pd.Categorical(frame["area"], AREAS, ordered=True)
        return frame.sort_values(["area", "control"], ignore_index=True)

    @cached_property
    def findings(self) -> pd.DataFrame:
        """One row per record not kept, the worst first: id, control, area, severity, kind
        ("broken", "cannot tell", "to look at" which is no breach, or "two verdicts": kept, though
        another clause judges it differently), reasons (codes joined by a space), key, happened_on, also (how the
        other clause judges it, and what settled it), fingerprint."""
        return worst_first(self.answers, self.as_at)

    @cached_property
    def tensions(self) -> pd.DataFrame:
        """Where the policy is in tension with itself, as :func:`tensions` counts it."""
        return tensions(self.inputs, self.findings)

    def sentences(self, findings: pd.DataFrame) -> pd.Series:
        """The plain sentence of each of these findings, without a name; index as theirs."""
        told: dict[str, str] = {}
        facts_of = {one.control.id: one.facts for one in self.answers}
        for id, mine in findings.groupby("control"):
            facts = facts_of[str(id)].loc[mine["id"]].to_dict("records")
            for finding, reasons, row in zip(mine["id"], mine["reasons"], facts, strict=True):
                told[finding] = self._sentence(str(id), reasons, row)
        return findings["id"].map(told)

    def explain(self, id: str) -> Explained:
        """The sentence and the record of one finding.

        Raises:
            NotFoundError: if this audit has no finding of that id.
        """
        found = self.findings.query("id == @id")
        if found.empty:
            raise NotFoundError(f"this audit has no finding {id}; audit.findings lists them all")
        finding = found.iloc[0]
        control = BY_ID[finding["control"]]
        record = rows_of(self.inputs, control, [finding["key"]]).iloc[0]
        return Explained(finding, self.sentences(found).iloc[0], record)

    def _sentence(self, control: str, reasons: str, facts: Mapping[Hashable, object]) -> str:
        words = {str(name): value for name, value in facts.items()}
        return sentence(BY_ID[control], reasons, words, self.settings.charity.timezone)


def _by_population(controls: Iterable[Control]) -> dict[str, list[Control]]:
    grouped: dict[str, list[Control]] = {}
    for one in controls:
        grouped.setdefault(one.population, []).append(one)
    return grouped


def _span(first: dt.date, last: dt.date) -> Span:
    if first > last:
        problem = Problem("a first day that is not after the last day", "Mend --from or --to.")
        raise InputError([problem])
    return Span(first, last)


def _day(value: dt.date | str | None) -> dt.date | None:
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            problem = Problem("a date such as 2026-03-31", "Write year, month and day.")
            raise InputError([problem]) from None
    return value


def _year_before(last: dt.date) -> dt.date:
    before: Any = pd.Timestamp(last) - pd.DateOffset(years=1) + pd.Timedelta(days=1)
    return before.date()


__all__ = ["Audit", "AuditFolder", "Explained", "finding_id", "open_audit"]
