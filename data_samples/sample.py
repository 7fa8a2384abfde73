"""The two ways in: the sample in memory, and the sample as an audit folder."""

from __future__ import annotations

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
    published.add(charity)
    charity.key.finish()
    return charity


def make(folder: Path, seed: int = 1) -> AnswerKey:
    """Write the audit folder: audit.toml, records/ and answer-key.csv; return the key."""
    charity = build(seed)
    write.folder(charity, folder)
    published.write(charity, folder / "publications")
    charity.key.write(folder / "answer-key.csv")
    return charity.key
