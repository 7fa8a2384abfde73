"""Write the copy of the key of seed 1 anew: `python -m data_samples`, after a change here."""

from __future__ import annotations

from pathlib import Path

from data_samples import build

if __name__ == "__main__":
    build(1).key.write(Path(__file__).with_name("answer_key.csv"))
