"""Accounts: making, changing and stopping them. Single-handed acts are lawful only until two of each role exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import transaction

from tannha.ground import journal, vault
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.clock import at_local, local_day
from tannha.ground.enrolling import INVITATION_TRIES, end_invitations, note_invitation
from tannha.ground.ids import new_id
from tannha.ground.models import AdminArea, Invitation, JournalEntry, User
from tannha.ground.one_time_code import new_seed
from tannha.ground.paper_codes import forget_recovery_codes
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code, not_there
from tannha.ground.second_person import SecondPerson, confirm
from tannha.ground.sign_in import refuse_weak_password
from tannha.ground.verb import act

Account = User
_GUARDS = (Role.ADMINISTRATOR, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A made or reset account and the code for its person, shown once."""

    user_id: UUID
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """A made account and the seed of its one-time codes, shown once."""

    user_id: UUID
    seed: bytes


def ensure_ward(now: datetime) -> AdminArea:
    """The ward of this data folder; a new folder starts with one unnamed ward."""
    with transaction.atomic():
        ward = AdminArea.objects.order_by("valid_from", "id").first()
        if ward is None:
            ward = AdminArea.objects.create(code="00000", valid_from=date(2025, 7, 1))
    return ward


@act(May.SETTINGS)
def name_ward(actor: Actor, *, name: str, code: str, province: str, now: datetime) -> AdminArea:
    """Give the folder's ward its name and code."""
    ward = AdminArea.objects.select_for_update().get(id=actor.ward_id)
    ward.name, ward.code, ward.province = name.strip(), code.strip(), province.strip()
    ward.save()
    journal.act(actor, "ground.ward_named", now=now, details={"code": ward.code})
    return ward


@act(May.ACCOUNTS)
def make_account(
    actor: Actor,
    *,
    username: str,
    display_name: str,
    role: Role,
    password: str,
    now: datetime,
    seed: bytes | None = None,
    second: SecondPerson | None = None,
) -> NewAccount:
    """Make an account in the actor's ward.

    Refuses a taken name, a weak password, and a single hand once two administrators and two supervisors exist.
    """
    confirmer = _second_if_needed(actor, second, now)
    name = username.strip().casefold()
    if User.objects.filter(username=name).exists():
        raise Refused(Refusal(Code.USERNAME_TAKEN))
    user = User(
        id=new_id(),
        username=name,
        display_name=display_name,
        role=role.value,
        ward_id=actor.ward_id,
        made_at=now,
    )
    refuse_weak_password(password, user)
    made_seed = seed or new_seed()
    user.password = make_password(password)
    user.totp_kept = vault.keep(made_seed)
    user.save(force_insert=True)
    journal.act(
        actor,
        "ground.account_made",
        now=now,
        second=confirmer,
        details={"account": str(user.id), "role": role.value, "single_handed": confirmer is None},
    )
    return NewAccount(user_id=user.id, seed=made_seed)


