"""Who acts: a signed-in person or the console of the machine. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tannha.ground.access import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """The acting person: account, role and ward. `os_user` is set for commands only, `user_id` for people only."""

    user_id: UUID | None
    username: str
    display_name: str
    role: Role
    ward_id: UUID
    os_user: str = ""
