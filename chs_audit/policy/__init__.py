"""The policy as data: its promises, and what it leaves open."""

from chs_audit.policy.clauses import AREAS, BY_ID, CLAUSES, Clause
from chs_audit.policy.parameters import Parameters, Section

__all__ = ["AREAS", "BY_ID", "CLAUSES", "Clause", "Parameters", "Section"]
