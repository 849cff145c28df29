"""Lower bounds of the weight a day must leave unserved: true for every lawful plan; see ``programme`` and ``proof``."""

from __future__ import annotations

from tannha.plan.solvers.own.bound.programme import least_unserved
from tannha.plan.solvers.own.bound.proof import Proof, proof_of, proved_least

__all__ = ["Proof", "least_unserved", "proof_of", "proved_least"]
