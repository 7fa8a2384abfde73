"""The two ways in: the sample in memory, and the sample as an audit folder."""

from __future__ import annotations

import hashlib
from pathlib import Path

from data_samples import (
    casework,
    consent,
    families,
    governance,
    log,
    meetings,
    planted_access,
    planted_awareness,
    planted_consent,
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

# Says which seed and which code made a folder, so that nobody waits for it twice.
_MADE_BY = "made-by.txt"


def build(seed: int = 1) -> Charity:
    """The charity in memory: rows by record table, and the key to what was planted."""
    charity = Charity(seed)
    staff.add(charity)
    families.add(charity)
    casework.add(charity)
    sessions.add(charity)
    governance.add(charity)
    log.add(charity)
    # Ties added from here on leave the everyday log alone.
    planted_need_to_know.add(charity)
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
    # Last, so that it changes nothing else; what is published counts all of it.
    planted_flags.add(charity)
    published.add(charity)
    charity.key.finish()
    return charity


def make(folder: Path, seed: int = 1) -> AnswerKey:
    """Write the audit folder: audit.toml, records/ and answer-key.csv; return the key."""
    charity = build(seed)
    write.folder(charity, folder)
    published.write(charity, folder / "publications")
    charity.key.write(folder / "answer-key.csv")
    charity.flags.write(folder / "answer-key-flags.csv")
    (folder / _MADE_BY).write_text(_made_by(seed), encoding="utf-8")
    return charity.key


def is_made(folder: Path, seed: int = 1) -> bool:
    """Whether the folder holds this very charity, written by these very modules."""
    made_by = folder / _MADE_BY
    return made_by.is_file() and made_by.read_text(encoding="utf-8") == _made_by(seed)


def _made_by(seed: int) -> str:
    code = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        code.update(module.read_bytes())
    return f"seed {seed}, {code.hexdigest()}"
