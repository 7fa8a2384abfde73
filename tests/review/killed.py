"""Somebody who decides on findings without end, until their process is killed."""

from __future__ import annotations

import json
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from chs_audit.review.deciding import cases, move, propose
from chs_audit.review.ledger import open_ledger
from chs_audit.review.moves import OPEN, Decision
from chs_audit.settings import LedgerPlace
from tests.review.support import LEAD, MANAGER, SETTINGS, TRUSTEE

# Findings are decided on in groups of this many, each group in one transaction.
TOGETHER = 3
GROUPS = 12


def group(number: int) -> list[str]:
    """The findings of one group."""
    return [f"NK-01-{number:02}-{place}" for place in range(TOGETHER)]


def decide_on(folder: Path, url: str, seed: int, acknowledge: Connection) -> None:
    """Make moves at random, and acknowledge each (finding, version) once it is written."""
    rng = Random(seed)
    settings = SETTINGS.model_copy(update={"ledger": LedgerPlace(url=url)})
    with open_ledger(folder, settings) as ledger:
        while True:
            mine = group(rng.randrange(GROUPS))
            with ledger.reading() as book:
                _, known = cases(book)
            state = known[mine[0]].standing.state
            if state in OPEN:
                events = propose(ledger, mine, Decision("breach"), MANAGER)
            elif state == "proposed":
                events = move(ledger, rng.choice(["agree", "return"]), mine, LEAD, "Seen.")
            else:
                events = move(ledger, "reopen", mine, TRUSTEE, "Not so.")
            told = [[event.seq, event.hash] for event in events]
            acknowledge.send_bytes(json.dumps(told).encode())