@act(May.ACCOUNTS)
def invite_account(
    actor: Actor,
    *,
    username: str,
    display_name: str,
    role: Role,
    now: datetime,
    second: SecondPerson | None = None,
) -> Invited:
    """Make an account without a password and give the code with which its person sets it up.

    Refuses a taken name, and a single hand once two administrators and two supervisors exist.
    """
    confirmer = _second_if_needed(actor, second, now)
    name = username.strip().casefold()
    if User.objects.filter(username=name).exists():
        raise Refused(Refusal(Code.USERNAME_TAKEN))
    user = User(
        id=new_id(),
        username=name,
        display_name=display_name,
        role=role.value,
        ward_id=actor.ward_id,
        made_at=now,
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    code = note_invitation(user, now=now)
    details = {"account": str(user.id), "role": role.value, "single_handed": confirmer is None}
    journal.act(actor, "ground.account_invited", now=now, second=confirmer, details=details)
    return Invited(user_id=user.id, code=code)


@act(May.ACCOUNTS)
def reset_account(
    actor: Actor, *, user_id: UUID, now: datetime, second: SecondPerson | None = None
) -> Invited:
    """Shut password, codes, PIN and open screens of an account at once and invite its person anew."""
    user = _of_another(actor, user_id)
    confirmer = _second_if_needed(actor, second, now, not_these=(user.id,))
    user.set_unusable_password()
    user.totp_kept, user.pin_hash, user.failures, user.locked_until = None, "", 0, None
    user.sessions_from = now
    user.save()
    forget_recovery_codes(user)
    code = note_invitation(user, now=now)
    journal.act(actor, "ground.account_reset", now=now, second=confirmer, details={"account": str(user.id)})
    return Invited(user_id=user.id, code=code)


@act(May.ADMIT)
def change_role(
    actor: Actor, *, user_id: UUID, role: Role, now: datetime, second: SecondPerson | None = None
) -> None:
    """Give an account another role. Refuses on a day on which it has already worked: one account, one role a day."""
    user = _of_another(actor, user_id)
    confirmer = _second_if_needed(actor, second, now, not_these=(user.id,))
    midnight = at_local(local_day(now), 0)
    if JournalEntry.objects.filter(actor_id=user.id, at__gte=midnight).exists():
        raise Refused(Refusal(Code.ROLE_TODAY))
    before, user.role, user.sessions_from = user.role, role.value, now
    user.save(update_fields=["role", "sessions_from"])
    details = {"account": str(user.id), "from": before, "to": role.value}
    journal.act(actor, "ground.role_changed", now=now, second=confirmer, details=details)


@act(May.STOP)
def stop_account(actor: Actor, *, user_id: UUID, now: datetime) -> None:
    """Stop an account at once: the next page of its open screens is the sign-in. An operator stops only their own."""
    user = User.objects.select_for_update().filter(id=user_id, ward_id=actor.ward_id).first()
    if user is None or (actor.role is Role.OPERATOR and user.id != actor.user_id):
        raise Refused(not_there())
    user.is_active, user.sessions_from = False, now
    user.save(update_fields=["is_active", "sessions_from"])
    end_invitations(user, now=now)
    journal.act(actor, "ground.account_stopped", now=now, details={"account": str(user.id)})


@act(May.ACCOUNTS)
def restore_account(
    actor: Actor, *, user_id: UUID, now: datetime, second: SecondPerson | None = None
) -> None:
    """Let a stopped account work again."""
    user = _of_another(actor, user_id)
    confirmer = _second_if_needed(actor, second, now, not_these=(user.id,))
    user.is_active, user.failures, user.locked_until = True, 0, None
    user.save(update_fields=["is_active", "failures", "locked_until"])
    journal.act(
        actor, "ground.account_restored", now=now, second=confirmer, details={"account": str(user.id)}
    )


def list_accounts(ward_id: UUID) -> list[User]:
    """The accounts of a ward by name; staff, not residents."""
    return list(User.objects.filter(ward_id=ward_id).order_by("display_name"))


def find_account(user_id: UUID, ward_id: UUID | None = None) -> User | None:
    """The account, within a ward if one is named; None where there is none."""
    found = User.objects.filter(id=user_id)
    return (found.filter(ward_id=ward_id) if ward_id is not None else found).first()


def find_by_name(username: str, ward_id: UUID | None) -> User | None:
    """The ward's account of that name, whatever its letter case; None where there is none."""
    return User.objects.filter(username=username.strip().casefold(), ward_id=ward_id).first()


def first_people(now: datetime) -> str:
    """How far a new ward's people are: "none" has an account, "waiting" for the first, "late" (the invitations ended
    unused), or "there"."""
    if not User.objects.exists():
        return "none"
    if User.objects.filter(is_active=True, totp_kept__isnull=False).exists():
        return "there"
    open_ones = Invitation.objects.filter(used_at=None, ends_at__gt=now, tries__lt=INVITATION_TRIES)
    return "waiting" if open_ones.filter(user__is_active=True).exists() else "late"


def _of_another(actor: Actor, user_id: UUID) -> User:
    user = User.objects.select_for_update().filter(id=user_id, ward_id=actor.ward_id).first()
    if user is None:
        raise Refused(not_there())
    if user.id == actor.user_id:
        raise Refused(Refusal(Code.OWN_ACCOUNT))
    return user


def _second_if_needed(
    actor: Actor, second: SecondPerson | None, now: datetime, *, not_these: tuple[UUID, ...] = ()
) -> Actor | None:
    if second is not None:
        return confirm(actor, second, May.ACCOUNTS, now=now, not_these=not_these)
    if is_settled(actor.ward_id):
        raise Refused(Refusal(Code.SINGLE_HANDED))
    return None


def is_settled(ward_id: UUID) -> bool:
    """Whether two administrators and two supervisors exist, so that account acts need two persons."""
    return all(
        User.objects.filter(ward_id=ward_id, role=role.value, is_active=True).count() >= 2 for role in _GUARDS
    )
