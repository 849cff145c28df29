"""What every test can ask for: a ward, the cast, a fixed moment, signed-in clients; guards against the world."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from tannha.ground.access import Role
from tannha.ground.actor import Actor
from tannha.ground.models import AdminArea, User

# Properties are judged by what they hold, not by how busy the machine is; `--night` looks at far more examples.
settings.register_profile("commit", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("night", settings.get_profile("commit"), max_examples=5000)
settings.load_profile(os.environ.get("TANNHA_TEST_COUNTS", "commit"))

PASSWORD = "bốn từ dễ nhớ"
PIN = "258013"
_SEED = b"seed of the tests, 20"

CAST: dict[str, tuple[str, Role]] = {
    "lan": ("Lan", Role.CANVASSER),
    "minh": ("Minh", Role.OPERATOR),
    "ha": ("Hà", Role.OPERATOR),
    "hoa": ("Hoa", Role.SUPERVISOR),
    "binh": ("Bình", Role.SUPERVISOR),
    "tuan": ("Tuấn", Role.PLANNER),
    "dung": ("Dũng", Role.ISSUER),
    "duc": ("Đức", Role.ISSUER),
    "nga": ("Nga", Role.ADJUDICATOR),
    "son": ("Sơn", Role.ADJUDICATOR),
    "phuc": ("Phúc", Role.ADMINISTRATOR),
    "viet": ("Việt", Role.ADMINISTRATOR),
    "ngan": ("Ngân", Role.AUDITOR),
    "yen": ("Yến", Role.PROTECTION_OFFICER),
    "oanh": ("Oanh", Role.PROTECTION_OFFICER),
    "quynh": ("Quỳnh", Role.DESK_CLERK),
    "vy": ("Vy", Role.DESK_CLERK),
    "khang": ("Khang", Role.SUPERVISOR),
}
OUTSIDER = "khang"


@pytest.fixture
def now() -> datetime:
    """Tuesday 24 November 2026, 9:00 in Vietnam."""
    return datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture
def ward(db: None) -> AdminArea:
    """The ward of the cast."""
    return AdminArea.objects.create(code="00337", name="Phường Mẫu", valid_from=date(2025, 7, 1))


@pytest.fixture
def other_ward(db: None) -> AdminArea:
    """Khang's ward."""
    return AdminArea.objects.create(code="00340", name="Phường Khác", valid_from=date(2025, 7, 2))


class Cast:
    """The people everyone knows: `cast["lan"]` is an actor, `cast.user("lan")` the account, `cast.code("hoa", now)`."""

    def __init__(self, users: dict[str, User]) -> None:
        self._users = users

    def __getitem__(self, name: str) -> Actor:
        from tannha.ground.sign_in import actor_of

        return actor_of(self._users[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._users)

    def user(self, name: str) -> User:
        """The account row."""
        return self._users[name]

    def code(self, name: str, moment: datetime) -> str:
        """The one-time code of that half minute."""
        from tannha.ground.one_time_code import code_at

        return code_at(_SEED + name.encode(), moment)

    def second(self, name: str, moment: datetime) -> object:
        """What this person would type as the second one."""
        from tannha.ground.second_person import SecondPerson

        return SecondPerson(username=name, code=self.code(name, moment))


@pytest.fixture(scope="session")
def password_hash() -> str:
    """One hash for all; argon2 is slow on purpose."""
    from django.contrib.auth.hashers import make_password

    return make_password(PASSWORD)


@pytest.fixture(scope="session")
def pin_hash() -> str:
    """One hash for all PINs."""
    from django.contrib.auth.hashers import make_password

    return make_password(PIN)


@pytest.fixture
def cast(ward: AdminArea, other_ward: AdminArea, now: datetime, password_hash: str, pin_hash: str) -> Cast:
    """Everybody of the house with password, code and PIN."""
    from tannha.ground import vault
    from tannha.ground.ids import new_id

    users = {
        name: User(
            id=new_id(),
            username=name,
            display_name=display,
            role=role.value,
            ward=other_ward if name == OUTSIDER else ward,
            password=password_hash,
            pin_hash=pin_hash,
            totp_kept=vault.keep(_SEED + name.encode()),
            made_at=now,
        )
        for name, (display, role) in CAST.items()
    }
    User.objects.bulk_create(users.values())
    return Cast(users)


@pytest.fixture
def console(ward: AdminArea) -> Actor:
    """A command at the terminal of the ward's machine."""
    return Actor(
        user_id=None,
        username="console",
        display_name="console",
        role=Role.CONSOLE,
        ward_id=ward.id,
        os_user="tester",
    )


@pytest.fixture
def client_as(cast: Cast) -> Callable[[str], Client]:
    """A browser in which this member of the cast is signed in; "nobody" is signed out."""

    def signed_in(name: str) -> Client:
        from tannha.web.session import begin

        client = Client()
        if name != "nobody":
            session = client.session
            begin(session, cast.user(name), datetime.now(tz=UTC))
            session.save()
            client.cookies["tannha_session"] = session.session_key
        return client

    return signed_in


@pytest.fixture(autouse=True)
def _no_outside_world(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that opens a connection beyond this machine fails at once."""
    import socket

    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError("a test must not open the network")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The data folder of this test process."""
    return Path(os.environ["TANNHA_DATA"])
