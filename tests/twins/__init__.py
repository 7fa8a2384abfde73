"""Twins of the controls: the same questions in slow, plain Python, for tests to compare with.

A twin is a pure function over rows (`dict[str, list[dict]]`, values str, aware UTC datetime,
date, bool or None), the settings and a period. It gives a verdict for every row of its
population. Nothing here is shared with the engine, so that a mistake would have to be made
twice in different ways to go unseen.
"""

from tests.twins.all import TWINS, judge
from tests.twins.verdict import Period, Verdict

__all__ = ["TWINS", "Period", "Verdict", "judge"]
