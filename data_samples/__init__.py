"""One fictional charity's audit folder, with breaches planted on purpose and their key.

from data_samples import build, is_made, make
charity = build(seed=1)      # in memory: charity.tables, charity.key
key = make(Path("demo"))     # as files: audit.toml, records/, answer-key.csv
"""

from data_samples.charity import Charity
from data_samples.key import AnswerKey, KeyRow
from data_samples.sample import build, is_made, is_untouched, make

__all__ = ["AnswerKey", "Charity", "KeyRow", "build", "is_made", "is_untouched", "make"]
