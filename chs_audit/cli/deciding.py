"""Commands that decide on findings: propose, agree, return, withdraw, reopen, note, work."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from chs_audit.cli.common import DAY_FORMATS, Folder, app, next_steps, out


class Conclusion(StrEnum):
    """What can be concluded about a finding."""

    breach = "breach"
    not_a_breach = "not-a-breach"
    remedied = "remedied"
    accepted = "accepted"
    needs_facts = "needs-facts"


class Kind(StrEnum):
    """The kinds of findings."""

    broken = "broken"
    cannot_tell = "cannot-tell"
    to_look_at = "to-look-at"
    two_verdicts = "two-verdicts"


Findings = Annotated[
    list[str] | None,
    typer.Argument(help="The findings meant, such as NK-01-…; or choose them by the options."),
]
Controls = Annotated[
    list[str] | None, typer.Option("--control", help="All findings of this promise, such as NK-01.")
]
OfKind = Annotated[Kind | None, typer.Option("--kind", help="All findings of this kind.")]
Everything = Annotated[bool, typer.Option("--all", help="All findings that you may move so.")]
Because = Annotated[str, typer.Option(help="Why, or how; without anybody's name.")]
Attachments = Annotated[
    list[Path] | None,
    typer.Option(
        "--attach",
        exists=True,
        dir_okay=False,
        help="A file that shows it; the ledger keeps its SHA-256, you keep the file.",
    ),
]


def _day(help: str) -> Any:
    return typer.Option(formats=DAY_FORMATS, help=help)


@app.command()
def work(
    folder: Folder,
    state: Annotated[
        str, typer.Option(help="Only those in this state, such as undecided or proposed.")
    ] = "",
    most: Annotated[int, typer.Option(help="How many to show; 0 shows all.")] = 20,
) -> None:
    """List the findings of the latest audit: what waits for somebody first."""
    from chs_audit.papers.decisions import work_table
    from chs_audit.review.choosing import ORDER, work
    from chs_audit.review.deciding import cases

    if state and state not in ORDER:
        raise typer.BadParameter(f"--state is one of {', '.join(ORDER)}")
    settings = _settings(folder)
    with _opened(folder, settings) as ledger, ledger.reading() as book:
        _, known = cases(book)
    listed = work(known, (state,) if state else ())
    out.print(work_table(listed.head(most) if most else listed))
    counts = Counter(str(case.standing.state) for case in known.values())
    told = ", ".join(f"{counts[one]:,} {one}" for one in ORDER if counts[one])
    out.print(f"{len(known):,} findings: {told}.", markup=False, highlight=False)


@app.command()
def decide(
    folder: Folder,
    conclusion: Annotated[Conclusion, typer.Argument(help="What you conclude.")],
    findings: Findings = None,
    control: Controls = None,
    kind: OfKind = None,
    everything: Everything = False,
    because: Because = "",
    until: Annotated[dt.datetime | None, _day("The last day on which it is accepted.")] = None,
    ask: Annotated[str, typer.Option(help="The staff number of who has the facts.")] = "",
    by: Annotated[dt.datetime | None, _day("The day by which they are needed.")] = None,
    owner: Annotated[str, typer.Option(help="The staff number of who sees to what follows.")] = "",
    due: Annotated[dt.datetime | None, _day("By when that is due.")] = None,
    attach: Attachments = None,
) -> None:
    """Propose a decision; it stands once another person has agreed.

    A breach; not a breach (say why with --because); remedied (say how with --because);
    accepted (--because, --until a day); needs facts (--ask whom, --by a day).
    """
    from chs_audit.review.deciding import propose
    from chs_audit.review.moves import MOVES, Decision
    from chs_audit.review.wording import refuse_names

    settings = _settings(folder)
    actor = _actor(settings)
    decision = Decision(
        conclusion.value,
        because,
        until and until.date(),
        ask,
        by and by.date(),
        owner,
        due and due.date(),
        _hashes(attach),
    )
    refuse_names(folder, settings, {"--because": because})
    with _opened(folder, settings) as ledger:
        wanted = _wanted(findings, control, kind, everything)
        chosen = _chosen(ledger, wanted, MOVES["propose"], actor)
        propose(ledger, chosen, decision, actor)
    _tell(f"Proposed {conclusion.value}", chosen)
    next_steps(folder, "chs-audit agree", "let another person look at it and agree")


def _move_command(name: str, done: str, help: str) -> None:
    """Add a command that makes a move of what was proposed or agreed."""

    def command(
        folder: Folder,
        findings: Findings = None,
        control: Controls = None,
        kind: OfKind = None,
        everything: Everything = False,
        because: Because = "",
    ) -> None:
        from chs_audit.review.deciding import move
        from chs_audit.review.moves import MOVES
        from chs_audit.review.wording import refuse_names

        settings = _settings(folder)
        actor = _actor(settings)
        refuse_names(folder, settings, {"--because": because})
        with _opened(folder, settings) as ledger:
            wanted = _wanted(findings, control, kind, everything)
            chosen = _chosen(ledger, wanted, MOVES[name], actor, because)  # type: ignore[index]
            move(ledger, name, chosen, actor, because)  # type: ignore[arg-type]
        _tell(done, chosen)

    command.__doc__ = help
    app.command(name)(command)


_move_command("agree", "Agreed to", "Agree to what another person proposed: it is then decided.")
_move_command("return", "Returned", "Send back what another person proposed, saying why.")
_move_command("withdraw", "Withdrew", "Take back what you proposed, before it is agreed.")
_move_command("reopen", "Reopened", "Open again what was decided wrongly, saying why.")


@app.command()
def note(
    folder: Folder,
    finding: Annotated[str, typer.Argument(help="The finding, such as NK-01-….")],
    text: Annotated[str, typer.Argument(help="What is to be noted, without anybody's name.")],
    attach: Attachments = None,
) -> None:
    """Add a note to a finding; anybody who is listed in audit.toml may."""
    from chs_audit.review.deciding import note as add
    from chs_audit.review.wording import refuse_names

    settings = _settings(folder)
    actor = _actor(settings)
    refuse_names(folder, settings, {"the note": text})
    with _opened(folder, settings) as ledger:
        add(ledger, finding, text, actor, _hashes(attach))
    _tell("Noted on", [finding])


@app.command()
def history(
    folder: Folder,
    finding: Annotated[str, typer.Argument(help="The finding, such as NK-01-….")],
) -> None:
    """Tell everything that people did about a finding: who, when, and why."""
    from chs_audit.errors import NotFoundError
    from chs_audit.papers.decisions import history_lines

    settings = _settings(folder)
    with _opened(folder, settings) as ledger:
        events = ledger.events(subject=finding)
    if not events:
        raise NotFoundError(f"nobody has decided on a finding {finding}, nor noted anything")
    for line in history_lines(events, settings.charity.timezone):
        out.print(line, markup=False, highlight=False)


def _settings(folder: Path) -> Any:
    from chs_audit.settings import load

    return load(folder)


def _actor(settings: Any) -> Any:
    from chs_audit.review.people import acting

    return acting(settings)


def _opened(folder: Path, settings: Any) -> Any:
    from chs_audit.review.ledger import open_existing

    return open_existing(folder, settings)


def _wanted(
    findings: Sequence[str] | None, control: Sequence[str] | None, kind: Kind | None, all: bool
) -> Any:
    from chs_audit.review.choosing import Wanted

    told = kind.value.replace("-", " ") if kind else ""
    return Wanted(tuple(findings or ()), tuple(control or ()), told, all)


def _chosen(ledger: Any, wanted: Any, how: Any, actor: Any, because: str = "") -> list[str]:
    """The findings meant; says how many were left out, and why."""
    from chs_audit.review.choosing import choose
    from chs_audit.review.deciding import cases

    with ledger.reading() as book:
        _, known = cases(book)
    chosen, left_out = choose(known, wanted, how, actor, because)
    for reason, count in left_out.items():
        out.print(f"Left out {count:,}: {reason}.", markup=False, highlight=False)
    return chosen


def _hashes(files: Sequence[Path] | None) -> tuple[str, ...]:
    from chs_audit.sources.raw import sha256

    return tuple(sha256(path) for path in files or ())


def _tell(what: str, findings: Sequence[str]) -> None:
    which = findings[0] if len(findings) == 1 else f"{len(findings):,} findings"
    out.print(f"{what}: {which}.", markup=False, highlight=False)
