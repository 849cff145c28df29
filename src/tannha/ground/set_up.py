"""The first minutes of a real ward: a code printed in the terminal opens the page that makes the first two accounts.

The code's digest lies in the data folder while no account exists; a new start prints a new code.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tannha.ground import journal
from tannha.ground.access import May, Role
from tannha.ground.actor import Actor
from tannha.ground.data_folder import DataFolder
from tannha.ground.enrolling import note_invitation
from tannha.ground.ids import new_id
from tannha.ground.models import AdminArea, User
from tannha.ground.paper_codes import digest, new_code
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code, not_there
from tannha.ground.verb import act


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAccount:
    """Who gets one of the two first accounts."""

    username: str
    display_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWard:
    """What the set-up page asks: the ward, its first administrator and its first supervisor."""

    name: str
    code: str
    province: str
    administrator: FirstAccount
    supervisor: FirstAccount


def is_needed() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


def new_set_up_code() -> str:
    """Make the code of this start; earlier ones end."""
    code = new_code()
    (DataFolder.current().path / "set-up.json").write_text(json.dumps({"digest": digest(code)}))
    return code


def check_set_up_code(code: str) -> None:
    """Refuse any code but the one printed last; not there once accounts exist."""
    if not is_needed():
        raise Refused(not_there())
    try:
        kept = json.loads((DataFolder.current().path / "set-up.json").read_text())["digest"]
    except (OSError, ValueError, KeyError):
        raise Refused(not_there()) from None
    if not hmac.compare_digest(kept, digest(code)):
        raise Refused(Refusal(Code.SET_UP_CODE))


@act(May.ACCOUNTS)
def set_up_ward(actor: Actor, *, first: FirstWard, now: datetime) -> dict[str, str]:
    """Name the ward and make its first two accounts; gives each one's invitation code by account name.

    Only the terminal's own actor may, and only while there is no account.
    """
    if actor.role is not Role.CONSOLE or not is_needed():
        raise Refused(not_there())
    names = [first.administrator.username.strip().casefold(), first.supervisor.username.strip().casefold()]
    if names[0] == names[1]:
        raise Refused(Refusal(Code.USERNAME_TAKEN))
    AdminArea.objects.filter(id=actor.ward_id).update(
        name=first.name.strip(), code=first.code.strip(), province=first.province.strip()
    )
    codes: dict[str, str] = {}
    for who, role in ((first.administrator, Role.ADMINISTRATOR), (first.supervisor, Role.SUPERVISOR)):
        user = User(
            id=new_id(),
            username=who.username.strip().casefold(),
            display_name=who.display_name.strip(),
            role=role.value,
            ward_id=actor.ward_id,
            made_at=now,
        )
        user.set_unusable_password()
        user.save(force_insert=True)
        codes[user.username] = note_invitation(user, now=now)
    journal.act(
        actor, "ground.ward_set_up", now=now, details={"code": first.code.strip(), "accounts": len(codes)}
    )
    transaction.on_commit(lambda: (DataFolder.current().path / "set-up.json").unlink(missing_ok=True))
    return codes
