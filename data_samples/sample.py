"""The two ways in: the sample in memory, and the sample as an audit folder."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from data_samples import (
    casework,
    consent,
    families,
    governance,
    log,
    log_registers,
    meetings,
    planted_access,
    planted_awareness,
    planted_backdated,
    planted_consent,
    planted_equality,
    planted_explanations,
    planted_flags,
    planted_forms,
    planted_giving,
    planted_log,
    planted_need_to_know,
    planted_partners,
    planted_registers,
    planted_sharing,
    planted_snooping,
    planted_states,
    planted_terms,
    planted_visitors,
    published,
    registers,
    sessions,
    sharing,
    staff,
    write,
)
from data_samples.charity import Charity
from data_samples.key import AnswerKey

# Says which seed and which code made a folder, so that nobody waits for it twice, and what
# was written, so that nobody's own records are taken for made-up ones.
_MADE_BY = "made-by.txt"
_READ = ("records", "archive", "publications")


def build(seed: int = 1) -> Charity:
    """The charity in memory: rows by record table, and the key to what was planted."""
    charity = Charity(seed)
    staff.add(charity)
    families.add(charity)
    casework.add(charity)
    sessions.add(charity)
    governance.add(charity)
    registers.add_open_work(charity)
    log.add(charity)
    log_registers.add(charity)
    # Ties added from here on leave the everyday log alone.
    planted_need_to_know.add(charity)
    planted_explanations.add(charity)
    planted_snooping.add(charity)
    planted_access.add(charity)
    planted_log.add(charity)
    log.finish(charity)
    consent.add(charity)
    registers.add(charity)
    meetings.add(charity)
    planted_consent.add(charity)
    planted_giving.add(charity)
    # Everyday disclosures rest on the consents as they stand after planting.
    sharing.add(charity)
    planted_sharing.add(charity)
    planted_giving.add_current(charity)
    planted_terms.add(charity)
    planted_partners.add(charity)
    planted_visitors.add(charity)
    planted_forms.add(charity)
    planted_registers.add(charity)
    planted_awareness.add(charity)
    planted_states.add(charity)
    planted_backdated.add(charity)
    planted_equality.add(charity)
    # Last, so that it changes nothing else; what is published counts all of it.
    planted_flags.add(charity)
    published.add(charity)
    planted_equality.count_hidden(charity)
    # After the audit date, so that nothing is judged by it.
    meetings.plan(charity)
    charity.key.finish()
    return charity


def make(folder: Path, seed: int = 1) -> AnswerKey:
    """Write the audit folder: audit.toml, records/ and answer-key.csv; return the key."""
    charity = build(seed)
    write.folder(charity, folder)
    published.write(charity, folder / "publications")
    charity.key.write(folder / "answer-key.csv")
    charity.flags.write(folder / "answer-key-flags.csv")
    told = "\n".join([_made_by(seed), *_hashes(folder)])
    (folder / _MADE_BY).write_text(told, encoding="utf-8")
    return charity.key


def is_made(folder: Path, seed: int = 1) -> bool:
    """Whether this very charity was written into the folder, by these very modules."""
    return _told(folder)[:1] == [_made_by(seed)]


def is_untouched(folder: Path) -> bool:
    """Whether every record and publication in the folder is the made-up one that was written.

    A copy of the sample into which somebody has put records of their own is not; its settings
    may differ, for they read no file from elsewhere.
    """
    told = _told(folder)
    seed = told[0].removeprefix("seed ").partition(",")[0] if told else ""
    return (
        seed.isdecimal()
        and told[0] == _made_by(int(seed))
        and len(told) > 1
        and told[1:] == _hashes(folder)
    )


def _told(folder: Path) -> list[str]:
    try:
        return (folder / _MADE_BY).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return []


def _hashes(folder: Path) -> list[str]:
    """A line for every file that an audit reads: its SHA-256 and its place."""
    files = sorted(path for name in _READ for path in (folder / name).rglob("*") if path.is_file())
    return [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()} {path.relative_to(folder).as_posix()}"
        for path in files
        # What programs leave beside an open file is read by nobody.
        if not path.name.startswith((".", "~$"))
    ]


@functools.cache
def _made_by(seed: int) -> str:
    code = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        code.update(module.read_bytes())
    return f"seed {seed}, {code.hexdigest()}"
