"""systemd units for a ward's machine, made from what is asked: the service, and what is done every night.

Hardened as far as the program bears: it reads the system, writes its own folder, opens network sockets, and nothing
else (systemd.exec(5)). No W^X rule, because the planner compiles its inner loops at run time.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

_HARDENED = """NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome={home}
PrivateTmp=yes
PrivateDevices=yes
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
LockPersonality=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallErrorNumber=EPERM
CapabilityBoundingSet=
AmbientCapabilities=
UMask=0077
LimitCORE=0
Environment=PYTHONUNBUFFERED=1 NUMBA_CACHE_DIR=/tmp
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """The options of `tannha serve` that the service repeats."""

    port: int
    bind: str
    host_names: tuple[str, ...] = ()
    certificate: Path | None = None
    key: Path | None = None

    @property
    def words(self) -> list[str]:
        """As they are typed."""
        found = ["--port", str(self.port), "--bind", self.bind]
        for name in self.host_names:
            found += ["--host-name", name]
        if self.certificate is not None and self.key is not None:
            found += ["--certificate", str(self.certificate.resolve()), "--key", str(self.key.resolve())]
        return found


def serve(data: Path, *, user: str, words: Serving) -> dict[str, str]:
    """The service that serves a folder; file name to text. Raises ValueError for a word that a unit cannot hold."""
    command = _command("serve", "--data", str(data), *words.words)
    text = f"""[Unit]
Description=Tận Nhà: a ward's identity cards
Documentation=man:systemd.exec(5)
After=network-online.target time-sync.target postgresql.service
Wants=network-online.target
StartLimitIntervalSec=300
StartLimitBurst=5

[Service]
Type=exec
User={_user(user)}
ExecStart={command}
Restart=on-failure
RestartSec=5
KillMode=mixed
TimeoutStopSec=20
ReadWritePaths={_path(data)}
{_HARDENED.format(home=_home(data, Path(sys.prefix)))}
[Install]
WantedBy=multi-user.target
"""
    return {"tannha.service": text}


def backup(data: Path, *, user: str, target: Path, at: str) -> dict[str, str]:
    """The nightly backup and its timer."""
    command = _command("backup", str(target.resolve()), "--data", str(data))
    writes = f"{_path(data)} {_path(target.resolve())}"
    service = _once("Tận Nhà: sealed backup", user, command, writes, _home(data, target, Path(sys.prefix)))
    return {
        "tannha-backup.service": service,
        "tannha-backup.timer": _timer("Tận Nhà: sealed backup every night", at),
    }


def prove(*, user: str, backups: Path, key: Path, reports: Path, at: str) -> dict[str, str]:
    """The nightly proof and its timer, for another user or machine that holds the private key and never the data."""
    report = reports.resolve() / "last.json"
    words = (
        "restore",
        str(backups.resolve()),
        "--prove",
        "--key",
        str(key.resolve()),
        "--report",
        str(report),
    )
    home = _home(backups, key, reports, Path(sys.prefix))
    service = _once(
        "Tận Nhà: proof of the newest backup", user, _command(*words), _path(reports.resolve()), home
    )
    return {
        "tannha-prove.service": service,
        "tannha-prove.timer": _timer("Tận Nhà: proof of the newest backup every night", at),
    }


def search(data: Path, *, user: str, at: str) -> dict[str, str]:
    """The nightly search of the coming days' plans and its timer; whoever works late has the processor first."""
    command = _command("plan", "overnight", "--data", str(data))
    title = "Tận Nhà: plans of the coming days searched anew"
    service = _once(title, user, command, _path(data), _home(data, Path(sys.prefix)))
    return {
        "tannha-search.service": service + "Nice=15\n",
        "tannha-search.timer": _timer(f"{title} every night", at),
    }


def _once(title: str, user: str, command: str, writes: str, home: str) -> str:
    return f"""[Unit]
Description={title}

[Service]
Type=oneshot
User={_user(user)}
ExecStart={command}
ReadWritePaths={writes}
{_HARDENED.format(home=home)}"""


def _timer(title: str, at: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", at):
        raise ValueError(f"{at} is no time of the form 02:30")
    return f"""[Unit]
Description={title}

[Timer]
OnCalendar=*-*-* {at}:00
Persistent=true
RandomizedDelaySec=300

[Install]
WantedBy=timers.target
"""


def _command(*words: str) -> str:
    return " ".join(_quoted(word) for word in (sys.executable, "-m", "tannha.cli", *words))


def _quoted(word: str) -> str:
    """A word of a command line in a unit (systemd.service(5), COMMAND LINES)."""
    if "\n" in word or "\r" in word or "\0" in word:
        raise ValueError("a line break in a name")
    plain = word.replace("%", "%%").replace("$", "$$")
    if re.fullmatch(r"[\w@%+=:,./$-]+", plain):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _path(path: Path) -> str:
    return _quoted(str(path)).replace("$$", "$")


def _user(name: str) -> str:
    if not re.fullmatch(r"[a-z_][a-z0-9_-]{0,30}", name):
        raise ValueError(f"{name!r} is no name of a user")
    return name


def _home(*paths: Path) -> str:
    """Homes are shut, unless the program or its data lie in one; then they can be read only."""
    inside = any(str(path).startswith(("/home/", "/root/", "/run/user/")) for path in paths)
    return "read-only" if inside else "yes"
