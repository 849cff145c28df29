"""Background work of planning: sampled days of a drive planned for real while pages stay quick."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from tannha.plan import service


@task()
def prove_drive(proof_id: str) -> bool:
    """Plan the sampled days of an asked proof; whether it stands now."""
    return service.make_proof(UUID(proof_id))
