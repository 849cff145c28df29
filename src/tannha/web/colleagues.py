"""Whom to ask: the colleagues of a ward who hold certain roles."""

from __future__ import annotations

from collections.abc import Sequence

from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.models import User


def list_on_call(actor: Actor, roles: Sequence[Role]) -> list[tuple[str, str]]:
    """(display name, role) of the ward's active accounts with one of these roles."""
    users = User.objects.filter(
        ward_id=actor.ward_id, is_active=True, role__in=[role.value for role in roles]
    )
    return list(users.order_by("role", "display_name").values_list("display_name", "role"))
