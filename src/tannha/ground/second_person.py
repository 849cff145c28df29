"""Two persons for one act: another account, its own right, its own code, at that moment. Never "remember me"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tannha.ground.access import May, Role, Scope, cell
from tannha.ground.actor import Actor
from tannha.ground.models import User
from tannha.ground.one_time_code import take_code
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code
from tannha.ground.sign_in import actor_of


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondPerson:
    """What the second person typed: account name and one-time code."""

    username: str
    code: str


def confirm(
    actor: Actor,
    second: SecondPerson | None,
    may: May,
    *,
    now: datetime,
    not_these: Iterable[UUID | None] = (),
) -> Actor:
    """Check the second person inside the running transaction and give them as an actor, or refuse.

    Refuses the actor's own account, an account named in `not_these` (whoever took part in the act), one of another ward
    or without the right, and a wrong or used code.
    """
    if second is None or not second.username.strip() or not second.code.strip():
        raise Refused(Refusal(Code.SECOND_PERSON))
    user = (
        User.objects.select_for_update()
        .filter(username=second.username.strip().casefold(), is_active=True)
        .first()
    )
    if user is None or user.id == actor.user_id or not take_code(user, second.code, now):
        raise Refused(Refusal(Code.SECOND_PERSON))
    found = cell(Role(user.role), may)
    same_ward = user.ward_id == actor.ward_id or (
        found is not None and found.scope is Scope.ANY and not _ward_role(user)
    )
    if found is None or not same_ward or user.id in set(not_these):
        raise Refused(Refusal(Code.SECOND_PERSON_ROLE))
    user.save(update_fields=["totp_last_step"])
    return actor_of(user)


def _ward_role(user: User) -> bool:
    return Role(user.role) not in (Role.ADMINISTRATOR, Role.PROTECTION_OFFICER)


def candidates(actor: Actor, may: May, *, not_these: Iterable[UUID | None] = ()) -> list[tuple[str, str]]:
    """Account names and display names of colleagues of the ward who could sign second, for a choice field."""
    roles = [role.value for role in Role if cell(role, may) is not None]
    left_out = {user_id for user_id in (actor.user_id, *not_these) if user_id is not None}
    users = User.objects.filter(ward_id=actor.ward_id, role__in=roles, is_active=True).exclude(
        id__in=left_out
    )
    return list(users.order_by("display_name").values_list("username", "display_name"))
