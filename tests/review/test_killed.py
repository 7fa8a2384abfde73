"""Killed at any moment, the ledger loses nothing that it has acknowledged."""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import threading
from random import Random

import pytest

from chs_audit.review.ledger import open_ledger
from chs_audit.review.tables import URL_VARIABLE
from chs_audit.review.verifying import verify
from tests.review import killed
from tests.review.support import SETTINGS, run

KILLS = 200
# Shorter and longer than it takes to open the ledger, and to decide once or a few times.
LONGEST = 0.12


@pytest.mark.skipif(os.name != "posix", reason="only POSIX kills a process without a word")
def test_no_acknowledged_decision_is_lost(database, tmp_path, capsys):
    (tmp_path / "records").mkdir()
    with open_ledger(tmp_path, SETTINGS) as ledger:
        everything = [id for number in range(killed.GROUPS) for id in killed.group(number)]
        run(ledger, dict.fromkeys(everything, "1"))
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.review.killed"])
    rng = Random(20260901)
    url = os.environ.get(URL_VARIABLE, "")
    acknowledged: list[list[object]] = []
    for kill in range(KILLS):
        mine, theirs = processes.Pipe(duplex=False)
        somebody = processes.Process(target=killed.decide_on, args=(tmp_path, url, kill, theirs))
        somebody.start()
        theirs.close()
        if kill % 4:
            # Three of four have begun to decide; the others may still be opening the ledger.
            acknowledged += json.loads(mine.recv_bytes())
        threading.Event().wait(rng.uniform(0, LONGEST))
        somebody.kill()
        somebody.join()
        try:
            while True:
                acknowledged += json.loads(mine.recv_bytes())
        except EOFError:
            mine.close()
        assert somebody.exitcode == -9
    with open_ledger(tmp_path, SETTINGS) as ledger:
        proof = verify(ledger, tmp_path, SETTINGS)
        written = {(event.seq, event.hash): event for event in ledger.events("decision")}
    lost = [one for one in acknowledged if tuple(one) not in written]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{database}: killed {KILLS} times; {len(acknowledged)} decisions acknowledged, "
            f"{len(lost)} lost; {len(written) - len(acknowledged)} written and not yet acknowledged; "
            f"{len(proof.faults)} faults in a chain of {proof.head.count} events\n"
        )
    assert not lost
    assert proof.faults == ()
    # All findings of a group, or none.
    assert len(written) % killed.TOGETHER == 0
    assert len(acknowledged) > KILLS
