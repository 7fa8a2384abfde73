"""The policy as data: its promises, and what it leaves open."""

from chs_audit.policy.clause import AREAS, ATTESTED, Clause
from chs_audit.policy.clauses import BY_ID, CLAUSES
from chs_audit.policy.parameters import Parameters
from chs_audit.policy.section import Section

__all__ = ["AREAS", "ATTESTED", "BY_ID", "CLAUSES", "Clause", "Parameters", "Section"]
