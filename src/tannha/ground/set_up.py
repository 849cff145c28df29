"""The first minutes of a real ward: a code printed in the terminal opens the page that makes the first two accounts.

The code's digest lies in the data folder while no account exists; a new start prints a new code. A code holds 50
random bits and bears 20 wrong tries; then only a new start opens the page.
"""

from __future__ import annotations

import fcntl
import hmac
import json
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from tannha.ground.access import Role
from tannha.ground.data_folder import DataFolder
from tannha.ground.enrolling import note_invitation
from tannha.ground.ids import new_id
from tannha.ground.models import AdminArea, User
from tannha.ground.paper_codes import digest, new_code
from tannha.ground.refusal import Refusal, Refused
from tannha.ground.refusals import Code, not_there

TRIES = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAccount:
    """Who gets one of the two first accounts."""

    username: str
    display_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWard:
    """What is known of a ward when it begins: its names, its first administrator and its first supervisor."""

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
    aside = _path().with_suffix(".new")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.write(handle, json.dumps({"digest": digest(code), "tries": 0}).encode())
    os.close(handle)
    aside.replace(_path())
    return code


def check_set_up_code(code: str) -> str:
    """Give the pass of the code printed last; refuse any other and count it. Not there once accounts exist."""
    if not is_needed():
        raise Refused(not_there())
    try:
        with _path().open("r+") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            kept = json.load(handle)
            if kept["tries"] >= TRIES:
                raise Refused(Refusal(Code.SET_UP_TRIES))
            if hmac.compare_digest(kept["digest"], digest(code)):
                return str(kept["digest"])
            handle.seek(0)
            handle.truncate()
            json.dump(kept | {"tries": kept["tries"] + 1}, handle)
    except (OSError, ValueError, KeyError, TypeError):
        raise Refused(not_there()) from None
    raise Refused(Refusal(Code.SET_UP_CODE))


def is_open_to(given: str) -> bool:
    """Whether a pass that `check_set_up_code` gave still opens the page: same start, still no account."""
    try:
        kept = json.loads(_path().read_text())["digest"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return is_needed() and hmac.compare_digest(kept, given)


def note_first_ward(ward_id: UUID, first: FirstWard, *, now: datetime) -> dict[str, str]:
    """Name the ward and make its first two accounts inside the running transaction, without journal.

    Gives each one's invitation code by account name. Not there once there is an account; refuses one name for two.
    """
    ward = AdminArea.objects.select_for_update().get(id=ward_id)
    if not is_needed():
        raise Refused(not_there())
    people = ((first.administrator, Role.ADMINISTRATOR), (first.supervisor, Role.SUPERVISOR))
    if len({who.username.strip().casefold() for who, _ in people}) < len(people):
        raise Refused(Refusal(Code.USERNAME_TAKEN))
    ward.name, ward.code, ward.province = first.name.strip(), first.code.strip(), first.province.strip()
    ward.save()
    codes: dict[str, str] = {}
    for who, role in people:
        user = User(
            id=new_id(),
            username=who.username.strip().casefold(),
            display_name=who.display_name.strip(),
            role=role.value,
            ward_id=ward_id,
            made_at=now,
        )
        user.set_unusable_password()
        user.save(force_insert=True)
        codes[user.username] = note_invitation(user, now=now)
    return codes


def forget_code() -> None:
    """The page closes for good: its code is no longer kept."""
    _path().unlink(missing_ok=True)


def _path() -> Path:
    return DataFolder.current().path / "set-up.json"
