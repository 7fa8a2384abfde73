"""Write the copies of the keys of seed 1 anew: `python -m data_samples`, after a change here."""

from __future__ import annotations

from pathlib import Path

from data_samples import build

if __name__ == "__main__":
    charity = build(1)
    charity.key.write(Path(__file__).with_name("answer_key.csv"))
    charity.flags.write(Path(__file__).with_name("answer_key_flags.csv"))
